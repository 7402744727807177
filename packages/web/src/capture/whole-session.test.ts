// Legs as one conversation: nothing is lost or told twice, and each leg keeps its own order.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { MessageView } from "@sipglass/model";
import { wholeOf } from "./whole-session.ts";

const message = (ref: string, timeUs: number): MessageView => ({ ref, timeUs }) as Partial<MessageView> as MessageView;
const refs = (all: readonly MessageView[]): string[] => all.map(({ ref }) => ref);

test("messages of two legs stand in the order of time; a packet that both hold stands once", () => {
  assert.deepEqual(
    refs(
      wholeOf([
        [message("a", 1), message("x", 5), message("b", 9)],
        [message("c", 3), message("x", 5), message("d", 12)],
      ]),
    ),
    ["a", "c", "x", "b", "d"],
  );
});

test("a leg keeps its order where its clocks disagree with it", () => {
  assert.deepEqual(refs(wholeOf([[message("request", 20), message("response", 10)], [message("other", 15)]])), [
    "other",
    "request",
    "response",
  ]);
});

test("whatever the clocks say, every message is there once and in the order of its leg", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(50), { maxLength: 8 }), { maxLength: 4 }), (times) => {
      const legs = times.map((leg, index) => leg.map((timeUs, at) => message(`${index}.${at}`, timeUs)));
      const whole = refs(wholeOf(legs));
      assert.deepEqual(whole.toSorted(), legs.flatMap(refs).toSorted());
      for (const [index, leg] of legs.entries())
        assert.deepEqual(
          whole.filter((ref) => ref.startsWith(`${index}.`)),
          refs(leg),
        );
    }),
    { numRuns: 100 },
  );
});
