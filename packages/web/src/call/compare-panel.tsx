// Two messages side by side, the earlier one left: line by line, headers by name, what differs in front, what is the same on demand.
import { fromRfc3339 } from "@sipglass/model";
import { useMemo, useState } from "react";
import type { MessageJson } from "../api/shapes.ts";
import { compareMessages, isSame } from "../sip/compare.ts";
import type { CompareRow } from "../sip/compare.ts";
import { Icon } from "../ui/icon.tsx";
import { useSettings } from "../ui/settings.ts";
import { clockParts } from "../words/clock.ts";
import { exactDuration } from "../words/duration.ts";
import { COMPARE_WORDS } from "../words/message.ts";
import { messageTitle, messageTone, readableText } from "./message-words.ts";

interface ComparePanelProps {
  first: MessageJson;
  second: MessageJson;
  close: () => void;
}

export function ComparePanel({ first, second, close }: ComparePanelProps) {
  const [whole, setWhole] = useState(true);
  const rows = useMemo(() => compareMessages(readableText(first), readableText(second)), [first, second]);
  const differing = rows.filter((row) => !isSame(row));
  const apart = exactDuration(Math.abs(fromRfc3339(second.time) - fromRfc3339(first.time)));
  return (
    <section className="message-panel compare" aria-label={COMPARE_WORDS.title}>
      <header className="message-head">
        <strong>{differing.length === 0 ? COMPARE_WORDS.same : COMPARE_WORDS.differs(differing.length)}</strong>
        <span className="message-place">{COMPARE_WORDS.apart(apart)}</span>
        <label className="check">
          <input type="checkbox" checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} />
          <span>{COMPARE_WORDS.all}</span>
        </label>
        <button type="button" className="button button-icon button-quiet" aria-label={COMPARE_WORDS.close} title={COMPARE_WORDS.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="message-scroll" tabIndex={0}>
        <table className="compare-table">
          <thead>
            <tr>
              <Head message={first} side={COMPARE_WORDS.left} />
              <Head message={second} side={COMPARE_WORDS.right} />
            </tr>
          </thead>
          <tbody>
            {(whole ? rows : differing).map((row, index) => (
              <Row key={index} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Head({ message, side }: { message: MessageJson; side: string }) {
  const { zone } = useSettings();
  const { clock, ms, us } = clockParts(fromRfc3339(message.time), zone);
  return (
    <th scope="col">
      <span className={`tone-${messageTone(message)}`}>{messageTitle(message)}</span>
      <small>
        {side}, {clock}.{ms} {us}
      </small>
      <small>
        {message.src} → {message.dst}
      </small>
    </th>
  );
}

function Row({ row }: { row: CompareRow }) {
  const same = isSame(row);
  const [left, right] = split(row.left ?? "", row.right ?? "");
  const cell = (text: string | null, parts: readonly string[], side: "left" | "right") => (
    <td className={text === null ? "compare-none" : same ? "" : `compare-${side}`}>
      {row.part === "header" && text !== null && <b>{row.name}: </b>}
      {text === null ? <span className="visually-hidden">{COMPARE_WORDS.missing}</span> : same || row.left === null || row.right === null ? text : <Parts parts={parts} />}
    </td>
  );
  return (
    <tr className={same ? "compare-same" : "compare-differs"}>
      {cell(row.left, left, "left")}
      {cell(row.right, right, "right")}
    </tr>
  );
}

/** What differs within the line is marked. */
function Parts({ parts: [before, middle, after] }: { parts: readonly string[] }) {
  return (
    <>
      {before}
      {middle && <mark>{middle}</mark>}
      {after}
    </>
  );
}

/** Each text as what both begin with, what differs, and what both end with. */
function split(left: string, right: string): [string[], string[]] {
  const least = Math.min(left.length, right.length);
  let [start, end] = [0, 0];
  while (start < least && left[start] === right[start]) start += 1;
  while (end < least - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const parts = (text: string): string[] => [text.slice(0, start), text.slice(start, text.length - end), text.slice(text.length - end)];
  return [parts(left), parts(right)];
}
