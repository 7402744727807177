// What the journeys walk through: a real server that got a day of recorded sessions as HEP over TCP, told of its hosts and customers, and a browser.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { createHepFramer } from "@sipglass/decode";
import type { CallJson } from "@sipglass/model";
import { HOSTS, playDay, TENANTS, TRUNKS } from "@sipglass/demo";
import { ensurePageIsBuilt, openBrowser } from "../browser.ts";
import { randomFrom, sendTcp } from "../hep-frames.ts";
import { startServer, until, type ServerProcess } from "../server-process.ts";

export interface World {
  server: ServerProcess;
  browser: Browser;
  close(): Promise<void>;
}

const SEED = 7;
const SESSIONS = 300;
const JSON_BODY = { "content-type": "application/json" };

export async function openWorld(): Promise<World> {
  ensurePageIsBuilt();
  const trunks = TRUNKS.flatMap(({ name, networks }) => networks.map((network) => `${name}=${network}`)).join(",");
  const [server, browser] = await Promise.all([startServer({ environment: { SIPGLASS_TRUNKS: trunks } }), openBrowser()]);
  const put = (path: string, body: object): Promise<Response> => server.fetch(`/api/v1/${path}`, { method: "PUT", headers: JSON_BODY, body: JSON.stringify(body) });
  for (const [address, name] of HOSTS) await put(`aliases/${encodeURIComponent(address)}`, { name });
  for (const { name, ...rule } of TENANTS) await put(`tenants/${name}`, rule);
  const frames = framesOf(playDay({ seed: SEED, endUs: Date.now() * 1000, sessions: SESSIONS }).stream);
  await sendTcp(frames, server.hepPort, randomFrom(SEED));
  await until(() => server.health(), ({ stored, duplicates }) => stored + duplicates >= frames.length, 60_000);
  // Whoever comes to work finds calls that were looked at long ago.
  const calls = `calls?limit=1000&q=${encodeURIComponent("kind:call last:25h")}`;
  const unexamined = async (): Promise<string[]> => {
    const { items } = await server.get<{ items: CallJson[] }>(calls);
    return items.filter(({ ended_at: end, projection_version: version }) => end !== null && version === 0).map(({ call_id: id }) => id);
  };
  await until(unexamined, (ids) => ids.length === 0, 60_000);
  return {
    server, browser,
    async close() {
      await browser.close();
      await server.kill();
      server.remove();
    },
  };
}

function framesOf(stream: Uint8Array): Buffer[] {
  const frames: Buffer[] = [];
  const framer = createHepFramer({ maxFrameBytes: 65_535, onFrame: (frame) => void frames.push(Buffer.from(frame)), onJunk: () => undefined });
  framer.push(stream);
  framer.end();
  return frames;
}

const AXE = readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");

/** Nothing on show answers an earlier question. */
export const settled = (page: Page): Promise<number> => until(() => page.locator(".stale").count(), (count) => count === 0);

/** Every rule of axe-core that is broken on the page as it is when all has come (what waits for its answer is pale), with the element that breaks it. */
export async function violations(page: Page): Promise<string[]> {
  await settled(page);
  await page.evaluate(AXE);
  return page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map(({ html }) => id + ": " + help + ": " + html.slice(0, 240))))`);
}
