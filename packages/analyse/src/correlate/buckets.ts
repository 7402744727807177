// Name → the legs that have it. Bounded: a name that many have tells little, and only its newest bearers are held against a new leg, so that
// the cost of a leg does not depend on how many others are open.
import type { HeldLeg } from "./held-leg.ts";

const MOST_BEARERS = 16;
const MOST_CANDIDATES = 32;
const FEWEST_PLACES = 1024;

export interface Buckets {
  post(leg: HeldLeg, names: readonly number[]): void;
  remove(leg: HeldLeg): void;
  /** Others that have a name in common, newest first within a name. */
  candidates(leg: HeldLeg): Set<HeldLeg>;
  /** Legs that have the name, oldest first, and by a collision of hashes perhaps others. */
  bearers(name: number): HeldLeg[];
  /** How many those are. */
  count(name: number): number;
  clear(): void;
}

/**
 * Chains in typed arrays (heads by hash, then from place to place): a leg has a dozen names, and a Map of them takes four times the memory, all of
 * which its collector walks through.
 */
class Chains {
  #heads = new Int32Array(FEWEST_PLACES).fill(-1);
  #names = new Int32Array(FEWEST_PLACES);
  /** Of a free place, the next free one. */
  #next = new Int32Array(FEWEST_PLACES);
  #legs: (HeldLeg | undefined)[] = [];
  #free = -1;

  /** Newest first. */
  *of(name: number): Generator<HeldLeg> {
    for (let at = this.#heads[name & (this.#heads.length - 1)]!; at >= 0; at = this.#next[at]!) if (this.#names[at] === name) yield this.#legs[at]!;
  }

  count(name: number): number {
    let count = 0;
    for (let at = this.#heads[name & (this.#heads.length - 1)]!; at >= 0; at = this.#next[at]!) if (this.#names[at] === name) count += 1;
    return count;
  }

  add(name: number, leg: HeldLeg): void {
    const at = this.#place();
    this.#names[at] = name;
    this.#legs[at] = leg;
    this.#link(at);
  }

  /** The oldest bearer of the name, or this one. */
  remove(name: number, leg?: HeldLeg): void {
    const head = name & (this.#heads.length - 1);
    let found = -1;
    let beforeFound = -1;
    for (let before = -1, at = this.#heads[head]!; at >= 0; before = at, at = this.#next[at]!) {
      if (this.#names[at] !== name || (leg && this.#legs[at] !== leg)) continue;
      found = at;
      beforeFound = before;
    }
    if (found < 0) return;
    if (beforeFound < 0) this.#heads[head] = this.#next[found]!;
    else this.#next[beforeFound] = this.#next[found]!;
    this.#legs[found] = undefined;
    this.#next[found] = this.#free;
    this.#free = found;
  }

  #link(at: number): void {
    const head = this.#names[at]! & (this.#heads.length - 1);
    this.#next[at] = this.#heads[head]!;
    this.#heads[head] = at;
  }

  #place(): number {
    if (this.#free >= 0) {
      const at = this.#free;
      this.#free = this.#next[at]!;
      return at;
    }
    if (this.#legs.length === this.#names.length) this.#grow();
    return this.#legs.push(undefined) - 1;
  }

  /** No place is free then. */
  #grow(): void {
    const places = this.#names.length;
    const wider = (column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const wide = new Int32Array(places * 2);
      wide.set(column);
      return wide;
    };
    const order = this.#oldestFirst();
    this.#names = wider(this.#names);
    this.#next = wider(this.#next);
    this.#heads = new Int32Array(places * 2).fill(-1);
    for (const at of order) this.#link(at);
  }

  /** Places, so that within a name the newest is linked last. */
  #oldestFirst(): Int32Array {
    const order = new Int32Array(this.#legs.length);
    let count = 0;
    for (const head of this.#heads) for (let at = head; at >= 0; at = this.#next[at]!) order[count++] = at;
    return order.subarray(0, count).reverse();
  }
}

export function createBuckets(): Buckets {
  let chains = new Chains();
  return {
    post(leg, names) {
      for (const name of names) {
        if (chains.count(name) >= MOST_BEARERS) chains.remove(name);
        chains.add(name, leg);
      }
    },
    remove(leg) {
      for (const name of leg.posted) chains.remove(name, leg);
    },
    candidates(leg) {
      const found = new Set<HeldLeg>();
      for (const name of leg.posted) {
        for (const other of chains.of(name)) if (other !== leg) found.add(other);
        if (found.size >= MOST_CANDIDATES) break;
      }
      return found;
    },
    bearers: (name) => [...chains.of(name)].reverse(),
    count: (name) => chains.count(name),
    clear: () => void (chains = new Chains()),
  };
}
