// What became of credentials after a challenge (RFC 3261 §22): none were sent, they were refused, or only their nonce was too old.
import type { MessageJson } from "../api/shapes.ts";
import { isChallenge } from "./outcome.ts";

/**
 * `none`: no request with credentials for what the last challenge asks. `without`: tried again, but without credentials.
 * `refused`: refused at the first request, which brought credentials of an earlier dialogue; `refused_again`: refused after a challenge.
 */
export type CredentialsOutcome = "none" | "without" | "refused" | "refused_again" | "stale";

const CHALLENGE = /^(?:Proxy-Authenticate|WWW-Authenticate)\s*:.*$/gim;
const CREDENTIALS = /^(?:Proxy-)?Authorization\s*:.*$/gim;
const REALM = /\brealm\s*=\s*"((?:[^"\\]|\\.)*)"/i;
const STALE = /\bstale\s*=\s*"?true\b/i;

/** Some servers say it in the reason phrase only ("401 nonce has changed", stale=false). */
const isStale = (challenge: MessageJson): boolean => STALE.test(challenge.raw) || /\bnonce\b/i.test(challenge.status_text);

const realmsOf = (message: MessageJson, header: RegExp): string[] =>
  (message.raw.match(header) ?? []).map((line) => REALM.exec(line)?.[1] ?? "");

/** `method` is that of the request which began it all. Of one CSeq the first request is the caller's own; proxies take credentials away. */
export function credentialsOf(messages: readonly MessageJson[], method: string): CredentialsOutcome {
  const ofMethod = messages.filter((message) => message.cseq_method === method);
  const challenges = ofMethod.filter((message) => isChallenge(message.status_code));
  const last = challenges.at(-1);
  const tried = last && ofMethod.find((message) => message.method === method && message.cseq === last.cseq);
  if (!last || !tried) return "none";
  const again = challenges.some((challenge) => challenge.cseq < tried.cseq);
  const [asked, given] = [realmsOf(last, CHALLENGE), realmsOf(tried, CREDENTIALS)];
  if (again && given.length === 0) return "without";
  if (!asked.some((realm) => given.includes(realm))) return "none";
  if (isStale(last)) return "stale";
  return again ? "refused_again" : "refused";
}
