// Users and API tokens as provisioning scripts of homer-app make them. Groups are roles: admin, support, customer, readonly; `user`, which in Homer
// sees every call and changes nothing of the installation, is support here. What we have no place for (mail, department) is kept beside the user.
import { randomUUID } from "node:crypto";
import { SipglassError, type Role } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import type { State } from "../../state/state.ts";
import type { ApiToken } from "../../state/tokens.ts";
import type { User } from "../../state/users.ts";
import { administers, identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { FOUND } from "./answers.ts";
import { bodyOf, recordOf } from "./requests.ts";

type ByGuid = { Params: { guid: string } };
const OWN = { config: { access: "signed_in" }, schema: { hide: true } } as const;
const ADMIN = { config: { access: "admin" }, schema: { hide: true } } as const;
const ROLES = new Map<string, Role>([["admin", "admin"], ["user", "support"], ["support", "support"], ["customer", "customer"], ["readonly", "readonly"]]);
const GROUPS = [...ROLES.keys()];
const PROFILE = ["email", "firstname", "lastname", "department", "usergroup", "guid"] as const;

/** Of groups that are known by name. */
export const roleOfGroup = (group: string): Role | undefined => ROLES.get(group.toLowerCase());

function roleOf(group: unknown): Role {
  const role = roleOfGroup(String(group));
  if (role === undefined) throw new SipglassError("bad_request", { groups: GROUPS }, `usergroup must be one of ${GROUPS.join(", ")}`);
  return role;
}

export const profileOf = ({ homer }: Pick<State, "homer">, { name }: User): Record<string, unknown> => recordOf(homer.list("user_profile", { owner: name })[0]?.data);

/** A user as homer-app knows him. */
export function homerUserOf(state: Pick<State, "homer">, user: User) {
  const { email = "", firstname = user.displayName, lastname = "", department = "", usergroup = user.role, guid = user.name } = profileOf(state, user);
  const group = roleOfGroup(String(usergroup)) === user.role ? usergroup : user.role;
  return { username: user.name, partid: 10, email, password: "", enabled: !user.disabled, firstname, lastname, department, usergroup: group, guid };
}

export function keepProfile({ homer }: Pick<State, "homer">, name: string, body: Record<string, unknown>, old: Record<string, unknown> = {}): void {
  const data = Object.fromEntries(PROFILE.flatMap((key) => (typeof body[key] === "string" ? [[key, body[key]]] : key in old ? [[key, old[key]]] : [])));
  homer.set({ guid: `user:${name.toLowerCase()}`, kind: "user_profile", owner: name, category: "", param: "", data });
}

export function addPeople(app: Api, serving: Serving): void {
  const { users, homer } = serving.state;
  const note = noteOf(serving);
  const present = (user: User) => homerUserOf(serving.state, user);
  const byGuid = (guid: string): User => {
    const found = users.list().find((user) => present(user).guid === guid || user.name.toLowerCase() === guid.toLowerCase());
    if (!found) throw new SipglassError("not_found", { guid }, "there is no such user");
    return found;
  };
  const isOwn = (request: FastifyRequest, user: User): boolean => identityOf(request).user.toLowerCase() === user.name.toLowerCase();

  app.get("/users", OWN, async (request, reply) => {
    const seen = users.list().filter((user) => administers(identityOf(request)) || isOwn(request, user)).map(present);
    return reply.status(FOUND).send({ count: seen.length, data: seen });
  });
  app.get("/users/groups", OWN, async () => ({ count: GROUPS.length, data: GROUPS }));
  app.get("/users/profile", OWN, async (request) => {
    const user = users.get(identityOf(request).user);
    if (!user) throw new SipglassError("unauthorized");
    const { guid, usergroup } = present(user);
    return { count: 0, data: { guid, username: user.name, displayname: user.displayName, avatar: "", group: usergroup, admin: user.role === "admin", external_auth: false, external_profile: "" } };
  });
  app.get<ByGuid>("/users/:guid", OWN, async (request, reply) => {
    const user = byGuid(request.params.guid);
    if (!isOwn(request, user) && !administers(identityOf(request))) throw new SipglassError("not_found", { guid: request.params.guid }, "there is no such user");
    return reply.status(FOUND).send({ count: 1, data: [present(user)] });
  });
  app.post("/users", ADMIN, async (request, reply) => {
    const body = bodyOf(request.body);
    const name = String(body["username"] ?? "");
    const displayName = [body["firstname"], body["lastname"]].filter((part) => typeof part === "string" && part !== "").join(" ");
    const user = await users.create({ name, role: roleOf(body["usergroup"]), password: String(body["password"] ?? ""), displayName });
    if (body["enabled"] === false) await users.change(user.name, { disabled: true });
    keepProfile(serving.state, user.name, { guid: randomUUID(), ...body });
    note(request, "user_created", user.name, { role: user.role });
    return reply.status(FOUND).send({ data: present(user).guid, message: "successfully created user" });
  });
  app.put<ByGuid>("/users/:guid", OWN, async (request, reply) => {
    const user = byGuid(request.params.guid);
    const isAdmin = administers(identityOf(request));
    if (!isAdmin && !isOwn(request, user)) throw new SipglassError("not_found", { guid: request.params.guid }, "there is no such user");
    if (!isAdmin && identityOf(request).role === "readonly") throw new SipglassError("forbidden", { needs: "own" });
    const body = bodyOf(request.body);
    const password = typeof body["password"] === "string" && body["password"] !== "" ? { password: body["password"], keepSessionId: identityOf(request).sessionId } : {};
    const rights = isAdmin ? { ...(body["usergroup"] === undefined ? {} : { role: roleOf(body["usergroup"]) }), ...(typeof body["enabled"] === "boolean" ? { disabled: !body["enabled"] } : {}) } : {};
    await users.change(user.name, { ...password, ...rights });
    keepProfile(serving.state, user.name, isAdmin ? body : { ...body, usergroup: undefined, guid: undefined }, profileOf(serving.state, user));
    note(request, "user_changed", user.name, { fields: Object.keys({ ...password, ...rights }) });
    return reply.status(FOUND).send({ data: request.params.guid, message: "successfully updated user" });
  });
  app.delete<ByGuid>("/users/:guid", ADMIN, async (request, reply) => {
    const { name } = byGuid(request.params.guid);
    users.remove(name);
    homer.removeAll("user_profile", { owner: name });
    note(request, "user_removed", name);
    return reply.status(FOUND).send({ data: request.params.guid, message: "successfully deleted user" });
  });
}

/** homer-app lets a script name any time; ours end after two years at most. */
export const LONGEST_TOKEN_US = 2 * 365 * 86_400_000_000;
const DEFAULT_US = 90 * 86_400_000_000;

export function addAuthTokens(app: Api, serving: Serving): void {
  const { tokens } = serving.state;
  const note = noteOf(serving);
  const iso = (us: number): string => new Date(us / 1000).toISOString();
  const present = ({ id, user, name, role, createdAtUs, expiresAtUs, lastUsedAtUs }: ApiToken) => ({
    guid: id, creator_guid: user, name, user_object: { username: user, firstname: "", lastname: "", email: "", usergroup: role, id: 1000, partid: 10 }, ip_address: "0.0.0.0/0", create_date: iso(createdAtUs),
    lastusage_date: iso(lastUsedAtUs || createdAtUs), expire_date: iso(expiresAtUs), usage_calls: 0, limit_calls: 0, active: expiresAtUs > serving.now(),
  });
  const found = (guid: string): ApiToken => {
    const token = tokens.get(guid);
    if (!token) throw new SipglassError("not_found", { guid }, "there is no such token");
    return token;
  };

  const endOf = (body: Record<string, unknown>, otherwiseUs: number): number => {
    const wanted = Date.parse(String(body["expire_date"] ?? "")) * 1000;
    return Math.min(Number.isNaN(wanted) ? otherwiseUs : wanted, serving.now() + LONGEST_TOKEN_US);
  };

  app.get("/token/auth", ADMIN, async () => {
    const data = tokens.list().map(present);
    return { count: data.length, data };
  });
  app.get<ByGuid>("/token/auth/:guid", ADMIN, async ({ params }) => ({ count: 1, data: [present(found(params.guid))] }));
  app.post("/token/auth", ADMIN, async (request, reply) => {
    const body = bodyOf(request.body);
    const group = recordOf(body["user_object"])["usergroup"];
    const expiresAtUs = endOf(body, serving.now() + DEFAULT_US);
    const { user } = identityOf(request);
    // As in homer-app a token made here is nobody's administrator unless it says so.
    const { secret, token } = tokens.create({ user, name: String(body["name"] ?? "") || `token-${randomUUID().slice(0, 8)}`, role: group === undefined ? "support" : roleOf(group), expiresAtUs });
    note(request, "token_created", token.name, { role: token.role });
    return reply.status(FOUND).send({ data: { token: secret, guid: token.id }, message: "successfully created auth token" });
  });
  app.put<ByGuid>("/token/auth/:guid", ADMIN, async (request) => {
    const token = found(request.params.guid);
    const body = recordOf(request.body);
    const isEnded = body["active"] === false;
    if (isEnded) tokens.remove(token.id);
    else tokens.change(token.id, { name: String(body["name"] ?? "") || token.name, expiresAtUs: endOf(body, token.expiresAtUs) });
    note(request, isEnded ? "token_removed" : "token_changed", token.name);
    return { message: "successfully updated auth token settings", data: request.params.guid };
  });
  app.delete<ByGuid>("/token/auth/:guid", ADMIN, async (request) => {
    const { id, name } = found(request.params.guid);
    tokens.remove(id);
    note(request, "token_removed", name);
    return { data: request.params.guid, message: "successfully deleted authtoken" };
  });
}
