// Packet identity: which writer stored it, and its sequence there. Survives recompression, restarts and other shard numbers.

/** `COLLECTOR-BOOT-SHARD.CLASS`, e.g. `c1-7-0.call`; boot rises at every start, so identities are never reused. */
export type WriterId = string;

export interface PacketRef {
  writer: WriterId;
  sequence: number;
}

/** References of one call: per writer, ascending sequences. */
export interface PacketRefs {
  writer: WriterId;
  sequences: number[];
}

/** Compact text of references: `c1-7-0.call:1200,1,3|c1-8-0.call:4` — first absolute, then differences, base 36. */
export function printRefs(refs: readonly PacketRefs[]): string {
  return refs
    .map(({ writer, sequences }) => {
      let last = 0;
      const steps = sequences.map((sequence) => {
        const step = (sequence - last).toString(36);
        last = sequence;
        return step;
      });
      return `${writer}:${steps.join(",")}`;
    })
    .join("|");
}

export function parseRefs(text: string): PacketRefs[] {
  if (text === "") return [];
  return text.split("|").map((part) => {
    const colon = part.lastIndexOf(":");
    let last = 0;
    const sequences = part
      .slice(colon + 1)
      .split(",")
      .map((step) => (last += Number.parseInt(step, 36)));
    return { writer: part.slice(0, colon), sequences };
  });
}

export const printRef = (ref: PacketRef): string => `${ref.writer}:${ref.sequence}`;

/** Undefined when it is not `WRITER:SEQUENCE`. */
export function parseRef(text: string): PacketRef | undefined {
  const colon = text.lastIndexOf(":");
  const sequence = Number(text.slice(colon + 1));
  return colon > 0 && Number.isSafeInteger(sequence) && sequence >= 0 ? { writer: text.slice(0, colon), sequence } : undefined;
}
