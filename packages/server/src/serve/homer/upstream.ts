// A service beside us (Prometheus, Loki) that is asked on behalf of people who see everything. Only the configured address is asked, by GET alone:
// nobody who asks says where to, a redirect is not followed, and what comes back is bounded in time and size.
import { SipglassError } from "@sipglass/model";

export interface UpstreamOptions {
  /** As people know it: Prometheus. */
  name: string;
  /** Without a slash at its end. */
  url: string;
  /** "" asks without credentials. */
  user: string;
  password: string;
  timeoutMs?: number;
  mostBytes?: number;
  /** For the log: why it failed, without address and credentials. */
  onFault?(reason: string): void;
}

export interface Upstream {
  /** The JSON that it answers to `GET path?parameters`; parts of the path from outside are encoded by the caller. */
  ask(path: string, parameters?: Readonly<Record<string, string>>): Promise<unknown>;
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 16 * 1024 * 1024;

export function createUpstream({ name, url, user, password, timeoutMs = TIMEOUT_MS, mostBytes = MOST_BYTES, onFault = () => {} }: UpstreamOptions): Upstream {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const headers = { accept: "application/json", "user-agent": "sipglass", ...(user === "" && password === "" ? {} : { authorization }) };
  const fault = (reason: string): SipglassError => {
    onFault(reason);
    return new SipglassError("unavailable", { service: name }, `${name} ${reason}.`);
  };

  return {
    async ask(path, parameters = {}) {
      const query = new URLSearchParams(parameters).toString();
      try {
        const answer = await fetch(`${url}${path}${query === "" ? "" : `?${query}`}`, {
          headers,
          redirect: "manual",
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await textOf(answer, mostBytes);
        if (text === undefined) throw fault(`answered more than ${mostBytes} bytes`);
        if (answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 403)
          throw new SipglassError("bad_request", { service: name }, `${name} does not understand that: ${reasonIn(text)}`);
        if (!answer.ok) throw fault(`answered ${answer.status}`);
        return JSON.parse(text);
      } catch (error) {
        if (error instanceof SipglassError) throw error;
        if (error instanceof SyntaxError) throw fault("answered with what is no JSON");
        throw fault(
          error instanceof Error && error.name === "TimeoutError" ? `did not answer within ${timeoutMs / 1000} s` : "does not answer",
        );
      }
    },
  };
}

/** Undefined: it is longer; the rest is not read. */
async function textOf(answer: Response, mostBytes: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > mostBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Prometheus puts it into `error`, Loki writes it as text. */
function reasonIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === "string") return error.slice(0, 300);
  } catch {
    // It is text.
  }
  return text.trim().slice(0, 300);
}
