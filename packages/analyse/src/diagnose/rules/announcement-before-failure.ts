// The caller heard an announcement or tones of the network before the call was refused: it may say more than the code.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const announcementBeforeFailure: Rule = {
  id: "announcement_before_failure",
  title: "Announcement before the refusal",
  severity: "info",
  weight: "oddity",
  looksFor: "A call that was refused after 18x with session description, a second or more later: early media for the caller.",
  source: "RFC 3960 §3; RFC 5009 §4",
  nextStep: "Where the media was captured, listen to it; to learn why the call failed, ask the host that sent it.",
  needs: [NEED.setup, NEED.responses],
  examine(examined) {
    const { failure } = examined;
    const early = failure?.top.responses.findLast(({ status, sdp }) => status > 100 && status < 200 && sdp !== null);
    const final = failure?.top.final;
    if (early === undefined || final == null || final.status === 487 || final.atUs - early.atUs < 1_000_000) return ABSENT;
    return found({
      sentence: `Before the refusal the caller could hear what ${examined.name(early.from)} played for ${spanText(final.atUs - early.atUs)}.`, host: early.from,
      evidence: [shows(early, `${early.title} with session description: early media`), shows(final, final.title)],
    });
  },
};
