// Settings of users and of the installation, and dashboards, as homer-ui keeps them.
import { randomUUID } from "node:crypto";
import { SipglassError } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import type { HomerObject, HomerKind } from "../../state/homer-objects.ts";
import { administers, identityOf } from "../auth/identity.ts";
import type { Api, Serving } from "../serving.ts";
import { FOUND } from "./answers.ts";
import { bodyOf, isRecord } from "./requests.ts";

type ByGuid = { Params: { guid: string } };
const OWN = { config: { access: "signed_in" }, schema: { hide: true } } as const;
const ADMIN = { config: { access: "admin" }, schema: { hide: true } } as const;
/** Clients keep pictures and scripts in settings; a whole dashboard is some ten kilobytes. */
const MOST_OBJECTS = 2000;

const textOf = (value: unknown, fallback = ""): string => (typeof value === "string" ? value.slice(0, 256) : fallback);

const present = ({ guid, owner, category, param, data }: HomerObject, number: number) => ({ id: number + 1, guid, username: owner, partid: 10, category, param, data, external: false });

function objectOf(request: FastifyRequest, kind: HomerKind, owner: string): Omit<HomerObject, "changedAtUs"> {
  const body = bodyOf(request.body);
  return { guid: textOf(body["guid"]) || randomUUID(), kind, owner, category: textOf(body["category"]), param: textOf(body["param"]), data: body["data"] ?? {} };
}

export function addUserSettings(app: Api, { state: { homer } }: Serving): void {
  const mine = (request: FastifyRequest, guid: string): HomerObject => {
    const found = homer.find("user_setting", guid);
    const { user } = identityOf(request);
    if (!found || (found.owner.toLowerCase() !== user.toLowerCase() && !administers(identityOf(request)))) throw new SipglassError("not_found", { guid }, "there is no such setting");
    return found;
  };

  app.get("/user/settings", OWN, async (request) => {
    const rows = homer.list("user_setting", administers(identityOf(request)) ? {} : { owner: identityOf(request).user });
    return { count: rows.length, data: rows.map(present) };
  });
  app.get<{ Params: { category: string } }>("/user/settings/:category", OWN, async (request) => {
    const rows = homer.list("user_setting", { owner: identityOf(request).user, category: request.params.category });
    return { count: rows.length, data: rows.map(present) };
  });
  app.post("/user/settings", OWN, async (request, reply) => {
    const { user } = identityOf(request);
    const object = objectOf(request, "user_setting", user);
    if (homer.find("user_setting", object.guid)) throw new SipglassError("conflict", { guid: object.guid });
    if (homer.list("user_setting", { owner: user }).length >= MOST_OBJECTS) throw new SipglassError("too_large", {}, "There are too many settings.");
    homer.set(object);
    return reply.status(FOUND).send({ data: object.guid, message: "successfully created userObject" });
  });
  app.put<ByGuid>("/user/settings/:guid", OWN, async (request, reply) => {
    const old = mine(request, request.params.guid);
    homer.set({ ...objectOf(request, "user_setting", old.owner), guid: old.guid });
    return reply.status(FOUND).send({ data: old.guid, message: "successfully updated alias" });
  });
  app.delete<ByGuid>("/user/settings/:guid", OWN, async (request, reply) => {
    homer.remove("user_setting", mine(request, request.params.guid).guid);
    return reply.status(FOUND).send({ data: request.params.guid, message: "successfully deleted userobject" });
  });
}

interface Seeded {
  category: string;
  param: string;
  data: unknown;
}

/** Rows that homer-app puts there; homer-ui reads them at its start. Servers that are not configured have no host. */
const SHIPPED: readonly Seeded[] = [
  { category: "search", param: "lokiserver", data: { host: "" } }, { category: "search", param: "promserver", data: { host: "" } },
  { category: "search", param: "grafana", data: { host: "", user: "", password: "", token: "" } },
  { category: "export", param: "transaction", data: { openwindow: false, tabpositon: "flow" } },
  { category: "search", param: "transaction", data: { tabpositon: "flow", lookup_range: [-300, 200] } },
];
const shippedGuid = (number: number): string => `00000000-0000-4000-8000-0000000001${String(number).padStart(2, "0")}`;

/** Secrets are for those who set them. */
function withoutSecrets(data: unknown, request: FastifyRequest): unknown {
  if (administers(identityOf(request)) || !isRecord(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, /pass|token|secret/i.test(key) ? "" : value]));
}

export function addAdvanced(app: Api, { state: { homer } }: Serving): void {
  const all = (): Omit<HomerObject, "kind" | "changedAtUs">[] => {
    const kept = homer.list("global_setting");
    const shipped = SHIPPED.map((seeded, i) => ({ ...seeded, guid: shippedGuid(i), owner: "" })).filter(({ guid, category, param }) => !kept.some((row) => row.guid === guid || (row.category === category && row.param === param)));
    return [...shipped, ...kept];
  };
  const shown = (request: FastifyRequest) => ({ guid, category, param, data }: ReturnType<typeof all>[number]) => ({ guid, partid: 10, category, param, data: withoutSecrets(data, request) });

  app.get("/advanced", OWN, async (request, reply) => {
    const data = all().map(shown(request));
    return reply.status(FOUND).send({ count: data.length, data });
  });
  app.get<ByGuid>("/advanced/:guid", OWN, async (request) => {
    const data = all().filter(({ guid }) => guid === request.params.guid).map(shown(request));
    return { count: data.length, data };
  });
  app.post("/advanced", ADMIN, async (request, reply) => {
    const object = objectOf(request, "global_setting", "");
    homer.set(object);
    return reply.status(FOUND).send({ data: object.guid, message: "successfully created advanced settings" });
  });
  app.put<ByGuid>("/advanced/:guid", ADMIN, async (request) => {
    homer.set({ ...objectOf(request, "global_setting", ""), guid: request.params.guid });
    return { data: request.params.guid, message: "successfully updated advanced settings" };
  });
  app.delete<ByGuid>("/advanced/:guid", ADMIN, async (request) => {
    if (!homer.remove("global_setting", request.params.guid)) throw new SipglassError("not_found", { guid: request.params.guid });
    return { data: request.params.guid, message: "successfully deleted advanced settings" };
  });
}
