// A list of actions with arrow keys: the body of drop-down and cell menus.
import { useEffect, useRef } from "react";
import type { KeyboardEvent } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon.tsx";

export interface MenuItem {
  label: string;
  icon?: IconName;
  hint?: string;
  href?: string;
  download?: boolean;
  checked?: boolean;
  onPick?: () => void;
}

interface MenuProps {
  label: string;
  items: MenuItem[];
  close: () => void;
}

export function Menu({ label, items, close }: MenuProps) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => void root.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus({ preventScroll: true }), []);
  const move = (event: KeyboardEvent): void => {
    const all = [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)?.focus();
  };
  return (
    <div className="menu" role="menu" aria-label={label} ref={root} onKeyDown={move}>
      {items.map((item) => (
        <Item key={item.label} item={item} close={close} />
      ))}
    </div>
  );
}

function Item({ item, close }: { item: MenuItem; close: () => void }) {
  const body = (
    <>
      <span className="menu-icon">{item.icon ? <Icon name={item.icon} /> : item.checked ? <Icon name="check" /> : null}</span>
      <span className="menu-label">{item.label}</span>
      {item.hint && <span className="menu-hint">{item.hint}</span>}
    </>
  );
  const pick = (): void => {
    item.onPick?.();
    close();
  };
  if (item.href)
    return (
      <a role="menuitem" tabIndex={-1} href={item.href} download={item.download} onClick={pick}>
        {body}
      </a>
    );
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return (
    <button type="button" role={role} aria-checked={item.checked} tabIndex={-1} onClick={pick}>
      {body}
    </button>
  );
}
