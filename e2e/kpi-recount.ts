// KPIs counted a second time, from raw messages alone: a plain reader of HEP 3 and SIP and the rules of docs/reference/kpis.md written down once more.
// It shares nothing with the program but the wire.

export interface RawMessage {
  timeUs: number;
  src: string;
  dst: string;
  text: string;
}

/** Numbers by the ids of the program's counters, and delays in ms. */
export interface Recount {
  numbers: Record<string, number>;
  delays: Record<string, number[]>;
  /** Attempts by final code ("" = none), and by the hour in which they began, epoch µs. */
  codes: Record<string, number>;
  hours: Record<number, number>;
}

interface Seen {
  timeUs: number;
  src: string;
  dst: string;
  method: string;
  code: number;
  cseq: number;
  cseqMethod: string;
  callId: string;
  toTag: boolean;
  vias: number;
  cause: number;
}

/** Chunks that are read: addresses, ports, time, protocol, payload. Anything else than SIP in HEP 3 is undefined. */
function readHep3(frame: Buffer): RawMessage | undefined {
  if (frame.toString("latin1", 0, 4) !== "HEP3") return undefined;
  const found = new Map<number, Buffer>();
  for (let at = 6; at + 6 <= frame.length; ) {
    const length = frame.readUInt16BE(at + 4);
    if (length < 6) break;
    if (frame.readUInt16BE(at) === 0) found.set(frame.readUInt16BE(at + 2), frame.subarray(at + 6, at + length));
    at += length;
  }
  const payload = found.get(15);
  if (!payload || found.get(11)?.[0] !== 1) return undefined;
  const host = (v4: number, v6: number): string => [...(found.get(v4) ?? found.get(v6) ?? [])].join(".");
  const end = (v4: number, v6: number, port: number): string => `${host(v4, v6)}:${found.get(port)?.readUInt16BE() ?? 0}`;
  const timeUs = (found.get(9)?.readUInt32BE() ?? 0) * 1e6 + (found.get(10)?.readUInt32BE() ?? 0);
  return { timeUs, src: end(3, 5, 7), dst: end(4, 6, 8), text: payload.toString("latin1") };
}

/** HEP 2: version, length, family, protocol, ports, addresses, then seconds, microseconds and an id, little-endian. (HEP 1 has no time: nothing to recount.) */
function readHep2(frame: Buffer): RawMessage | undefined {
  if (frame[0] !== 2) return undefined;
  const bytes = frame[2] === 2 ? 4 : 16;
  const head = 8 + 2 * bytes;
  const end = (at: number, port: number): string => `${[...frame.subarray(at, at + bytes)].join(".")}:${frame.readUInt16BE(port)}`;
  const timeUs = frame.readUInt32LE(head) * 1e6 + frame.readUInt32LE(head + 4);
  return { timeUs, src: end(8, 4), dst: end(8 + bytes, 6), text: frame.toString("latin1", head + 12) };
}

export const readHep = (frame: Buffer): RawMessage | undefined => readHep3(frame) ?? readHep2(frame);

function readSip({ text, ...where }: RawMessage): Seen | undefined {
  const head = text.replace(/^[\r\n]+/, "").split(/\r?\n\r?\n/)[0]!.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const all = (long: string, short: string): string[] =>
    head.slice(1).flatMap((line) => {
      const colon = line.indexOf(":");
      const name = line.slice(0, colon).trim().toLowerCase();
      return colon > 0 && (name === long || name === short) ? [line.slice(colon + 1).trim()] : [];
    });
  const first = (long: string, short = ""): string => all(long, short)[0] ?? "";
  const response = /^SIP\/2\.0 (\d{3})/.exec(head[0] ?? "");
  const request = /^([A-Z]+) \S+ SIP\/2\.0$/.exec(head[0]?.trim() ?? "");
  const cseq = /^(\d+)\s+([A-Z]+)/.exec(first("cseq"));
  if ((!response && !request) || !cseq) return undefined;
  const vias = all("via", "v").reduce((sum, value) => sum + value.split(/,\s*SIP/i).length, 0);
  const cause = /Q\.850\s*;[^,]*?cause\s*=\s*(\d+)/i.exec(all("reason", "").join(","))?.[1];
  return {
    ...where, method: request?.[1] ?? "", code: Number(response?.[1] ?? 0), cseq: Number(cseq[1]), cseqMethod: cseq[2]!, callId: first("call-id", "i"), vias, cause: Number(cause ?? -1),
    toTag: /;\s*tag\s*=/i.test(first("to", "t").replace(/^[^<]*<[^>]*>/, "")),
  };
}

interface Told {
  startUs: number;
  attempt: boolean;
  rangUs: number;
  answeredUs: number;
  code: number;
  finalUs: number;
  cancelled: boolean;
  byeUs: number;
  byeAnsweredUs: number;
  cause: number;
}

const earliest = (messages: readonly Seen[]): number => messages.reduce((first, { timeUs }) => (first === 0 || timeUs < first ? timeUs : first), 0);

/** The request that makes a dialogue, as its client sees it: what it sent, and the answers that reached it. */
function clientSide(messages: readonly Seen[], method: string): { requests: Seen[]; answers: Seen[]; client: string } | undefined {
  const requests = messages.filter((one) => one.method === method && !one.toTag);
  if (requests.length === 0) return undefined;
  const fewest = Math.min(...requests.map(({ vias }) => vias));
  const own = requests.filter(({ vias }) => vias === fewest).sort((a, b) => a.timeUs - b.timeUs);
  const client = own[0]!.src;
  const cseqs = new Set(own.map(({ cseq }) => cseq));
  const answers = messages.filter((one) => one.code > 0 && one.cseqMethod === method && cseqs.has(one.cseq) && one.dst === client && one.vias <= fewest);
  return { requests: own, answers, client };
}

function tell(messages: readonly Seen[]): Told | undefined {
  const side = clientSide(messages, "INVITE");
  if (!side) return undefined;
  const { requests, answers, client } = side;
  const cseqs = new Set(requests.map(({ cseq }) => cseq));
  const last = Math.max(...cseqs);
  const rang = messages.filter((one) => one.cseqMethod === "INVITE" && one.code >= 180 && one.code < 200 && cseqs.has(one.cseq));
  const answered = answers.filter(({ code }) => code >= 200 && code < 300);
  const finals = answers.filter(({ code, cseq }) => code >= 300 && cseq === last).sort((a, b) => a.timeUs - b.timeUs);
  const byes = messages.filter(({ method }) => method === "BYE");
  const byesAnswered = messages.filter(({ code, cseqMethod }) => cseqMethod === "BYE" && code >= 200 && code < 300);
  const cancels = messages.filter(({ method, src }) => method === "CANCEL" && src === client);
  const causes = [...byes, ...finals, ...cancels].map(({ cause }) => cause).filter((cause) => cause >= 0);
  // Whether it was answered is the client's word; when, the first hop's on which the 2xx was seen.
  const answeredUs = answered.length === 0 ? 0 : earliest(messages.filter((one) => one.cseqMethod === "INVITE" && one.code >= 200 && one.code < 300 && cseqs.has(one.cseq)));
  return {
    startUs: requests[0]!.timeUs, attempt: true, rangUs: earliest(rang), answeredUs, code: answeredUs > 0 ? 200 : (finals[0]?.code ?? 0), finalUs: finals[0]?.timeUs ?? 0,
    cancelled: cancels.length > 0, byeUs: earliest(byes), byeAnsweredUs: earliest(byesAnswered), cause: causes[0] ?? -1,
  };
}

/** Every rule of kpis.md that can be told from one call. */
function countAttempt({ numbers, delays }: Recount, told: Told): void {
  const { startUs, rangUs, answeredUs, code, finalUs, cancelled, byeUs, byeAnsweredUs, cause } = told;
  const isAnswered = answeredUs > 0;
  const rang = rangUs > 0;
  const add = (id: string, holds: boolean): void => void (numbers[id] = (numbers[id] ?? 0) + Number(holds));
  const delay = (id: string, holds: boolean, us: number): void => void (delays[id] ??= []).push(...(holds ? [us / 1000] : []));
  const refusedBy = (codes: readonly number[]): boolean => !isAnswered && codes.includes(code);
  const isRedirected = !isAnswered && code >= 300 && code < 400;
  const seized = rang || isAnswered || (code >= 400 && ![401, 407].includes(code) && ![34, 44].includes(cause));
  const isBusy = refusedBy([486, 600]);
  const noAnswer = refusedBy([480]) || (refusedBy([408]) && rang) || (refusedBy([487]) && !cancelled) || (!isAnswered && code === 0 && rang && !cancelled);
  const tookBack = !isAnswered && cancelled && rang && [0, 487].includes(code);
  const isCompleted = isAnswered && byeUs > 0;
  add("attempts", true);
  add("answered", isAnswered);
  add("redirected", isRedirected);
  add("not_redirected", !isRedirected);
  add("seizures", seized);
  add("rang_or_answered", rang || isAnswered);
  add("effective", seized && (isAnswered || isBusy || noAnswer || tookBack || refusedBy([603]) || (refusedBy([403]) && cause === 21)));
  add("established_effectively", isAnswered || refusedBy([480, 486, 600, 603]));
  add("ineffective", refusedBy([408, 500, 503, 504]) || (!isAnswered && code === 0 && !rang && !cancelled));
  add("busy", isBusy);
  add("refused", !isAnswered && code >= 400 && ![401, 402, 407].includes(code));
  add("unauthorized", refusedBy([401, 403, 407]));
  add("completed", isCompleted);
  add("released", isAnswered && byeAnsweredUs > 0);
  add("short", isCompleted && byeUs - answeredUs < 6e6);
  numbers["talk_us"] = (numbers["talk_us"] ?? 0) + (isCompleted ? byeUs - answeredUs : 0);
  delay("pdd", rang || isAnswered, (rang ? rangUs : answeredUs) - startUs);
  delay("setup", isAnswered, answeredUs - startUs);
  delay("talk", isCompleted, byeUs - answeredUs);
  delay("srd_failed", !isAnswered && code >= 400 && ![401, 402, 407].includes(code), finalUs - startUs);
}

function countRequest({ numbers, delays }: Recount, messages: readonly Seen[], method: "REGISTER" | "OPTIONS"): void {
  const side = clientSide(messages, method);
  if (!side) return;
  const { requests, answers } = side;
  const add = (id: string, holds: boolean): void => void (numbers[id] = (numbers[id] ?? 0) + Number(holds));
  const last = Math.max(...requests.map(({ cseq }) => cseq));
  const final = answers.filter(({ code, cseq }) => code >= 200 && cseq === last).sort((a, b) => a.timeUs - b.timeUs)[0];
  const code = final?.code ?? 0;
  const accepted = code >= 200 && code < 300;
  const sentUs = earliest(requests.filter(({ cseq }) => cseq === last));
  if (method === "OPTIONS") {
    add("pings", true);
    add("pings_answered", code > 0);
    return;
  }
  add("registrations", true);
  add("registered", accepted);
  add("registrations_failed", (code >= 400 && ![401, 402, 407].includes(code)) || code === 0);
  add("registrations_unauthorized", [401, 403, 407].includes(code));
  (delays["rrd"] ??= []).push(...(accepted ? [(final!.timeUs - sentUs) / 1000] : []));
}

const PATIENCE_US = 32e6;

/**
 * What shares a Call-ID and is an attempt of its own: a REGISTER or OPTIONS that comes more than 32 s after the attempt before began (devices use one Call-ID
 * for all of theirs) and answers no challenge, and an INVITE that is tried again after more than 32 s of silence.
 */
function attemptsOf(messages: readonly Seen[]): Seen[][] {
  const parts: Seen[][] = [];
  let [beganUs, heardUs, last, answer] = [0, 0, 0, 0];
  for (const one of messages.toSorted((a, b) => a.timeUs - b.timeUs)) {
    const again = one.cseq > last && !one.toTag;
    const isSilent = one.timeUs - heardUs > PATIENCE_US;
    const isChallenged = [401, 407].includes(answer) && !isSilent;
    const isNext = (one.method === "INVITE" && isSilent) || ((one.method === "REGISTER" || one.method === "OPTIONS") && !isChallenged && one.timeUs - beganUs > PATIENCE_US);
    if (parts.length === 0 || (again && isNext)) {
      parts.push([]);
      beganUs = one.timeUs;
    }
    [heardUs, last, answer] = [one.timeUs, Math.max(last, one.cseq), one.code || answer];
    parts.at(-1)!.push(one);
  }
  return parts;
}

/** A Call-ID that is used again at once for another call is not for this recount. */
export function recount(raw: readonly RawMessage[]): Recount {
  const byCall = new Map<string, Seen[]>();
  for (const one of raw) {
    const seen = readSip(one);
    if (seen) byCall.set(seen.callId, [...(byCall.get(seen.callId) ?? []), seen]);
  }
  const result: Recount = { numbers: {}, delays: {}, codes: {}, hours: {} };
  for (const messages of [...byCall.values()].flatMap(attemptsOf)) {
    const told = tell(messages);
    if (told) {
      countAttempt(result, told);
      const [code, hour] = [told.code === 0 ? "" : String(told.code), Math.floor(told.startUs / 3_600e6) * 3_600e6];
      result.codes[code] = (result.codes[code] ?? 0) + 1;
      result.hours[hour] = (result.hours[hour] ?? 0) + 1;
    } else if (!messages.some(({ cseqMethod }) => cseqMethod === "INVITE" || cseqMethod === "BYE")) {
      countRequest(result, messages, "REGISTER");
      countRequest(result, messages, "OPTIONS");
    }
  }
  return result;
}
