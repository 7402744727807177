// What differs between two calls of the same look: fixed-width fields, filled from seed and index, patched into ready-made frames.
import { mix32, Random } from "./random.ts";

const HEX_FIELDS = { callHex: 48, fromTag: 16, toTag: 16, forkTag: 16, icid: 32, nonce: 32, response: 32, cryptoKey: 40, sessionHex: 32 } as const;
const BRANCHES = 20;
const BRANCH_LENGTH = 16;
const DIGIT_FIELDS = { caller: 12, callee: 12, offerId: 10, answerId: 10 } as const;
/** Even five-digit port numbers of media; `…Rtcp` is the odd port above as two bytes. */
const PORT_FIELDS = ["offerPort", "answerPort"] as const;
/** `10.1xx.1xx.1xx`: three digits an octet, so that the width never changes. */
const ADDRESS_FIELDS = ["callerIp", "calleeIp", "forkIp"] as const;
const ADDRESS_LENGTH = "10.123.123.123".length;

export interface Field {
  at: number;
  length: number;
}

const fields = new Map<string, Field>();
let end = 0;
function place(name: string, length: number): void {
  fields.set(name, { at: end, length });
  end += length;
}
for (const [name, length] of Object.entries(HEX_FIELDS)) place(name, length);
for (let i = 0; i < BRANCHES; i++) place(`branch${i}`, BRANCH_LENGTH);
const HEX_END = end;
for (const [name, length] of Object.entries(DIGIT_FIELDS)) place(name, length);
const DIGITS_END = end;
for (const name of PORT_FIELDS) place(name, 5);
const ADDRESSES_AT = end;
for (const name of ADDRESS_FIELDS) place(name, ADDRESS_LENGTH);
for (const name of ADDRESS_FIELDS) place(`${name}Bytes`, 4);
for (const name of PORT_FIELDS) place(`${name}Rtcp`, 2);
place("agentId", 4);
place("agentName", "sim-01".length);

/** Bytes of one call's fields. */
export const FIELDS_LENGTH = end;

export function fieldOf(name: string): Field {
  const field = fields.get(name);
  if (field === undefined) throw new RangeError(`no field "${name}"`);
  return field;
}

const PORTS_AT = fieldOf(PORT_FIELDS[0]).at;
const ADDRESS_BYTES_AT = fieldOf("callerIpBytes").at;
const RTCP_AT = fieldOf(`${PORT_FIELDS[0]}Rtcp`).at;
const AGENT_ID_AT = fieldOf("agentId").at;
const HEX_PAIRS = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) {
  const text = byte.toString(16).padStart(2, "0");
  HEX_PAIRS[byte] = (text.charCodeAt(1) << 8) | text.charCodeAt(0);
}
const ZERO = "0".charCodeAt(0);

export interface CallChance {
  /** 0..1: how long it rings and talks, within what the run allows. */
  ring: number;
  talk: number;
}

const random = new Random(0, 0);

/** Writes the fields of call `index` at `at` and says how long that call rings and talks. */
export function fillFields(values: Uint8Array, at: number, seed: number, index: number, agents: number): CallChance {
  random.reset(seed, index);
  // The first eight characters are a bijection of the index: no two calls of a run can have one Call-ID.
  hexWord(values, at, mix32(index ^ mix32(seed)));
  for (let i = at + 8; i < at + HEX_END; i += 8) hexWord(values, i, random.next());
  for (let i = at + HEX_END; i < at + DIGITS_END; i++) values[i] = ZERO + 1 + random.below(9);
  for (let i = 0; i < PORT_FIELDS.length; i++) mediaPort(values, at + PORTS_AT + i * 5, at + RTCP_AT + i * 2);
  for (let i = 0; i < ADDRESS_FIELDS.length; i++) address(values, at + ADDRESSES_AT + i * ADDRESS_LENGTH, at + ADDRESS_BYTES_AT + i * 4);
  agent(values, at, index % agents);
  return { ring: random.next() / 0x1_0000_0000, talk: random.next() / 0x1_0000_0000 };
}

function hexWord(values: Uint8Array, at: number, word: number): void {
  for (let i = 0; i < 4; i++) {
    const pair = HEX_PAIRS[(word >>> (i * 8)) & 0xff] ?? 0;
    values[at + i * 2] = pair & 0xff;
    values[at + i * 2 + 1] = pair >>> 8;
  }
}

function mediaPort(values: Uint8Array, textAt: number, rtcpAt: number): void {
  const port = 10_000 + 2 * random.below(20_000);
  for (let i = 4, rest = port; i >= 0; i--, rest = Math.floor(rest / 10)) values[textAt + i] = ZERO + (rest % 10);
  values[rtcpAt] = (port + 1) >>> 8;
  values[rtcpAt + 1] = (port + 1) & 0xff;
}

function address(values: Uint8Array, textAt: number, bytesAt: number): void {
  values[textAt] = ZERO + 1;
  values[textAt + 1] = ZERO;
  values[bytesAt] = 10;
  for (let i = 0; i < 3; i++) {
    const octet = 100 + random.below(156);
    const digits = textAt + 2 + i * 4;
    values[digits] = ".".charCodeAt(0);
    values[digits + 1] = ZERO + Math.floor(octet / 100);
    values[digits + 2] = ZERO + (Math.floor(octet / 10) % 10);
    values[digits + 3] = ZERO + (octet % 10);
    values[bytesAt + 1 + i] = octet;
  }
}

/** Capture agent `number` (from 0): id 2001…, name sim-01…. */
function agent(values: Uint8Array, at: number, number: number): void {
  const id = 2001 + number;
  const start = at + AGENT_ID_AT;
  values[start] = 0;
  values[start + 1] = 0;
  values[start + 2] = id >>> 8;
  values[start + 3] = id & 0xff;
  const name = "sim-";
  for (let i = 0; i < 4; i++) values[start + 4 + i] = name.charCodeAt(i);
  values[start + 8] = ZERO + Math.floor((number + 1) / 10);
  values[start + 9] = ZERO + ((number + 1) % 10);
}
