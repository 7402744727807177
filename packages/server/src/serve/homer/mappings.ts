// Mappings: shipped ones until somebody changes them. homer-ui makes its forms and grids of them.
import { randomUUID } from "node:crypto";
import { SipglassError } from "@sipglass/model";
import type { State } from "../../state/state.ts";
import type { Api, Serving } from "../serving.ts";
import { DEFAULT_MAPPINGS, type Mapping } from "./mapping-defaults.ts";
import { isRecord, recordOf } from "./requests.ts";

const SHOWN = { config: { access: "signed_in" }, schema: { hide: true } } as const;
const CHANGED = { config: { access: "admin" }, schema: { hide: true } } as const;

/** Shipped mappings, each as it was changed, and those that people added. */
export function mappingsOf({ homer }: Pick<State, "homer">): Mapping[] {
  const changed = new Map(homer.list("mapping").map(({ guid, data }) => [guid, data as Mapping & { removed?: true }]));
  const shipped = DEFAULT_MAPPINGS.map((mapping) => changed.get(mapping.guid) ?? mapping);
  const own = [...changed.values()].filter(({ guid }) => !DEFAULT_MAPPINGS.some((mapping) => mapping.guid === guid));
  return [...shipped, ...own].filter((mapping) => !("removed" in mapping));
}

const listOf = (data: Mapping[]) => {
  if (data.length === 0) throw new SipglassError("bad_request", {}, "there is no such mapping");
  return { count: data.length, data };
};

export function addMappings(app: Api, { state }: Serving): void {
  const { homer } = state;
  const keep = (mapping: Mapping & { removed?: true }): void => void homer.set({ guid: mapping.guid, kind: "mapping", owner: "", category: String(mapping.hepid), param: mapping.profile, data: mapping });
  const known = (guid: string): Mapping => {
    const found = mappingsOf(state).find((mapping) => mapping.guid === guid);
    if (!found) throw new SipglassError("bad_request", { guid }, "there is no such mapping");
    return found;
  };

  app.get("/mapping/protocol", SHOWN, async () => listOf(mappingsOf(state)));
  app.get<{ Params: { guid: string } }>("/mapping/protocol/:guid", SHOWN, async ({ params }) => listOf([known(params.guid)]));
  app.get<{ Params: { guid: string; profile: string } }>("/mapping/protocol/:guid/:profile", SHOWN, async ({ params }) =>
    listOf(mappingsOf(state).filter(({ hepid, profile }) => String(hepid) === params.guid && profile === params.profile)));

  app.post("/mapping/protocol", CHANGED, async (request, reply) => {
    const mapping = { ...DEFAULT_MAPPINGS[1]!, correlation_mapping: [], fields_mapping: [], ...recordOf(request.body) } as Mapping;
    if (typeof mapping.profile !== "string" || !Number.isInteger(mapping.hepid)) throw new SipglassError("bad_request", {}, "A mapping needs hepid and profile.");
    const guid = isRecord(request.body) && typeof request.body["guid"] === "string" && !mappingsOf(state).some((other) => other.guid === mapping.guid) ? mapping.guid : randomUUID();
    keep({ ...mapping, guid });
    return reply.status(201).send({ message: "successfully created mappings settings", data: guid });
  });
  app.put<{ Params: { guid: string } }>("/mapping/protocol/:guid", CHANGED, async ({ params, body }) => {
    keep({ ...known(params.guid), ...recordOf(body), guid: params.guid });
    return { message: "successfully updated hepsub settings", data: params.guid };
  });
  app.delete<{ Params: { guid: string } }>("/mapping/protocol/:guid", CHANGED, async ({ params }) => {
    const mapping = known(params.guid);
    if (DEFAULT_MAPPINGS.some(({ guid }) => guid === mapping.guid)) keep({ ...mapping, removed: true });
    else homer.remove("mapping", mapping.guid);
    return { message: "successfully deleted mapping settings", data: params.guid };
  });

  app.get("/mapping/protocol/reset", CHANGED, async (_request, reply) => {
    homer.removeAll("mapping");
    return reply.send();
  });
  app.get<{ Params: { guid: string } }>("/mapping/protocol/reset/:guid", CHANGED, async ({ params }, reply) => {
    homer.remove("mapping", params.guid);
    return reply.send();
  });

  app.get<{ Params: { hepid: string; profile: string }; Querystring: { query?: string } }>("/smart/search/tag/:hepid/:profile", SHOWN, async ({ params, query }) => {
    const mapping = mappingsOf(state).find(({ hepid, profile }) => String(hepid) === params.hepid && profile === params.profile);
    const asked = lastWord(query.query ?? "");
    return { data: { data: tagsOf(mapping).filter(({ name }) => name.includes(asked)) } };
  });
}

/** `{"data":"sip.from_user = 1 AND sip.to"}` → `sip.to` */
function lastWord(query: string): string {
  let text = query;
  try {
    text = String(recordOf(JSON.parse(query))["data"] ?? "");
  } catch {
    // A bare text is the text itself.
  }
  return /\S*$/.exec(text)?.[0] ?? "";
}

const UNTAGGED = new Set(["multiselect", "smart-input"]);

function tagsOf(mapping: Mapping | undefined): { name: string; value: string }[] {
  const fields = Array.isArray(mapping?.fields_mapping) ? (mapping.fields_mapping as unknown[]).filter(isRecord) : [];
  return fields.flatMap(({ id, skip, form_type: form }) => {
    if (typeof id !== "string" || skip === true || UNTAGGED.has(String(form))) return [];
    return [{ name: id.replace(/^data_header\./, "sip.").replace(/^protocol_header\./, "net."), value: id }];
  });
}
