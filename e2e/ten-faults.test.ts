// Twelve faults sent to a real server, their pages opened in a real browser: the first line alone says what went wrong, where, and what to do about it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NAMED } from "./fault-script.ts";
import { sendUdp } from "./hep-frames.ts";
import { callOf, nameHosts, open, opened, openSite, options, page, server } from "./open-site.ts";
import { until } from "./server-process.ts";
import { FAULTS } from "./ten-faults.ts";

interface Diagnosis {
  verdict: string;
  findings: { id: string; severity: string; next_step: string; host: string; evidence: { ref: string }[] }[];
}

openSite({
  async fill() {
    await nameHosts(NAMED);
    const nowUs = Date.now() * 1000;
    // Minutes apart: nobody would take them for legs of one call.
    for (const [index, { script }] of FAULTS.entries()) await sendUdp(script.frames(nowUs - (index + 1) * 240_000_000), server.hepPort);
  },
});

for (const { name, script, finding, says, todo } of FAULTS) {
  test(`the first line tells of: ${name}`, options, async () => {
    const { id } = await callOf(script.callId);
    const { verdict, findings } = await until(() => server.get<Diagnosis>(`calls/${id}/findings`), (each) => each.findings[0]?.id === finding);
    const [root] = findings;
    assert.match(verdict, says);
    assert.match(root?.next_step ?? "", todo);
    await open(`/calls/${id}`);
    await page.getByRole("heading", { level: 1, name: verdict, exact: true }).waitFor();
    await page.locator(".call-head .next-step").getByText(root?.next_step ?? "").waitFor();
    const shown = new Set(root?.evidence.map(({ ref }) => ref).filter((ref) => ref !== ""));
    // The messages that show it are marked.
    await until(() => page.locator(".rung-marked").count(), (marked) => marked >= Math.min(shown.size, 3));
    await opened.picture(`fault-${name.replaceAll(" ", "-")}`);
  });
}

test("evidence of a finding opens its message in the ladder", options, async () => {
  const { id } = await callOf("echoed@192.0.2.10");
  await open(`/calls/${id}?tab=findings`);
  const card = page.getByRole("article").first();
  await card.getByText("root cause").waitFor();
  await card.getByText(/born at carrier-b \(203\.0\.113\.9:5060\)/).waitFor();
  await card.getByRole("listitem").filter({ hasText: "503" }).getByRole("link").click();
  const row = page.getByRole("option", { selected: true });
  await until(() => row.getAttribute("title"), (title) => /^503 Service Unavailable, failure, carrier-b to sbc1.*shows: /.test(title ?? ""));
  await row.getByText("born here").waitFor();
  await page.getByRole("region", { name: "Message" }).getByText("503 Service Unavailable").first().waitFor();
});

test("what was checked and what could not be checked is said, with the capture that it would take", options, async () => {
  const { id } = await callOf("lost-ack@192.0.2.10");
  await open(`/calls/${id}?tab=findings`);
  await page.getByText(/^\d+ more things checked, and not so$/).click();
  await page.getByText("Wrong password", { exact: true }).waitFor();
  await page.getByText(/^\d+ things could not be checked/).click();
  await page.getByText("media: RTCP, RTP or reports of devices for this call", { exact: true }).waitFor();
});

test("the quality of a call is told by direction, over time, and why", options, async () => {
  const { id } = await callOf("bad-quality@192.0.2.10");
  await open(`/calls/${id}?tab=quality`);
  const bad = page.getByRole("article", { name: /^\+49171392\d{4} speaks, Front Desk hears$/ });
  await bad.getByText("PCMA", { exact: true }).waitFor();
  await bad.getByText(/^12(\.\d)? %$/).first().waitFor();
  await bad.getByText(/^Ie,eff|Ie,eff =/).first().waitFor();
  const chart = bad.getByRole("img", { name: /^Loss over time/ });
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("option", { selected: true, name: /RTCP/ }).waitFor();
  await open(`/calls/${id}?tab=quality`);
  await bad.waitFor();
  await opened.picture("quality");
});

test("a call without media says what would have to be captured", options, async () => {
  const { id } = await callOf("lost-ack@192.0.2.10");
  await open(`/calls/${id}?tab=quality`);
  await page.getByRole("heading", { name: "No media was heard of this call" }).waitFor();
  await page.getByText("homer-protocol = udp").waitFor();
});

test("findings are columns, filters and numbers of the list", options, async () => {
  await open(`/?kinds=all`);
  const row = page.locator(".rows .row").filter({ hasText: "No line free" }).first();
  await row.waitFor();
  await row.locator(".col-finding").click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Only these/ }).click();
  await page.waitForURL(/q=finding:no_circuit/);
  await until(() => page.locator(".rows .row").count(), (count) => count === 1);
});
