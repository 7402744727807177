// The ladder in small, for the side panel: shape first, labels where they fit. An arrow opens its message.
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import type { MouseEvent } from "react";
import type { Ladder } from "../api/shapes.ts";
import { useSize } from "../ui/size.ts";
import { callHref, isPlainClick } from "../url/call-href.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { exactDuration } from "../words/duration.ts";
import { arrowLabel, arrowTone, describeRow } from "./describe.ts";
import { fitLabel } from "./layout.ts";
import { mediaEnds } from "./media-ends.ts";
import { LADDER_VIEW_WORDS } from "../words/ladder.ts";

const ROW = 20;
const MOST = 60;
const EDGE = 40;

export function MiniLadder({ ladder, callId }: { ladder: Ladder; callId: string }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const { search } = usePageSearch();
  const navigate = useNavigate();
  const follow = (event: MouseEvent, msg: string): void => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    void navigate({ to: "/calls/$id", params: { id: callId }, search: { ...carried(search), msg } });
  };
  const rows = ladder.rows.filter((row) => row.kind !== "media" && row.kind !== "log").slice(0, MOST);
  const apart = mediaEnds(ladder).columns;
  const hosts = ladder.columns.map((column, index) => ({ ...column, index })).filter(({ index }) => !apart.includes(index));
  const pitch = hosts.length > 1 ? (width - 2 * EDGE) / (hosts.length - 1) : 0;
  const x = (column: number): number => Math.round(EDGE + hosts.findIndex(({ index }) => index === column) * pitch);
  return (
    <div className="mini-ladder" ref={box}>
      <div className="mini-heads">
        {hosts.map(({ index, ...column }) => (
          <span
            key={column.id}
            className="clip"
            title={`${column.label} ${column.address}`}
            style={{ left: x(index), maxWidth: Math.max(40, pitch - 6) }}
          >
            {column.label}
          </span>
        ))}
      </div>
      {width > 0 &&
        rows.map((row) => {
          const [x1, x2] = [x(row.from), x(row.to)];
          const head = x2 >= x1 ? -5 : 5;
          return (
            <a
              key={row.ref}
              href={callHref(callId, { ...carried(search), msg: row.ref })}
              className="mini-row"
              title={describeRow(ladder, row)}
              onClick={(event) => follow(event, row.ref)}
            >
              <svg
                className={`arrow arrow-${arrowTone(row)}${row.retransmission ? " arrow-repeat" : ""}`}
                width={width}
                height={ROW}
                aria-hidden="true"
              >
                {hosts.map(({ id, index }) => (
                  <line key={id} className="mini-life" x1={x(index) + 0.5} x2={x(index) + 0.5} y1={0} y2={ROW} />
                ))}
                <line className="arrow-line" x1={x1} x2={x2 + head} y1={ROW - 4} y2={ROW - 4} />
                <path className="arrow-head" d={`M${x2} ${ROW - 4}l${head} -3v6z`} />
                <text x={(x1 + x2) / 2} y={ROW - 8} textAnchor="middle">
                  {fitLabel(`${row.retransmission ? "⟲ " : ""}${arrowLabel(row)}`, Math.abs(x2 - x1) - 6, 6.1)}
                </text>
              </svg>
              <span className="visually-hidden">
                {arrowLabel(row)} {exactDuration(row.delta_us)}
              </span>
            </a>
          );
        })}
      {ladder.rows.length > rows.length && <p className="quiet">{ladder.rows.length - rows.length}{" "}{LADDER_VIEW_WORDS.moreInTheFull}</p>}
    </div>
  );
}
