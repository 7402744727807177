// Screens of homer-ui, replayed: each file of fixtures/homer says what a screen asks and which fields its code reads of the answer, noted
// from its source. A read is a path (`[]` every item, `[0]` one, `{}` every value) and what must be there for the code to go on.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Json = Record<string, unknown>;

interface Step {
  request: { method: string; path: string; body?: unknown };
  status: number;
  reads?: Record<string, string>;
  /** Lists that this answer may leave empty. */
  may_be_empty?: string[];
  /** Values of the answer that later requests name as $NAME. */
  keep?: Record<string, string>;
  signed_in?: boolean;
  /** Field of a form that carries the capture. */
  upload?: string;
  /** First bytes in hex, of what is no JSON. */
  body_starts?: string;
  content_type?: string;
}

export interface Screen {
  screen: string;
  read_in: string[];
  steps: Step[];
}

export interface Replaying {
  http: string;
  token: string;
  /** What $NAMES stand for; kept values join them. */
  values: Record<string, unknown>;
  capture: Buffer;
}

/** homer-ui runs in a browser. */
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

export function screensOf(version: string): { name: string; screen: Screen }[] {
  const folder = join(import.meta.dirname, "../fixtures/homer", version);
  return readdirSync(folder).toSorted().map((file) => ({ name: file, screen: JSON.parse(readFileSync(join(folder, file), "utf8")) as Screen }));
}

export async function replay({ steps }: Screen, on: Replaying): Promise<Json[]> {
  const answers: Json[] = [];
  for (const step of steps) {
    const { method } = step.request;
    const path = String(filled(step.request.path, on.values));
    const what = `${method} ${path}`;
    const answer = await fetch(`${on.http}/api/v3${path}`, { method, ...bodyOf(step, on) });
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.status, step.status, `${what}: ${bytes.toString("utf8", 0, 300)}`);
    if (step.content_type) assert.ok(answer.headers.get("content-type")?.startsWith(step.content_type), `${what}: ${answer.headers.get("content-type")}`);
    if (step.body_starts) assert.equal(bytes.subarray(0, step.body_starts.length / 2).toString("hex"), step.body_starts, what);
    if (!step.reads) continue;
    const body = JSON.parse(bytes.toString("utf8")) as Json;
    for (const [read, type] of Object.entries(step.reads)) checkRead(body, read, type, { what, mayBeEmpty: step.may_be_empty ?? [] });
    for (const [name, read] of Object.entries(step.keep ?? {})) on.values[name] = read.split(".").reduce<unknown>((at, key) => (at as Json)[key], body);
    answers.push(body);
  }
  return answers;
}

function bodyOf({ request, upload, signed_in: signedIn = true }: Step, { token, values, capture }: Replaying): RequestInit {
  const headers = { "user-agent": AGENT, ...(signedIn ? { authorization: `Bearer ${token}` } : {}) };
  if (upload) {
    const form = new FormData();
    form.append(upload, new Blob([capture]), "capture.pcap");
    return { headers, body: form };
  }
  return request.body === undefined ? { headers } : { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(filled(request.body, values)) };
}

/** `$NAME` alone keeps the type of its value; within a text it is written out. */
function filled(template: unknown, values: Json): unknown {
  if (typeof template === "string") {
    const alone = /^\$([A-Z_]+)$/.exec(template)?.[1];
    if (alone !== undefined && alone in values) return values[alone];
    return template.replace(/\$([A-Z_]+)/g, (text, name: string) => (name in values ? String(values[name]) : text));
  }
  if (Array.isArray(template)) return template.map((item) => filled(item, values));
  if (typeof template === "object" && template !== null) return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, values)]));
  return template;
}

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const DAY_MS = 86_400_000;

const TYPES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === "string",
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: (value) => typeof value === "object" && value !== null,
  absent: (value) => value === undefined || value === null,
  /** Near now, so that microseconds or seconds do not pass. */
  epoch_ms: (value) => typeof value === "number" && Math.abs(value - Date.now()) < 2 * DAY_MS,
  date: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
  json: (value) => typeof value === "string" && isRecord(JSON.parse(value)),
  /** Three parts whose middle one says until when. */
  jwt: (value) => typeof value === "string" && Number((JSON.parse(Buffer.from(value.split(".")[1] ?? "", "base64url").toString()) as Json)["exp"]) * 1000 > Date.now(),
};

function checkRead(body: unknown, read: string, type: string, { what, mayBeEmpty }: { what: string; mayBeEmpty: string[] }): void {
  const isOptional = type.endsWith("?");
  const test = TYPES[isOptional ? type.slice(0, -1) : type];
  assert.ok(test, `${read}: there is no type ${type}`);
  const found = valuesAt(body, read, (list) => assert.ok(mayBeEmpty.includes(list), `${what}: ${list} is empty or no list, so nothing shows that ${read} is right`));
  for (const value of found) {
    if (isOptional && value === undefined) continue;
    assert.ok(test(value), `${what}: ${read} must be ${type}, is ${JSON.stringify(value)?.slice(0, 200)}`);
  }
}

function valuesAt(body: unknown, read: string, onEmpty: (list: string) => void): unknown[] {
  let at: unknown[] = [body];
  let path = "";
  for (const part of read.split(/\.|(?=\[)|(?=\{)/)) {
    if (part === "") continue;
    if (part === "[]" || part === "{}") {
      const items = at.flatMap((value) => (part === "[]" ? (Array.isArray(value) ? (value as unknown[]) : []) : Object.values(isRecord(value) ? value : {})));
      if (items.length === 0) onEmpty(path);
      at = items;
    } else at = at.map((value) => (part.startsWith("[") ? (value as unknown[] | undefined)?.[Number(part.slice(1, -1))] : isRecord(value) ? value[part] : undefined));
    path += (path && !part.startsWith("[") && !part.startsWith("{") ? "." : "") + part;
  }
  return at;
}
