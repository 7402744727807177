// One host over its lifeline: its name, its address, a menu. It can be dragged, or moved with Shift and the arrow keys.
import { useRef, useState } from "react";
import type { CSSProperties, KeyboardEvent, PointerEvent } from "react";
import { copyText } from "../ui/copy-button.tsx";
import { Menu } from "../ui/menu.tsx";
import type { MenuItem } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import { hrefOf } from "../url/base-path.ts";
import { printSearchText } from "../url/page-search.ts";
import type { PageSearch } from "../url/page-search.ts";
import { LADDER_WORDS } from "../words/ladder.ts";
import type { ArrangedColumn } from "./arrange.ts";
import { mergeColumns, moveColumn, splitColumn } from "./arrange.ts";
import { hostOf } from "./host-of.ts";

interface HostHeadProps {
  columns: readonly ArrangedColumn[];
  index: number;
  x: number;
  /** Between this lifeline and the next. */
  pitch: number;
  /** x of all lifelines, to find where a dragged head is let go. */
  xs: readonly number[];
  media: boolean;
  /** What links to calls of this host carry along. */
  carry: PageSearch;
  arrange: (hosts: string) => void;
}

/** A press that moves less is a click. */
const DRAG_PX = 6;

export function HostHead({ columns, index, x, pitch, xs, media, carry, arrange }: HostHeadProps) {
  const [shift, setShift] = useState(0);
  const from = useRef<number | null>(null);
  const column = columns[index];
  if (!column) return null;
  const { label, address, colour } = column;
  const move = (to: number): void => arrange(moveColumn(columns, index, to));
  const drag = (event: PointerEvent): void => {
    if (from.current === null) return;
    const by = event.clientX - from.current;
    if (shift !== 0 || Math.abs(by) > DRAG_PX) {
      event.currentTarget.setPointerCapture(event.pointerId);
      setShift(by);
    }
  };
  const drop = (): void => {
    const by = shift;
    from.current = null;
    setShift(0);
    if (by !== 0) move(placeAt(xs, x + by, index));
  };
  const key = (event: KeyboardEvent): void => {
    const by = event.shiftKey ? { ArrowLeft: -1, ArrowRight: 1 }[event.key] : undefined;
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(index + by);
  };
  const narrow = pitch < 96;
  // Where there is room for two lines, an address without a name has its port in the second.
  const port = narrow || media || label !== address ? "" : (/:\d+$/.exec(address)?.[0] ?? "");
  return (
    <div
      className={`host${media ? " host-media" : ""}${shift !== 0 ? " host-dragged" : ""}${narrow ? " host-narrow" : ""}`}
      style={{ "--x": `${x + shift}px`, "--pitch": `${pitch}px` } as CSSProperties}
      title={LADDER_WORDS.hostTitle(label, address)}
      onPointerDown={(event) => event.button === 0 && (from.current = event.clientX)}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
      onClickCapture={(event) => shift !== 0 && event.stopPropagation()}
      onKeyDown={key}
    >
      {colour !== undefined && <i className={`host-bar host-${colour}`} />}
      <Popover
        label={LADDER_WORDS.hostMenu(label === address ? label : `${label} ${address}`)}
        className="host-button"
        align={index * 2 < columns.length ? "start" : "end"}
        button={
          <>
            <b className="clip">{label.slice(0, label.length - port.length)}</b>{port === "" && " "}
            {(port !== "" || label !== address) && <span className="clip">{port || address}</span>}
          </>
        }
      >
        {(close) => <Menu label={LADDER_WORDS.hostMenu(label)} close={close} items={menuOf(columns, index, column, carry, arrange)} />}
      </Popover>
    </div>
  );
}

/** How many lifelines, its own left out, stand left of `x`. */
function placeAt(xs: readonly number[], x: number, own: number): number {
  return xs.filter((each, index) => index !== own && each < x).length;
}

function menuOf(columns: readonly ArrangedColumn[], index: number, { address, members }: ArrangedColumn, carry: PageSearch, arrange: (hosts: string) => void): MenuItem[] {
  const host = hostOf(members[0] ?? address);
  const [isFirst, isLast] = [index === 0, index === columns.length - 1];
  const item = (label: string, hosts: string, hint = ""): MenuItem => ({ label, hint, onPick: () => arrange(hosts) });
  return [
    ...(isFirst ? [] : [item(LADDER_WORDS.moveLeft, moveColumn(columns, index, index - 1), "⇧←")]),
    ...(isLast ? [] : [item(LADDER_WORDS.moveRight, moveColumn(columns, index, index + 1), "⇧→")]),
    ...(isFirst ? [] : [item(LADDER_WORDS.mergeLeft, mergeColumns(columns, index, index - 1))]),
    ...(isLast ? [] : [item(LADDER_WORDS.mergeRight, mergeColumns(columns, index + 1, index))]),
    ...(members.length > 1 ? [item(LADDER_WORDS.split, splitColumn(columns, index))] : []),
    { label: LADDER_WORDS.copyAddress, icon: "copy", onPick: () => void copyText(members.join("\n")) },
    { label: LADDER_WORDS.callsOfHost, icon: "search", href: `${hrefOf("/")}${printSearchText({ ...carry, q: `ip:${host}` })}` },
  ];
}
