// Random numbers that are the same for the same seed and index, so that any call of a run can be known without running it.

/** Finaliser of MurmurHash3: a bijection of 32 bits, so distinct inputs stay distinct. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** sfc32 (PractRand's small fast counter): 32 random bits a call, state from two numbers. */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: number, index: number) {
    this.reset(seed, index);
  }

  reset(seed: number, index: number): this {
    this.#a = mix32(seed);
    this.#b = mix32(index) ^ 0x9e3779b9;
    this.#c = mix32(Math.floor(index / 0x1_0000_0000) ^ seed);
    this.#counter = 1;
    for (let i = 0; i < 8; i++) this.next();
    return this;
  }

  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 ≤ n < bound. */
  below(bound: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * bound);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 0x1_0000_0000;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  }
}
