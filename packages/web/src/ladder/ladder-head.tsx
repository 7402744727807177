// Heads of the ladder: time on the left, then every host over its lifeline. Stays in place while the ladder scrolls.
import type { CSSProperties } from "react";
import type { Ladder } from "../api/shapes.ts";
import type { LadderLayout } from "./layout.ts";

interface LadderHeadProps {
  ladder: Ladder;
  layout: LadderLayout;
  width: number;
  sinceStart: boolean;
  toggle: () => void;
}

export function LadderHead({ ladder, layout, width, sinceStart, toggle }: LadderHeadProps) {
  return (
    <div className="ladder-head" role="presentation" style={{ width }}>
      <div className="gutter">
        <button type="button" className="link" title="Clock or time since start (t)" onClick={toggle}>
          {sinceStart ? "since start" : "clock"}
        </button>
        <span>delta</span>
      </div>
      {ladder.columns.map((column, index) => (
        <div
          key={column.id}
          className="host"
          style={{ "--x": `${layout.columns[index]}px` } as CSSProperties}
          title={`${column.label}\n${column.address}`}
        >
          <b className="clip">{column.label}</b>
          {column.label !== column.address && <span className="clip">{column.address}</span>}
        </div>
      ))}
    </div>
  );
}
