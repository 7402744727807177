// `serve --demo`: a directory of its own, filled at every start with a day of traffic that ends now, and told of its hosts and customers.
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOSTS, playDay, TENANTS, TRUNKS } from "@sipglass/demo";
import { SipglassError } from "@sipglass/model";
import type { Config } from "../config.ts";
import type { DataPlaces } from "../data-places.ts";
import type { Log } from "../log.ts";
import type { Server } from "../server.ts";
import type { State } from "../state/state.ts";
import { serveWith } from "./serve.ts";

/** What is so in a demo unless its flag says otherwise; never the directory that the environment or a file names. */
export const DEMO_FLAGS: Readonly<Record<string, string>> = {
  data: "./data-demo",
  trunks: TRUNKS.flatMap(({ name, networks }) => networks.map((network) => `${name}=${network}`)).join(","),
};

const SEED = 5;
const SESSIONS = 1500;
const MARK = "DEMO.txt";
const MARK_TEXT = "This directory holds a demo of sipglass: generated calls of people who do not exist.\nIts calls are made anew at every `sipglass serve --demo`. Remove it whenever you like.\n";
/** Said of everything that such a server shows. */
const DEMO_WARNING = "This is a demo: its calls are generated, ended when the server started, and are made anew at every start.";

export const serveDemo = (config: Config): Promise<number> =>
  serveWith(config, { enter: clearForDemo, introduce: introduceCompany, play: playDemo });

/** What the directory holds goes when it was a demo; real calls are never touched. */
function clearForDemo({ root, archive, index }: DataPlaces): void {
  const mark = join(root, MARK);
  if (!existsSync(mark) && [archive, index].some((folder) => readdirSync(folder).length > 0)) {
    throw new SipglassError("conflict", {}, `${root} holds calls that are no demo. Name another directory with --data, or leave it out.`);
  }
  for (const folder of [archive, index]) for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  writeFileSync(mark, MARK_TEXT);
}

function introduceCompany({ aliases, tenants }: State): void {
  for (const [address, name] of HOSTS) aliases.set(address, name, "demo");
  for (const tenant of TENANTS) tenants.set(tenant, "demo");
}

async function playDemo({ questions, warnings, places }: Server, log: Log): Promise<void> {
  const begun = performance.now();
  warnings.push(DEMO_WARNING);
  const { stream, packets, played } = playDay({ seed: SEED, endUs: Date.now() * 1000, sessions: SESSIONS });
  await questions.importCapture("demo", stream);
  const sessions = [...played.values()].reduce((sum, count) => sum + count, 0);
  log.info(
    { room: "demo", packets, sessions, took_ms: Math.round(performance.now() - begun), data: places.root },
    "a day of traffic is in",
  );
  console.log(`\n  This is a demo: ${sessions} generated conversations of the last 24 h, in ${places.root} (remove it to be rid of it).`);
}
