// Somebody looks for SIP servers, extensions or passwords: known tools say who they are.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

/** As they write themselves into User-Agent, From or tags. */
export const TOOLS = /friendly-scanner|friendly-request|sipvicious|sundayddr|sip-?scan|sipcli|vaxsipuseragent|vaxasip|pplsip|\biwar\b|sivus|\bsmap\b|sipptk|eyebeam-scanner|cosipscan|gulp\b.{0,8}scan|mr\.?sip|siparmyknife|elite ?sip/i;

export const scanner: Rule = {
  id: "scanner",
  title: "Scanner",
  severity: "warning",
  weight: "attack",
  looksFor: "A request whose User-Agent, From or Call-ID bears the name of a known scanning tool. An error when it got a 2xx.",
  source: "RFC 3261 §26.1",
  nextStep: "Block this source. If it got a 200 to anything but OPTIONS, look at what it did next, and change that account's password.",
  needs: [NEED.requests],
  explains: ["challenge_unanswered", "number_unknown", "not_authorized", "forbidden", "malformed_message", "call_never_completed", "request_refused", "registration_refused", "toll_fraud_probe"],
  examine(examined) {
    const named = examined.messages.find((message) => message.isRequest && message.sip.toTag === "" && (TOOLS.test(message.header("user-agent") ?? "") || TOOLS.test(message.sip.from)));
    if (named === undefined) return ABSENT;
    const answers = examined.transactions.filter(({ srcIp }) => srcIp === named.view.src);
    const taken = answers.find(({ final, method }) => final !== null && final.status >= 200 && final.status < 300 && method !== "OPTIONS");
    const answered = answers.find(({ final }) => final !== null)?.final;
    const tool = TOOLS.exec(`${named.header("user-agent") ?? ""} ${named.sip.from}`)?.[0] ?? "";
    return found({
      sentence: `${examined.name(named.from)} searches for ways in with the tool "${tool}"${taken === undefined ? "" : `, and ${examined.name(taken.dst)} took its ${taken.method}`}.`, host: named.from, severity: taken === undefined ? "warning" : "error",
      evidence: [shows(named, `${named.method} by ${named.header("user-agent") ?? named.sip.from}`), ...(taken?.final ? [shows(taken.final, `${taken.method} taken: ${taken.final.title}`)] : answered == null ? [] : [shows(answered, `it got an answer: ${answered.title}`)])],
    });
  },
};
