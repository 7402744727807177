// The page in a real browser against the real server: signing in, live calls, searching, the ladder, import, export, and nothing in the console.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { createPcapWriter, decodeHep, encodeHep3 } from "@sipglass/decode";
import type { CallJson, MessageJson } from "@sipglass/model";
import { expectedCall, generateCalls, type GenerateOptions } from "sipglass/simulate";
import { hasProgram, sendUdp } from "./hep-frames.ts";
import { callOf, nameHosts, open, opened, openSite, options, page, server } from "./open-site.ts";
import { CALL_ID, HOSTS, refusedCall } from "./refused-call.ts";
import { PASSWORD, until } from "./server-process.ts";

const SEED = 7;

openSite({ signedOut: true });

const nowUs = (): number => Date.now() * 1000;
const frames = (generate: GenerateOptions): Buffer[] => [...generateCalls({ seed: SEED, ringS: 0.5, talkS: 1, ...generate })].map(({ frame }) => Buffer.from(frame));
const shapedCall = (shape: string, firstCall: number, done: (call: CallJson) => boolean): Promise<CallJson> => callOf(expectedCall(SEED, firstCall, { shape }).callId, done);
/** Calls of these shapes, each all at once; resolves when the server knows how they ended, and all their messages. */
async function place(...calls: [shape: string, firstCall: number][]): Promise<CallJson[]> {
  const startUs = nowUs() - 5_000_000;
  await sendUdp(calls.flatMap(([shape, firstCall]) => frames({ calls: 1, shape, firstCall, startUs })), server.hepPort);
  const isWhole = ([shape, firstCall]: [string, number]) => {
    const { messages, retransmissions } = expectedCall(SEED, firstCall, { shape });
    return (call: CallJson): boolean => call.ended_at !== null && call.messages >= messages - retransmissions;
  };
  return Promise.all(calls.map((each) => shapedCall(...each, isWhole(each))));
}
async function messagesOf({ id, messages }: CallJson): Promise<MessageJson[]> {
  const { items } = await server.get<{ items: MessageJson[] }>(`calls/${id}/messages`);
  assert.ok(items.length >= messages, `${items.length} of ${messages} messages`);
  return items;
}
const rowCount = async (): Promise<number> => Number(await page.getByRole("grid", { name: "Calls" }).getAttribute("aria-rowcount")) - 1;
const untilRows = (count: number): Promise<number> => until(rowCount, (rows) => rows === count);

test("a wrong password is refused in words; the right one lets in and shows how the first packet gets here", options, async () => {
  await open("/");
  const enter = async (password: string): Promise<void> => {
    await page.getByLabel("User name").fill("admin");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await enter("wrong");
  await page.getByRole("alert").getByText("User name or password is wrong.").waitFor();
  const refusals = opened.complaints();
  assert.ok(refusals.length > 0 && refusals.every((line) => /\b401\b.*\/api\/v1\/auth\//.test(line)), refusals.join("\n"));
  await enter(PASSWORD);
  await page.getByRole("heading", { name: "Waiting for the first packet" }).waitFor();
  await page.getByText('modparam("siptrace", "hep_mode_on", 1)').waitFor();
});

test("a call is in the open list within a second of its first packet", options, async () => {
  await page.locator(".live-open").waitFor();
  const took: number[] = [];
  for (let call = 0; call < 5; call += 1) {
    const [first] = frames({ calls: 1, shape: "good", firstCall: call, startUs: nowUs() });
    assert.ok(first);
    const sentMs = performance.now();
    await sendUdp([first], server.hepPort);
    await page.locator(".rows .row").nth(call).waitFor();
    took.push(performance.now() - sentMs);
  }
  const [, , median = Number.POSITIVE_INFINITY] = took.toSorted((a, b) => a - b);
  assert.ok(median < 1000, `shown after ${took.map(Math.round).join(", ")} ms`);
});

test("a call that came after the list was asked and before the stream began is shown all the same", options, async () => {
  let begin = (): void => undefined;
  const held = new Promise<void>((resolve) => (begin = resolve));
  await page.route("**/api/v1/live*", async (route) => {
    await held;
    await route.continue();
  });
  await open("/");
  await untilRows(5);
  await place(["busy", 50]);
  begin();
  await untilRows(6);
  await page.unrouteAll();
});

test("rows that come while the reader is further down wait behind a pill, and nothing moves", options, async () => {
  const known = async (): Promise<number> => (await server.get<{ items: unknown[] }>("calls?limit=200&from=-2h")).items.length;
  const all = (await known()) + 80;
  await sendUdp(frames({ calls: 80, firstCall: 100, rate: 400, startUs: nowUs() - 30_000_000 }), server.hepPort);
  await until(known, (count) => count === all);
  await open("/?kinds=all&group=legs");
  await untilRows(all);
  await page.locator(".live-open").waitFor();
  const grid = page.locator("#calls-grid");
  await grid.evaluate((box) => box.scrollTo({ top: 560 }));
  const { y = 0 } = (await grid.boundingBox()) ?? {};
  const topRow = (): Promise<string> => page.evaluate(`document.elementFromPoint(100, ${y + 60})?.closest(".row")?.id ?? ""`);
  const [before, rows] = [await until(topRow, (id) => id !== ""), await rowCount()];
  await place(["busy", 200], ["busy", 201], ["busy", 202]);
  const pill = page.getByRole("button", { name: "3 new" });
  await pill.waitFor();
  assert.match(before, /^row-/);
  assert.deepEqual([await topRow(), await rowCount()], [before, rows]);
  await pill.click();
  await untilRows(rows + 3);
  assert.equal(await grid.evaluate((box) => box.scrollTop), 0);
});

test("a wrong query says where it is wrong, and one click mends it", options, async () => {
  await page.keyboard.press("/");
  await page.keyboard.type("state:busy cdoe:486");
  await page.keyboard.press("Enter");
  const fault = page.getByLabel("At character 12");
  await fault.waitFor();
  assert.equal(await fault.locator("mark").textContent(), "cdoe");
  await page.getByRole("button", { name: "state:busy code:486" }).click();
  // Rows of the question before stay, paler, until the answer is there.
  const states = (): Promise<string[]> => page.locator(".rows .col-outcome").allTextContents();
  await until(states, (all) => all.length >= 3 && all.every((text) => text.includes("busy")));
  assert.match(opened.complaints().join("\n"), /^.*\b400\b.*\/api\/v1\/(calls|stats)[^\n]*(\n.*\b400\b.*\/api\/v1\/(calls|stats)[^\n]*)*$/);
});

test("a range within the query is the range that the page shows", options, async () => {
  await open("/?q=last:7d");
  await page.getByRole("button", { name: "Time range" }).getByText("last 7 days").waitFor();
  await until(() => page.getByRole("combobox", { name: "Search calls" }).inputValue(), (typed) => typed === "");
  const [time, caller] = await Promise.all(["time", "caller"].map((column) => page.locator(`.rows .col-${column}`).first().boundingBox()));
  assert.ok(time && caller && time.x + time.width <= caller.x, "columns do not overlap");
});

test("keys choose a call, open it and come back to it", options, async () => {
  await open("/?q=state:busy");
  await page.locator(".rows .row").nth(2).waitFor();
  const id = (await page.locator(".rows .row").nth(1).getAttribute("id"))?.replace("row-", "") ?? "";
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.locator(`#row-${id}.row-selected`).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/calls/${id}*`);
  await page.getByRole("heading", { level: 1, name: /^The called party was busy: .* said 486 / }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(`#row-${id}.row-selected`).waitFor();
});

test("keys that come faster than the page is drawn are all counted, in the list and in the ladder", options, async () => {
  const atOnce = (...keys: string[]): Promise<void> =>
    page.evaluate(`for (const key of ${JSON.stringify(keys)}) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))`);
  await open("/?q=state:busy&live=0");
  const id = (await page.locator(".rows .row").nth(2).getAttribute("id"))?.replace("row-", "") ?? "";
  await atOnce("j", "j", "j", "Enter");
  await page.waitForURL(`**/calls/${id}*`);
  const arrows = page.getByRole("listbox", { name: /^Ladder/ }).getByRole("option");
  await arrows.first().click();
  await page.getByRole("region", { name: "Message" }).getByText(/^1 \/ /).waitFor();
  await atOnce("]", "]", "[", "]");
  await page.getByRole("region", { name: "Message" }).getByText(/^3 \/ /).waitFor();
  await atOnce("c", "[", "Escape", "Escape");
  await page.locator(`#row-${id}.row-selected`).waitFor();
});

test("an answer that comes late, to the question before, does not take the place of the one that is waited for", options, async () => {
  const held = new Map<string, () => void>();
  await page.route(/\/api\/v1\/calls\?/, async (route) => {
    const isNext = new URL(route.request().url()).searchParams.get("q")?.includes("busy") ?? false;
    await new Promise<void>((resolve) => held.set(isNext ? "next" : "before", resolve));
    await route.continue();
  });
  await page.goto("about:blank");
  await open("/");
  const release = async (which: string): Promise<void> => {
    await until(async () => held.has(which), Boolean);
    const answered = page.waitForResponse((response) => /\/api\/v1\/calls\?/.test(response.url()));
    held.get(which)?.();
    await (await answered).finished();
  };
  await until(async () => held.has("before"), Boolean);
  await page.locator("#search").fill("state:busy");
  await page.locator("#search").press("Enter");
  await until(async () => held.has("next"), Boolean);
  await release("before");
  await release("next");
  await until(() => page.locator(".rows .col-outcome").allTextContents(), (all) => all.length >= 3 && all.every((text) => text.includes("busy")));
  await page.unrouteAll();
});

test("the ladder shows every message of the API, in its order and between its hosts", options, async () => {
  const shapes = ["good-proxied", "retransmitted", "forked", "challenged", "reported"];
  const calls = await place(...shapes.map((shape, index): [string, number] => [shape, 300 + index]));
  for (const [index, call] of calls.entries()) {
    const shape = shapes[index];
    const messages = await messagesOf(call);
    await open(`/calls/${call.id}`);
    const arrows = page.getByRole("listbox", { name: `Ladder: ${messages.length} messages` }).getByRole("option");
    await arrows.nth(messages.length - 1).waitFor();
    const labels = await arrows.evaluateAll((all) => all.map((each) => each.getAttribute("title") ?? ""));
    for (const [row, message] of messages.entries()) {
      const label = labels[row] ?? "";
      assert.ok(label.startsWith(titleOf(message)), `${shape} ${row}: ${label} for ${titleOf(message)}`);
      if (message.type === 1 && message.transport === "udp") assert.ok(label.includes(`${message.src} to ${message.dst}`), label);
      assert.equal(label.includes("retransmission"), message.retransmission, label);
    }
  }
});

function titleOf({ method, status_code, status_text, cseq_method, type }: MessageJson): string {
  if (type !== 1) return "RTCP";
  return method ?? `${status_code} ${status_text}${cseq_method === "INVITE" ? "" : ` (${cseq_method})`},`;
}

test("an arrow opens its message, character for character", options, async () => {
  const [call] = await place(["good-proxied", 400]);
  assert.ok(call);
  const messages = await messagesOf(call);
  await open(`/calls/${call.id}`);
  const panel = page.getByRole("region", { name: "Message" });
  for (const [index, { raw }] of [...messages.entries()].slice(0, 4)) {
    await page.getByRole("option").nth(index).click();
    await panel.getByText(`${index + 1} / ${messages.length}`).waitFor();
    const shown = async (): Promise<string> => (await panel.locator("pre.sip").textContent())?.trimEnd() ?? "";
    await until(shown, (text) => text === raw.replaceAll("\r\n", "\n").trimEnd());
  }
  await page.keyboard.press("]");
  await panel.getByText(`5 / ${messages.length}`).waitFor();
  await page.getByRole("tab", { name: "Raw" }).click();
  await until(() => page.locator(".raw-message").count(), (count) => count === messages.length);
});

test("a refusal is told with the host that gave it and what went before, by the names of the hosts", options, async () => {
  await nameHosts(Object.values(HOSTS));
  await sendUdp(refusedCall(nowUs() - 4_150_000), server.hepPort);
  const { id } = await callOf(CALL_ID, ({ messages }) => messages === 13);
  await open(`/calls/${id}`);
  const verdict = /^carrier-b \(203\.0\.113\.9:5060\) had no line or resource free: 503 Service Unavailable .* never heard ringing\.$/;
  await page.getByRole("heading", { level: 1, name: verdict }).waitFor();
  await page.getByRole("option", { name: /^503 Service Unavailable, failure, carrier-b to core/ }).click();
  await page.getByRole("region", { name: "Message" }).getByText("8 / 13").waitFor();
  await page.mouse.move(0, 0);
  await opened.picture("guide-call");
});

test("a second refusal with credentials is told as such", options, async () => {
  const refused = frames({ calls: 1, shape: "challenged", firstCall: 410, startUs: nowUs() - 5_000_000 }).slice(0, 3);
  const [invite = Buffer.alloc(0), challenge = Buffer.alloc(0)] = refused;
  const said = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge.toString("latin1"))?.[1] ?? "";
  const header = `Proxy-Authorization: Digest username="ada", realm="${said("realm")}", nonce="${said("nonce")}", uri="sip:x", response="0"\r\nCSeq:`;
  await sendUdp([...refused, again(invite, (text) => text.replace("CSeq:", header)), again(challenge, (text) => text)], server.hepPort);
  const { id } = await shapedCall("challenged", 410, ({ messages }) => messages === 5);
  await open(`/calls/${id}`);
  await page.getByRole("heading", { level: 1, name: /does not accept the password of "ada"/ }).waitFor();
});

/** The same packet a second later, with the next CSeq and a branch of its own. */
function again(frame: Buffer, change: (text: string) => string): Buffer {
  const decoded = decodeHep(frame, {});
  assert.ok(decoded.ok);
  const text = Buffer.from(decoded.value.payload).toString("latin1");
  const next = text.replace(/^(CSeq:\s*)(\d+)/im, (_, name: string, number: string) => `${name}${Number(number) + 1}`).replace(/branch=z9hG4bK/g, "branch=z9hG4bKagain");
  const encoded = encodeHep3({ ...decoded.value, timeUs: decoded.value.timeUs + 1_000_000, payload: Buffer.from(change(next), "latin1") });
  assert.ok(encoded instanceof Uint8Array);
  return Buffer.from(encoded);
}

test("a dropped pcap is imported, and leads to its calls", options, async () => {
  await open("/");
  const packets = frames({ calls: 2, shape: "good-proxied", firstCall: 500, startUs: nowUs() - 3 * 86_400e6 }).flatMap((frame) => {
    const decoded = decodeHep(frame, {});
    return decoded.ok ? [decoded.value] : [];
  });
  const writer = createPcapWriter();
  const file = Buffer.concat([writer.header(), ...packets.map((packet) => writer.packet(packet))]).toString("base64");
  await page.getByRole("button", { name: "Time range" }).waitFor();
  await page.evaluate(`{
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(atob("${file}"), (character) => character.charCodeAt(0))], "two calls.pcap"));
    for (const type of ["dragenter", "drop"]) document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }`);
  await page.getByText(`2 calls, ${packets.length} SIP messages of ${packets.length} packets.`).waitFor();
  await page.getByRole("link", { name: "Show calls" }).click();
  const users = async (): Promise<string[]> => (await page.locator(".rows .col-callee").allTextContents()).map((text) => text.trim());
  const expected = [501, 500].map((index) => /^sip:([^@]+)@/.exec(expectedCall(SEED, index, { shape: "good-proxied" }).calleeUri)?.[1] ?? "");
  await until(users, (all) => all.join() === expected.join());
});

test("an exported call is a pcap that holds its messages", options, async (t) => {
  const [call] = await place(["busy-proxied", 600]);
  assert.ok(call);
  await open(`/calls/${call.id}`);
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: /^pcap\b(?!ng)/ }).click()]);
  assert.match(download.suggestedFilename(), /\.pcap$/);
  const path = await download.path();
  if (!hasProgram("tshark")) return t.diagnostic("not installed: tshark; the file's messages are not counted");
  const port = call.dst.split(":").at(-1) ?? "";
  const { stdout, stderr } = spawnSync("tshark", ["-r", path, "-d", `udp.port==${port},sip`, "-d", `tcp.port==${port},sip`, "-Y", "sip", "-T", "fields", "-e", "sip.CSeq"], { encoding: "utf8" });
  assert.equal(stdout.trim().split("\n").length, call.messages, stderr);
});

test("registrations and agents list what the API knows", options, async () => {
  await open("/");
  await page.getByRole("link", { name: "Registrations" }).click();
  const registrations = (await server.get<{ items: { aor: string }[] }>("registrations?limit=1000")).items;
  assert.ok(registrations.length > 0);
  await page.getByText(new RegExp(`^${registrations.length} registrations?$`)).waitFor();
  await page.getByRole("link", { name: registrations[0]?.aor.replace(/^sips?:/, "") ?? "", exact: true }).first().waitFor();
  await page.getByRole("link", { name: "Agents" }).click();
  const agents = (await server.get<{ items: { name: string }[] }>("agents")).items;
  await page.getByRole("heading", { name: "Agents" }).or(page.getByRole("columnheader", { name: "Agent" })).first().waitFor();
  await until(() => page.locator("tbody tr").count(), (count) => count === agents.length);
});

test("every page can be seen in light and dark, wide and narrow, and nothing sticks out", options, async () => {
  const [call] = await place(["ring-timeout", 700]);
  assert.ok(call);
  const views = [
    ["calls", "/"], ["overview", "/overview"], ["call", `/calls/${call.id}`], ["findings", `/calls/${call.id}?tab=findings`], ["no-quality", `/calls/${call.id}?tab=quality`],
    ["peek", `/?sel=${call.id}&peek=1`], ["registrations", "/registrations"], ["agents", "/agents"],
  ] as const;
  for (const [name, path] of views) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(path);
    await page.locator(".rows .row, .rung, tbody tr, .finding-card, .nothing-heard").first().waitFor();
    for (const [width, height] of [[1440, 900], [900, 700], [390, 844]] as const) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await opened.picture(`${name}-${colorScheme}-${width}x${height}`);
      }
      assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${name} at ${width} px scrolls sideways`);
    }
  }
});

test("signing out ends the session", options, async () => {
  await open("/");
  await page.getByRole("button", { name: "admin, admin" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal((await page.request.get(`${server.http}/api/v1/calls`)).status(), 401);
  assert.ok(opened.complaints().every((line) => line.includes("401")));
});
