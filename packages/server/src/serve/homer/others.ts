// What else homer-ui asks at its start or offers in its settings: versions, nodes, modules, subscriptions of agents; and the proxy to Grafana, which
// answers as homer-app does when none is configured.
import { randomUUID } from "node:crypto";
import { SipglassError, type ErrorCode } from "@sipglass/model";
import type { HomerObject } from "../../state/homer-objects.ts";
import type { Api, Serving } from "../serving.ts";
import { FOUND } from "./answers.ts";
import { bodyOf } from "./requests.ts";

const OWN = { config: { access: "signed_in" }, schema: { hide: true } } as const;
const ALL = { config: { access: "everything" }, schema: { hide: true } } as const;
const ADMIN = { config: { access: "admin" }, schema: { hide: true } } as const;

export function addHomerInfo(app: Api, { version, loki, lokiTemplate }: Serving): void {
  // homer-ui reads `data.version`, scripts the one at the root.
  for (const face of ["api", "ui"]) app.get(`/version/${face}/info`, { config: { access: "public" }, schema: { hide: true } }, async () => ({ message: "sipglass", version, data: { version } }));
  app.get("/database/node/list", OWN, async () => ({ count: 1, data: [{ value: "localnode", name: "LocalNode" }] }));
  app.get("/modules/status", OWN, async () => ({ message: "Modules status", data: { loki: { enable: loki !== undefined, template: lokiTemplate, external_url: "" } } }));
  app.get("/admin/profiles", OWN, async () => ({ count: 0, data: [] }));
}

/** `/doc/api/json`: what the API page of homer-ui draws, Swagger 2.0; of what each route takes and gives it knows the name alone. */
export function addSwagger(app: Api, { version }: Serving): void {
  app.get("/doc/api/json", { config: { access: "public" }, schema: { hide: true } }, async () => {
    const paths: Record<string, Record<string, object>> = {};
    for (const { method, url, access } of app.routeRules) {
      if (!url.startsWith("/api/v3/") || method === "HEAD" || method === "OPTIONS") continue;
      const path = url.slice("/api/v3".length).replace(/:(\w+)/g, "{$1}");
      const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, type: "string" }));
      paths[path] = { ...paths[path], [method.toLowerCase()]: { summary: access, tags: [path.split("/")[1]], parameters, responses: { default: { description: "JSON" } } } };
    }
    return { swagger: "2.0", info: { title: "sipglass, the Homer API", version }, basePath: "/api/v3", paths };
  });
}

const notEnabled = (what: string) => async (): Promise<never> => {
  throw new SipglassError("bad_request" satisfies ErrorCode, {}, what);
};

export function addGrafana(app: Api): void {
  app.get("/proxy/grafana/status", ALL, async () => ({ data: { enable: false } }));
  const grafana = notEnabled("Grafana service is not configured");
  for (const path of ["url", "path", "org", "folders", "search/:uid", "dashboards/uid/:uid", "request/d/:uid/:param"]) app.get(`/proxy/grafana/${path}`, ALL, grafana);
}

type ByGuid = { Params: { guid: string } };

/**
 * Agents that offer data of their own (HEPSUB). They register by an API token; what they say of themselves is kept until its time is over.
 */
export function addAgentSubscriptions(app: Api, { state: { homer }, now }: Serving): void {
  const isAlive = ({ data }: HomerObject): boolean => Number((data as { expire_ts?: number }).expire_ts ?? 0) * 1000 > now();
  const agents = (): HomerObject[] => {
    const all = homer.list("agent");
    for (const { guid } of all.filter((agent) => !isAlive(agent))) homer.remove("agent", guid);
    return all.filter(isAlive);
  };
  const listed = (found: HomerObject[]) => ({ message: "successfully retrieved agent records", data: found.map(({ data }) => data) });

  app.post("/agent/subscribe", ALL, async (request, reply) => {
    const body = bodyOf(request.body);
    const uuid = typeof body["uuid"] === "string" && body["uuid"] !== "" ? body["uuid"].slice(0, 128) : randomUUID();
    const ttlS = Math.min(Math.max(Number(body["ttl"]) || 300, 1), 86_400);
    const expireTs = Math.floor(now() / 1000) + ttlS * 1000;
    const { gid = 10, host = "", port = 0, protocol = "http", path = "", node = "", type = "" } = body;
    const record = { uuid, gid, host, port, protocol, path, node, type, ttl: ttlS, create_date: new Date(now() / 1000).toISOString(), expire_date: new Date(expireTs).toISOString(), expire_ts: expireTs, active: 1 };
    homer.set({ guid: uuid, kind: "agent", owner: "", category: String(type), param: "", data: record });
    return reply.status(FOUND).send({ data: { uuid, expire_date: record.expire_date, expire_ts: expireTs }, message: "successfully created agent record" });
  });
  app.get("/agent/subscribe", ALL, async () => listed(agents()));
  app.get<ByGuid>("/agent/subscribe/:guid", ALL, async ({ params }) => listed(agents().filter(({ guid }) => guid === params.guid)));
  app.get("/agent/type", ALL, async () => ({ message: "successfully retrieved agent records", data: [...new Set(agents().map(({ category }) => category))] }));
  app.get<{ Params: { type: string } }>("/agent/type/:type", ALL, async ({ params }) => listed(agents().filter(({ category }) => category === params.type)));
  app.put<ByGuid>("/agent/subscribe/:guid", ADMIN, async ({ params, body }) => {
    const old = agents().find(({ guid }) => guid === params.guid);
    if (!old) throw new SipglassError("not_found", { guid: params.guid }, "there is no such agent");
    homer.set({ ...old, data: { ...(old.data as object), ...bodyOf(body), uuid: old.guid } });
    return { message: "successfully updated agent record", data: params.guid };
  });
  app.delete<ByGuid>("/agent/subscribe/:guid", ADMIN, async ({ params }) => {
    homer.remove("agent", params.guid);
    return { message: "successfully deleted agent record", data: params.guid };
  });
  // Asking agents would make this server send requests to addresses that clients name: it does not.
  app.post<{ Params: { guid: string; type: string } }>("/agent/search/:guid/:type", ALL, notEnabled("Asking agents is not enabled"));
  app.post("/hepsub/search", OWN, async () => ({ message: "successfully created DoHepSubSearch", data: "empty" }));
}

/** Mappings of HEPSUB: kept and shown. */
export function addHepsub(app: Api, { state: { homer } }: Serving): void {
  const listed = (found: HomerObject[]) => ({ count: found.length, data: found.map(({ guid, data }) => ({ ...(data as object), guid })) });
  app.get("/hepsub/protocol", OWN, async () => listed(homer.list("hepsub")));
  app.get<ByGuid>("/hepsub/protocol/:guid", OWN, async ({ params }) => listed(homer.list("hepsub").filter(({ guid }) => guid === params.guid)));
  app.get<{ Params: { guid: string; transaction: string } }>("/hepsub/protocol/:guid/:transaction", OWN, async ({ params }) => listed(homer.list("hepsub", { category: params.guid, param: params.transaction })));
  app.post("/hepsub/protocol", ADMIN, async (request, reply) => {
    const body = bodyOf(request.body);
    const guid = typeof body["guid"] === "string" && body["guid"] !== "" ? body["guid"] : randomUUID();
    homer.set({ guid, kind: "hepsub", owner: "", category: String(body["hepid"] ?? ""), param: String(body["profile"] ?? ""), data: body });
    return reply.status(FOUND).send({ message: "successfully created hepsub settings", data: guid });
  });
  app.put<ByGuid>("/hepsub/protocol/:guid", ADMIN, async ({ params, body }) => {
    const old = homer.find("hepsub", params.guid);
    if (!old) throw new SipglassError("not_found", { guid: params.guid }, "there is no such mapping");
    homer.set({ ...old, data: { ...(old.data as object), ...bodyOf(body) } });
    return { message: "successfully updated hepsub settings", data: params.guid };
  });
  app.delete<ByGuid>("/hepsub/protocol/:guid", ADMIN, async ({ params }) => {
    homer.remove("hepsub", params.guid);
    return { message: "successfully deleted hepsub settings", data: params.guid };
  });
}
