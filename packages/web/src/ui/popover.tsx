// A button that opens a small panel under itself; closes on Escape, on a click outside and when focus leaves.
import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";

interface PopoverProps {
  label: string;
  /** What is read on it beside the label: part of its name, so that who speaks to it may say what he sees (WCAG 2.5.3). */
  shows?: string;
  className?: string;
  button: ReactNode;
  align?: "start" | "end";
  children: (close: () => void) => ReactNode;
}

const EDGE = 8;

/** Moves it sideways where it would reach beyond the window. */
function intoView(panel: HTMLDivElement | null): void {
  if (!panel) return;
  const { left, right } = panel.getBoundingClientRect();
  const over = Math.max(0, right - (innerWidth - EDGE));
  const by = left < EDGE ? EDGE - left : -Math.min(over, left - EDGE);
  if (by !== 0) panel.style.translate = `${by}px 0`;
}

export function Popover({ label, shows, className = "", button, align = "end", children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    if (root.current?.contains(document.activeElement)) trigger.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  return (
    <div className="popover-root" ref={root} onKeyDown={(event) => open && event.key === "Escape" && (event.stopPropagation(), close())}>
      <button
        ref={trigger}
        type="button"
        className={`button ${className}`}
        aria-label={shows === undefined ? label : `${label}: ${shows}`}
        title={label}
        aria-expanded={open}
        aria-haspopup="true"
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div className={`popover popover-${align}`} ref={intoView}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
