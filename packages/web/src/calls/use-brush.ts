// Dragging over the histogram: the area while it lasts, the range when it ends.
import { useState } from "react";
import type { PointerEvent } from "react";
import type { Histogram } from "../api/shapes.ts";
import { brushRange } from "./bars.ts";

const xOf = (event: PointerEvent<SVGElement>): number => event.clientX - event.currentTarget.getBoundingClientRect().left;

export function useBrush(histogram: Histogram, width: number, zoom: (range: { fromUs: number; toUs: number }) => void) {
  const [drag, setDrag] = useState<[number, number] | null>(null);
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const x = xOf(event);
      setDrag([x, x]);
    },
    onPointerMove: (event: PointerEvent<SVGElement>) => {
      const x = xOf(event);
      setDrag((now) => now && [now[0], x]);
    },
    onPointerUp: () => {
      const range = drag && brushRange(histogram, width, drag[0], drag[1]);
      setDrag(null);
      if (range) zoom(range);
    },
    onPointerCancel: () => setDrag(null),
  };
  const area = drag && Math.abs(drag[1] - drag[0]) > 2 ? { x: Math.max(0, Math.min(...drag)), width: Math.abs(drag[1] - drag[0]) } : null;
  return { handlers, area };
}
