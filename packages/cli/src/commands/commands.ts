// All commands, in the order in which help lists them.
import type { Command } from "../command.ts";
import { doctor } from "./doctor.ts";
import { exportCall, report } from "./export.ts";
import { importCaptures, replay } from "./import.ts";
import { migrate } from "./migrate.ts";
import { open } from "./open.ts";
import { ladder, search, show } from "./search.ts";
import { SERVER_COMMANDS } from "./server.ts";
import { simulate } from "./simulate.ts";
import { stats } from "./stats.ts";
import { tail } from "./tail.ts";

const [serve, ...others] = SERVER_COMMANDS;

export const COMMANDS: readonly Command[] = [
  ...(serve === undefined ? [] : [serve]), open, search, show, ladder, stats, tail, exportCall, report, importCaptures, replay, migrate, simulate, doctor, ...others,
];
