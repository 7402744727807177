// DEVELOPMENT TOOL: a mock of the API for working on the page without a server. `npm run mock -w packages/web [PORT] [empty]`
// Knows any user with password "sipglass"; understands only the simplest queries. Serves dist/ too, so one port shows the built page.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { fromRfc3339, parseQuery, toRfc3339 } from "@sipglass/model";
import type { CallJson } from "../src/api/shapes.ts";
import { buildCall, ladderOf, messagesOf, randomOf } from "./mock-call.ts";
import type { MockCall } from "./mock-call.ts";
import { LIVE, SCENARIOS } from "./scenarios.ts";
import { agents, registrations } from "./mock-tables.ts";
import { diagnosisOf, linksOf, qualityOf } from "./mock-understanding.ts";

const port = Number(process.argv[2] ?? 19080);
const empty = process.argv.includes("empty");
const DIST = join(import.meta.dirname, "../dist");
const nowUs = (): number => Date.now() * 1000;

const calls: MockCall[] = empty ? [] : past(1284, 24 * 3600e6);
const liveCalls = new Map<number, number>();
const listeners = new Set<{ q: string; response: ServerResponse }>();
let seed = 500_000;

function past(count: number, spanUs: number): MockCall[] {
  const random = randomOf(7);
  const bag = SCENARIOS.flatMap((scenario) => Array.from({ length: scenario.weight }, () => scenario));
  const starts = Array.from({ length: count }, () => nowUs() - Math.floor(random() ** 2 * spanUs) - 400e6);
  return starts.sort((a, b) => b - a).map((start, i) => buildCall(1000 + i, start, bag[Math.floor(random() * bag.length)] ?? LIVE));
}

function tick(): void {
  if (empty) return;
  const changes: { change: "new" | "changed"; call: CallJson }[] = [];
  if (Math.random() < 0.2) {
    liveCalls.set(seed++, nowUs());
  }
  for (const [id, startUs] of liveCalls) {
    const built = buildCall(id, startUs, LIVE, nowUs());
    const at = calls.findIndex((each) => each.call.id === built.call.id);
    if (at === -1) calls.unshift(built);
    else if (calls[at]?.call.revision === built.call.revision) continue;
    else calls[at] = built;
    changes.push({ change: at === -1 ? "new" : "changed", call: built.call });
    if (built.call.state === "completed") liveCalls.delete(id);
  }
  for (const { q, response } of listeners) {
    const matching = changes.filter(({ call }) => matches(call, q));
    if (matching.length > 0) response.write(`event: calls\ndata: ${JSON.stringify({ changes: matching })}\n\n`);
  }
}

function matches(call: CallJson, asked: string): boolean {
  const q = asked.replace(/^\((.*?) ?\) kind:call$/, "$1").replace(/^kind:call$/, "");
  const terms = q.match(/(NOT )?(?:[\w]+[:<>](?:"[^"]*"|\S+)|\S+)/g) ?? [];
  return terms.every((term) => {
    const not = term.startsWith("NOT ");
    const match = /^(\w+)[:<>]"?([^"]*)"?$/.exec(term.replace(/^NOT /, ""));
    const values = (match?.[2] ?? term).toLowerCase().split(",");
    const subject = match
      ? {
          state: call.state,
          from: call.caller,
          to: call.callee,
          code: String(call.status_code),
          agent: call.agents.join(" "),
          callid: call.call_id,
          number: `${call.caller} ${call.callee}`,
        }[match[1] ?? ""]
      : JSON.stringify(call);
    const hit = values.some((value) => (subject ?? "").toLowerCase().includes(value.replace(/[*~]/g, "").replace(/xx$/, "")));
    return hit !== not;
  });
}

const bound = (text: string | null, fallback: number): number => {
  const relative = /^-(\d+)([mhdw])$/.exec(text ?? "");
  if (relative)
    return nowUs() - Number(relative[1]) * { m: 60e6, h: 3600e6, d: 86400e6, w: 604800e6 }[relative[2] as "m" | "h" | "d" | "w"];
  return text ? fromRfc3339(text) : fallback;
};

const within = (query: URLSearchParams): CallJson[] => {
  const [from, to] = [bound(query.get("from"), nowUs() - 2 * 3600e6), bound(query.get("to"), nowUs() + 60e6)];
  return calls
    .map(({ call }) => call)
    .filter(
      (call) =>
        fromRfc3339(call.started_at ?? "") >= from && fromRfc3339(call.started_at ?? "") < to && matches(call, query.get("q") ?? ""),
    );
};

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body === null ? "" : JSON.stringify(body));
}
const fail = (response: ServerResponse, status: number, code: string, message: string, details: object = {}): void =>
  send(response, status, { error: { code, message, details } });
const list = <T>(items: T[], extra: object = {}) => ({ items, next: null, partial: false, warnings: [], ...extra });

function listCalls(query: URLSearchParams, response: ServerResponse): void {
  const q = query.get("q") ?? "";
  const parsed = parseQuery(q, { nowUs: nowUs() });
  if (!parsed.ok) return fail(response, 400, "bad_query", parsed.message, { position: parsed.position, suggestion: parsed.suggestion });
  const limit = Number(query.get("limit") ?? 100);
  const after = Number(query.get("cursor") ?? 0);
  const found = within(query);
  const next = after + limit < found.length ? String(after + limit) : null;
  send(response, 200, {
    items: found.slice(after, after + limit),
    next,
    partial: q.includes("partial"),
    warnings: q.includes("partial") ? ["Day 2026-11-19 could not be read: its archive is on a disk that is away."] : [],
  });
}

function histogram(query: URLSearchParams, response: ServerResponse): void {
  const [from, to] = [bound(query.get("from"), nowUs() - 2 * 3600e6), bound(query.get("to"), nowUs())];
  const buckets = Number(query.get("buckets") ?? 60);
  const step = (to - from) / buckets;
  const found = within(query);
  const items = Array.from({ length: buckets }, (_, i) => {
    const byState: Record<string, number> = {};
    for (const call of found)
      if (Math.floor((fromRfc3339(call.started_at ?? "") - from) / step) === i) byState[call.state] = (byState[call.state] ?? 0) + 1;
    return { at: toRfc3339(Math.round(from + i * step)), by_state: byState };
  });
  send(response, 200, { from: toRfc3339(from), to: toRfc3339(to), bucket_s: step / 1e6, items, total: found.length });
}

function oneCall(path: string[], query: URLSearchParams, response: ServerResponse): void {
  const mock = calls.find(({ call }) => call.id === path[1] || call.call_id === decodeURIComponent(path[1] ?? ""));
  if (!mock) return fail(response, 404, "not_found", "There is no such thing here.");
  if (path[2] === undefined) return send(response, 200, mock.call);
  if (path[2] === "messages") return send(response, 200, list(messagesOf(mock)));
  if (path[2] === "ladder") return send(response, 200, ladderOf(mock));
  if (path[2] === "findings") return send(response, 200, diagnosisOf(mock));
  if (path[2] === "quality") return send(response, 200, qualityOf(mock));
  if (path[2] === "links") {
    const others = calls.slice(0, Number.parseInt(mock.call.id, 36) % 3).map(({ call }) => call);
    return send(response, 200, {
      session_id: mock.call.session_id,
      legs: [mock.call],
      possible: others,
      more_possible: 0,
      links: linksOf(mock.call, others),
    });
  }
  response
    .writeHead(200, { "content-type": "text/plain", "content-disposition": `attachment; filename="call.${query.get("format")}"` })
    .end(
      messagesOf(mock)
        .map((message) => message.raw)
        .join("\n"),
    );
}

async function importFile(request: IncomingMessage, query: URLSearchParams, response: ServerResponse): Promise<void> {
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).length;
  if (size < 24) return fail(response, 400, "not_capture", "This file is not a capture that sipglass can read.");
  send(response, 200, { file: query.get("name") ?? "capture", packets: 340, sip_messages: 311, refused: { not_sip: 29 }, calls: 12, from: "2026-11-20T10:00:00.000000Z", to: "2026-11-20T10:05:00.000000Z" });
}

function complete(query: URLSearchParams, response: ServerResponse): void {
  const pick: Record<string, (call: CallJson) => string[]> = {
    from: (c) => [c.caller],
    to: (c) => [c.callee],
    number: (c) => [c.caller, c.callee],
    agent: (c) => c.agents,
    callid: (c) => [c.call_id],
    ua: (c) => c.user_agents,
    src: (c) => [c.src],
    dst: (c) => [c.dst],
  };
  const values = new Set(calls.slice(0, 300).flatMap(({ call }) => pick[query.get("field") ?? ""]?.(call) ?? []));
  send(response, 200, {
    items: [...values].filter((value) => value.toLowerCase().includes((query.get("prefix") ?? "").toLowerCase())).slice(0, 10),
  });
}

const signedIn = (request: IncomingMessage): boolean => (request.headers.cookie ?? "").includes("sipglass=mock");

function login(request: IncomingMessage, response: ServerResponse): void {
  let body = "";
  request
    .on("data", (chunk: Buffer) => (body += chunk.toString()))
    .on("end", () => {
      const { username, password } = JSON.parse(body) as { username: string; password: string };
      if (password !== "sipglass") return fail(response, 401, "unauthorized", "User name or password is wrong.");
      response.setHeader("set-cookie", "sipglass=mock; Path=/; HttpOnly; SameSite=Lax");
      send(response, 200, { token: "mock", expires_at: toRfc3339(nowUs() + 43_200e6), user: { username, role: "admin", tenants: [] } });
    });
}

function api(path: string[], query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
  const route = `${request.method} ${path.slice(0, 2).join("/")}`;
  if (route === "POST auth/login") return login(request, response);
  if (!signedIn(request)) return fail(response, 401, "unauthorized", "Sign in first.");
  if (route === "POST auth/logout") return void response.writeHead(204, { "set-cookie": "sipglass=; Path=/; Max-Age=0" }).end();
  if (route === "GET auth/me") return send(response, 200, { username: "noc", role: "admin", tenants: [] });
  if (route === "GET calls") return listCalls(query, response);
  if (route === "GET calls/histogram") return histogram(query, response);
  if (path[0] === "calls") return oneCall(path, query, response);
  if (route === "GET complete") return complete(query, response);
  if (route === "GET agents") return send(response, 200, list(empty ? [] : agents(nowUs())));
  if (route === "GET registrations")
    return send(response, 200, list(empty ? [] : registrations(nowUs()).filter((each) => each.aor.includes(query.get("prefix") ?? ""))));
  if (route === "POST imports") return void importFile(request, query, response);
  if (route === "GET live") {
    const listener = { q: query.get("q") ?? "", response };
    response.writeHead(200, { "content-type": "text/event-stream" }).write("event: ping\ndata: {}\n\n");
    listeners.add(listener);
    return void response.on("close", () => listeners.delete(listener));
  }
  fail(response, 404, "not_found", "There is no such thing here.");
}

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

function page(pathname: string, response: ServerResponse): void {
  const file = join(DIST, normalize(pathname));
  const found = existsSync(file) && statSync(file).isFile() ? file : join(DIST, "index.html");
  response.writeHead(200, {
    "content-type": TYPES[extname(found)] ?? "application/octet-stream",
    "content-security-policy": "default-src 'self'; img-src 'self' data:",
  });
  createReadStream(found).pipe(response);
}

setInterval(tick, 400).unref();
createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://mock");
  if (pathname.startsWith("/api/v1/")) api(pathname.slice(8).split("/"), searchParams, request, response);
  else page(pathname, response);
}).listen(port, () => process.stdout.write(`mock API on http://127.0.0.1:${port}\n`));
