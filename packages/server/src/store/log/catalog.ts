// Which segments there are, by writer, as the directory tells; looked at again when something is not found.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { WriterId } from "@sipglass/model";
import type { DamageList } from "./damage-list.ts";
import { compareSegments, isDateDirectory, isMissing, namesIn, parseSegmentName } from "./segment-name.ts";
import { StoredSegment } from "./stored-segment.ts";

/** Time stamps of directories are coarse: one that changed so shortly before it was listed may have changed again without showing it. */
const SETTLED_MS = 2_000;

interface DateDirectory {
  changedMs: number;
  settled: boolean;
  segments: Map<string, StoredSegment>;
}

export class Catalog {
  readonly #directory: string;
  readonly #damage: DamageList;
  readonly #dates = new Map<string, DateDirectory>();
  /** By first sequence; made when asked for. */
  readonly #byWriter = new Map<WriterId, StoredSegment[]>();
  #turn: Promise<unknown> = Promise.resolve();
  #listed = false;

  constructor(directory: string, damage: DamageList) {
    this.#directory = directory;
    this.#damage = damage;
  }

  refresh(): Promise<void> {
    const turn = this.#turn.then(() => this.#list());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #list(): Promise<void> {
    const dates = (await namesIn(this.#directory)).filter(isDateDirectory);
    const present = new Set(dates);
    for (const date of this.#dates.keys()) if (!present.has(date)) this.#dates.delete(date);
    for (const date of dates) await this.#listDate(date);
    this.#byWriter.clear();
    this.#listed = true;
  }

  async #listDate(date: string): Promise<void> {
    const listedMs = Date.now();
    const changedMs = await changeTime(join(this.#directory, date));
    const known = this.#dates.get(date);
    if (known?.settled && known.changedMs === changedMs) return;
    const segments = new Map<string, StoredSegment>();
    for (const file of await namesIn(join(this.#directory, date))) {
      const name = parseSegmentName(this.#directory, date, file);
      if (name) segments.set(file, known?.segments.get(file) ?? new StoredSegment(name, this.#damage));
    }
    this.#dates.set(date, { changedMs, settled: changedMs < listedMs - SETTLED_MS, segments });
  }

  /** Oldest hour first. */
  all(): StoredSegment[] {
    return [...this.#dates.values()].flatMap(({ segments }) => [...segments.values()]).sort((a, b) => compareSegments(a.name, b.name));
  }

  writers(): WriterId[] {
    return [...new Set(this.all().map(({ name }) => name.writer))];
  }

  /** Those of one writer that hold blocks, by first sequence; and whether any is of a newer version. */
  async segmentsOf(writer: WriterId): Promise<StoredSegment[]> {
    if (!this.#listed) await this.refresh();
    const known = this.#byWriter.get(writer);
    if (known) return known;
    const firsts: { segment: StoredSegment; first: number }[] = [];
    for (const segment of this.all().filter(({ name }) => name.writer === writer)) {
      firsts.push({ segment, first: (await segment.firstSequence()) ?? Number.POSITIVE_INFINITY });
    }
    firsts.sort((a, b) => (a.first === b.first ? compareSegments(a.segment.name, b.segment.name) : a.first - b.first));
    const segments = firsts.map(({ segment }) => segment);
    // One without a block yet has no place: it is asked again next time.
    if (firsts.every(({ first }) => first !== Number.POSITIVE_INFINITY)) this.#byWriter.set(writer, segments);
    return segments;
  }
}

async function changeTime(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
