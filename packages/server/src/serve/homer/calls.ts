// Searches, transactions, reports and exports of homer-app, from our calls. A transaction is the whole session of the calls that were asked for.
import { networkTest, SipglassError, type Call, type Scope } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { homerRows, type HomerRow, type RowOptions } from "../../search/homer/homer-row.ts";
import { isSipTable } from "../../search/homer/homer-table.ts";
import { rowsOfCalls, searchRows } from "../../search/homer/homer-search.ts";
import { decodedJson } from "../../search/homer/decoded.ts";
import { keysOf, messageJson, reportJson, searchJson, transactionJson, type HomerReader } from "../../search/homer/present.ts";
import { sippScenario } from "../../search/sipp.ts";
import { refOfRowId } from "../../search/homer/row-id.ts";
import { homerPcap, homerText } from "../../search/homer/export.ts";
import { identityOf, scopeOf, seesDigits, type Identity } from "../auth/identity.ts";
import { hidesNumbers } from "../masking.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { readableMessages } from "../v1/present.ts";
import { aliasNames } from "./aliases.ts";
import { FOUND } from "./answers.ts";
import { flowJson } from "./flow.ts";
import { bodyOf, idsOf, limitOf, rangeOf, searchOf, type HomerRange } from "./requests.ts";

/** Legs are looked for so much before and after what is asked for (homer-app's lookup_range). */
const BEFORE_US = 300e6;
const AFTER_US = 200e6;
const MOST_CALL_IDS = 500;

export const rowOptionsOf = (reader: Pick<Identity, "role">, { headers, maskNumbers }: Serving): RowOptions => ({ hideDigits: !seesDigits(reader), hideNumbers: hidesNumbers(maskNumbers, reader), headers });
export const rowOptions = (request: FastifyRequest, serving: Serving): RowOptions => rowOptionsOf(identityOf(request), serving);

/** homer-ui runs in a browser, and every browser calls itself so. */
const readerOf = ({ headers }: FastifyRequest): HomerReader => (headers["user-agent"]?.startsWith("Mozilla/") ? "page" : "program");

/** The calls of these Call-IDs in the range, and everything that is joined to them. */
export async function sessionsOf({ questions }: Pick<Serving, "questions">, scope: Scope, callIds: readonly string[], range: HomerRange | undefined): Promise<Call[]> {
  const asked = (await Promise.all(callIds.slice(0, MOST_CALL_IDS).map((callId) => questions.find(scope, callId)))).flat();
  const inRange = asked.filter(({ startedAtUs, lastSeenAtUs }) => !range || (startedAtUs < range.toUs + AFTER_US && lastSeenAtUs >= range.fromUs - BEFORE_US));
  const sessions = [...new Set(inRange.map(({ sessionId }) => sessionId))];
  const legs = (await Promise.all(sessions.map((sessionId) => questions.session(scope, sessionId)))).flat();
  return [...new Map([...inRange, ...legs].map((call) => [call.id, call])).values()].sort((a, b) => a.startedAtUs - b.startedAtUs);
}

/** The rows of one call for every id; only rows of calls that the reader may see. */
async function rowsById(serving: Serving, request: FastifyRequest, ids: readonly number[]): Promise<HomerRow[]> {
  const scope = scopeOf(request);
  const found: HomerRow[] = [];
  for (const id of ids) {
    const ref = refOfRowId(id, serving.collector);
    if (!ref) continue;
    const refs = [{ writer: ref.writer, sequences: [ref.sequence] }];
    const rows = await rowsOfRefs(serving, request, refs);
    for (const row of rows) {
      const owners = await serving.questions.find(scope, row.sid);
      if (owners.some((call) => call.refs.some(({ writer, sequences }) => writer === ref.writer && sequences.includes(ref.sequence)))) found.push(row);
    }
  }
  return found;
}

async function rowsOfRefs(serving: Serving, request: FastifyRequest, refs: Call["refs"]): Promise<HomerRow[]> {
  const packets = await serving.questions.packets(scopeOf(request), refs);
  return packets.flatMap((packet) => homerRows(packet, rowOptions(request, serving)));
}

/** Excluded are addresses, and networks where homer-ui is told so by its advanced settings. */
function withoutHosts(rows: readonly HomerRow[], excluded: readonly string[]): HomerRow[] {
  const tests = excluded.flatMap((host) => networkTest(host) ?? []);
  const isOut = (ip: unknown): boolean => tests.some((holds) => holds(String(ip)));
  return tests.length === 0 ? [...rows] : rows.filter(({ protocolHeader: { srcIp, dstIp } }) => !isOut(srcIp) && !isOut(dstIp));
}

export function addHomerCalls(app: Api, serving: Serving): void {
  const { questions, now } = serving;
  const note = noteOf(serving);
  const options = { config: { access: "signed_in" }, schema: { hide: true } } as const;

  const transaction = async (request: FastifyRequest): Promise<{ callIds: string[]; rows: HomerRow[] }> => {
    const body = bodyOf(request.body);
    const { callIds, excluded } = idsOf(body);
    const calls = await sessionsOf(serving, scopeOf(request), callIds, rangeOf(body, now()));
    const rows = await rowsOfCalls(questions, scopeOf(request), calls, rowOptions(request, serving));
    return { callIds, rows: withoutHosts(rows, excluded) };
  };

  app.post("/search/call/data", options, async (request, reply) => {
    const body = bodyOf(request.body);
    const { tables, search, plain } = searchOf(body);
    const asked = { tables, search, ...rangeOf(body, now()), limit: limitOf(body, search.limit) };
    const { rows, complete } = await searchRows(questions, scopeOf(request), asked, rowOptions(request, serving));
    note(request, "searched", JSON.stringify(body["param"] ?? {}).slice(0, 500));
    const aliasOf = aliasNames(serving);
    const data = rows.map((row) => searchJson(row, aliasOf));
    const answer = { total: data.length, keys: keysOf(data), data, ...(complete ? {} : { partial: true, message: "Time ran out; narrow the search or its range." }) };
    return reply.status(FOUND).send(plain ? { ...flowJson(rows), ...answer } : answer);
  });

  const rowsAsked = async (request: FastifyRequest): Promise<HomerRow[]> => {
    const { rowIds } = idsOf(bodyOf(request.body));
    if (rowIds.length === 0) throw new SipglassError("bad_request", {}, "no ID or UUID has been provided");
    return rowsById(serving, request, rowIds.slice(0, MOST_CALL_IDS));
  };

  app.post("/search/call/message", options, async (request, reply) => {
    const data = (await rowsAsked(request)).map((row) => messageJson(row, readerOf(request)));
    return reply.status(FOUND).send({ total: data.length, keys: keysOf(data), data });
  });

  app.post("/search/call/decode/message", options, async (request, reply) => {
    const data = (await rowsAsked(request)).map((row) => ({ decoded: [decodedJson(row)] }));
    return reply.status(FOUND).send({ total: data.length, data });
  });

  app.post("/call/transaction", options, async (request, reply) => {
    const { callIds, rows } = await transaction(request);
    for (const callId of callIds) note(request, "call_viewed", callId);
    return reply.status(FOUND).send(transactionJson(rows, aliasNames(serving), readerOf(request)));
  });

  app.post("/call/report/qos", options, async (request, reply) => {
    const { rows } = await transaction(request);
    const report = (table: string) => rows.filter((row) => row.table === table).map((row) => reportJson(row, readerOf(request)));
    const rtcp = report("5_default");
    const rtp = report("35_default");
    return reply.status(FOUND).send({ rtcp: { total: rtcp.length, data: rtcp }, rtp: { total: rtp.length, data: rtp } });
  });

  app.post("/call/report/log", options, async (request, reply) => {
    const data = (await transaction(request)).rows.filter(({ table }) => table === "100_default").map((row) => reportJson(row, readerOf(request)));
    return reply.status(FOUND).send({ total: data.length, data });
  });

  app.post("/export/call/messages/sipp", options, async (request, reply) => {
    const { callIds } = idsOf(bodyOf(request.body));
    const [call] = await sessionsOf(serving, scopeOf(request), callIds, rangeOf(bodyOf(request.body), now()));
    if (!call) throw new SipglassError("not_found", { call: callIds }, "There is no such call here.");
    note(request, "call_exported", call.callId, { format: "sipp" });
    const messages = readableMessages(await questions.messages(scopeOf(request), call), identityOf(request));
    reply.header("content-disposition", `attachment; filename=export-${new Date(now() / 1000).toISOString()}.xml`);
    return reply.type("application/xml; charset=utf-8").send(sippScenario(messages, "uac"));
  });

  for (const format of ["pcap", "text"] as const) {
    app.post(`/export/call/messages/${format}`, options, async (request, reply) => {
      const { callIds, rows } = await transaction(request);
      for (const callId of callIds) note(request, "call_exported", callId, { format });
      const sip = rows.filter(({ table }) => isSipTable(table));
      const name = `export-${new Date(now() / 1000).toISOString()}.${format === "pcap" ? "pcap" : "txt"}`;
      reply.header("content-disposition", `attachment; filename=${name}`);
      if (format === "pcap") return reply.type("application/octet-stream").send(homerPcap(sip));
      return reply.type("text/plain; charset=UTF-8").send(homerText(sip));
    });
  }
}
