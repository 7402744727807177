// The envelope of every list: { items, next, partial, warnings }.

export interface Page<T> {
  items: T[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
  /** True when something that should be here could not be read; `warnings` says what. */
  partial: boolean;
  warnings: string[];
}

export interface TimeRange {
  /** Inclusive, epoch µs. */
  fromUs: number;
  /** Exclusive, epoch µs. */
  toUs: number;
}
