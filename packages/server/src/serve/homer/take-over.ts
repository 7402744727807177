// What people made in Homer 7, as the rows of its homer_config are, becomes ours. Nothing that is here is changed: what is here and equal is kept,
// what is here and different is said. So it can be done again at any time.
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isSipglassError, type Role } from "@sipglass/model";
import type { HomerKind } from "../../state/homer-objects.ts";
import { isPasswordHash } from "../../state/passwords.ts";
import type { State } from "../../state/state.ts";
import type { Serving } from "../serving.ts";
import { aliasFrom, aliasesOf, keepAlias } from "./aliases.ts";
import { DEFAULT_MAPPINGS, type Mapping } from "./mapping-defaults.ts";
import { keepProfile, LONGEST_TOKEN_US, profileOf, roleOfGroup } from "./people.ts";
import { recordOf } from "./requests.ts";

type Row = Record<string, unknown>;

export interface HomerRows {
  users?: Row[];
  aliases?: Row[];
  mappings?: Row[];
  hepsub?: Row[];
  user_settings?: Row[];
  global_settings?: Row[];
  tokens?: Row[];
}

export interface TakenOver {
  kind: string;
  name: string;
  outcome: "made" | "kept" | "differs" | "refused";
  /** Why it is not simply there now; "" when it is. */
  reason: string;
}

interface Taking {
  state: State;
  nowUs: number;
  /** Of groups, where it is not by name. */
  roles: Readonly<Record<string, Role>>;
  isDryRun: boolean;
  /** Who does it: owns what nobody else owns. */
  by: string;
  /** Users that are here, or would be: lower case → name. */
  names: Map<string, string>;
  /** Of Homer's users: guid → name. */
  byGuid: Map<string, string>;
}

type Verdict = Pick<TakenOver, "outcome" | "reason">;

const KEPT: Verdict = { outcome: "kept", reason: "" };
const refused = (reason: string): Verdict => ({ outcome: "refused", reason });
const differs = (reason: string): Verdict => ({ outcome: "differs", reason });
const HERE = "there is another here; it stays as it is";

const textIn = (row: Row, key: string): string => (typeof row[key] === "string" ? row[key] : typeof row[key] === "number" ? String(row[key]) : "");

/** JSON columns are text in some versions. */
function jsonIn(row: Row, key: string): unknown {
  const value = row[key];
  if (typeof value !== "string") return value ?? {};
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

export async function takeOver({ state, now }: Pick<Serving, "state" | "now">, rows: HomerRows, how: Pick<Taking, "roles" | "isDryRun" | "by">): Promise<TakenOver[]> {
  const names = new Map(state.users.list().map(({ name }) => [name.toLowerCase(), name]));
  const taking: Taking = { state, nowUs: now(), ...how, names, byGuid: new Map() };
  const results: TakenOver[] = [];
  const each = async (kind: string, list: readonly Row[] | undefined, nameOf: (row: Row) => string, take: (taking: Taking, row: Row) => Verdict | Promise<Verdict>): Promise<void> => {
    for (const row of list ?? []) results.push({ kind, name: nameOf(row).slice(0, 256), ...(await judged(() => take(taking, row))) });
  };
  const ofSetting = (row: Row): string => [textIn(row, "username"), textIn(row, "category"), textIn(row, "param")].filter((part) => part !== "").join("/");
  const ofProfile = (row: Row): string => `${textIn(row, "hepid")}_${textIn(row, "profile")}`;
  await each("user", rows.users, (row) => textIn(row, "username"), takeUser);
  await each("alias", rows.aliases, (row) => `${textIn(row, "alias")} ${textIn(row, "ip")}/${textIn(row, "mask")}`, takeAlias);
  await each("mapping", rows.mappings, ofProfile, takeMapping);
  await each("hepsub", rows.hepsub, ofProfile, takeHepsub);
  await each("user setting", rows.user_settings, ofSetting, takeUserSetting);
  await each("setting", rows.global_settings, ofSetting, takeGlobalSetting);
  await each("token", rows.tokens, (row) => textIn(row, "name"), takeToken);
  return results;
}

/** A row that is refused must not stop the others. */
async function judged(work: () => Verdict | Promise<Verdict>): Promise<Verdict> {
  try {
    return await work();
  } catch (error) {
    if (isSipglassError(error)) return refused(error.message);
    throw error;
  }
}

/** In Homer a group is an administrator's by its name. */
function roleFor(group: string, { roles }: Taking): Role | undefined {
  if (Object.hasOwn(roles, group)) return roles[group];
  return /admin/i.test(group) ? "admin" : roleOfGroup(group);
}

const NO_ROLE = (group: string): string => `no role is known for the group "${group}"; say which with --role ${group || "GROUP"}=ROLE`;

async function takeUser(taking: Taking, row: Row): Promise<Verdict> {
  const { state, names, byGuid, isDryRun } = taking;
  const [name, guid, hash, group] = [textIn(row, "username"), textIn(row, "guid"), textIn(row, "hash"), textIn(row, "usergroup")];
  if (guid !== "") byGuid.set(guid, name);
  const role = roleFor(group, taking);
  const old = state.users.get(name);
  if (old) {
    if (guid !== "" && profileOf(state, old)["guid"] === guid) return KEPT;
    return differs(`a user of this name is here already, as ${old.role}; password and role stay as they are`);
  }
  if (role === undefined) return refused(NO_ROLE(group));
  if (!isPasswordHash(hash)) return refused("its password is no bcrypt hash: such users sign in elsewhere (LDAP, OAuth)");
  names.set(name.toLowerCase(), name);
  if (isDryRun) return { outcome: "made", reason: "" };
  const displayName = [textIn(row, "firstname"), textIn(row, "lastname")].filter((part) => part !== "").join(" ").slice(0, 128);
  await state.users.create({ name, role, passwordHash: hash, displayName });
  if (row["enabled"] === false) await state.users.change(name, { disabled: true });
  keepProfile(state, name, { ...row, usergroup: group, guid: guid || randomUUID() });
  return { outcome: "made", reason: "" };
}

function takeAlias({ state, isDryRun }: Taking, row: Row): Verdict {
  const alias = aliasFrom({ ...row, captureID: row["captureID"] ?? row["captureid"] ?? "0" }, textIn(row, "guid") || randomUUID());
  const old = aliasesOf(state).find(({ guid, ip, mask, port, captureID }) => guid === alias.guid || isDeepStrictEqual([ip, mask, port, captureID], [alias.ip, alias.mask, alias.port, alias.captureID]));
  if (old) return isDeepStrictEqual({ ...old, guid: "" }, { ...alias, guid: "" }) ? KEPT : differs(`it is called ${old.alias} here`);
  if (!isDryRun) keepAlias(state, alias);
  return { outcome: "made", reason: "" };
}

interface Wanted {
  kind: HomerKind;
  guid: string;
  owner: string;
  category: string;
  param: string;
  data: unknown;
}

/** Found by what it is for, not by its guid: each installation makes guids of its own. */
function takeObject({ state: { homer }, isDryRun }: Taking, wanted: Wanted): Verdict {
  const { kind, owner, category, param, data } = wanted;
  const old = homer.list(kind, { owner, category, param })[0] ?? homer.find(kind, wanted.guid);
  // What was kept is what JSON leaves of it.
  if (old) return isDeepStrictEqual(old.data, JSON.parse(JSON.stringify(data))) ? KEPT : differs(HERE);
  if (!isDryRun) homer.set({ ...wanted, guid: wanted.guid || randomUUID() });
  return { outcome: "made", reason: "" };
}

const MAPPING_JSON = ["create_index", "correlation_mapping", "fields_mapping", "fields_settings", "schema_mapping", "schema_settings"] as const;

function takeMapping(taking: Taking, row: Row): Verdict {
  const [profile, hepid] = [textIn(row, "profile"), Number(row["hepid"])];
  if (profile === "" || !Number.isInteger(hepid)) return refused("a mapping needs hepid and profile");
  const shipped = DEFAULT_MAPPINGS.find((mapping) => mapping.hepid === hepid && mapping.profile === profile);
  const { id: _id, create_date: _made, ...columns } = row;
  const mapping = { ...columns, ...Object.fromEntries(MAPPING_JSON.map((key) => [key, jsonIn(row, key)])), hepid, profile, guid: shipped?.guid ?? (textIn(row, "guid") || randomUUID()) } as unknown as Mapping;
  const isShipped = shipped !== undefined && isDeepStrictEqual([shipped.fields_mapping, shipped.correlation_mapping], [mapping.fields_mapping, mapping.correlation_mapping]);
  const isChanged = taking.state.homer.list("mapping", { category: String(hepid), param: profile }).length > 0;
  return isShipped && !isChanged ? KEPT : takeObject(taking, { kind: "mapping", guid: mapping.guid, owner: "", category: String(hepid), param: profile, data: mapping });
}

function takeHepsub(taking: Taking, row: Row): Verdict {
  const { id: _id, create_date: _made, ...columns } = row;
  const data = { ...columns, mapping: jsonIn(row, "mapping") };
  return takeObject(taking, { kind: "hepsub", guid: textIn(row, "guid"), owner: "", category: textIn(row, "hepid"), param: textIn(row, "profile"), data });
}

function takeUserSetting(taking: Taking, row: Row): Verdict {
  const owner = taking.names.get(textIn(row, "username").toLowerCase());
  if (owner === undefined) return refused("its user is not here");
  return takeObject(taking, { kind: "user_setting", guid: textIn(row, "guid"), owner, category: textIn(row, "category"), param: textIn(row, "param"), data: jsonIn(row, "data") });
}

function takeGlobalSetting(taking: Taking, row: Row): Verdict {
  return takeObject(taking, { kind: "global_setting", guid: textIn(row, "guid"), owner: "", category: textIn(row, "category"), param: textIn(row, "param"), data: jsonIn(row, "data") });
}

/** Shorter ones can be guessed. */
const SHORTEST_TOKEN = 20;

function takeToken(taking: Taking, row: Row): Verdict {
  const { state: { tokens }, nowUs, isDryRun, byGuid, names, by } = taking;
  const [secret, name, group] = [textIn(row, "token"), textIn(row, "name"), textIn(recordOf(jsonIn(row, "user_object")), "usergroup")];
  const wantedUs = Date.parse(textIn(row, "expire_date")) * 1000;
  const expiresAtUs = Math.min(wantedUs, nowUs + LONGEST_TOKEN_US);
  if (secret.length < SHORTEST_TOKEN) return refused("it has no token that is long enough");
  if (row["active"] === false || row["active"] === 0) return refused("it was switched off");
  if (!(wantedUs > nowUs)) return refused("its time is over");
  if (tokens.find(secret)) return KEPT;
  const role = roleFor(group, taking);
  if (role === undefined) return refused(NO_ROLE(group));
  // It would see what its maker sees: who makes a customer's token says of which tenants.
  if (role === "customer") return refused("a customer's token is for tenants: make it here");
  const user = names.get((byGuid.get(textIn(row, "creator_guid")) ?? by).toLowerCase()) ?? by;
  if (tokens.list(user).some((token) => token.name === name)) return differs(`${user} has another token of this name`);
  if (!isDryRun) tokens.create({ user, name, role, expiresAtUs, secret });
  return { outcome: "made", reason: expiresAtUs < wantedUs ? "it ends after two years, as every token does here" : "" };
}
