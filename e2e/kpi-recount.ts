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
  /** "" = none: the request makes a dialogue. */
  toTag: string;
  vias: number;
  /** Branch of the topmost Via, or its sender where there is none (RFC 3261 §17.1.3). */
  transaction: string;
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

/** HEP 1 and 2: version, length, family, protocol, ports, addresses; in 2 then seconds, microseconds and an id, little-endian. HEP 1 has no time: 0. */
function readHep12(frame: Buffer): RawMessage | undefined {
  if (frame[0] !== 1 && frame[0] !== 2) return undefined;
  const bytes = frame[2] === 2 ? 4 : 16;
  const head = 8 + 2 * bytes;
  const end = (at: number, port: number): string => `${[...frame.subarray(at, at + bytes)].join(".")}:${frame.readUInt16BE(port)}`;
  const timeUs = frame[0] === 1 ? 0 : frame.readUInt32LE(head) * 1e6 + frame.readUInt32LE(head + 4);
  return { timeUs, src: end(8, 4), dst: end(8 + bytes, 6), text: frame.toString("latin1", frame[0] === 1 ? head : head + 12) };
}

export const readHep = (frame: Buffer): RawMessage | undefined => readHep3(frame) ?? readHep12(frame);

function readSip({ text, ...where }: RawMessage): Seen | undefined {
  const head = text.replace(/^[\r\n]+/, "").split(/\r?\n\r?\n/)[0]!.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const all = (long: string, short: string): string[] =>
    head.slice(1).flatMap((line) => {
      const colon = line.indexOf(":");
      const name = line.slice(0, colon).trim().toLowerCase();
      return colon > 0 && (name === long || name === short) ? [line.slice(colon + 1).trim()] : [];
    });
  const first = (long: string, short = ""): string => all(long, short)[0] ?? "";
  const response = /^SIP\/\d\.\d (\d{3})/.exec(head[0] ?? "");
  const request = /^(\S+) .*SIP\/\d\.\d$/.exec(head[0]?.trim() ?? "");
  if (!response && !request) return undefined;
  const cseq = /^(\d+)\s+(\S+)/.exec(first("cseq"));
  const via = first("via", "v");
  const transaction = /;\s*branch\s*=\s*([^;,\s]+)/i.exec(via)?.[1] ?? via.split(/[;,]/)[0]!;
  const vias = all("via", "v").reduce((sum, value) => sum + value.split(/,\s*SIP/i).length, 0);
  const cause = /Q\.850\s*;[^,]*?cause\s*=\s*(\d+)/i.exec(all("reason", "").join(","))?.[1];
  return {
    ...where, method: request?.[1] ?? "", code: Number(response?.[1] ?? 0), cseq: Number(cseq?.[1] ?? 0), cseqMethod: cseq?.[2] ?? request?.[1] ?? "", callId: first("call-id", "i"), vias, transaction, cause: Number(cause ?? -1),
    toTag: /;\s*tag\s*=\s*([^;\s]*)/i.exec(first("to", "t").replace(/^[^<]*<[^>]*>/, ""))?.[1] ?? "",
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

/** Answers go to the port that Via names, which need not be the one that the request came from (RFC 3261 §18.2.2). */
const hostOf = (end: string): string => end.slice(0, end.lastIndexOf(":"));

const askedBy = (answer: Seen): Seen => ({ ...answer, src: answer.dst, dst: answer.src, method: answer.cseqMethod, code: 0 });

/** The request that makes a dialogue, as its client sees it: what it sent, and the answers that reached it. */
function clientSide(messages: readonly Seen[], method: string): { requests: Seen[]; answers: Seen[]; client: string } | undefined {
  const requests = messages.filter((one) => one.method === method && one.toTag === "");
  // A REGISTER or OPTIONS that only its answer tells of was sent all the same.
  if (requests.length === 0 && method !== "INVITE") requests.push(...messages.filter((one) => one.code > 0 && one.cseqMethod === method).map(askedBy));
  if (requests.length === 0) return undefined;
  const fewest = Math.min(...requests.map(({ vias }) => vias));
  const own = requests.filter(({ vias }) => vias === fewest).sort((a, b) => a.timeUs - b.timeUs);
  const client = own[0]!.src;
  const cseqs = new Set(own.map(({ cseq }) => cseq));
  const answers = messages.filter((one) => one.code > 0 && one.cseqMethod === method && cseqs.has(one.cseq) && hostOf(one.dst) === hostOf(client) && one.vias <= fewest);
  return { requests: own, answers, client };
}

/** Sent to several at once, it is refused when the last of them has refused. */
function isPending({ requests, answers }: { requests: readonly Seen[]; answers: readonly Seen[] }, cseq: number): boolean {
  const answered = new Set(answers.filter(({ code }) => code >= 200).map(({ transaction }) => transaction));
  // An answer that lost its Via on the way back could be to any of them.
  return !answered.has("") && requests.some((one) => one.cseq === cseq && !answered.has(one.transaction));
}

function tell(messages: readonly Seen[]): Told | undefined {
  const side = clientSide(messages, "INVITE");
  if (!side) return undefined;
  const { requests, answers, client } = side;
  const cseqs = new Set(requests.map(({ cseq }) => cseq));
  const last = Math.max(...cseqs);
  const rang = messages.filter((one) => one.cseqMethod === "INVITE" && one.code >= 180 && one.code < 200 && cseqs.has(one.cseq));
  const answered = answers.filter(({ code }) => code >= 200 && code < 300);
  const finals = isPending(side, last) ? [] : answers.filter(({ code, cseq }) => code >= 300 && cseq === last).sort((a, b) => a.timeUs - b.timeUs);
  const byes = messages.filter(({ method }) => method === "BYE");
  const byesAnswered = messages.filter(({ code, cseqMethod }) => cseqMethod === "BYE" && code >= 200 && code < 300);
  const cancels = messages.filter(({ method, src }) => method === "CANCEL" && src === client);
  const causes = [...byes, ...finals, ...cancels].map(({ cause }) => cause).filter((cause) => cause >= 0);
  // Whether it was answered is the client's word; when, the first hop's on which that 2xx was seen: the tag tells it from that of a dialogue further down.
  const tags = new Set(answered.map(({ toTag }) => toTag));
  const answeredUs = earliest(messages.filter((one) => one.cseqMethod === "INVITE" && one.code >= 200 && one.code < 300 && cseqs.has(one.cseq) && tags.has(one.toTag)));
  return {
    startUs: requests[0]!.timeUs, attempt: true, rangUs: earliest(rang), answeredUs, code: answeredUs > 0 ? 200 : (finals[0]?.code ?? 0), finalUs: finals[0]?.timeUs ?? 0,
    cancelled: cancels.length > 0, byeUs: earliest(byes), byeAnsweredUs: earliest(byesAnswered), cause: causes[0] ?? -1,
  };
}

/** Every rule of kpis.md that can be told from one call. */
function countAttempt({ numbers, delays }: Recount, told: Told, untilUs: number): void {
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
  add("ineffective", refusedBy([408, 500, 503, 504]) || (!isAnswered && code === 0 && !rang && !cancelled && untilUs - startUs > PATIENCE_US));
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

function countRequest({ numbers, delays }: Recount, messages: readonly Seen[], method: "REGISTER" | "OPTIONS", untilUs: number): void {
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
  add("registrations_failed", (code >= 400 && ![401, 402, 407].includes(code)) || (code === 0 && untilUs - sentUs > PATIENCE_US));
  add("registrations_unauthorized", [401, 403, 407].includes(code));
  (delays["rrd"] ??= []).push(...(accepted ? [(final!.timeUs - sentUs) / 1000] : []));
}

const PATIENCE_US = 32e6;
/** In which a password is typed. */
const TYPING_US = 90e6;

const isChallenge = (code: number): boolean => code === 401 || code === 407;
const isMaker = (method: string): boolean => ["INVITE", "REGISTER", "OPTIONS"].includes(method);

/**
 * What shares a Call-ID and is an attempt of its own: a REGISTER or OPTIONS that comes more than 32 s after the attempt before began (devices use one Call-ID
 * for all of theirs) and answers no challenge, an INVITE that is tried again after more than 32 s of silence (90 s after a challenge), and a
 * request of another method than the one before, which was answered.
 */
function attemptsOf(messages: readonly Seen[]): Seen[][] {
  const parts: Seen[][] = [];
  let [beganUs, heardUs, last, answer, kind] = [0, 0, 0, 0, ""];
  for (const one of messages.toSorted((a, b) => a.timeUs - b.timeUs)) {
    const silentUs = one.timeUs - heardUs;
    const isLaterInvite = one.method === "INVITE" && silentUs > (isChallenge(answer) ? TYPING_US : PATIENCE_US);
    const isAnswerToChallenge = isChallenge(answer) && silentUs <= PATIENCE_US;
    const isRefresh = (one.method === "REGISTER" || one.method === "OPTIONS") && !isAnswerToChallenge && one.timeUs - beganUs > PATIENCE_US;
    const isAgain = one.cseq > last && one.toTag === "" && (isLaterInvite || isRefresh);
    const isOther = one.toTag === "" && isMaker(one.method) && one.method !== kind && answer >= 200;
    if (parts.length === 0 || isAgain || isOther) {
      parts.push([]);
      beganUs = one.timeUs;
      kind = isMaker(one.cseqMethod) ? one.cseqMethod : "";
      answer = 0;
    }
    [heardUs, last, answer] = [one.timeUs, Math.max(last, one.cseq), one.code || answer];
    parts.at(-1)!.push(one);
  }
  return parts;
}

/** A Call-ID that is used again at once for another call is not for this recount. */
export function recount(raw: readonly RawMessage[]): Recount {
  const byCall = new Map<string, Seen[]>();
  for (const [i, one] of raw.entries()) {
    const seen = readSip(one);
    if (!seen) continue;
    // Without a Call-ID nothing says what else a message belongs to.
    const key = seen.callId || `alone ${i}`;
    byCall.set(key, [...(byCall.get(key) ?? []), seen]);
  }
  // Who was not answered when the recording ended may still be.
  const untilUs = raw.reduce((last, { timeUs }) => Math.max(last, timeUs), 0);
  const result: Recount = { numbers: {}, delays: {}, codes: {}, hours: {} };
  for (const messages of [...byCall.values()].flatMap(attemptsOf)) {
    const told = tell(messages);
    if (told) {
      countAttempt(result, told, untilUs);
      const [code, hour] = [told.code === 0 ? "" : String(told.code), Math.floor(told.startUs / 3_600e6) * 3_600e6];
      result.codes[code] = (result.codes[code] ?? 0) + 1;
      result.hours[hour] = (result.hours[hour] ?? 0) + 1;
    } else if (!messages.some(({ cseqMethod }) => cseqMethod === "INVITE" || cseqMethod === "BYE")) {
      countRequest(result, messages, "REGISTER", untilUs);
      countRequest(result, messages, "OPTIONS", untilUs);
    }
  }
  return result;
}

/** Recounts of several recordings, together. */
export function sum(recounts: readonly Recount[]): Recount {
  const all: Recount = { numbers: {}, delays: {}, codes: {}, hours: {} };
  for (const one of recounts) {
    for (const kind of ["numbers", "codes", "hours"] as const) {
      const into: Record<string, number> = all[kind];
      for (const [id, number] of Object.entries(one[kind])) into[id] = (into[id] ?? 0) + number;
    }
    for (const [id, delays] of Object.entries(one.delays)) (all.delays[id] ??= []).push(...delays);
  }
  return all;
}
