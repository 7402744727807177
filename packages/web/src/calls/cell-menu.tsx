// The menu of a cell: filter in, filter out, copy, all calls of this number. Without a cell (key `m`): the same for the whole call.
import { useEffect, useRef } from "react";
import type { CallJson } from "../api/shapes.ts";
import { addTerm } from "../query/edit.ts";
import { copyText } from "../ui/copy-button.tsx";
import { Menu } from "../ui/menu.tsx";
import type { MenuItem } from "../ui/menu.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { CALLS_WORDS as WORDS } from "../words/calls.ts";

export interface CellPlace {
  call: CallJson;
  field: { field: string; value: string } | null;
  /** Where the pointer was; null = beside the selected row. */
  x: number | null;
  y: number | null;
}

export function CellMenu({ place, close }: { place: CellPlace; close: () => void }) {
  const root = useRef<HTMLDivElement>(null);
  const { search, patch } = usePageSearch();
  const filter = (field: string, value: string, out: boolean): void =>
    patch({ q: addTerm(search.q ?? "", field, value, out), sel: undefined, peek: undefined });
  useEffect(() => {
    const before = document.activeElement;
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) close();
    };
    document.addEventListener("pointerdown", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [close]);
  const row = document.getElementById(`row-${place.call.id}`)?.getBoundingClientRect();
  const left = Math.min(place.x ?? (row?.left ?? 0) + 120, innerWidth - 300);
  const top = Math.min(place.y ?? row?.bottom ?? 100, innerHeight - 220);
  return (
    <div
      ref={root}
      className="popover cell-menu"
      style={{ left, top }}
      onKeyDown={(event) => (event.key === "Escape" || event.key === "Tab") && (event.stopPropagation(), close())}
    >
      <Menu label={WORDS.noValueTerm} close={close} items={itemsOf(place, filter)} />
    </div>
  );
}

function itemsOf({ call, field }: CellPlace, filter: (field: string, value: string, out: boolean) => void): MenuItem[] {
  const cell: MenuItem[] =
    field === null
      ? []
      : [
          {
            label: WORDS.only,
            icon: "plus",
            hint: `${field.field}:${field.value}`,
            onPick: () => filter(field.field, field.value, false),
          },
          {
            label: WORDS.without,
            icon: "minus",
            hint: `NOT ${field.field}:${field.value}`,
            onPick: () => filter(field.field, field.value, true),
          },
          { label: WORDS.copyValue, icon: "copy", hint: field.value, onPick: () => void copyText(field.value) },
        ];
  const numbers = [...new Set([call.from_user || call.caller, call.to_user || call.callee])].filter(Boolean);
  return [
    ...cell,
    ...numbers.map((number): MenuItem => ({
      label: WORDS.allOf(number),
      icon: "search",
      onPick: () => filter("number", number, false),
    })),
    { label: WORDS.copyCallId, icon: "copy", onPick: () => void copyText(call.call_id) },
  ];
}
