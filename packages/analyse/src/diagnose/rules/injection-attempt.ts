// Text in headers that is no name and no number but a command for a database, a browser or a shell.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const COMMANDS = /(?:'|%27)\s*(?:or|and)\s+['\d][^\r\n]{0,20}=|\bunion\s+(?:all\s+)?select\b|;\s*(?:drop|insert|update|delete)\s+(?:table|into|from)\b|<script\b|javascript:|\$\{jndi:|\.\.\/\.\.\/|\bon(?:error|load)\s*=|;\s*(?:wget|curl|nc|bash|sh)\s+|`(?:id|cat|curl|wget|nc|ping|sh|bash)\b|\$\([^)\r\n]*\)/i;

export const injectionAttempt: Rule = {
  id: "injection_attempt",
  title: "Commands hidden in headers",
  severity: "warning",
  weight: "attack",
  looksFor: "SQL, HTML script, lookups, paths or shell commands in From, To, Request-URI, Contact, User-Agent, Subject or credentials of a request.",
  source: "RFC 3261 §25.1, §26.1",
  nextStep: "Block this source; look at which system behind stores or shows these headers (billing, web pages, number look-up) and whether it escapes them.",
  needs: [NEED.requests],
  explains: ["malformed_message", "number_unknown", "bad_request", "challenge_unanswered"],
  examine(examined) {
    for (const message of examined.messages) {
      // Most messages have no such character at all before their body.
      if (!message.isRequest || message.sip.toTag !== "" || !SUSPECT.test(message.sip.text.slice(0, message.sip.bodyAt))) continue;
      const at = fieldsOf(message.sip.requestUri, message.sip.from, message.sip.to, message.header("contact"), message.header("user-agent"), message.header("subject"), message.header("authorization"), message.header("proxy-authorization"));
      const hit = at.find(([, value]) => COMMANDS.test(value));
      if (hit === undefined) continue;
      return found({
        sentence: `${examined.name(message.from)} hid a command in the ${hit[0]} of its ${message.title}, for a system behind to carry out.`, host: message.from,
        evidence: [shows(message, `${hit[0]}: ${hit[1].slice(0, 160)}`)],
      });
    }
    return ABSENT;
  },
};

const SUSPECT = /['`$]|%27|<script|javascript:|\.\.\/|union\s|;\s*(?:drop|insert|update|delete|wget|curl|nc|bash|sh)\s|\bon(?:error|load)\s*=/i;
const NAMES = ["Request-URI", "From", "To", "Contact", "User-Agent", "Subject", "Authorization", "Proxy-Authorization"] as const;
const fieldsOf = (...values: (string | undefined)[]): [name: string, value: string][] => NAMES.map((name, i) => [name, values[i] ?? ""]);
