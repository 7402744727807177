// For tests that nothing throws: valid bytes with some of them changed, cut off or repeated.
import fc from "fast-check";

export function mutated(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.record({ at: fc.nat(Math.max(valid.length - 1, 0)), value: fc.integer({ min: 0, max: 255 }) });
  return fc
    .record({
      changes: fc.array(change, { minLength: 1, maxLength: 12 }),
      cutAt: fc.option(fc.nat(valid.length)),
      repeatFrom: fc.option(fc.nat(valid.length)),
    })
    .map(({ changes, cutAt, repeatFrom }) => {
      const bytes = valid.slice();
      for (const { at, value } of changes) bytes[at] = value;
      const cut = cutAt === null ? bytes : bytes.slice(0, cutAt);
      return repeatFrom === null ? cut : Uint8Array.from([...cut, ...bytes.slice(repeatFrom)]);
    });
}

/** Cuts `bytes` at these places (in any order, any value) into chunks that together are `bytes`. */
export function chunksOf(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length].map((end, i) => bytes.slice(places[i - 1] ?? 0, end)).filter((chunk) => chunk.length > 0);
}
