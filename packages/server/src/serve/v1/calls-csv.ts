// The calls of a search as a CSV file, streamed page by page: neither here nor with the reader is more than one page in memory.
import { SipglassError, type Call, type CallJson } from "@sipglass/model";
import { Readable } from "node:stream";
import { Type } from "typebox";
import { CSV_COLUMNS, csvHead, csvRow, USUAL_CSV_COLUMNS } from "../../search/csv.ts";
import { maskJson } from "../../search/mask.ts";
import { identityOf, isStillGood, scopeOf } from "../auth/identity.ts";
import { hidesNumbers } from "../masking.ts";
import { noteOf } from "../note.ts";
import { queryOf } from "../query-param.ts";
import { rangeOf } from "../time-range.ts";
import type { Api, Serving } from "../serving.ts";
import { from, q, to } from "./params.ts";
import { presentCall } from "./present.ts";

const PAGE = 1000;
const MOST_ROWS = 5_000_000;

function columnsOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === "") return USUAL_CSV_COLUMNS;
  const columns = [...new Set(text.split(","))];
  const unknown = columns.find((name) => !CSV_COLUMNS.includes(name));
  if (unknown !== undefined) throw new SipglassError("bad_request", { field: "columns", unknown, allowed: CSV_COLUMNS });
  return columns;
}

export function addCallsCsv(app: Api, serving: Serving): void {
  const { questions, state, now } = serving;
  const note = noteOf(serving);
  app.get(
    "/calls/export",
    {
      config: { access: "signed_in" },
      exposeHeadRoute: false,
      schema: {
        summary: "The calls of a search as CSV, newest first; cells that a spreadsheet would take for formulas begin with an apostrophe",
        tags: ["calls"],
        produces: ["text/csv"],
        querystring: Type.Object({
          q,
          from,
          to,
          sort: Type.Enum(["newest", "oldest"], { default: "newest" }),
          columns: Type.Optional(Type.String({ maxLength: 2048, description: `separated by commas, of ${CSV_COLUMNS.join(", ")}` })),
          limit: Type.Integer({ minimum: 1, maximum: MOST_ROWS, default: MOST_ROWS }),
        }),
      },
    },
    async (request, reply) => {
      const { query: asked } = request;
      const [scope, identity] = [scopeOf(request), identityOf(request)];
      const columns = columnsOf(asked.columns);
      const { query, range } = queryOf(asked.q, now(), scope);
      const search = { query, ...rangeOf({ ...asked, range }, now()), order: asked.sort };
      // Asked before anything is sent: what cannot be answered is said as an error, not in a file.
      const first = await questions.search(scope, { ...search, limit: Math.min(PAGE, asked.limit) });
      note(request, "calls_exported", asked.q ?? "", { columns: columns.join() });
      const masked = hidesNumbers(serving.maskNumbers, identity);
      const shown = (call: Call): CallJson => (masked ? (maskJson(presentCall(call, scope)) as CallJson) : presentCall(call, scope));
      async function* lines(): AsyncGenerator<string> {
        yield csvHead(columns);
        let left = asked.limit;
        for (let page = first; ; ) {
          left -= page.items.length;
          yield page.items.map((call) => csvRow(shown(call), columns)).join("");
          if (page.next === null || left <= 0) return;
          if (!isStillGood(state, identity, now())) throw new SipglassError("unauthorized");
          page = await questions.search(scope, { ...search, limit: Math.min(PAGE, left), cursor: page.next });
        }
      }
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="calls.csv"')
        .send(Readable.from(lines()));
    },
  );
}
