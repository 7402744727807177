// Signing in by an LDAP directory (RFC 4511): bind as the user, or search for him with an account of our own and bind then. What he typed
// is escaped where it becomes part of a filter (RFC 4515) or a name (RFC 4514), and an empty password never gets as far as the directory.
import type { ConnectionOptions } from "node:tls";
import {
  Client,
  Filter,
  InvalidCredentialsError,
  InappropriateAuthError,
  UnwillingToPerformError,
  NoSuchObjectError,
  SizeLimitExceededError,
  type Entry,
} from "ldapts";
import { SipglassError } from "@sipglass/model";
import type { ExternalPerson } from "../../state/external-users.ts";
import { rightsOf, type GroupPolicy } from "./rights.ts";

export interface DirectoryOptions {
  /** `ldap://host[:port]` or `ldaps://…`; the next is asked when one does not answer. */
  urls: readonly string[];
  /** On `ldap://`: nothing is said before the connection is encrypted. */
  startTls: boolean;
  tls: ConnectionOptions;
  /** Account for searching; "" binds anonymously. */
  bindDn: string;
  bindPassword: string;
  /** `uid=%s,ou=people,dc=example` or `%s@example.com`: binds as the user at once. "" searches first. */
  userDn: string;
  base: string;
  /** %s is the name that was typed. */
  userFilter: string;
  usernameAttribute: string;
  nameAttribute: string;
  /** On the user's entry: names of his groups. */
  groupAttribute: string;
  /** Where groups are searched; "" searches none. In the filter %d is the user's entry, %s his name. */
  groupBase: string;
  groupFilter: string;
  timeoutMs: number;
  policy: GroupPolicy;
}

export interface Directory {
  /** null when name or password is wrong; `unavailable` when no server answers. */
  verify(name: string, password: string): Promise<ExternalPerson | null>;
}

const LONGEST_NAME = 128;
/** Never changes about an entry, though its name may: RFC 4530, and Active Directory's own. */
const UUID = "entryUUID";
const GUID = "objectGUID";

/** RFC 4511 appendix A: what says "not with this password" and not "not now". Directories lock accounts with the third and fourth. */
const REFUSALS = [InvalidCredentialsError, InappropriateAuthError, UnwillingToPerformError, NoSuchObjectError];
const isRefusal = (error: unknown): boolean => REFUSALS.some((kind) => error instanceof kind);

/** RFC 4514 §2.4. */
export const escapeDnValue = (text: string): string =>
  text
    .replace(/[\\,+"<>;=]/g, "\\$&")
    .replaceAll("\0", "\\00")
    .replace(/^[ #]|(?<!^) $/g, "\\$&");

export const fillFilter = (template: string, { name, dn = "" }: { name: string; dn?: string }): string =>
  template.replace(/%[sd]/g, (mark) => Filter.escape(mark === "%s" ? name : dn));

const textsOf = (entry: Entry, attribute: string): string[] => {
  const key = Object.keys(entry).find((known) => known.toLowerCase() === attribute.toLowerCase());
  return key === undefined ? [] : [entry[key] ?? []].flat().map((value) => value.toString());
};

/** A group is known by its whole name and by the value of the name's first part: `cn=noc,ou=groups,…` and `noc`. */
export function groupNames(dn: string): string[] {
  const [, value] = /^[^=,]+=((?:\\.|[^,+\\])*)/.exec(dn) ?? [];
  return value === undefined ? [dn] : [dn, value.replace(/\\(.)/g, "$1")];
}

function subjectOf(entry: Entry): string {
  const [uuid] = textsOf(entry, UUID);
  if (uuid !== undefined) return `ldap ${uuid}`;
  const guid = [entry[GUID] ?? []].flat()[0];
  return Buffer.isBuffer(guid) ? `ldap ${guid.toString("hex")}` : "";
}

/** One conversation with one server. */
function createConversation(client: Client, options: DirectoryOptions) {
  const { bindDn, bindPassword, userDn, base, nameAttribute, usernameAttribute, groupAttribute } = options;
  const attributes = [usernameAttribute, nameAttribute, groupAttribute, UUID, GUID];
  /** Exactly one entry, or nobody: of two, either could be another's. */
  const one = async (at: string, filter: string, scope: "base" | "sub"): Promise<Entry | null> => {
    const found = await client
      .search(at, { filter, scope, attributes, sizeLimit: 2, explicitBufferAttributes: [GUID] })
      .catch((error: unknown) => {
        if (error instanceof SizeLimitExceededError) return { searchEntries: [] };
        throw error;
      });
    return found.searchEntries.length === 1 ? (found.searchEntries[0] ?? null) : null;
  };
  const bindAsOurselves = (): Promise<void> => client.bind(bindDn, bindPassword);
  const find = (name: string): Promise<Entry | null> => one(base, fillFilter(options.userFilter, { name }), "sub");
  /** false: not with this password. */
  const bindAs = async (dn: string, password: string): Promise<boolean> =>
    client.bind(dn, password).then(
      () => true,
      (error: unknown) => {
        if (isRefusal(error)) return false;
        throw error;
      },
    );

  const bySearch = async (name: string, password: string): Promise<Entry | null> => {
    await bindAsOurselves();
    const entry = await find(name);
    if (!entry || !(await bindAs(entry.dn, password))) return null;
    if (options.groupBase !== "") await bindAsOurselves();
    return entry;
  };
  const byName = async (name: string, password: string): Promise<Entry | null> => {
    const isDn = userDn.includes("=");
    const dn = userDn.replaceAll("%s", () => (isDn ? escapeDnValue(name) : name));
    if (!(await bindAs(dn, password))) return null;
    return isDn ? one(dn, "(objectClass=*)", "base") : find(name);
  };

  return {
    prove: (name: string, password: string): Promise<Entry | null> => (userDn === "" ? bySearch(name, password) : byName(name, password)),
    async groupsOf(entry: Entry, name: string): Promise<string[]> {
      const own = textsOf(entry, groupAttribute);
      if (options.groupBase === "") return own.flatMap(groupNames);
      const filter = fillFilter(options.groupFilter, { name, dn: entry.dn });
      const { searchEntries } = await client.search(options.groupBase, { filter, scope: "sub", attributes: ["1.1"] });
      return [...own, ...searchEntries.map(({ dn }) => dn)].flatMap(groupNames);
    },
  };
}

export function createDirectory(options: DirectoryOptions): Directory {
  const { timeoutMs, policy } = options;
  const personOf = (entry: Entry, typed: string, groups: readonly string[]): ExternalPerson => ({
    source: "ldap",
    subject: subjectOf(entry),
    name: textsOf(entry, options.usernameAttribute)[0] ?? typed,
    displayName: (textsOf(entry, options.nameAttribute)[0] ?? "").slice(0, 128),
    ...rightsOf(groups, policy),
  });

  const ask = async (url: string, name: string, password: string): Promise<ExternalPerson | null> => {
    const secure = url.startsWith("ldaps:");
    // With options of TLS the client speaks it from the first byte, whatever the address says. The copies are its own: it writes into them.
    const client = new Client({
      url,
      timeout: timeoutMs,
      connectTimeout: timeoutMs,
      strictDN: false,
      ...(secure ? { tlsOptions: { ...options.tls } } : {}),
    });
    try {
      if (options.startTls && !secure) await client.startTLS({ ...options.tls, host: new URL(url).hostname });
      const conversation = createConversation(client, options);
      const entry = await conversation.prove(name, password);
      return entry && personOf(entry, name, await conversation.groupsOf(entry, name));
    } finally {
      await client.unbind().catch(() => undefined);
    }
  };

  return {
    async verify(name, password) {
      // RFC 4513 §5.1.2: a bind with a name and no password succeeds, as nobody.
      if (password === "" || name === "" || name.length > LONGEST_NAME || /[\0-\x1f\x7f]/.test(name)) return null;
      const problems: string[] = [];
      for (const url of options.urls) {
        try {
          return await ask(url, name, password);
        } catch (error) {
          problems.push(`${url}: ${(error as Error).message}`);
        }
      }
      const message = "The directory (LDAP) does not answer as it should; users of sipglass itself can still sign in.";
      throw new SipglassError("unavailable", { reason: "directory_away" }, message, { cause: new Error(problems.join("; ")) });
    },
  };
}
