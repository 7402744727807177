// Geometry of the ladder: nothing overlaps, nothing is lost, only what is in view is drawn.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sampleLadder } from "../../dev/sample-call.ts";
import { columnPositions, fitLabel, GAP_US, layoutLadder, MEDIA_HEIGHT, ROW_HEIGHT, visibleItems } from "./layout.ts";

test("columns share the width evenly and keep room for their heads at both edges", () => {
  const [first = 0, second = 0, third = 0] = columnPositions(3, 700);
  assert.equal(second - first, third - second);
  assert.ok(first >= 90 && third <= 700 - 90);
});

test("twelve columns on a narrow screen keep their distance and make the ladder wider than the screen", () => {
  const ladder = sampleLadder(
    Array.from({ length: 12 }, (_, i) => `h${i}`),
    [{}],
  );
  const layout = layoutLadder(ladder, 600);
  const distances = layout.columns.slice(1).map((x, i) => x - (layout.columns[i] ?? 0));
  assert.ok(Math.min(...distances) >= 128);
  assert.ok(layout.width > 600);
});

test("two columns on a wide screen do not drift apart without end", () => {
  const [a = 0, b = 0] = columnPositions(2, 3000);
  assert.ok(b - a <= 340);
});

test("twelve columns fit the window when they are asked to", () => {
  const xs = columnPositions(12, 700, "fit");
  assert.ok((xs[0] ?? 0) > 0 && (xs.at(-1) ?? 0) < 700, xs.join());
});

test("larger rows and columns grow together", () => {
  const ladder = sampleLadder(["a", "b", "c"], [{}, {}]);
  const [usual, large] = [layoutLadder(ladder, 500), layoutLadder(ladder, 500, { zoom: "150" })];
  assert.equal(large.height, usual.height * 1.5);
  assert.ok((large.columns[1] ?? 0) > (usual.columns[1] ?? 0));
});

test("a finger gets rows that it can hit, whatever the zoom", () => {
  const ladder = sampleLadder(["a", "b"], [{}, { kind: "media" }]);
  const heights = (zoom: "60" | "150"): number[] => layoutLadder(ladder, 500, { zoom, touch: true }).items.map(({ height }) => height);
  assert.deepEqual([heights("60"), heights("150")], [[44, 24], [48, 24]]);
});

test("what was not seen, and keys pressed, stand where they belong in time", () => {
  const ladder = sampleLadder(["a", "b"], [{ at: "2026-11-20T14:58:03.000000Z" }, { at: "2026-11-20T14:58:04.000000Z" }]);
  const atUs = Date.parse("2026-11-20T14:58:04Z") * 1000;
  const event = { kind: "missing", text: "no ACK", from: 0, to: 1 } as const;
  const events = [{ ...event, atUs: atUs - 1 }, { ...event, atUs: atUs + 5e6, from: null }];
  const { items, columns } = layoutLadder(ladder, 500, { events });
  assert.deepEqual(items.map(({ type }) => type), ["arrow", "event", "arrow", "event"]);
  assert.deepEqual(items.flatMap((item) => (item.type === "event" ? [[item.x1, item.x2]] : [])), [[columns[0], columns[1]], [null, columns[1]]]);
});

test("a silence of more than a second is folded into one gap before its row", () => {
  const { items } = layoutLadder(sampleLadder(["a", "b"], [{}, { delta_us: GAP_US }, { delta_us: GAP_US + 1 }]), 600);
  assert.deepEqual(
    items.map((item) => item.type),
    ["arrow", "arrow", "gap", "arrow"],
  );
  assert.equal(items[2]?.type === "gap" && items[2].gapUs, GAP_US + 1);
});

test("the first row never has a gap before it", () => {
  assert.equal(layoutLadder(sampleLadder(["a", "b"], [{ delta_us: 9e6 }]), 600).items[0]?.type, "arrow");
});

test("the pause before a media report is no silence worth a fold", () => {
  const { items } = layoutLadder(sampleLadder(["a", "b"], [{}, { kind: "media", delta_us: 5e6 }, { delta_us: 5e6 }]), 600);
  assert.deepEqual(
    items.map((item) => item.type),
    ["arrow", "arrow", "gap", "arrow"],
  );
});

test("media reports take a thin row", () => {
  const { items } = layoutLadder(sampleLadder(["a", "b"], [{}, { kind: "media" }]), 600);
  assert.deepEqual(
    items.map((item) => item.height),
    [ROW_HEIGHT, MEDIA_HEIGHT],
  );
});

const withMedia = sampleLadder(
  ["a", "proxy", "b", "m:1", "m:2", "m:3"],
  [{}, { from: 1, to: 2 }, { from: 3, to: 4, kind: "media", label: "RTCP" }, { from: 5, to: 2, kind: "media", label: "RTCP" }],
);

test("ends that speak only media share one lane at the right of all hosts until they are unfolded", () => {
  const { columns, media, items, width } = layoutLadder(withMedia, 900);
  assert.deepEqual(media && [media.columns, media.word, media.folded], [[3, 4, 5], "media", true]);
  const [a = 0, proxy = 0, b = 0, lane = 0, ...others] = columns;
  assert.ok(a < proxy && proxy < b && b < (media?.left ?? 0) && (media?.left ?? 0) < lane && lane < width);
  assert.deepEqual(others, [lane, lane]);
  assert.deepEqual(
    items.map((item) => item.type === "arrow" && item.self),
    [false, false, true, false],
  );
});

test("unfolded media ends are thin columns that take no room from each other", () => {
  const { columns, media } = layoutLadder(withMedia, 900, { mediaOpen: true });
  assert.equal(media?.folded, false);
  const lanes = columns.slice(3);
  assert.deepEqual(
    lanes,
    [...new Set(lanes)].toSorted((x, y) => x - y),
  );
  assert.ok((lanes[1] ?? 0) - (lanes[0] ?? 0) < (columns[1] ?? 0) - (columns[0] ?? 0));
});

test("media that stays between hosts of the call needs no part of its own; one single media end needs no fold", () => {
  assert.equal(layoutLadder(sampleLadder(["a", "b"], [{}, { kind: "media" }]), 600).media, null);
  assert.equal(layoutLadder(sampleLadder(["a", "b", "m"], [{}, { kind: "media", to: 2 }]), 600).media?.folded, false);
});

test("where nothing speaks SIP nothing stands apart", () => {
  assert.equal(layoutLadder(sampleLadder(["m:1", "m:2"], [{ kind: "media" }]), 600).media, null);
});

test("senders of logs are named as what they are", () => {
  const ladder = sampleLadder(["a", "b", "m", "l"], [{}, { kind: "log", from: 3, to: 3 }, { kind: "media", from: 2, to: 0 }]);
  assert.equal(layoutLadder(ladder, 600).media?.word, "media and log");
});

test("an arrow from a host to itself is marked as a spiral", () => {
  const { items } = layoutLadder(
    sampleLadder(
      ["a", "b"],
      [
        { from: 1, to: 1 },
        { from: 1, to: 0 },
      ],
    ),
    600,
  );
  assert.deepEqual(
    items.map((item) => item.type === "arrow" && item.self),
    [true, false],
  );
  assert.ok(items[1]?.type === "arrow" && items[1].x2 < items[1].x1);
});

const deltas = fc.array(
  fc.record({ delta_us: fc.integer({ min: 0, max: 4_000_000 }), kind: fc.constantFrom("request", "media", "failure") }),
  { minLength: 1, maxLength: 120 },
);

test("items lie one below the other without overlap, and every message has its arrow", () => {
  fc.assert(
    fc.property(deltas, (rows) => {
      const layout = layoutLadder(sampleLadder(["a", "b"], rows as Parameters<typeof sampleLadder>[1]), 600);
      let y = 0;
      for (const item of layout.items) {
        assert.equal(item.y, y);
        y += item.height;
      }
      assert.equal(layout.height, y);
      assert.deepEqual(
        layout.items.flatMap((item) => (item.type === "arrow" ? [item.index] : [])),
        rows.map((_, i) => i),
      );
    }),
    { numRuns: 60 },
  );
});

test("what is drawn is exactly what touches the window", () => {
  fc.assert(
    fc.property(deltas, fc.integer({ min: -100, max: 5000 }), fc.integer({ min: 1, max: 900 }), (rows, top, height) => {
      const { items } = layoutLadder(sampleLadder(["a", "b"], rows as Parameters<typeof sampleLadder>[1]), 600);
      const [first, end] = visibleItems(items, top, top + height);
      const wanted = items.filter((item) => item.y + item.height > top && item.y < top + height);
      assert.deepEqual(items.slice(first, end), wanted);
    }),
    { numRuns: 100 },
  );
});

test("labels are cut to the room they have", () => {
  assert.equal(fitLabel("INVITE", 200), "INVITE");
  assert.equal(fitLabel("503 Service Unavailable", 7.25 * 8), "503 Ser…");
  assert.equal(fitLabel("INVITE", 5), "");
});
