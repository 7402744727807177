// The server's HTTP API as the commands use it; errors of the server come out as the errors of the house.
import { ERRORS, SipglassError, type ErrorCode } from "@sipglass/model";
import { usageError, type CommandCall, type Option } from "./command.ts";
import { readEvents, type ServerEvent } from "./server-events.ts";

export const SERVER_OPTIONS: readonly Option[] = [
  { name: "server", short: "s", value: "URL", help: "where the server is (SIPGLASS_URL; default http://127.0.0.1:9080)" },
  { name: "token", value: "TOKEN", help: "API token (SIPGLASS_TOKEN)" },
  { name: "user", short: "u", value: "NAME", help: "sign in with a user's name instead of a token" },
  { name: "password", short: "p", value: "TEXT", help: "that user's password" },
];

export interface Client {
  readonly url: string;
  json<T>(path: string, query?: Query): Promise<T>;
  bytes(path: string, query?: Query): Promise<{ body: AsyncIterable<Uint8Array>; fileName: string; remarks: string[] }>;
  send<T>(path: string, body: ReadableStream<Uint8Array>, query?: Query): Promise<T>;
  /** Of a value as JSON; undefined when the answer is empty. */
  post<T>(path: string, value: unknown, query?: Query): Promise<T>;
  events(path: string, query: Query, signal: AbortSignal): AsyncGenerator<ServerEvent>;
}

/** For an answer that is computed, not streamed. */
const PATIENCE_MS = 60_000;

export type Query = Record<string, string | number | undefined>;

export function createClient({ values, environment }: Pick<CommandCall, "values" | "environment">): Client {
  const url = baseUrl(values.text("server") ?? environment.serverUrl);
  const authorization = authorizationOf(values.text("token") ?? environment.token, values.text("user"), values.text("password"));
  const call = (path: string, query: Query = {}, init: RequestInit = {}): Promise<Response> => request(url, path, query, { ...init, headers: { ...authorization, ...init.headers } });
  return {
    url,
    async json<T>(path: string, query?: Query) {
      return (await (await call(path, query, { signal: AbortSignal.timeout(PATIENCE_MS) })).json()) as T;
    },
    async bytes(path, query) {
      const response = await call(path, query);
      return { body: response.body ?? emptyBody(), fileName: fileNameIn(response.headers.get("content-disposition") ?? ""), remarks: remarksIn(response.headers) };
    },
    async send<T>(path: string, body: ReadableStream<Uint8Array>, query?: Query) {
      const init = { method: "POST", body, duplex: "half", headers: { "content-type": "application/octet-stream" } } as const;
      return (await (await call(path, query, init)).json()) as T;
    },
    async post<T>(path: string, value: unknown, query?: Query) {
      const response = await call(path, query, { method: "POST", body: JSON.stringify(value), headers: { "content-type": "application/json" } });
      return (response.status === 204 ? undefined : await response.json()) as T;
    },
    async *events(path, query, signal) {
      const response = await call(path, query, { signal, headers: { accept: "text/event-stream" } });
      yield* readEvents(response.body ?? emptyBody());
    },
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // An answer without a body has nothing to give.
}

/** As people write it, to `http://host:port` without a slash at the end. */
export function baseUrl(text: string): string {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || !["http:", "https:"].includes(url.protocol)) throw usageError(`"${text}" is no address of a server: it is written http://host:port.`);
  return url.href.replace(/\/+$/, "");
}

function authorizationOf(token: string, user: string | undefined, password: string | undefined): Record<string, string> {
  if (user !== undefined) {
    if (password === undefined) throw usageError("--user needs --password.");
    return { authorization: `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}` };
  }
  return token === "" ? {} : { authorization: `Bearer ${token}` };
}

async function request(url: string, path: string, query: Query, init: RequestInit): Promise<Response> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== "") search.set(name, String(value));
  const where = `${url}/api/v1/${path}`;
  const response = await fetch(search.size === 0 ? where : `${where}?${search}`, init).catch((error: unknown) => {
    throw unreachable(url, error);
  });
  if (!response.ok) throw await errorOf(response, where);
  return response;
}

function unreachable(url: string, error: unknown): unknown {
  if (error instanceof Error && error.name === "AbortError") return error;
  if (error instanceof Error && error.name === "TimeoutError") {
    return new SipglassError("unavailable", { where: url, help: "It may be overloaded or recovering: GET /health/ready tells." }, `The server did not answer within ${PATIENCE_MS / 1000} s.`, { cause: error });
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : String(cause);
  const help = "Start it with `sipglass serve`, or say where it is with --server or SIPGLASS_URL.";
  return new SipglassError("unavailable", { where: url, help }, `No sipglass server answers (${reason}).`, { cause: error });
}

const BY_STATUS: Partial<Record<number, ErrorCode>> = { 400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 409: "conflict", 413: "too_large", 429: "too_many_attempts", 503: "unavailable" };

/** The server's own words where it has some; else what the status says. */
async function errorOf(response: Response, where: string): Promise<SipglassError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = isErrorBody(body) ? body.error : undefined;
  const code = error !== undefined && error.code in ERRORS ? (error.code as ErrorCode) : (BY_STATUS[response.status] ?? "internal");
  const message = error?.message ?? `${ERRORS[code].message} (HTTP ${response.status}; is that a sipglass server?)`;
  const help = code === "unauthorized" ? { help: "Give --token (or SIPGLASS_TOKEN), or --user and --password." } : {};
  return new SipglassError(code, { ...error?.details, ...help, where }, message);
}

function isErrorBody(body: unknown): body is { error: { code: string; message: string; details: Record<string, unknown> } } {
  return typeof body === "object" && body !== null && "error" in body && typeof body.error === "object" && body.error !== null && "code" in body.error && typeof body.error.code === "string";
}

/** What a file does not hold. */
function remarksIn(headers: Headers): string[] {
  const leftOut = headers.get("x-sipglass-left-out");
  const [calls, next] = [headers.get("x-sipglass-calls"), headers.get("x-sipglass-next")];
  return [...(leftOut === null ? [] : [`! This format has no place for: ${leftOut}`]), ...(next === null ? [] : [`! Only the first ${calls} calls: raise --limit or narrow the query`])];
}

function fileNameIn(disposition: string): string {
  return /filename="([^"]*)"/.exec(disposition)?.[1]?.replaceAll(/[/\\]/g, "_") ?? "";
}
