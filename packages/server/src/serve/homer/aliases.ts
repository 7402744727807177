// Aliases of homer-app: a name for a network and port. An address takes the name of the narrowest network that holds it, with its port before any port.
import { randomUUID } from "node:crypto";
import { hostPort, networkTest, SipglassError } from "@sipglass/model";
import { nameLookup } from "../../search/ladder.ts";
import type { State } from "../../state/state.ts";
import type { AliasOf } from "../../search/homer/present.ts";
import { identityOf, seesEverything } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { FOUND } from "./answers.ts";
import { bodyOf } from "./requests.ts";

type ByGuid = { Params: { guid: string } };
const OWN = { config: { access: "signed_in" }, schema: { hide: true } } as const;
const ADMIN = { config: { access: "admin" }, schema: { hide: true } } as const;

interface HomerAlias {
  guid: string;
  alias: string;
  ip: string;
  /** 0 = any. */
  port: number;
  mask: number;
  captureID: string;
  status: boolean;
}

export function aliasFrom(body: Record<string, unknown>, guid: string): HomerAlias {
  const { alias, ip, port = 0, mask = 32, captureID = "0", status = true } = body;
  const read = { guid, alias: String(alias ?? "").slice(0, 256), ip: String(ip ?? ""), port: Number(port), mask: Number(mask), captureID: String(captureID), status: status === true };
  if (read.alias === "" || networkTest(`${read.ip}/${read.mask}`) === undefined || !(read.port >= 0 && read.port <= 65_535)) {
    throw new SipglassError("bad_request", { fields: ["alias", "ip", "port", "mask"] }, "an alias needs alias, ip, port and mask");
  }
  return read;
}

export const aliasesOf = ({ homer }: Pick<State, "homer">): HomerAlias[] => homer.list("alias").map(({ data }) => data as HomerAlias);

export function keepAlias({ homer }: Pick<State, "homer">, alias: HomerAlias): void {
  homer.set({ guid: alias.guid, kind: "alias", owner: "", category: "", param: alias.ip, data: alias });
}

/** Names of our own first, then those of networks. */
export function aliasNames({ state }: Pick<Serving, "state">): AliasOf {
  const own = nameLookup(state.aliases.list());
  const networks = aliasesOf(state).filter(({ status }) => status).sort((a, b) => b.mask - a.mask || Number(b.port > 0) - Number(a.port > 0));
  const tests = networks.map(({ alias, ip, mask, port }) => ({ alias, port, holds: networkTest(`${ip}/${mask}`) ?? (() => false) }));
  return (ip, port) => {
    const address = hostPort(ip, port);
    return own(address) ?? tests.find((each) => (each.port === 0 || each.port === port) && each.holds(ip))?.alias ?? address;
  };
}

export function addHomerAliases(app: Api, serving: Serving): void {
  const { homer } = serving.state;
  const note = noteOf(serving);
  const keep = (alias: HomerAlias): void => keepAlias(serving.state, alias);

  // homer-ui asks before every export: who does not see all of the platform finds none of its networks, and no error.
  app.get("/alias", OWN, async (request, reply) => {
    const shown = seesEverything(identityOf(request)) ? aliasesOf(serving.state) : [];
    const data = shown.sort((a, b) => (a.guid < b.guid ? -1 : 1)).map((alias, i) => ({ id: i + 1, ...alias }));
    return reply.status(FOUND).send({ data });
  });
  app.post("/alias", ADMIN, async (request, reply) => {
    const body = bodyOf(request.body);
    const alias = aliasFrom(body, typeof body["guid"] === "string" && body["guid"] !== "" ? body["guid"] : randomUUID());
    if (homer.find("alias", alias.guid)) throw new SipglassError("conflict", { guid: alias.guid });
    keep(alias);
    note(request, "alias_changed", alias.ip, { name: alias.alias, by: identityOf(request).user });
    return reply.status(FOUND).send({ data: alias.guid, message: "successfully created alias" });
  });
  app.put<ByGuid>("/alias/:guid", ADMIN, async (request, reply) => {
    const { guid } = request.params;
    const old = homer.find("alias", guid);
    if (old) keep(aliasFrom({ ...(old.data as HomerAlias), ...bodyOf(request.body) }, guid));
    if (old) note(request, "alias_changed", guid);
    return reply.status(FOUND).send({ data: old ? guid : "", message: "successfully updated alias" });
  });
  app.delete<ByGuid>("/alias/:guid", ADMIN, async (request, reply) => {
    const removed = homer.remove("alias", request.params.guid);
    if (removed) note(request, "alias_removed", request.params.guid);
    return reply.status(FOUND).send({ data: removed ? request.params.guid : "", message: "successfully deleted alias" });
  });
}
