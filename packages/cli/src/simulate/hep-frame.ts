// Frames of HEP3 as templates: addresses, agent and payload may be fields of a call.
import { compileText, type Compiled, type Template } from "./template.ts";
import { fieldOf } from "./call-fields.ts";

export interface FrameEnd {
  /** Text of the address, which may hold fields; IPv6 without brackets. */
  ip: string;
  /** Field with the four bytes of the address, or the bytes themselves. */
  bytes: string | Uint8Array;
  /** The number, or the field with its two bytes. */
  port: number | string;
}

export interface FrameSpec {
  src: FrameEnd;
  dst: FrameEnd;
  /** 6 or 17. */
  ipProtocol: number;
  payloadType: number;
  payload: string;
  /** Chunk 0x11; "" = none. */
  correlationId: string;
  /** Chunk 0x0e; "" = none. */
  authKey: string;
}

const AF_INET = 2;
const AF_INET6 = 10;

export function compileFrame(spec: FrameSpec): Template {
  const v6 = typeof spec.src.bytes !== "string" && spec.src.bytes.length === 16;
  const chunks: Chunk[] = [
    chunk(0x01, byte(v6 ? AF_INET6 : AF_INET)), chunk(0x02, byte(spec.ipProtocol)),
    chunk(v6 ? 0x05 : 0x03, address(spec.src.bytes)), chunk(v6 ? 0x06 : 0x04, address(spec.dst.bytes)),
    chunk(0x07, port(spec.src.port)), chunk(0x08, port(spec.dst.port)), chunk(0x09, zeros(4)), chunk(0x0a, zeros(4)),
    chunk(0x0b, byte(spec.payloadType)), chunk(0x0c, field("agentId")),
  ];
  if (spec.authKey !== "") chunks.push(chunk(0x0e, compileText(spec.authKey)));
  if (spec.correlationId !== "") chunks.push(chunk(0x11, compileText(spec.correlationId)));
  chunks.push(chunk(0x13, field("agentName")), chunk(0x0f, compileText(spec.payload)));
  return join(chunks);
}

interface Chunk extends Compiled {
  type: number;
}

const chunk = (type: number, body: Compiled): Chunk => ({ type, ...body });
const plain = (bytes: Uint8Array): Compiled => ({ bytes: Buffer.from(bytes), slots: [] });
const byte = (value: number): Compiled => plain(Uint8Array.of(value));
const zeros = (length: number): Compiled => plain(new Uint8Array(length));

function field(name: string): Compiled {
  const { at, length } = fieldOf(name);
  return { bytes: Buffer.alloc(length), slots: [0, at, length] };
}

const address = (bytes: string | Uint8Array): Compiled => (typeof bytes === "string" ? field(bytes) : plain(bytes));
const port = (value: number | string): Compiled => (typeof value === "string" ? field(value) : plain(Uint8Array.of(value >>> 8, value & 0xff)));

function join(chunks: Chunk[]): Template {
  const length = chunks.reduce((sum, { bytes }) => sum + 6 + bytes.length, 6);
  const bytes = Buffer.alloc(length);
  bytes.write("HEP3", 0, "latin1");
  bytes.writeUInt16BE(length, 4);
  const slots: number[] = [];
  const bodies = new Map<number, number>();
  let at = 6;
  for (const { type, bytes: body, slots: own } of chunks) {
    bytes.writeUInt16BE(type, at + 2);
    bytes.writeUInt16BE(body.length + 6, at + 4);
    bytes.set(body, at + 6);
    bodies.set(type, at + 6);
    for (let i = 0; i < own.length; i += 3) slots.push((own[i] ?? 0) + at + 6, own[i + 1] ?? 0, own[i + 2] ?? 0);
    at += 6 + body.length;
  }
  return { bytes, slots: Int32Array.from(slots), secondsAt: bodies.get(0x09) ?? 0, microsAt: bodies.get(0x0a) ?? 0 };
}
