// TLS did not come up: certificate, name, version or cipher.
import { NEED } from "../needs.ts";
import { ABSENT, found, type Rule } from "../rule.ts";
import { spokenIn } from "../spoken.ts";

const SAYS_SO = /certificate (?:has )?(?:expired|verif\w+ failed|unknown|revoked|not yet valid|required)|certificate verify failed|self[- ]signed certificate|unknown (?:ca|certificate authority)|(?:ssl|tls)[^.\n]{0,40}(?:handshake|alert|error|fail)|handshake failure|no shared cipher|unsupported protocol|host ?name mismatch|wrong version number/i;

export const tlsFailed: Rule = {
  id: "tls_failed",
  title: "TLS failed",
  severity: "error",
  weight: "mechanism",
  looksFor: "A refusal, by its phrase, Reason or Warning, or a log line of the call, that tells of a failed TLS handshake or certificate.",
  source: "RFC 3261 §26.3.1; RFC 5922 §7.3; RFC 8446 §6.2",
  nextStep: "Look at the certificate of that host (openssl s_client -connect HOST:5061 -servername DOMAIN): dates, names, chain; then at the TLS versions and ciphers of both sides.",
  needs: [NEED.responses],
  explains: ["connection_failed", "service_unavailable", "server_error", "downstream_timeout", "registration_refused", "request_refused"],
  examine(examined) {
    const said = spokenIn(examined).find(({ text }) => SAYS_SO.test(text));
    if (said === undefined) return ABSENT;
    const words = SAYS_SO.exec(said.text)?.[0] ?? "";
    return found({ sentence: said.host === "" ? `A log line of this call tells that an encrypted connection failed: "${words}".` : `${examined.name(said.host)} could not make an encrypted connection: "${words}".`, host: said.host, severity: said.host === "" ? "warning" : "error", evidence: [said.evidence] });
  },
};
