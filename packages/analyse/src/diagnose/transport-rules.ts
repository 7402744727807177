// Rules about the way of messages: NAT and routers that meddle, transports, TLS, malformed text.
import type { Rule } from "./rule.ts";
import { connectionFailed } from "./rules/connection-failed.ts";
import { contactFamilyDiffers } from "./rules/contact-family-differs.ts";
import { contactTransportIgnored } from "./rules/contact-transport-ignored.ts";
import { malformedMessage } from "./rules/malformed-message.ts";
import { sipAlg } from "./rules/sip-alg.ts";
import { sipsOverPlain } from "./rules/sips-over-plain.ts";
import { tlsFailed } from "./rules/tls-failed.ts";
import { viaWithoutRport } from "./rules/via-without-rport.ts";

export const TRANSPORT_RULES: readonly Rule[] = [tlsFailed, connectionFailed, viaWithoutRport, contactTransportIgnored, contactFamilyDiffers, sipAlg, malformedMessage, sipsOverPlain];
