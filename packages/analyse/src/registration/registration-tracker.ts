// Registrations: what the REGISTER exchanges of each address-of-record and contact came to (RFC 3261 §10).
import { headerOf, headersOf, parseNameAddr, parseUri } from "@sipglass/decode";
import type { Registration, SipMessage } from "@sipglass/model";
import type { Due } from "../call/due-heap.ts";
import { createStringPool, detached, type StringPool } from "../call/keep.ts";
import { createSources, type Source, type Sources } from "../call/sources.ts";
import type { MessageInput } from "../call/tracker.ts";

export interface RegistrationTracker {
  /** REGISTER requests and their responses; others are ignored. */
  message(input: MessageInput): void;
  /** Wall clock tick, at least once a second. */
  advance(wallUs: number): void;
  /** Copies of the registrations changed since the last call. */
  takeChanged(): Registration[];
  live(): Iterable<Registration>;
  readonly count: number;
}

export interface RegistrationOptions {
  /** Most registrations kept in memory; the one that began longest ago goes first. */
  maxRegistrations?: number;
}

interface Binding extends Due {
  registration: Registration;
  source: Source<Binding>;
}

/** A REGISTER that waits for its answer. */
interface Asked {
  aor: string;
  contacts: { uri: string; expiresS: number }[];
  /** `Contact: *`: every binding of the address is to go. */
  all: boolean;
  hasCredentials: boolean;
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
  userAgent: string;
}

interface Register {
  keep: StringPool;
  /** By address-of-record, then contact. */
  bindings: Map<string, Map<string, Binding>>;
  count: number;
  asked: Map<string, Asked>;
  sources: Sources<Binding>;
  changed: Set<Binding>;
  most: number;
}

/** RFC 3261 §10.2.1.1: the registrar chooses when nothing is asked for; an hour is the customary choice. */
const DEFAULT_EXPIRES_S = 3600;
/** What is over stays in memory for an hour of event time, so that a device that comes back is the same registration. */
const FORGET_US = 3_600_000_000;
const MOST_ASKED = 20_000;
const MOST_CONTACTS = 16;

export function createRegistrationTracker(options: RegistrationOptions = {}): RegistrationTracker {
  const register: Register = {
    keep: createStringPool(),
    bindings: new Map(),
    count: 0,
    asked: new Map(),
    sources: createSources<Binding>(),
    changed: new Set(),
    most: options.maxRegistrations ?? 500_000,
  };
  return {
    message(input) {
      const { message, packet, eventUs } = input;
      if (message.cseqMethod !== "REGISTER" && message.method !== "REGISTER") return;
      const source = register.sources.hear(packet.agentName, eventUs);
      expireDue(register, source);
      if (message.isRequest) noteRequest(register, input);
      else if (message.statusCode >= 200) noteAnswer(register, input, source);
    },
    advance(wallUs) {
      register.sources.tick(wallUs);
      for (const source of register.sources.all()) expireDue(register, source);
    },
    takeChanged() {
      const changed = [...register.changed].map(({ registration }) => ({ ...registration }));
      register.changed.clear();
      return changed;
    },
    *live() {
      for (const contacts of register.bindings.values()) for (const { registration } of contacts.values()) yield registration;
    },
    get count() {
      return register.count;
    },
  };
}

const askedKey = (message: SipMessage): string => `${message.callId}\n${message.cseq}\n${message.fromTag}`;

/** The first hop on which it is seen tells where the device is; the hops behind it repeat the same request. */
function noteRequest(register: Register, { message, packet }: MessageInput): void {
  const { asked, keep } = register;
  const key = askedKey(message);
  const known = asked.get(key);
  if (known && known.src !== packet.dst) return;
  if (asked.size >= MOST_ASKED) asked.delete(asked.keys().next().value!);
  const contacts = contactsOf(message);
  asked.set(detached(key), {
    aor: aorOf(message),
    contacts: contacts.filter(({ uri }) => uri !== "*"),
    all: contacts.some(({ uri }) => uri === "*"),
    hasCredentials: headerOf(message, "authorization") !== undefined || headerOf(message, "proxy-authorization") !== undefined,
    src: keep(packet.src),
    srcPort: packet.srcPort,
    dst: keep(packet.dst),
    dstPort: packet.dstPort,
    userAgent: keep((headerOf(message, "user-agent") ?? "").slice(0, 256)),
  });
}

function aorOf(message: SipMessage): string {
  const uri = parseUri(parseNameAddr(message.to).uri);
  if (!uri.ok) return "";
  const { user, host } = uri.value;
  return detached(user === "" ? host : host === "" ? user : `${user}@${host}`);
}

/** `expires` of the contact, else the Expires header, else the custom (§10.2.1.1). */
function contactsOf(message: SipMessage): { uri: string; expiresS: number }[] {
  const common = seconds(headerOf(message, "expires"));
  return headersOf(message, "contact")
    .slice(0, MOST_CONTACTS)
    .map((value) => {
      if (value.trim() === "*") return { uri: "*", expiresS: common ?? 0 };
      const contact = parseNameAddr(value);
      return { uri: detached(contact.uri), expiresS: seconds(contact.parameters.get("expires")) ?? common ?? DEFAULT_EXPIRES_S };
    });
}

function seconds(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number.parseInt(text, 10);
  return Number.isFinite(value) && value >= 0 ? Math.min(value, 0xffff_ffff) : undefined;
}

/** The first final response seen decides; the hops before it repeat it. */
function noteAnswer(register: Register, input: MessageInput, source: Source<Binding>): void {
  const key = askedKey(input.message);
  const asked = register.asked.get(key);
  if (!asked) return;
  register.asked.delete(key);
  const { statusCode } = input.message;
  if (statusCode >= 300) return noteRefusal(register, input, asked, source);
  const granted = contactsOf(input.message);
  if (asked.all) for (const binding of bindingsOf(register, asked.aor)) leave(register, binding, "unregistered", input);
  for (const { uri, expiresS } of asked.contacts) {
    const binding = bindingFor(register, asked, uri, input, source);
    binding.registration.accepted += 1;
    if (expiresS === 0) leave(register, binding, "unregistered", input);
    else renew(register, binding, granted.find((contact) => sameUri(contact.uri, uri))?.expiresS ?? expiresS, input);
  }
}

const bindingsOf = (register: Register, aor: string): Binding[] => [...(register.bindings.get(aor)?.values() ?? [])];

/** Registrars may reorder nothing but case of the host and blanks; parameters they may add. */
const sameUri = (a: string, b: string): boolean => a === b || a.split(";")[0]!.toLowerCase() === b.split(";")[0]!.toLowerCase();

/**
 * A challenge is part of every registration; one that answers credentials is a refusal. A binding that stands is not undone by a
 * challenge.
 */
function noteRefusal(register: Register, input: MessageInput, asked: Asked, source: Source<Binding>): void {
  const isChallenge = (input.message.statusCode === 401 || input.message.statusCode === 407) && !asked.hasCredentials;
  const uris = asked.contacts.length > 0 ? asked.contacts.map(({ uri }) => uri) : [""];
  for (const uri of uris) {
    const binding = bindingFor(register, asked, uri, input, source);
    if (!isChallenge) binding.registration.refused += 1;
    if (isChallenge && binding.registration.state === "registered") continue;
    leave(register, binding, isChallenge ? "challenged" : "rejected", input);
  }
}

function bindingFor(
  register: Register,
  asked: Asked,
  contact: string,
  { message, packet, eventUs }: MessageInput,
  source: Source<Binding>,
): Binding {
  const binding = register.bindings.get(asked.aor)?.get(contact) ?? newBinding(register, asked.aor, contact, packet.agentName, source);
  const { src, srcPort, dst, dstPort, userAgent } = asked;
  Object.assign(binding.registration, { src, srcPort, dst, dstPort, userAgent, statusCode: message.statusCode, lastSeenAtUs: eventUs });
  if (binding.registration.callId !== message.callId) binding.registration.callId = detached(message.callId);
  register.changed.add(binding);
  return binding;
}

function newBinding(register: Register, aor: string, contact: string, agent: string, source: Source<Binding>): Binding {
  const registration: Registration = {
    aor,
    contact,
    state: "challenged",
    registeredAtUs: 0,
    lastSeenAtUs: 0,
    expiresS: 0,
    src: "",
    srcPort: 0,
    dst: "",
    dstPort: 0,
    userAgent: "",
    statusCode: 0,
    accepted: 0,
    refused: 0,
    flaps: 0,
    callId: "",
    agent: register.keep(agent),
  };
  const binding: Binding = { registration, source, dueUs: 0, deadlineUs: 0, slot: -1 };
  if (register.count >= register.most) dropOldest(register);
  const contacts = register.bindings.get(aor) ?? new Map<string, Binding>();
  register.bindings.set(aor, contacts.set(contact, binding));
  register.count += 1;
  return binding;
}

function dropOldest(register: Register): void {
  for (const contacts of register.bindings.values()) for (const binding of contacts.values()) return drop(register, binding);
}

function drop(register: Register, binding: Binding): void {
  const { aor, contact } = binding.registration;
  const contacts = register.bindings.get(aor);
  binding.source.due.remove(binding);
  contacts?.delete(contact);
  if (contacts?.size === 0) register.bindings.delete(aor);
  register.count -= 1;
}

function renew(register: Register, binding: Binding, expiresS: number, { eventUs }: MessageInput): void {
  const { registration } = binding;
  if (registration.state !== "registered") {
    // A challenge before the first acceptance is no interruption.
    if (registration.registeredAtUs !== 0) registration.flaps += 1;
    registration.registeredAtUs = eventUs;
  }
  registration.state = "registered";
  registration.expiresS = expiresS;
  arm(binding, eventUs + expiresS * 1_000_000);
  register.changed.add(binding);
}

function leave(register: Register, binding: Binding, state: Registration["state"], { eventUs }: MessageInput): void {
  binding.registration.state = state;
  binding.registration.expiresS = 0;
  arm(binding, eventUs + FORGET_US);
  register.changed.add(binding);
}

function arm(binding: Binding, deadlineUs: number): void {
  binding.source.due.remove(binding);
  binding.source.due.arm(binding, deadlineUs);
}

function expireDue(register: Register, source: Source<Binding>): void {
  for (let binding = source.due.next(source.watermarkUs); binding; binding = source.due.next(source.watermarkUs)) {
    if (binding.registration.state !== "registered") {
      drop(register, binding);
      continue;
    }
    binding.registration.state = "expired";
    register.changed.add(binding);
    binding.source.due.arm(binding, binding.deadlineUs + FORGET_US);
  }
}
