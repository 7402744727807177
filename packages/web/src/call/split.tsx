// Two panes with a bar between them that can be dragged or moved with arrow keys; below each other on narrow screens.
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactNode } from "react";
import { setSetting, useSettings } from "../ui/settings.ts";
import { CALL_WORDS } from "../words/call.ts";

const [LEAST, MOST] = [280, 900];

interface SplitProps {
  left: ReactNode;
  right: ReactNode;
  /** Two messages stand in the right pane. */
  wide?: boolean;
}

const FOR_TWO = 760;

export function Split({ left, right, wide = false }: SplitProps) {
  const chosen = Number(useSettings().panel) || 420;
  const width = wide ? Math.max(chosen, FOR_TWO) : chosen;
  const set = (to: number): void => setSetting("panel", String(Math.round(Math.max(LEAST, Math.min(MOST, to)))));
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1) return;
    const edge = event.currentTarget.parentElement?.getBoundingClientRect().right ?? innerWidth;
    set(edge - event.clientX);
  };
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
    if (by !== undefined) set(width + by);
  };
  return (
    <div className="split">
      <div className="split-left">{left}</div>
      <div
        className="split-bar"
        role="separator"
        aria-orientation="vertical"
        aria-label={CALL_WORDS.widthOfTheMessage}
        aria-valuenow={width}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={key}
        onDoubleClick={() => set(420)}
      />
      <div className="split-right" style={{ "--panel": `${width}px` } as CSSProperties}>
        {right}
      </div>
    </div>
  );
}
