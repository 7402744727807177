// A day of traffic as one stream of HEP packets that ends now: the same seed, end and zone give the same bytes.
import { encodeHep3 } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { captured, Cast, plainCall, Random, scenarioOf, type CaptureStyle, type Draft, type Scenario, type Site } from "@sipglass/labelled";
import { agentsOf, fullCarrierOf, nameOf, SITES } from "./company.ts";
import { logLinesOf } from "./log-lines.ts";
import { badHourBefore, HOUR_US, PROGRAMME, REFUSED_IN_BAD_HOUR, timesOfDay } from "./programme.ts";

export interface DayOptions {
  seed: number;
  /** Nothing is later than this, epoch µs. */
  endUs: number;
  sessions: number;
}

export interface Day {
  /** HEP 3 packets, one after the other, in the order in which they were sent. */
  stream: Uint8Array;
  packets: number;
  /** By label of the scenario (fixtures/labelled/README.md). */
  played: ReadonlyMap<string, number>;
}

interface Turn {
  scenario: Scenario;
  site: Site;
  startUs: number;
}

const STYLE: CaptureStyle = { name: "core and border", doubled: false, agents: agentsOf() };

export function playDay({ seed, endUs, sessions }: DayOptions): Day {
  const random = new Random(seed);
  const played = new Map<string, number>();
  const out: { arrivalUs: number; packet: Packet }[] = [];
  for (const [i, turn] of turnsOf(random, sessions, endUs).entries()) {
    played.set(turn.scenario.label, (played.get(turn.scenario.label) ?? 0) + 1);
    out.push(...play(turn, random.fork(), i));
  }
  const kept = out.filter(({ arrivalUs }) => arrivalUs <= endUs).toSorted((a, b) => a.arrivalUs - b.arrivalUs);
  const frames = kept.map(({ packet }) => encodeHep3(packet)).filter((frame) => frame instanceof Uint8Array);
  return { stream: Buffer.concat(frames), packets: frames.length, played };
}

/** What happens when and where. Calls still stand when the day ends; the packets that they would have sent then are left out. */
function turnsOf(random: Random, sessions: number, endUs: number): Turn[] {
  const timeOf = timesOfDay(endUs);
  const labels = random.shuffle(inProportion(Math.max(1, sessions - REFUSED_IN_BAD_HOUR)));
  const ordinary = labels.map((label, i): Turn => ({
    scenario: scenarioOf(label),
    site: random.pick(SITES),
    startUs: timeOf((i + random.next()) / labels.length),
  }));
  const badUs = badHourBefore(endUs);
  const refused = Array.from({ length: REFUSED_IN_BAD_HOUR }, (): Turn => ({
    scenario: CARRIER_FULL,
    site: random.pick(SITES),
    startUs: badUs + Math.round(random.real(0, HOUR_US)),
  }));
  return [...ordinary, ...refused];
}

/** Each label as often as its weight says, and at least once. */
function inProportion(count: number): string[] {
  const all = PROGRAMME.reduce((sum, [, weight]) => sum + weight, 0);
  return PROGRAMME.flatMap(([label, weight]) => Array.from({ length: Math.max(1, Math.round((weight / all) * count)) }, () => label));
}

const CARRIER_FULL: Scenario = { label: "carrier_full", kind: "fault", play: carrierFull };

/** 503 from the carrier, which the proxy passes on. */
function carrierFull(cast: Cast): Draft {
  const { site, random } = cast;
  const chain = plainCall(cast, {
    path: [cast.phone(), site.proxy, fullCarrierOf(site)],
    from: cast.party(`+${cast.number()}`),
    to: { ...cast.party(`+${cast.number()}`), display: "" },
  });
  chain
    .invite()
    .wait(random.between(300, 1500))
    .refuse(503, { headers: [["Reason", 'Q.850;cause=34;text="No circuit/channel available"']] });
  return { legs: [{ leg: chain.first, state: "failed", code: 503, endedBy: ["network"] }] };
}

const WRITES_LOG = new Map(SITES.flatMap(({ proxy, pbx }) => [proxy, pbx]).map((host) => [host.ip, nameOf(host)]));

function play({ scenario, site, startUs }: Turn, random: Random, i: number): { arrivalUs: number; packet: Packet }[] {
  const cast = new Cast(random, site, startUs, i, scenario.datagrams === true);
  scenario.play(cast);
  const seen = captured(cast.scene, STYLE);
  const sip = seen.filter(({ sent }) => sent.payloadType === PAYLOAD_TYPE.SIP);
  const lines = logLinesOf(
    sip.map(({ packet, sent }) => ({ packet, text: sent.text, callId: sent.callId, isRequest: sent.isRequest })),
    WRITES_LOG,
  );
  return [...seen, ...lines.map((packet) => ({ packet, arrivalUs: packet.timeUs }))];
}
