// Routes that homer-app never had and that support tools were written against: one call's flow, its pcap, its quality.
import { SipglassError, type Call } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { homerPcap } from "../../search/homer/export.ts";
import { rowsOfCalls } from "../../search/homer/homer-search.ts";
import { isSipTable } from "../../search/homer/homer-table.ts";
import { nameLookup, drawLadder, ladderOf } from "../../search/ladder.ts";
import { safeName } from "../../search/export.ts";
import { identityOf, scopeOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { mergeLegs } from "../../search/merge-legs.ts";
import { readableMessages } from "../v1/present.ts";
import { rowOptions, sessionsOf } from "./calls.ts";
import { flowJson } from "./flow.ts";

const Params = Type.Object({ callid: Type.String({ minLength: 1, maxLength: 1024 }) });

async function callsOf(serving: Serving, request: FastifyRequest, callId: string): Promise<Call[]> {
  const calls = await sessionsOf(serving, scopeOf(request), [callId], undefined);
  if (calls.length === 0) throw new SipglassError("not_found", { call: callId }, "There is no such call here.");
  return calls;
}

/** Text when the client asks for it before JSON. */
function wantsText(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? "";
  const text = accept.indexOf("text/plain");
  const json = accept.indexOf("json");
  return text >= 0 && (json < 0 || text < json);
}

export function addSeedRoutes(app: Api, serving: Serving): void {
  const { questions, state } = serving;
  const note = noteOf(serving);

  app.get("/call/flow/:callid", { config: { access: "signed_in" }, schema: { hide: true, params: Params } }, async (request, reply) => {
    const { callid } = request.params;
    const calls = await callsOf(serving, request, callid);
    note(request, "call_viewed", callid);
    const scope = scopeOf(request);
    if (wantsText(request)) {
      const messages = mergeLegs(await Promise.all(calls.map((call) => questions.messages(scope, call))));
      const ladder = ladderOf(readableMessages(messages, identityOf(request)), nameLookup(state.aliases.list()));
      return reply.type("text/plain; charset=utf-8").send(drawLadder(ladder, "text"));
    }
    const rows = await rowsOfCalls(questions, scope, calls, rowOptions(request, serving));
    const flow = flowJson(rows);
    return { ...flow, callid, callId: callid, data: flow };
  });

  app.get("/export/call/pcap/:callid", { config: { access: "signed_in" }, exposeHeadRoute: false, schema: { hide: true, params: Params } }, async (request, reply) => {
    const { callid } = request.params;
    const rows = await rowsOfCalls(questions, scopeOf(request), await callsOf(serving, request, callid), rowOptions(request, serving));
    note(request, "call_exported", callid, { format: "pcap" });
    reply.header("content-disposition", `attachment; filename="${safeName(callid)}.pcap"`);
    return reply.type("application/vnd.tcpdump.pcap").send(homerPcap(rows.filter(({ table }) => isSipTable(table))));
  });
}
