// The same key arrives by two ways, and a menu counts it twice.
import type { CaseMessage } from "../case-message.ts";
import { hearing, heardIn } from "../directions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const TOGETHER_US = 1_000_000;

export const dtmfSentTwice: Rule = {
  id: "dtmf_sent_twice",
  title: "Keys sent in two ways",
  severity: "warning",
  weight: "harm",
  looksFor: "A telephone event in the captured media and an INFO with the same key within a second.",
  source: "RFC 4733 §2.1; RFC 6086 §2",
  nextStep: "Set the device to one way of sending keys, RFC 4733 as a rule.",
  needs: [NEED.rtp],
  examine(examined) {
    const infos = examined.messages.filter(({ isRequest, method, sip, view }) => isRequest && method === "INFO" && !view.retransmission && /application\/dtmf/i.test(sip.contentType));
    for (const info of infos) {
      const key = keyOf(info);
      const stream = examined.quality?.streams.find(({ rtp }) => rtp?.dtmf.some(({ digit, atUs }) => digit === key && Math.abs(atUs - info.atUs) < TOGETHER_US));
      if (key === "" || stream === undefined) continue;
      const { speaker, host } = hearing(examined, stream);
      return found({
        sentence: `The device of ${speaker} sends each key twice, in the media and by INFO: menus may count it double.`, host: host || info.from,
        evidence: [shows(info, "INFO with a key"), heardIn(stream, "the same key as a telephone event in the media")],
      });
    }
    return ABSENT;
  },
};

const keyOf = ({ body }: CaseMessage): string => /^\s*(?:Signal\s*=\s*)?([0-9*#A-D])/i.exec(body)?.[1]?.toUpperCase() ?? "";
