// Files that were chosen on a page go the same way as files that are dropped: to the one who listens.

type Taker = (files: readonly File[]) => void;
const takers = new Set<Taker>();

export function takeFiles(files: readonly File[]): void {
  for (const taker of takers) taker(files);
}

/** The answer stops listening. */
export function onFiles(taker: Taker): () => void {
  takers.add(taker);
  return () => void takers.delete(taker);
}
