// Readers together, a writer alone, in the order in which they came: readers that keep coming cannot hold a commit back, nor commits a reader.

export interface Gate {
  /** Beside others of its kind. */
  together<T>(work: () => Promise<T>): Promise<T>;
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(): Gate {
  const queue: { isAlone: boolean; enter(): void }[] = [];
  let inside = 0;
  let locked = false;

  const admit = (): void => {
    for (let next = queue[0]; next && !locked && (inside === 0 || !next.isAlone); next = queue[0]) {
      queue.shift();
      inside += 1;
      locked = next.isAlone;
      next.enter();
    }
  };
  const run = async <T>(isAlone: boolean, work: () => Promise<T>): Promise<T> => {
    await new Promise<void>((enter) => {
      queue.push({ isAlone, enter });
      admit();
    });
    try {
      return await work();
    } finally {
      inside -= 1;
      locked = false;
      admit();
    }
  };
  return { together: (work) => run(false, work), alone: (work) => run(true, work) };
}
