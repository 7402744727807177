// Health as lines that people read: each part of sipglass with its state and what stands behind it.
import type { HealthJson } from "../api/site-shapes.ts";
import { byteSize, counted, grouped } from "../words/count.ts";
import { columnMs, spokenDuration } from "../words/duration.ts";
import { CHECK_WORDS } from "../words/health.ts";
import type { Outcome } from "../words/outcome.ts";

export interface Check {
  name: string;
  outcome: Extract<Outcome, "answered" | "unanswered" | "failed" | "live">;
  state: string;
  details: string;
}

/** Below this share of the disk, retention should be looked at. */
const LOW_SHARE = 0.1;
/** Calls are looked at within a second or two; more is a backlog. */
const BEHIND_S = 30;

const good = (name: string, details: string, state: string = CHECK_WORDS.ok): Check => ({ name, outcome: "answered", state, details });

/** `through`: up to when packets are safe on disk, in words. */
export function checksOf(health: HealthJson, through: string): Check[] {
  const { archive, store, disk, recovery, examining } = health;
  return [
    good(CHECK_WORDS.capture, CHECK_WORDS.received(grouped(health.received), grouped(health.duplicates))),
    archiveCheck(archive, through),
    {
      ...good(CHECK_WORDS.store, CHECK_WORDS.index(store.kind, byteSize(store.size_bytes), columnMs(store.latency_ms))),
      ...(store.ok ? {} : { outcome: "failed", state: CHECK_WORDS.away }),
    },
    diskCheck(disk),
    health.spooled_bytes > 0
      ? { name: CHECK_WORDS.spool, outcome: "unanswered", state: CHECK_WORDS.waiting, details: CHECK_WORDS.spooled(byteSize(health.spooled_bytes)) }
      : good(CHECK_WORDS.spool, CHECK_WORDS.nothing),
    recovery.state === "running"
      ? { name: CHECK_WORDS.recovery, outcome: "live", state: CHECK_WORDS.running, details: CHECK_WORDS.recovered(counted(recovery.packets, "packet")) }
      : good(CHECK_WORDS.recovery, CHECK_WORDS.recovered(counted(recovery.packets, "packet"))),
    examiningCheck(examining),
    good(CHECK_WORDS.live, CHECK_WORDS.open(grouped(health.live_calls))),
  ];
}

function archiveCheck({ state, size_bytes: size }: HealthJson["archive"], through: string): Check {
  const check = good(CHECK_WORDS.archive, CHECK_WORDS.stored(byteSize(size), through));
  return state === "ok" ? check : { ...check, outcome: "failed", state: CHECK_WORDS.full };
}

function diskCheck({ free_bytes: free, total_bytes: total }: HealthJson["disk"]): Check {
  const check = good(CHECK_WORDS.disk, CHECK_WORDS.free(byteSize(free), byteSize(total)));
  return total > 0 && free < total * LOW_SHARE ? { ...check, outcome: "unanswered", state: CHECK_WORDS.low } : check;
}

function examiningCheck({ examined, failed, unexamined, backlog, lag_s: lag }: HealthJson["examining"]): Check {
  const extra = `${unexamined > 0 ? CHECK_WORDS.unexamined(grouped(unexamined)) : ""}${failed > 0 ? CHECK_WORDS.failed(grouped(failed)) : ""}`;
  const check = good(
    CHECK_WORDS.examining,
    `${CHECK_WORDS.examined(counted(examined, "call"), grouped(backlog), spokenDuration(lag))}${extra}`,
  );
  return lag > BEHIND_S ? { ...check, outcome: "unanswered", state: CHECK_WORDS.behind } : check;
}
