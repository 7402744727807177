// What an attacker tries, one after the other, and that it comes to nothing. What other tests hold already (every write by cookie needs its header,
// file names of uploads, damaged and swollen gzip, throttling by wait) stands in access.test, imports.test and auth.test.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { createCaptureReader, decodeHep, encodeHep3 } from "@sipglass/decode";
import { FIELDS, parseQuery, toPredicate } from "@sipglass/model";
import fc from "fast-check";
import { pino } from "pino";
import { inflateAny } from "../inflate.ts";
import { packetOf } from "../pipeline/frames.fixture.ts";
import { maskDigits } from "../search/dtmf.ts";
import { createApp } from "./app.ts";
import { PASSWORD, signIn, startApp, START_US, type TestApp } from "./app.fixture.ts";
import { callOf, createQuestions, messageOf } from "./questions.fixture.ts";

const HOSTILE = [
  "' OR '1'='1", "'; DROP TABLE users; --", '" OR ""="', "\\", "%", "_", "\u0000", "$(id)", "`id`", "{{7*7}}", "${7*7}", "../../etc/passwd", "..\\..\\windows", "<script>alert(1)</script>", "\r\nSet-Cookie: a=b",
  "\r\n\r\n<html>", "\u2028", "\ud800", "(?:(a+)+)+$", "[", "*".repeat(200), "a".repeat(4000), "__proto__", "constructor", '{"$gt":""}', "\u001b]0;owned\u0007",
];

/** A call whose every text is an attack. */
const evilCall = (text: string) =>
  callOf("evil", {
    tenants: ["acme"], callId: text, caller: text, callee: text, fromUser: text, toUser: text, fromDomain: text, statusText: text, userAgents: [text], agents: [text], headers: { "x-a": text }, hops: [text], src: "192.0.2.1", sessionId: "evil", refs: [],
  });

describe("an attacker", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp({ limits: { importBytes: 4 * 1024 * 1024 } });
    it.questions.calls.push(callOf("c1", { tenants: ["acme"] }));
  });
  after(() => it.close());

  test("puts SQL, patterns and control characters into every parameter of every route, and nothing breaks or gives more", async () => {
    const users = it.state.users.list().length;
    for (const rule of it.app.routeRules.filter(({ method, url }) => method !== "HEAD" && method !== "OPTIONS" && !/\/live(?:\/messages)?$|login|\/auth$|password|logout/.test(url))) {
      for (const text of HOSTILE) {
        const word = encodeURIComponent(text.toWellFormed());
        const query = ["q", "from", "prefix", "field", "cursor", "name", "user", "object", "zone", "kpis", "format"].map((name) => `${name}=${word}`);
        const url = `${rule.url.replace(/:\w+/g, word.slice(0, 900))}?${query[(HOSTILE.indexOf(text) + rule.url.length) % query.length]}`;
        const payload = rule.method === "GET" ? undefined : { username: text, name: text, query: text, kind: text, value: text, call: text, data: { [text]: text }, param: { search: { "1_call": [{ name: "sid", value: text }] } } };
        const answer = await it.app.inject({ method: rule.method as "GET", url, headers: it.bearer("customer"), ...(payload ? { payload } : {}) });
        assert.ok(answer.statusCode < 500, `${rule.method} ${url}: ${answer.statusCode} ${answer.body.slice(0, 200)}`);
      }
    }
    assert.equal(it.state.users.list().length, users);
    for (const text of HOSTILE) {
      const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
      const found = await it.app.inject({ url: `/api/v1/calls?q=${encodeURIComponent(`from:"${escaped}"`.toWellFormed())}`, headers: it.bearer("customer") });
      if (found.statusCode === 200 && !/^\*+$/.test(text)) assert.deepEqual(found.json<{ items: unknown[] }>().items, [], text);
    }
  });

  test("writes no line of his own into the log", async () => {
    const lines: string[] = [];
    const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
    const app = await createApp({ questions: createQuestions(), state: it.state, version: "0", log });
    for (const text of HOSTILE) {
      await app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { username: text.slice(0, 100) || "x", password: "\n{\"level\":60}" }, headers: { "user-agent": "a\tb" }, remoteAddress: "198.51.100.99" });
      await app.inject({ url: `/api/v1/${encodeURIComponent(text.toWellFormed().slice(0, 200))}` });
    }
    await app.close();
    assert.ok(lines.length > HOSTILE.length);
    for (const line of lines) assert.ok(line.indexOf("\n") === line.length - 1 && typeof JSON.parse(line) === "object", line);
    assert.ok(!lines.join("").includes(PASSWORD));
  });

  test("finds the name of a file in a header to be a name, whatever the Call-ID is", async () => {
    const check = async (callId: string): Promise<void> => {
      it.questions.calls = [evilCall(callId)];
      const answer = await it.app.inject({ url: "/api/v1/calls/evil/export?format=json", headers: it.bearer("customer") });
      assert.equal(answer.statusCode, 200, answer.body);
      assert.match(String(answer.headers["content-disposition"]), /^attachment; filename="sipglass-[A-Za-z0-9_@-][A-Za-z0-9._@-]*\.json"$/);
      assert.deepEqual([answer.headers["set-cookie"], answer.headers["x-content-type-options"]], [undefined, "nosniff"]);
    };
    for (const text of HOSTILE) await check(text);
    await fc.assert(fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), check), { numRuns: 100 });
  });

  test("cannot bring script into a page by what is in a call", async () => {
    const text = '<img src=x onerror=alert(1)>"];%%{init}%%\n@enduml\n!include /etc/passwd';
    const call = evilCall("c@x");
    const raw = `INVITE sip:x SIP/2.0\r\nFrom: "${text.replaceAll("\n", " ")}" <sip:a@b>\r\nCall-ID: c@x\r\n\r\n`;
    it.questions.calls = [call];
    it.questions.messagesByCall.set("evil", [messageOf(call, { method: text, raw, agent: text, requestUri: text }), messageOf(call, { ref: "x:9", method: "", statusCode: 200, statusText: text })]);
    it.state.aliases.set("192.0.2.1:5060", text, "anna");
    for (const format of ["json", "text", "mermaid", "plantuml"]) {
      const { body, headers, statusCode } = await it.app.inject({ url: `/api/v1/calls/evil/ladder?format=${format}`, headers: it.bearer("customer") });
      assert.equal(statusCode, 200, body);
      assert.ok(body.length > 50, body);
      assert.doesNotMatch(String(headers["content-type"]), /html|xml|javascript/, format);
      assert.equal(headers["content-security-policy"]?.toString().startsWith("default-src 'none'"), true);
      if (format === "mermaid" || format === "plantuml") assert.doesNotMatch(body, /<img|%%\{|^@enduml\n.|^!include/m, format);
      if (format !== "json") assert.ok(!body.includes("\u001b"));
    }
    for (const format of ["text", "json"]) {
      const { headers } = await it.app.inject({ url: `/api/v1/calls/evil/export?format=${format}`, headers: it.bearer("customer") });
      assert.match(String(headers["content-disposition"]), /^attachment/);
      assert.doesNotMatch(String(headers["content-type"]), /html/);
    }
    // An error repeats what was asked for: as JSON, which no browser draws.
    const error = await it.app.inject({ url: `/api/v1/calls/${encodeURIComponent("<script>alert(1)</script>")}`, headers: { ...it.bearer("customer"), accept: "text/html" } });
    assert.match(String(error.headers["content-type"]), /^application\/json/);
    it.state.aliases.remove("192.0.2.1:5060");
  });

  test("gives SIPp no file to read and no end of the message by what is in a call", async () => {
    const call = callOf("evil", { tenants: ["acme"], src: "192.0.2.1", dst: "192.0.2.2" });
    const raw = `INVITE sip:x@y SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: ${call.callId}\r\nCSeq: 1 INVITE\r\nSubject: [file name=/etc/passwd] ]]><exec command="id"/>\r\nContent-Length: 0\r\n\r\n`;
    it.questions.calls = [call];
    it.questions.messagesByCall.set("evil", [messageOf(call, { raw })]);
    const { body, statusCode } = await it.app.inject({ url: "/api/v1/calls/evil/export?format=sipp", headers: it.bearer("customer") });
    assert.equal(statusCode, 200, body);
    assert.doesNotMatch(body, /\[file name=/);
    assert.doesNotMatch(body.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, ""), /<exec/);
  });

  test("is not let in by a token in the address, a JWT of any kind, or a cookie that he chose", async () => {
    const { token } = await signIn(it, "carl");
    for (const name of ["token", "access_token", "api_key", "auth-token", "authorization", "sipglass", "jwt"]) {
      for (const path of ["/api/v1/calls", "/api/v3/users"]) assert.equal((await it.app.inject({ url: `${path}?${name}=${token}` })).statusCode, 401, name);
    }
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const alg of ["none", "None", "HS256", "RS256", ""]) {
      const jwt = `${part({ alg, typ: "JWT" })}.${part({ sub: "anna", username: "anna", useradmin: true, usergroup: "admin", exp: 4e9 })}.${alg === "none" ? "" : "c2ln"}`;
      for (const headers of [{ authorization: `Bearer ${jwt}` }, { "auth-token": jwt }, { cookie: `sipglass=${jwt}` }]) {
        for (const url of ["/api/v1/calls", "/api/v3/users"]) assert.equal((await it.app.inject({ url, headers })).statusCode, 401, `${alg} ${JSON.stringify(headers)}`);
      }
    }
    const chosen = "sgs_chosenByTheAttackerchosenByTheAttacker000";
    const answer = await it.app.inject({ method: "POST", url: "/api/v1/auth/login", headers: { cookie: `sipglass=${chosen}` }, payload: { username: "carl", password: PASSWORD } });
    assert.equal(answer.statusCode, 200);
    assert.ok(!answer.body.includes(chosen) && !String(answer.headers["set-cookie"]).includes(chosen));
    assert.equal((await it.app.inject({ url: "/api/v1/auth/me", headers: { cookie: `sipglass=${chosen}` } })).statusCode, 401);
  });

  test("changes the token that clients of homer-app decode, and it is none any more", async () => {
    const enter = async (): Promise<string> => (await it.app.inject({ method: "POST", url: "/api/v3/auth", payload: { username: "carl", password: PASSWORD } })).json<{ token: string }>().token;
    const status = async (token: string): Promise<number> => (await it.app.inject({ url: "/api/v3/users/profile", headers: { authorization: `Bearer ${token}` } })).statusCode;
    const token = await enter();
    const [header = "", payload = "", signature = ""] = token.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as { exp: number; username: string; role: string; usergroup: string; useradmin: boolean; jti: string };
    assert.deepEqual([claims.username, claims.role, claims.useradmin, claims.exp * 1e6 > START_US], ["carl", "customer", false, true]);
    assert.equal(await status(token), 200);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = (head: object, body: object, key: string): string => `${part(head)}.${part(body)}.${createHmac("sha256", key).update(`${part(head)}.${part(body)}`).digest("base64url")}`;
    const admin = { ...claims, username: "anna", sub: "anna", useradmin: true, usergroup: "admin", role: "admin" };
    const changed = [
      // No signature at all, under every spelling of none.
      ...["none", "None", "NONE", "nOnE", ""].flatMap((alg) => [`${part({ alg, typ: "JWT" })}.${payload}.`, `${part({ alg, typ: "JWT" })}.${payload}.${signature}`]),
      // Another algorithm over our signature; a key that the token brings itself.
      ...["RS256", "HS384", "HS512", "ES256"].map((alg) => `${part({ alg, typ: "JWT" })}.${payload}.${signature}`), `${part({ alg: "HS256", typ: "JWT", jwk: { kty: "oct", k: "AA" } })}.${payload}.${signature}`,
      // Keys that people guess.
      ...["", "secret", "167f0db2-f83e-4baa-9736-d56064a5b415"].map((key) => signed({ alg: "HS256", typ: "JWT" }, admin, key)),
      // Other claims, longer life, other spellings of the same bytes, parts too many or too few.
      `${header}.${part(admin)}.${signature}`, `${header}.${part({ ...claims, exp: 4e9 })}.${signature}`, `${token}=`, `${header}.${payload}.${signature.slice(0, -1)}`, `${token}.x`, `${header}.${payload}`, `..${signature}`, "..",
      `${header}.${"A".repeat(100_000)}.${signature}`,
    ];
    for (const each of changed) assert.equal(await status(each), 401, each.slice(0, 200));
    assert.equal((await it.app.inject({ url: "/api/v1/calls", headers: { cookie: `sipglass=${token}` } })).statusCode, 401);

    // It ends with the session: signed out, disabled, out of time.
    assert.equal((await it.app.inject({ method: "POST", url: "/api/v1/auth/logout", headers: { authorization: `Bearer ${token}` } })).statusCode < 300, true);
    assert.equal(await status(token), 401);
    const second = await enter();
    await it.state.users.change("carl", { disabled: true });
    assert.equal(await status(second), 401);
    await it.state.users.change("carl", { disabled: false });
    const third = await enter();
    it.pass((claims.exp + 1) * 1e6 - START_US);
    assert.equal(await status(third), 401);
    it.pass(START_US - (claims.exp + 1) * 1e6);
  });

  test("from another site reads nothing with a cookie, and can write nothing", async () => {
    const { cookie } = await signIn(it, "carl");
    for (const url of ["/api/v1/calls", "/api/v3/users"]) {
      const { headers } = await it.app.inject({ url, headers: { cookie, origin: "https://evil.example" } });
      // Without this header a browser hands an answer to a request with cookies to nobody, `*` or not.
      assert.equal(headers["access-control-allow-credentials"], undefined, url);
      assert.notEqual(headers["access-control-allow-origin"], "https://evil.example", url);
    }
    const preflight = await it.app.inject({ method: "OPTIONS", url: "/api/v3/users", headers: { origin: "https://evil.example", "access-control-request-headers": "x-sipglass" } });
    assert.doesNotMatch(String(preflight.headers["access-control-allow-headers"]), /x-sipglass/i);
    const form = await it.app.inject({ method: "POST", url: "/api/v3/user/settings", headers: { cookie, "content-type": "text/plain" }, payload: "{}" });
    assert.ok([403, 415, 400].includes(form.statusCode), form.body);
  });

  test("who guesses passwords by all three doors in turn is stopped as soon as by one", async () => {
    const doors = [
      (password: string) => it.app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { username: "susi", password }, remoteAddress: "198.51.100.3" }),
      (password: string) => it.app.inject({ method: "POST", url: "/api/v3/auth", payload: { username: "SUSI", password }, remoteAddress: "198.51.100.4" }),
      (password: string) => it.app.inject({ url: "/api/v1/calls", headers: { authorization: `Basic ${Buffer.from(`susi:${password}`).toString("base64")}` }, remoteAddress: "198.51.100.5" }),
    ];
    const statuses: number[] = [];
    for (let i = 0; i < 9; i += 1) statuses.push((await doors[i % 3]!(`guess${i}`)).statusCode);
    assert.ok(statuses.slice(0, 5).every((status) => status === 401), statuses.join());
    assert.ok(statuses.slice(6).every((status) => status === 429), statuses.join());
  });

  test("sends too much, in plain, packed, or packed twice, and is refused", async () => {
    for (const [url, type] of [["/api/v1/auth/login", "application/json"], ["/api/v3/search/call/data", "application/json"]] as const) {
      const answer = await it.app.inject({ method: "POST", url, headers: { ...it.bearer("customer"), "content-type": type }, payload: `{"username":"${"a".repeat(1_100_000)}"}` });
      assert.equal(answer.statusCode, 413, url);
    }
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const upload = (payload: Buffer) => it.app.inject({ method: "POST", url: "/api/v1/imports?name=x", headers: it.bearer("support"), payload });
    assert.equal((await upload(bomb)).statusCode, 413);
    // What is packed in the packed stays packed: the pipeline sees bytes that are no capture.
    await upload(gzipSync(bomb));
    assert.ok((it.questions.imported.at(-1)?.bytes.length ?? 0) < 1024 * 1024);
    const boundary = "b";
    const form = Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="fileKey"; filename="../../x.pcap"\r\n\r\n`), bomb, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const v3 = await it.app.inject({ method: "POST", url: "/api/v3/import/data/pcap", headers: { ...it.bearer("support"), "content-type": `multipart/form-data; boundary=${boundary}` }, payload: form });
    assert.equal(v3.statusCode, 413, v3.body);
  });

  test("sends a HEP packet whose payload unpacks to gigabytes, and it is refused within its bound", () => {
    const frame = encodeHep3(packetOf("INVITE", 1_767_225_600_000_000), { withAuthKey: false });
    assert.ok(frame instanceof Uint8Array);
    const packed = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    assert.equal(inflateAny(packed), undefined);
    const text = Buffer.from(frame);
    const at = text.indexOf(Buffer.from([0, 0, 0, 0x0f]));
    assert.ok(at > 0);
    // Chunk 0x0f (payload) becomes 0x10 (packed payload).
    const chunk = Buffer.alloc(6 + Math.min(packed.length, 60_000));
    chunk.writeUInt16BE(0x10, 2);
    chunk.writeUInt16BE(chunk.length, 4);
    packed.copy(chunk, 6);
    const whole = Buffer.concat([text.subarray(0, at), chunk]);
    whole.writeUInt16BE(whole.length, 4);
    const decoded = decodeHep(whole, { inflate: inflateAny });
    assert.equal(decoded.ok, false);
  });

  test("sends a capture whose blocks say that they are larger than they are, or nothing, and nothing is kept ready for them", () => {
    const block = (type: number, length: number, body = 0): Buffer => {
      const bytes = Buffer.alloc(8 + body);
      bytes.writeUInt32LE(type, 0);
      bytes.writeUInt32LE(length, 4);
      return bytes;
    };
    const section = Buffer.from("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000", "hex");
    const oldHeader = Buffer.from("d4c3b2a1020004000000000000000000ffffffff01000000", "hex");
    const hugeRecord = Buffer.from("0000000000000000fffffffffffffffe", "hex");
    for (const bytes of [[section, block(6, 0xffff_fff0)], [section, block(6, 0)], [section, block(6, 12, 4), block(1, 8)], [block(0x0a0d_0d0a, 0xffff_ffff, 20)], [oldHeader, hugeRecord]].map((parts) => Buffer.concat(parts))) {
      const before = process.memoryUsage().rss;
      const began = performance.now();
      let frames = 0;
      const reader = createCaptureReader({ onFrame: () => void (frames += 1), onRefused: () => undefined });
      for (let i = 0; i < 50; i += 1) reader.push(i === 0 ? bytes : Buffer.alloc(1000));
      reader.end();
      assert.equal(frames, 0);
      assert.ok(performance.now() - began < 1_000, "at once");
      assert.ok(process.memoryUsage().rss - before < 100e6, "without memory");
    }
  });

  test("sends forms with tricks: several files, paths as names, no file, no boundary", async () => {
    const send = (type: string, body: string) => it.app.inject({ method: "POST", url: "/api/v3/import/data/pcap", headers: { ...it.bearer("support"), "content-type": type }, payload: body });
    const file = (name: string, extra = "") => `--b\r\nContent-Disposition: form-data; name="fileKey"; filename="${name}"${extra}\r\n\r\nx\r\n`;
    for (const [type, body] of [
      ["multipart/form-data; boundary=b", `--b--\r\n`], ["multipart/form-data", "x"], ["multipart/form-data; boundary=", file("a")], ["multipart/form-data; boundary=b", "--b\r\n\r\n"], ["multipart/form-data; boundary=b", file("a").repeat(50)],
      ["multipart/form-data; boundary=b", `--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n`],
    ] as const) {
      const { statusCode } = await send(type, body);
      assert.ok(statusCode < 500, `${type} ${body.slice(0, 80)} ${statusCode}`);
    }
    const before = it.questions.imported.length;
    await send("multipart/form-data; boundary=b", `${file("../../../etc/cron.d/x\u0000.pcap", '; filename*=UTF-8\'\'..%2f..%2fy')}--b--\r\n`);
    for (const { file: name } of it.questions.imported.slice(before)) assert.doesNotMatch(name, /[/\\\u0000]/);
  });

  test("asks with patterns that make others' engines run for ever, and is answered at once", () => {
    const call = callOf("c", { fromUser: `${"a".repeat(5_000)}!`, userAgents: ["a".repeat(5_000)] });
    const began = performance.now();
    for (const text of ["from:/(a+)+$/", "from:/(a|aa)+$/", "from:/(.*a){20}$/", `from:${"*a".repeat(30)}b`, `ua:${"*a".repeat(30)}b`, "ua:/^(([a-z])+.)+[A-Z]([a-z])+$/", `${"(".repeat(2_000)}a`, `${"NOT ".repeat(3_000)}a`, `"${"\\".repeat(9_000)}`]) {
      const parsed = parseQuery(text, { nowUs: 0 });
      if (parsed.ok) toPredicate(parsed.query)(call);
    }
    for (const unit of ["\r\n", "Content-Type: multipart/x; boundary=a\r\n\r\n--a\r\n", "digits=", "c:", " \t", "Signal="]) maskDigits(`Content-Type: application/dtmf-relay\r\n\r\n${unit.repeat(300_000 / unit.length)}`);
    assert.ok(performance.now() - began < 5_000, `${performance.now() - began} ms`);
    assert.ok(FIELDS.length > 0);
  });

  test("sends his request a byte at a time, and does not hold a connection for ever", async () => {
    await it.app.listen({ host: "127.0.0.1", port: 0 });
    const { server } = it.app;
    assert.ok(server.headersTimeout > 0 && server.headersTimeout <= 60_000);
    assert.ok(server.requestTimeout > 0 && server.requestTimeout <= 600_000);
    const address = server.address();
    assert.ok(address && typeof address === "object");
    // A customer's upload is refused before its body was waited for.
    const status = await new Promise((resolve, reject) => {
      const slow = httpRequest({ port: address.port, method: "POST", path: "/api/v1/imports", headers: { ...it.bearer("customer"), "content-length": "1000000" } }, (answer) => {
        resolve(answer.statusCode);
        slow.destroy();
      });
      slow.on("error", reject);
      slow.write("a");
    });
    assert.equal(status, 403);
  });
});
