// The one way to the API: same-origin fetch with the session cookie; every failure becomes the house's one error class.
import { ERRORS, SipglassError } from "@sipglass/model";
import type { ErrorCode } from "@sipglass/model";
import { server } from "./server-state.ts";
import { hrefOf } from "../url/base-path.ts";
import { NO_ANSWER } from "../words/shell.ts";

/** A browser refuses to finish more than 64 KiB for pages that are gone. */
const FINISHED_BYTES = 16_384;

const BASE = hrefOf("/api/v1/");

export type Params = Record<string, string | number | undefined>;

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  params?: Params;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

export function apiUrl(path: string, params: Params = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== undefined && value !== "") search.set(key, String(value));
  return `${BASE}${path}${search.size > 0 ? `?${search}` : ""}`;
}

export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", params, body, signal } = options;
  const init: RequestInit = { method, credentials: "same-origin", headers: { accept: "application/json" }, signal: signal ?? null };
  if (method !== "GET") init.headers = { ...init.headers, "x-sipglass": "1" };
  if (body !== undefined) {
    init.headers = { ...init.headers, "content-type": "application/json" };
    init.body = JSON.stringify(body);
    // A change that was made just before the page is left or loaded again is still made.
    init.keepalive = init.body.length <= FINISHED_BYTES;
  }
  const response = await fetch(apiUrl(path, params), init).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    server.missed();
    throw new SipglassError("unavailable", { network: true }, NO_ANSWER, { cause });
  });
  const text = await response.text();
  if ([502, 503, 504].includes(response.status) && !response.headers.get("content-type")?.includes("json")) server.missed();
  if (!response.ok) throw errorFrom(response.status, text);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

interface ErrorBody {
  error?: { code?: string; message?: string; details?: Record<string, unknown> };
}

export function errorFrom(status: number, text: string): SipglassError {
  const { error } = parseBody(text);
  const code: ErrorCode = error?.code !== undefined && error.code in ERRORS ? (error.code as ErrorCode) : codeOfStatus(status);
  return new SipglassError(code, { status, ...error?.details }, error?.message);
}

function parseBody(text: string): ErrorBody {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as ErrorBody) : {};
  } catch {
    return {};
  }
}

/** A proxy in front may answer without our body: the status then picks the nearest code. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return "unauthorized";
  if (status === 502 || status === 503 || status === 504) return "unavailable";
  const entries = Object.entries(ERRORS) as [ErrorCode, { status: number }][];
  return entries.find(([, row]) => row.status === status)?.[0] ?? "internal";
}
