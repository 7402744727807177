// A capture opened without any server: pcap, pcapng or a raw HEP stream in, calls, registrations and their messages out.
// The command line and the page use it; it runs in browsers too.
import { createCaptureReader, createHepFramer, createIpReader, decodeHep, messagesIn, toLatin1, type CaptureFormat } from "@sipglass/decode";
import { PAYLOAD_TYPE, SipglassError, type Call, type Link, type MessageView, type Packet, type Quality, type Registration } from "@sipglass/model";
import { arrangeMessages, type ArchivedMessage } from "../call/arrange.ts";
import { createCallTracker } from "../call/call-tracker.ts";
import type { CallTracker } from "../call/tracker.ts";
import { createRegistrationTracker, type RegistrationTracker } from "../registration/registration-tracker.ts";
import { qualityOf } from "../quality/quality-of.ts";
import { createRtpBook, type CapturedStream, type RtpBook } from "../quality/rtp-book.ts";
import { summariseQuality } from "../quality/summarise.ts";
import { assignStreams } from "./assign-streams.ts";
import { joinLegs, sessionsIn, type CapturedSession } from "./join-legs.ts";
import { createMediaEnds, type MediaEnds } from "./media-ends.ts";

export interface OpenCaptureOptions {
  /** Inflates compressed HEP payloads; without it they are counted as refused. */
  inflate?(bytes: Uint8Array): Uint8Array | undefined;
  /** One character a byte; Node has a faster one than the default. */
  latin1?(bytes: Uint8Array): string;
  /** Headers copied onto calls (lower case). */
  headers?: readonly string[];
  correlationHeaders?: readonly string[];
}

export interface OpenedCapture {
  format: CaptureFormat | "hep";
  /** Oldest first. */
  calls: Call[];
  registrations: Registration[];
  /** Calls of more than one leg. */
  sessions: CapturedSession[];
  /** Why the legs of this call's session are one, and what else may belong to it. */
  linksOf(call: Call): Link[];
  /** How many more links to possible legs there are than linksOf shows. */
  morePossibleOf(call: Call): number;
  /** Packets that were read, and how many SIP messages they held. RTP is counted apart: it is analysed as it passes and not kept. */
  packets: number;
  sipMessages: number;
  rtpPackets: number;
  /** What could not be read, by reason. */
  refused: Record<string, number>;
  /** As arranged for the ladder. */
  messagesOf(call: Call): MessageView[];
  /** As captured, in the order of the file. */
  packetsOf(call: Call): Packet[];
  /** From RTCP, reports and the media itself. */
  qualityOf(call: Call): Quality;
  /** All media of the file, and what of it no call announced. */
  streams: CapturedStream[];
  strayStreams: CapturedStream[];
}

export interface CaptureOpener {
  /** The chunk must stay as it is: packets are views into it. */
  push(chunk: Uint8Array): void;
  /** Throws not_capture when it was none. */
  end(): OpenedCapture;
}

const NAME = "file";
const LINGER_US = 32_000_000;
const UNBOUNDED = Number.MAX_SAFE_INTEGER;
const HEP3 = [0x48, 0x45, 0x50, 0x33];

export function openCapture(bytes: Uint8Array, options: OpenCaptureOptions = {}): OpenedCapture {
  const opener = createCaptureOpener(options);
  opener.push(bytes);
  return opener.end();
}

export async function openCaptureChunks(chunks: AsyncIterable<Uint8Array>, options: OpenCaptureOptions = {}): Promise<OpenedCapture> {
  const opener = createCaptureOpener(options);
  for await (const chunk of chunks) opener.push(chunk);
  return opener.end();
}

export function createCaptureOpener(options: OpenCaptureOptions = {}): CaptureOpener {
  const reading = new Reading(options);
  let begin: Uint8Array = new Uint8Array(0);
  let feed: Feed | undefined;
  const choose = (): void => {
    feed = HEP3.every((byte, i) => begin[i] === byte) ? hepFeed(reading, options) : pcapFeed(reading, options);
    feed.push(begin);
  };
  return {
    push(chunk) {
      if (feed !== undefined) return feed.push(chunk);
      begin = begin.length === 0 ? chunk : joined(begin, chunk);
      if (begin.length >= HEP3.length) choose();
    },
    end() {
      if (feed === undefined) choose();
      feed?.end();
      const format = feed?.format() ?? "unknown";
      if (format === "unknown") throw new SipglassError("not_capture");
      return reading.finish(format);
    },
  };
}

interface Feed {
  push(chunk: Uint8Array): void;
  end(): void;
  format(): CaptureFormat | "hep";
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

const hepPorts = ({ inflate }: OpenCaptureOptions) => (inflate === undefined ? {} : { inflate });

function hepFeed(reading: Reading, options: OpenCaptureOptions): Feed {
  const framer = createHepFramer({
    onFrame(frame) {
      // The framer's view is only lent; packets are kept.
      const packet = decodeHep(frame.slice(), hepPorts(options));
      if (packet.ok) reading.packet(packet.value);
      else reading.refuse(packet.reason);
    },
    onJunk: (bytes) => reading.refuse("stream_junk_bytes", bytes),
  });
  return { push: (chunk) => framer.push(chunk), end: () => framer.end(), format: () => "hep" };
}

function pcapFeed(reading: Reading, options: OpenCaptureOptions): Feed {
  const onRefused = (reason: string): void => reading.refuse(reason);
  const ip = createIpReader({ onPacket: (packet) => reading.packet(packet), onRefused, hep: hepPorts(options) });
  const reader = createCaptureReader({ onFrame: (frame) => ip.frame(frame), onRefused });
  return {
    push: (chunk) => reader.push(chunk),
    end() {
      reader.end();
      ip.end();
    },
    format: () => reader.format || "unknown",
  };
}

/** What has been read so far. */
class Reading {
  readonly #packets: Packet[] = [];
  readonly #times: number[] = [];
  readonly #refused: Record<string, number> = {};
  readonly #calls: Call[] = [];
  readonly #tracker: CallTracker;
  readonly #registrations: RegistrationTracker;
  readonly #media: MediaEnds = createMediaEnds();
  readonly #rtp: RtpBook = createRtpBook();
  #rtpPackets = 0;
  readonly #latin1: (bytes: Uint8Array) => string;
  #sipMessages = 0;
  #lastUs = 0;

  constructor({ latin1 = toLatin1, headers = [], correlationHeaders = ["x-cid"] }: OpenCaptureOptions) {
    this.#latin1 = latin1;
    this.#registrations = createRegistrationTracker({ maxRegistrations: UNBOUNDED });
    this.#tracker = createCallTracker({
      maxOpenCalls: UNBOUNDED, maxRefs: UNBOUNDED, lingerUs: LINGER_US, maxLingering: UNBOUNDED, headers, correlationHeaders, onClosed: (call) => void this.#calls.push(call),
    });
  }

  refuse(reason: string, count = 1): void {
    this.#refused[reason] = (this.#refused[reason] ?? 0) + count;
  }

  packet(packet: Packet): void {
    // HEP 1 has no time: such a packet stands where the file has it.
    const eventUs = packet.timeUs === 0 ? this.#lastUs : packet.timeUs;
    this.#lastUs = eventUs;
    if (packet.payloadType === PAYLOAD_TYPE.RTP) return this.#stream(packet, eventUs);
    const place = this.#packets.push(packet) - 1;
    this.#times.push(eventUs);
    if (packet.payloadType === PAYLOAD_TYPE.SIP) this.#sip(packet, eventUs, place);
    else this.#other(packet, eventUs, place);
  }

  #sip(packet: Packet, eventUs: number, place: number): void {
    const messages = messagesIn(this.#latin1(packet.payload));
    if (messages.length === 0) this.refuse("not_sip");
    for (const message of messages) {
      this.#sipMessages++;
      const input = { packet, message, eventUs, receivedUs: eventUs };
      // Duplicates are kept too: in a file nothing is saved by leaving them out, and arranging drops them again.
      this.#tracker.message(input);
      this.#tracker.stored("call", NAME, place);
      if (message.cseqMethod === "REGISTER") this.#registrations.message(input);
      this.#media.learn(message);
      this.#rtp.learn(message);
    }
  }

  #stream(packet: Packet, eventUs: number): void {
    this.#rtpPackets++;
    if (!this.#rtp.packet(packet, eventUs)) this.refuse("rtp_malformed");
  }

  #other(packet: Packet, eventUs: number, place: number): void {
    const id = packet.correlationId || this.#media.callOf(packet);
    if (id !== "" && this.#tracker.attach(id, { packet, eventUs, receivedUs: eventUs })) this.#tracker.stored("media", NAME, place);
  }

  finish(format: OpenedCapture["format"]): OpenedCapture {
    this.#tracker.closeAll();
    const calls = this.#calls.toSorted((a, b) => a.startedAtUs - b.startedAtUs);
    const streams = this.#rtp.streams();
    const { byCall, strays } = assignStreams(streams, calls, this.#media);
    const messagesOf = (call: Call): MessageView[] => arrangeMessages(placesOf(call).flatMap((place) => this.#entries(place, call.callId)));
    const quality = (call: Call): Quality => qualityOf({ call, messages: messagesOf(call), rtp: byCall.get(call.id) ?? [] });
    for (const call of calls) if (call.answeredAtUs > 0 || byCall.has(call.id)) Object.assign(call, summariseQuality(quality(call)));
    const engine = joinLegs(calls);
    return {
      sessions: sessionsIn(calls), linksOf: (call) => engine.linksOf(call.id), morePossibleOf: (call) => engine.morePossibleOf(call.id),
      format, calls, registrations: [...this.#registrations.live()], packets: this.#packets.length, sipMessages: this.#sipMessages, rtpPackets: this.#rtpPackets, refused: this.#refused,
      packetsOf: (call) => placesOf(call).flatMap((place) => this.#packets[place] ?? []), messagesOf, qualityOf: quality, streams, strayStreams: strays,
    };
  }

  #entries(place: number, callId: string): ArchivedMessage[] {
    const packet = this.#packets[place];
    if (packet === undefined) return [];
    const eventUs = this.#times[place] ?? 0;
    const entry = { ref: `${NAME}:${place}`, receivedUs: eventUs, eventUs, packet };
    if (packet.payloadType !== PAYLOAD_TYPE.SIP) return [{ ...entry, message: null }];
    return messagesIn(this.#latin1(packet.payload)).filter((message) => message.callId === callId).map((message) => ({ ...entry, message }));
  }
}

function placesOf(call: Call): number[] {
  return [...new Set(call.refs.flatMap(({ sequences }) => sequences))].toSorted((a, b) => a - b);
}
