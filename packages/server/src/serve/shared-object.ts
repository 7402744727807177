// What a share shows: the call or session as its maker may see it now, and nothing when he may not any more.
import { SipglassError, type Call, type Link, type MessageView, type Scope } from "@sipglass/model";
import { maskDigits } from "../search/dtmf.ts";
import { maskAddresses, maskJson } from "../search/mask.ts";
import { narrowScope, scopeOfUser } from "../state/roles.ts";
import type { Share } from "../state/shares.ts";
import type { Serving } from "./serving.ts";

export interface SharedObject {
  share: Share;
  scope: Scope;
  /** One, or the legs of the session, earliest first. */
  calls: Call[];
  links: Link[];
  hidesNumbers: boolean;
}

const gone = (): SipglassError => new SipglassError("not_found", {}, "This link shows nothing, or no longer.");

/** One answer for a link that never was, one that is over, and one whose maker lost his rights: who asks learns nothing else. */
export async function openShared({ questions, state, maskNumbers }: Serving, secret: string): Promise<SharedObject> {
  const share = state.shares.find(secret);
  const user = share && state.users.get(share.user);
  if (!share || !user || user.disabled) throw gone();
  const scope = narrowScope(scopeOfUser(user), share.tenants);
  const found = share.kind === "call" ? await questions.find(scope, share.object) : await questions.session(scope, share.object);
  const calls = share.kind === "call" ? found.filter(({ id }) => id === share.object) : found;
  const [first] = calls;
  if (!first) throw gone();
  const ids = new Set(calls.map(({ id }) => id));
  const links = share.kind === "call" ? [] : (await questions.links(scope, first)).links.filter(({ from, to }) => ids.has(from) && ids.has(to));
  return { share, scope, calls, links, hidesNumbers: share.masked || maskNumbers.has(user.role) };
}

/** Digits that callers typed are for nobody who has no account. */
export async function messagesOfShared({ questions }: Serving, { scope, calls }: SharedObject): Promise<MessageView[][]> {
  const messages = await Promise.all(calls.map((call) => questions.messages(scope, call)));
  return messages.map((ofCall) => ofCall.map((message) => ({ ...message, raw: maskDigits(message.raw) })));
}

/** An answer, or a text, as the share wants it. */
export function maskShared<T>({ share, hidesNumbers }: SharedObject, answer: T): T {
  const withoutNumbers = hidesNumbers ? (maskJson(answer) as T) : answer;
  return share.masked ? (eachText(withoutNumbers, (text) => maskAddresses(text, share.id)) as T) : withoutNumbers;
}

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text);

function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return isTime(value) ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, eachText(item, change)]));
}
