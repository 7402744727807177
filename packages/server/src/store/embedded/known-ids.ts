// A Bloom filter over the ids in the hot table: most appended ids are new, and only those that may not be are looked for before they are written.
// 24 bits an id and 6 probes leave about one false alarm in 10,000, each of which costs one look.

const BITS_AN_ID = 24;
const PROBES = 6;

export class KnownIds {
  private words: Uint32Array;
  private capacity: number;
  private count = 0;

  constructor(capacity: number) {
    this.capacity = Math.max(65_536, 2 ** Math.ceil(Math.log2(capacity * 1.5)));
    this.words = new Uint32Array((this.capacity * BITS_AN_ID) / 32);
  }

  /** Time to make a larger one from the table. */
  get full(): boolean {
    return this.count >= this.capacity;
  }

  get size(): number {
    return this.count;
  }

  add(key: number): void {
    this.count++;
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.bit(key, probe);
      this.words[bit >>> 5]! |= 1 << (bit & 31);
    }
  }

  mayHave(key: number): boolean {
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.bit(key, probe);
      if ((this.words[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  private bit(key: number, probe: number): number {
    const step = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d) | 1;
    return ((key + Math.imul(probe, step)) >>> 0) % (this.words.length * 32);
  }
}
