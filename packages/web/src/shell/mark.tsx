// The mark of the house: a looking glass with a pulse in it.
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="14" cy="14" r="10" />
      <path d="m21.5 21.5 7 7" />
      <path className="mark-pulse" d="M9 14h3l1.5-4 2.5 7 1.5-3H20" />
    </svg>
  );
}
