// Which columns the list has and in which order, with the keyboard as with the mouse.
import type { KeyboardEvent } from "react";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { CALLS_WORDS as WORDS } from "../words/calls.ts";
import type { ColumnId } from "../words/calls.ts";
import { stepped, toggled, USUAL_COLUMNS } from "./column-choice.ts";
import { COLUMNS } from "./columns.tsx";
import { useColumns } from "./use-columns.ts";

export function ColumnsMenu() {
  return (
    <Popover label={WORDS.columns} className="button-icon" button={<Icon name="columns" />}>
      {() => <Choice />}
    </Popover>
  );
}

function Choice() {
  const { ids, shared, choose, share, keep } = useColumns();
  const others = COLUMNS.filter(({ id }) => !ids.includes(id)).map(({ id }) => id);
  return (
    <div className="columns-menu">
      <p className="quiet">{WORDS.columnsHint}</p>
      <ul>
        {[...ids, ...others].map((id) => (
          <ColumnItem key={id} id={id} ids={ids} choose={choose} />
        ))}
      </ul>
      <div className="columns-actions">
        <button type="button" className="button" onClick={() => choose(USUAL_COLUMNS)}>
          {WORDS.columnsReset}
        </button>
        <button type="button" className="button" onClick={shared ? keep : share}>
          {shared ? WORDS.columnsKeep : WORDS.columnsShare}
        </button>
      </div>
    </div>
  );
}

function ColumnItem({ id, ids, choose }: { id: ColumnId; ids: readonly ColumnId[]; choose: (ids: readonly ColumnId[]) => void }) {
  const column = COLUMNS.find((each) => each.id === id);
  const on = ids.includes(id);
  const key = (event: KeyboardEvent): void => {
    const by = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as "ArrowUp" | "ArrowDown"] : undefined;
    if (by === undefined || !on) return;
    event.preventDefault();
    choose(stepped(ids, id, by));
  };
  return (
    <li>
      <label title={column?.hint}>
        <input type="checkbox" checked={on} onChange={() => choose(toggled(ids, id))} onKeyDown={key} />
        {column?.head} <span className="quiet">{column?.hint}</span>
      </label>
      {on && (
        <>
          <Step name="up" label={WORDS.columnUp(column?.head ?? id)} off={ids[0] === id} go={() => choose(stepped(ids, id, -1))} />
          <Step name="down" label={WORDS.columnDown(column?.head ?? id)} off={ids.at(-1) === id} go={() => choose(stepped(ids, id, 1))} />
        </>
      )}
    </li>
  );
}

function Step({ name, label, off, go }: { name: "up" | "down"; label: string; off: boolean; go: () => void }) {
  return (
    <button type="button" className="button button-quiet button-icon" aria-label={label} title={label} disabled={off} onClick={go}>
      <Icon name={name} size={13} />
    </button>
  );
}
