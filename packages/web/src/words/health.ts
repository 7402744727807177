// Words of the system's health: what each line means, and what to do about what is not well.

export const HEALTH_WORDS = {
  title: "System health",
  status: { ok: "All is well", degraded: "Something is not well", down: "It does not work" },
  since: (version: string, span: string): string => `sipglass ${version}, up for ${span}`,
  advice: "What to do:",
  checks: "What works",
  drops: "What was left out, and why",
  noDrops: "Nothing: every packet that came is stored.",
  onlyAdmins: "Details are for administrators and support.",
  room: "where",
  reason: "why",
  count: "packets",
  help: "what to do",
  since_start: "since the start",
  part: "part",
  state: "state",
  more: "",
} as const;

export const ROOM_WORDS: Record<string, string> = { capture: "receiving", pipeline: "decoding", archive: "archiving", book: "joining to calls" };

export const CHECK_WORDS = {
  capture: "Receiving",
  archive: "Archive",
  store: "Index",
  disk: "Disk",
  spool: "Queue on disk",
  recovery: "Recovery",
  examining: "Examining of calls",
  live: "Open calls",
  ok: "ok",
  away: "away",
  full: "full",
  low: "nearly full",
  running: "under way",
  behind: "behind",
  waiting: "waiting",
  received: (received: string, duplicates: string): string => `${received} packets, ${duplicates} of them duplicates`,
  stored: (size: string, through: string): string => `${size}; safe on disk up to ${through}`,
  index: (kind: string, size: string, ms: string): string => `${kind}, ${size}, answers in ${ms}`,
  free: (free: string, total: string): string => `${free} of ${total} free`,
  spooled: (size: string): string => `${size} wait to be tracked`,
  nothing: "nothing waits",
  recovered: (packets: string): string => `${packets} of the run before were tracked again`,
  examined: (done: string, backlog: string, lag: string): string => `${done} looked at, ${backlog} wait, ${lag} behind`,
  unexamined: (count: string): string => `; ${count} of them only after they were stored`,
  failed: (count: string): string => `; ${count} could not be`,
  open: (count: string): string => `${count} now`,
} as const;

/** What to do about a warning of the server: by what it says. Its own advice, where it gives one, stands in it. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/this is a demo/i, "Nothing. To see your own calls start sipglass without --demo and point your senders here."],
  [/disk is full/i, "Free space on the disk of SIPGLASS_DATA, or lower SIPGLASS_RETENTION_* or SIPGLASS_RETENTION_BYTES. Nothing stored is touched; archiving resumes by itself."],
  [/wait for the index/i, "The index does not take calls: look at the disk and at the server's log. Nothing is lost; they are written when it does."],
  [/damaged places/i, "Something cut the archive, as a power loss does. What was readable is kept. Copy it from a backup, or run sipglass rebuild."],
  [/tracked again/i, "Nothing: it ends by itself. Calls of the run before come back one by one."],
  [/receive buffer|rmem/i, "sysctl -w net.core.rmem_max=8388608, and the same line in /etc/sysctl.d/, so that bursts are not lost."],
  [/wait on disk/i, "Give it more cores (SIPGLASS_SHARDS), or fewer senders. It catches up by itself when less comes."],
  [/died|restart/i, "Restart sipglass. What is archived comes back; the log says why it died."],
];

export const adviceFor = (warning: string): string =>
  ADVICE.find(([says]) => says.test(warning))?.[1] ??
  "The server's log says more; sipglass doctor looks at ports, buffers, clock and store.";
