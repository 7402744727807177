// Something to look at for whoever has no SIP server at hand: a day of invented calls, taken in like a capture file, where there is no call yet.
// (`serve --demo` has a directory of its own, with hosts and customers.)
import { ALL, SipglassError } from "@sipglass/model";
import { noteOf } from "../note.ts";
import { queryOf } from "../query-param.ts";
import type { Api, Serving } from "../serving.ts";
import { detailsOf, presentDone } from "./import-history.ts";
import { ImportDone } from "./imports.ts";

const SEED = 5;
const SESSIONS = 500;
const mixed = (): SipglassError =>
  new SipglassError("conflict", {}, "There are calls here already, and invented ones would stand among them. Run sipglass serve --demo, which has a directory of its own.");

export function addDemo(app: Api, { questions, state, now }: Serving): void {
  const note = noteOf({ state });
  let isPlaying = false;

  app.post(
    "/demo",
    {
      config: { access: "operator" },
      schema: { summary: "Take in a day of invented calls, where there is no call yet", tags: ["capture"], response: { 200: ImportDone } },
    },
    async (request) => {
      if (isPlaying) throw mixed();
      isPlaying = true;
      try {
        const everything = { query: queryOf("", now()).query, fromUs: 0, toUs: Number.MAX_SAFE_INTEGER };
        if ((await questions.count(ALL, everything)) > 0) throw mixed();
        // Most servers never need it.
        const { playDay } = await import("@sipglass/demo");
        const { stream } = playDay({ seed: SEED, endUs: now(), sessions: SESSIONS });
        const answer = presentDone(await questions.importCapture("demo", stream));
        note(request, "capture_imported", "demo", detailsOf(answer, stream.length));
        return answer;
      } finally {
        isPlaying = false;
      }
    },
  );
}
