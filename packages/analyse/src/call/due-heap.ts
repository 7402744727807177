// The calls of one source by when something must happen to them: a binary heap in which every call knows its place. A deadline that moves
// later is only noted and applied when it comes up, so an ordinary message costs nothing here, however many calls are open.

export interface Due {
  /** When it is to be looked at, as the heap knows it. */
  dueUs: number;
  /** When it really is due; never earlier than what the heap knows. */
  deadlineUs: number;
  /** Place in the heap; -1 = not in it. */
  slot: number;
}

export interface DueHeap<T extends Due> {
  arm(item: T, deadlineUs: number): void;
  remove(item: T): void;
  /** The next item whose deadline is at or before `nowUs`, taken out; undefined when there is none. */
  next(nowUs: number): T | undefined;
  readonly size: number;
}

export function createDueHeap<T extends Due>(): DueHeap<T> {
  const items: T[] = [];

  const put = (item: T, slot: number): void => {
    items[slot] = item;
    item.slot = slot;
  };
  const up = (item: T): void => {
    let slot = item.slot;
    while (slot > 0) {
      const parent = items[(slot - 1) >> 1]!;
      if (parent.dueUs <= item.dueUs) break;
      put(parent, slot);
      slot = (slot - 1) >> 1;
    }
    put(item, slot);
  };
  const down = (item: T): void => {
    let slot = item.slot;
    for (;;) {
      let child = 2 * slot + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]!.dueUs < items[child]!.dueUs) child += 1;
      if (items[child]!.dueUs >= item.dueUs) break;
      put(items[child]!, slot);
      slot = child;
    }
    put(item, slot);
  };
  const remove = (item: T): void => {
    const { slot } = item;
    if (slot < 0) return;
    const last = items.pop()!;
    item.slot = -1;
    if (last === item) return;
    put(last, slot);
    up(last);
    down(last);
  };

  return {
    arm(item, deadlineUs) {
      item.deadlineUs = deadlineUs;
      if (item.slot >= 0 && deadlineUs >= item.dueUs) return;
      item.dueUs = deadlineUs;
      if (item.slot < 0) put(item, items.length);
      up(item);
    },
    remove,
    next(nowUs) {
      for (let top = items[0]; top && top.dueUs <= nowUs; top = items[0]) {
        if (top.deadlineUs <= nowUs) {
          remove(top);
          return top;
        }
        top.dueUs = top.deadlineUs;
        down(top);
      }
      return undefined;
    },
    get size() {
      return items.length;
    },
  };
}
