// Links for people without an account: what they show, to whom, and when they do not.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";

const DAY_US = 86_400e6;

describe("a shared link", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp();
    const own = callOf("own", { tenants: ["acme"], sessionId: "s1", fromUser: "+493012345678", hops: ["192.0.2.1:5060", "192.0.2.2:5060"] });
    it.questions.calls.push(own, callOf("second", { tenants: ["acme"], sessionId: "s1" }), callOf("foreign", { tenants: ["beta"], sessionId: "s1", fromUser: "zqb" }));
    const raw = `INFO sip:x@192.0.2.2 SIP/2.0\r\nFrom: <sip:+493012345678@192.0.2.1>\r\nCall-ID: ${own.callId}\r\nContent-Type: application/dtmf-relay\r\nContent-Length: 24\r\n\r\nSignal=7\r\nDuration=160\r\n`;
    it.questions.messagesByCall.set("own", [messageOf(own, { raw, method: "INFO" })]);
  });
  after(() => it.close());

  const make = async (body: object, role: "customer" | "support" | "readonly" = "customer") => it.app.inject({ method: "POST", url: "/api/v1/shares", headers: it.bearer(role), payload: body });
  const secretOf = async (body: object, role: "customer" | "support" = "customer"): Promise<string> => {
    const made = await make(body, role);
    assert.equal(made.statusCode, 201, made.body);
    return made.json<{ secret: string }>().secret;
  };
  let visitors = 0;
  const look = (secret: string, rest = "") => it.app.inject({ url: `/api/v1/shared/${secret}${rest}`, remoteAddress: `203.0.113.${(visitors += 1) % 250}` });
  const PARTS = ["", "/messages", "/ladder", "/ladder?format=text", "/findings", "/quality"];

  test("shows that call alone, without signing in", async () => {
    const secret = await secretOf({ call: "own" });
    const shown = (await look(secret)).json<{ calls: { id: string; tenants: string[] }[] }>();
    assert.deepEqual(shown.calls.map(({ id, tenants }) => [id, tenants]), [["own", []]]);
    for (const part of PARTS) {
      const answer = await look(secret, part);
      assert.equal(answer.statusCode, 200, `${part} ${answer.body}`);
      assert.doesNotMatch(answer.body, /zqb|second@|"second"/, part);
      assert.doesNotMatch(answer.body, /Signal=7/, part);
      assert.equal(answer.headers["cache-control"], "no-store");
    }
    assert.match((await look(secret, "/messages")).body, /493012345678/);
  });

  test("to a session shows the legs that its maker sees", async () => {
    const ids = async (secret: string) => (await look(secret)).json<{ calls: { id: string }[] }>().calls.map(({ id }) => id).sort();
    assert.deepEqual(await ids(await secretOf({ session: "s1" })), ["own", "second"]);
    assert.deepEqual(await ids(await secretOf({ session: "s1" }, "support")), ["foreign", "own", "second"]);
  });

  test("made by a narrowed token shows no more than the token saw", async () => {
    const { secret: token } = it.state.tokens.create({ user: "susi", name: "narrow", role: "support", tenants: ["acme"], expiresAtUs: Date.UTC(2030, 1) * 1000 });
    const made = await it.app.inject({ method: "POST", url: "/api/v1/shares", headers: { authorization: `Bearer ${token}` }, payload: { session: "s1" } });
    assert.doesNotMatch((await look(made.json<{ secret: string }>().secret)).body, /foreign/);
  });

  test("masked has neither whole numbers nor addresses, and still tells hosts apart", async () => {
    const secret = await secretOf({ call: "own", masked: true });
    for (const part of PARTS) assert.doesNotMatch((await look(secret, part)).body, /493012345678|192\.0\.2\./, part);
    const { columns } = (await look(secret, "/ladder")).json<{ columns: { address: string }[] }>();
    assert.equal(new Set(columns.map(({ address }) => address)).size, 2);
    assert.ok(columns.every(({ address }) => address.startsWith("240.")), JSON.stringify(columns));
  });

  test("cannot be made to what is another's, by who only reads, for ever, or to two things", async () => {
    for (const [body, status] of [[{ call: "foreign" }, 404], [{ session: "absent" }, 404], [{ call: "own", expires_at: "2036-01-01T00:00:00Z" }, 400], [{ call: "own", expires_at: "2020-01-01T00:00:00Z" }, 400], [{ call: "own", session: "s1" }, 400], [{}, 400]] as const)
      assert.equal((await make(body)).statusCode, status, JSON.stringify(body));
    assert.equal((await make({ call: "own" }, "readonly")).statusCode, 403);
  });

  test("is kept hashed, listed without its secret, and ended by nobody of his rank", async () => {
    const made = (await make({ call: "own" })).json<{ id: string; secret: string }>();
    const list = await it.app.inject({ url: "/api/v1/shares", headers: it.bearer("customer") });
    assert.ok(list.body.includes(made.id) && !list.body.includes(made.secret));
    assert.ok(!(await it.app.inject({ url: "/api/v1/shares", headers: it.bearer("support") })).body.includes(made.id));
    const end = (role: "customer" | "support") => it.app.inject({ method: "DELETE", url: `/api/v1/shares/${made.id}`, headers: it.bearer(role) });
    assert.equal((await end("support")).statusCode, 404);
    assert.equal((await look(made.secret)).statusCode, 200);
    assert.equal((await end("customer")).statusCode, 204);
    assert.equal((await look(made.secret)).statusCode, 404);
  });

  test("is seen and ended by an administrator too", async () => {
    const made = (await make({ call: "own" })).json<{ id: string; secret: string }>();
    const list = await it.app.inject({ url: "/api/v1/shares", headers: it.bearer("admin") });
    assert.ok(list.json<{ items: { id: string; user: string }[] }>().items.some(({ id, user }) => id === made.id && user === "carl"));
    assert.equal((await it.app.inject({ method: "DELETE", url: `/api/v1/shares/${made.id}`, headers: it.bearer("admin") })).statusCode, 204);
    assert.equal((await look(made.secret)).statusCode, 404);
  });

  test("is in the audit log when it is made and looked at, and no secret is", async () => {
    const secret = await secretOf({ call: "own" });
    await look(secret);
    const entries = it.state.audit.list({ limit: 100 });
    for (const action of ["share_created", "share_viewed"]) assert.ok(entries.some((entry) => entry.action === action), action);
    assert.ok(!JSON.stringify(entries).includes(secret));
  });

  test("asked for too often from one address is refused for a while", async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 130; i += 1) statuses.add((await it.app.inject({ url: "/api/v1/shared/sgl_guess", remoteAddress: "198.51.100.7" })).statusCode);
    assert.deepEqual([...statuses], [404, 429]);
    it.pass(61e6);
    assert.equal((await it.app.inject({ url: "/api/v1/shared/sgl_guess", remoteAddress: "198.51.100.7" })).statusCode, 404);
  });

  test("shows nothing when its maker lost the tenant, is disabled, or its time is over, and says the same in every case", async () => {
    const secret = await secretOf({ call: "own" });
    const bodies = new Set([(await look("sgl_never")).body]);
    await it.state.users.change("carl", { tenants: ["beta"] });
    bodies.add((await look(secret)).body);
    await it.state.users.change("carl", { tenants: ["acme"] });
    assert.equal((await look(secret)).statusCode, 200);
    await it.state.users.change("carl", { disabled: true });
    bodies.add((await look(secret)).body);
    await it.state.users.change("carl", { disabled: false });
    it.pass(8 * DAY_US);
    bodies.add((await look(secret)).body);
    assert.equal(bodies.size, 1, [...bodies].join("\n"));
    assert.match([...bodies][0] ?? "", /not_found/);
  });
});
