// Two messages side by side: headers matched by name and place, lines of bodies by a longest common subsequence; what differs is said for each row.
import { longHeaderName } from "./meanings.ts";
import { tokenizeSip } from "./tokens.ts";
import type { Line } from "./tokens.ts";

export interface CompareRow {
  part: "start" | "header" | "body";
  /** Header as it is written (left first), type of an SDP line, "" elsewhere. */
  name: string;
  /** null: this side has no such line. */
  left: string | null;
  right: string | null;
}

export const isSame = ({ left, right }: CompareRow): boolean => left === right;

interface Field {
  name: string;
  value: string;
}

interface Parts {
  start: string;
  headers: Field[];
  body: string[];
}

export function compareMessages(left: string, right: string): CompareRow[] {
  const [a, b] = [partsOf(left), partsOf(right)];
  return [{ part: "start", name: "", left: a.start, right: b.start }, ...headerRows(a.headers, b.headers), ...bodyRows(a.body, b.body)];
}

const textOf = ({ tokens }: Line): string => tokens.map(({ text }) => text).join("");

function partsOf(raw: string): Parts {
  const lines = tokenizeSip(raw.replace(/\s+$/, ""));
  const end = lines.findIndex(({ type }) => type === "blank");
  const head = lines.slice(1, end === -1 ? lines.length : end);
  const headers: Field[] = [];
  for (const line of head) {
    const last = headers.at(-1);
    if (line.type === "continuation" && last) last.value += ` ${textOf(line).trim()}`;
    else headers.push({ name: line.name, value: textOf(line).slice(line.name.length).replace(/^\s*:\s*/, "") });
  }
  return {
    start: textOf(lines[0] ?? { type: "start", name: "", tokens: [] }),
    headers,
    body: end === -1 ? [] : lines.slice(end + 1).map(textOf),
  };
}

/** In the order of the left one; what only the right one has follows the header before it there. */
function headerRows(left: readonly Field[], right: readonly Field[]): CompareRow[] {
  const [a, b] = [numbered(left), numbered(right)];
  return aligned([...a.keys()], [...b.keys()]).map(([one, other]) => {
    const [own, its] = [one === null ? undefined : a.get(one), other === null ? undefined : b.get(other)];
    return { part: "header", name: own?.name ?? its?.name ?? "", left: own?.value ?? null, right: its?.value ?? null };
  });
}

/** Proxies put theirs on top of these: the lowest of one message is the lowest of the other. */
const STACKED: ReadonlySet<string> = new Set(["via", "record-route"]);

/** By name and number: the second Contact of one is held against the second of the other. */
function numbered(fields: readonly Field[]): Map<string, Field> {
  const totals = new Map<string, number>();
  for (const { name } of fields) totals.set(longHeaderName(name), (totals.get(longHeaderName(name)) ?? 0) + 1);
  const counts = new Map<string, number>();
  return new Map(
    fields.map((field) => {
      const name = longHeaderName(field.name);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [`${name} ${STACKED.has(name) ? (totals.get(name) ?? 0) - count : count}`, field];
    }),
  );
}

/** Keys of both, each once: those of the right that the left lacks stand behind the one that is before them on the right. */
function aligned(left: readonly string[], right: readonly string[]): [string | null, string | null][] {
  const [onLeft, onRight] = [new Set(left), new Set(right)];
  const after = new Map<string, string[]>();
  let before = "";
  for (const key of right) {
    if (onLeft.has(key)) before = key;
    else after.set(before, [...(after.get(before) ?? []), key]);
  }
  const alone = (key: string): [string | null, string | null][] => (after.get(key) ?? []).map((each) => [null, each]);
  return [...alone(""), ...left.flatMap((key): [string | null, string | null][] => [[key, onRight.has(key) ? key : null], ...alone(key)])];
}

/** A body with more lines is compared line by line. */
const MOST_LINES = 600;

function bodyRows(left: readonly string[], right: readonly string[]): CompareRow[] {
  const pairs = left.length > MOST_LINES || right.length > MOST_LINES ? inStep(left, right) : common(left, right);
  return paired(pairs).map(([a, b]) => ({ part: "body", name: kindOf(a ?? b ?? ""), left: a, right: b }));
}

type Pair = [string | null, string | null];

const inStep = (left: readonly string[], right: readonly string[]): Pair[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, i): Pair => [left[i] ?? null, right[i] ?? null]);

/** What kind of SDP line it is: its type, and of an attribute its name. */
const kindOf = (text: string): string => /^(a=[\w-]+|[a-z]=)/.exec(text)?.[1] ?? "";

/** Longest common subsequence of lines (Wagner and Fischer): what is in both stands in one row. */
function common(left: readonly string[], right: readonly string[]): Pair[] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) pairs.push([left[i++] ?? null, right[j++] ?? null]);
    else if (j >= right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) pairs.push([left[i++] ?? null, null]);
    else pairs.push([null, right[j++] ?? null]);
  }
  return pairs;
}

/** Between two common lines, a line that only the left has and one of its kind that only the right has are one row: it changed. */
function paired(pairs: readonly Pair[]): Pair[] {
  const rows: Pair[] = [];
  let block: Pair[] = [];
  const flush = (): void => {
    const rest = block.flatMap(([, b]) => (b === null ? [] : [b]));
    for (const [a] of block) {
      if (a === null) continue;
      const same = rest.findIndex((b) => kindOf(b) === kindOf(a));
      rows.push([a, same === -1 ? null : (rest.splice(same, 1)[0] ?? null)]);
    }
    rows.push(...rest.map((b): Pair => [null, b]));
    block = [];
  };
  for (const pair of pairs) {
    if (pair[0] === pair[1]) {
      flush();
      rows.push(pair);
    } else block.push(pair);
  }
  flush();
  return rows;
}
