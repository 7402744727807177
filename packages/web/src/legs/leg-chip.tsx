// The mark of a leg: its letter on its tint.
import { LEG_TINTS, legLetter } from "./leg-ladder.ts";

export function LegChip({ leg }: { leg: number }) {
  return <span className={`leg-chip leg-${leg % LEG_TINTS}`}>{legLetter(leg)}</span>;
}
