// Two worlds for tests of isolation: in one acme shares the platform with beta, in the other acme is alone. Whatever acme's people ask must be
// answered the same in both. All that is beta's bears marks that begin with `zqb`, acme's `zqa`.
import type { FastifyInstance } from "fastify";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NOBODYS, type Call, type TenantRule } from "@sipglass/model";
import { allCalls, openSite, START_US, type Heard, type Run } from "../book/site.fixture.ts";
import type { Questions } from "../book/questions.ts";
import { frameOf, packetOf } from "../pipeline/frames.fixture.ts";
import { openState, type State } from "../state/state.ts";
import type { Store } from "../store/store.ts";
import { createApp } from "./app.ts";
import { CHEAP, PASSWORD } from "./app.fixture.ts";
import { healthy } from "./questions.fixture.ts";

export const NOW_US = START_US + 3_600e6;
const DAY_US = 86_400e6;
const RULES: Record<"acme" | "beta", TenantRule> = {
  acme: { name: "acme", prefixes: ["+4930"], domains: [], trunks: [], headers: {} },
  beta: { name: "beta", prefixes: ["+4940"], domains: [], trunks: [], headers: {} },
};

interface Leg {
  callId: string;
  at: number;
  from: string;
  to: string;
  /** Of all that is free text in it. */
  mark: string;
  net: string;
  headers?: readonly string[];
}

const say = (payload: string, seconds: number, changes: Parameters<typeof packetOf>[2] = {}): Heard => {
  const us = START_US + Math.round(seconds * 1e6);
  return { frame: frameOf(packetOf(payload, us, changes)), receivedUs: us };
};

/** One message of the leg, with the mark in every place that can hold one. */
function textOf({ callId, from, to, mark, net, headers = [] }: Leg, start: string, cseq: string, first: boolean): string {
  const sdp = `v=0\r\no=${mark}origin 1 1 IN IP4 ${net}.9\r\ns=${mark}name\r\nc=IN IP4 ${net}.9\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n`;
  const body = /^INVITE|200 OK/.test(start) && cseq.endsWith("INVITE") ? sdp : "";
  const lines = [
    start, `Via: SIP/2.0/UDP ${net}.1:5060;branch=z9hG4bK${mark}${cseq.replace(" ", "")}`, `From: "${mark}caller" <sip:${from}@${mark}from.example>;tag=${mark}f`,
    `To: "${mark}callee" <sip:${to}@${mark}to.example>${first ? "" : `;tag=${mark}t`}`, `Call-ID: ${callId}`, `CSeq: ${cseq}`, `User-Agent: ${mark}agent`,
    `X-Trunk: ${mark}trunk`, `Reason: Q.850;cause=34;text="${mark}reason"`, `P-Asserted-Identity: <sip:${from}@${mark}pai.example>`, ...headers,
    ...(body ? ["Content-Type: application/sdp"] : []), `Content-Length: ${body.length}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

export function legHeard(leg: Leg, agent = "sbc"): Heard[] {
  const ahead = { src: `${leg.net}.1`, dst: `${leg.net}.2`, agentName: agent };
  const back = { src: `${leg.net}.2`, dst: `${leg.net}.1`, agentName: agent };
  const message = (seconds: number, start: string, cseq: string, ends: typeof ahead, first = false): Heard => say(textOf(leg, start, cseq, first), leg.at + seconds, ends);
  const invite = `INVITE sip:${leg.to}@${leg.mark}ruri.example SIP/2.0`;
  return [
    message(0, invite, "1 INVITE", ahead, true), message(0.1, "SIP/2.0 180 Ringing", "1 INVITE", back), message(1, "SIP/2.0 200 OK", "1 INVITE", back),
    message(1.01, "ACK sip:x SIP/2.0", "1 ACK", ahead), message(5, "BYE sip:x SIP/2.0", "2 BYE", ahead), message(5.01, `SIP/2.0 503 ${leg.mark}refused`, "2 BYE", back),
    say(JSON.stringify({ sender_information: { packets: 100, octets: 1 }, ssrc: 1, type: 200, report_count: 1, report_blocks: [{ source_ssrc: 2, fraction_lost: 40, packets_lost: 20, ia_jitter: 900, highest_seq_no: 100 }], sdes_text: `${leg.mark}cname` }), leg.at + 3, { ...ahead, payloadType: 5, correlationId: leg.callId }),
    say(`${leg.mark}logline ${leg.callId}`, leg.at + 4, { ...ahead, payloadType: 100, correlationId: leg.callId }),
  ];
}

const ACME: Leg[] = [
  { callId: "zqaone@pbx", at: 0, from: "+4930111", to: "+4999001", mark: "zqa1", net: "192.0.2" },
  { callId: "two@pbx", at: 20, from: "+4930222", to: "+4999002", mark: "zqa2", net: "192.0.2" },
];
/** Belongs to both. */
const BOTH: Leg = { callId: "both@pbx", at: 40, from: "+4930333", to: "+4940444", mark: "shared", net: "203.0.113" };
/** A call of beta's with two further legs of acme's: the session is named after what acme does not see. */
const EARLIER: Leg = { callId: "earlier@pbx", at: 80, from: "+4940888", to: "+4999004", mark: "zqb8", net: "198.51.100" };
const LATER: Leg = { callId: "zqalater@pbx", at: 80.2, from: "+4930888", to: "+4999004", mark: "zqa8", net: "192.0.2", headers: ["X-CID: earlier@pbx"] };
const LAST: Leg = { callId: "zqalast@pbx", at: 80.4, from: "+4930888", to: "+4999004", mark: "zqa9", net: "192.0.2", headers: ["X-CID: zqalater@pbx"] };
export const BETA: Leg[] = [
  { callId: "zqbone@pbx", at: 1, from: "+4940111", to: "+4999003", mark: "zqb1", net: "198.51.100" },
  // A further leg of acme's second call.
  { callId: "zqbtwo@pbx", at: 20.2, from: "+4940222", to: "+4999002", mark: "zqb2", net: "198.51.100", headers: ["X-CID: two@pbx"] },
  // A further leg of the call of both, which acme does not see.
  { callId: "zqbthree@pbx", at: 40.3, from: "+4940333", to: "+4940445", mark: "zqb3", net: "198.51.100", headers: ["X-CID: both@pbx"] },
];

/** TCP payloads with messages of each, one a report on a call of beta's: acme's alone when beta is not there. */
function segments(withBeta: boolean): Heard[] {
  const own: Leg = { callId: "zqatcp@pbx", at: 60, from: "+4930666", to: "+4999", mark: "zqa6", net: "192.0.2" };
  const other: Leg = { ...own, callId: "zqbtcp@pbx", from: "+4940666", mark: "zqb6" };
  const invite = (leg: Leg): string => textOf(leg, `INVITE sip:+4999@${leg.mark}ruri.example SIP/2.0`, "1 INVITE", true);
  const ringing = (leg: Leg): string => textOf(leg, "SIP/2.0 180 Ringing", "1 INVITE", false);
  /** A part of its body was lost on the way. */
  const cut = `${textOf(own, "SIP/2.0 486 Busy Here", "1 INVITE", false).replace("Content-Length: 0", "Content-Length: 900")}please call\r\n`;
  const report = "VQSessionReport: CallTerm\r\nCallID: zqbtcp@pbx\r\nLocalID: <sip:+4940666@zqbreport.example>\r\n";
  const publish = textOf({ ...other, callId: "zqbpublish@pbx" }, "PUBLISH sip:zqbcollector.example SIP/2.0", "1 PUBLISH", true)
    .replace("Content-Length: 0\r\n\r\n", `Content-Type: application/vq-rtcpxr\r\nContent-Length: ${report.length}\r\n\r\n${report}`);
  const ends = { ipProtocol: 6, src: "192.0.2.1", dst: "192.0.2.2", agentName: "sbc" };
  return [
    say(withBeta ? invite(own) + invite(other) + publish : invite(own), 60, ends),
    say(withBeta ? ringing(other) + ringing(own) : ringing(own), 61, { ...ends, src: ends.dst, dst: ends.src }),
    say(withBeta ? cut + ringing(other) : cut, 62, { ...ends, src: ends.dst, dst: ends.src }),
  ];
}

const register = (start: string, ends: object): Heard =>
  say([start,"Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKzqbr", "From: <sip:+4940999@zqbreg.example>;tag=zqbr", "To: <sip:+4940999@zqbreg.example>", "Call-ID: zqbregister@pbx",
    "CSeq: 1 REGISTER", "Contact: <sip:+4940999@198.51.100.1>", "Content-Length: 0", "", ""].join("\r\n"), 70, { ...ends, agentName: "zqbagent" });
const registration = (): Heard[] => [
  register("REGISTER sip:zqbreg.example SIP/2.0", { src: "198.51.100.1", dst: "198.51.100.2" }), register("SIP/2.0 200 OK", { src: "198.51.100.2", dst: "198.51.100.1" }),
];

export interface World {
  app: FastifyInstance;
  run: Run;
  calls: Call[];
  /** When it is not the memory's. */
  store: Store | undefined;
}

export interface Worlds {
  shared: World;
  alone: World;
  state: State;
  close(): Promise<void>;
}

export interface WorldsOptions {
  openStore?: (() => Promise<Store>) | undefined;
  /** Every day is sealed before anybody asks. */
  sealed?: boolean;
}

async function openWorld(state: State, withBeta: boolean, { openStore, sealed = false }: WorldsOptions): Promise<World> {
  const site = await openSite();
  const store = await openStore?.();
  const run = await site.up({ examining: true, ...(store ? { store } : {}) });
  await run.book.belongTo({ ...NOBODYS, tenants: withBeta ? [RULES.acme, RULES.beta] : [RULES.acme] });
  await run.arrive();
  // Acme's packets first, so that theirs have the same names in both worlds.
  const heard = [...[...ACME, BOTH, LATER, LAST].flatMap((leg) => legHeard(leg)), ...segments(withBeta), ...(withBeta ? [...[...BETA, EARLIER].flatMap((leg) => legHeard(leg, "zqbagent")), ...registration()] : [])];
  for (const packet of heard) run.hear([packet]);
  run.until(START_US + 400e6);
  run.second();
  run.checkpoint();
  await run.arrive();
  await run.book.joinLegs();
  await run.arrive();
  for (let i = 0; i < 200 && (await allCalls(run.book)).some(({ kind, projectionVersion }) => kind === "call" && projectionVersion === 0); i += 1) {
    await sleep(50);
    await run.arrive();
  }
  if (sealed) await store?.seal(START_US + 5 * DAY_US);
  const questions: Questions = { ...run.book, importCapture: async () => Promise.reject(new Error("not here")), health: async () => healthy(), metrics: async () => "" };
  const app = await createApp({ questions, state, version: "0.0.0", now: () => NOW_US, collector: "ctest", headers: ["x-trunk"] });
  await app.ready();
  return { app, run, calls: await allCalls(run.book), store };
}

/** State is one: what beta's people made must not show either. */
export async function openWorlds(options: WorldsOptions = {}): Promise<Worlds> {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-isolation-"));
  const state = openState({ directory, now: () => NOW_US, passwordCost: CHEAP });
  for (const [name, role, tenants] of [["carl", "customer", ["acme"]], ["rita", "readonly", ["acme"]], ["bea", "customer", ["beta"]], ["susi", "support", []], ["anna", "admin", []], ["nora", "customer", []]] as const) {
    await state.users.create({ name, role, tenants, password: PASSWORD, displayName: name === "bea" ? "zqbdisplay" : name });
  }
  const [shared, alone] = await Promise.all([openWorld(state, true, options), openWorld(state, false, options)]);
  return {
    shared, alone, state,
    async close() {
      for (const { app, run, store } of [shared, alone]) {
        await app.close();
        await run.stop();
        await store?.close();
      }
      state.close();
      rmSync(directory, { recursive: true });
    },
  };
}
