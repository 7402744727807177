// The heap of deadlines against a plain list.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createDueHeap, type Due } from "./due-heap.ts";

interface Item extends Due {
  name: number;
}

const item = (name: number): Item => ({ name, dueUs: 0, deadlineUs: 0, slot: -1 });

test("what is due comes out in order of deadlines, and nothing else does", () => {
  const heap = createDueHeap<Item>();
  const [a, b, c] = [item(1), item(2), item(3)];
  heap.arm(a, 30);
  heap.arm(b, 10);
  heap.arm(c, 20);
  assert.deepEqual([heap.next(25)?.name, heap.next(25)?.name, heap.next(25)], [2, 3, undefined]);
  assert.equal(heap.size, 1);
});

test("a deadline moved later holds, one moved earlier too, and a removed item never comes out", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.constantFrom("arm", "remove", "next"), fc.nat(100)), { maxLength: 80 }), (commands) => {
      const heap = createDueHeap<Item>();
      const items = Array.from({ length: 10 }, (_, name) => item(name));
      const armed = new Map<number, number>();
      for (const [name, command, value] of commands) {
        if (command === "arm") {
          heap.arm(items[name]!, value);
          armed.set(name, value);
        } else if (command === "remove") {
          heap.remove(items[name]!);
          armed.delete(name);
        } else {
          const due: number[] = [];
          for (let next = heap.next(value); next; next = heap.next(value)) due.push(next.name);
          const expected = [...armed].filter(([, deadline]) => deadline <= value).map(([each]) => each);
          assert.deepEqual(due.toSorted(), expected.toSorted());
          for (const each of due) armed.delete(each);
        }
        assert.equal(heap.size, armed.size);
      }
    }),
  );
});
