// What a reader could not read: each piece once, and the tails of segments as they are now (a writer may complete them).
import type { Damage } from "./log.ts";
import type { WalkDamage } from "./walk.ts";

const MAX_PIECES = 1_000;

export class DamageList {
  readonly #pieces = new Map<string, Damage>();
  readonly #tails = new Map<string, Damage>();

  add(path: string, { offset, bytes, reason }: WalkDamage): void {
    if (this.#pieces.size < MAX_PIECES) this.#pieces.set(`${path}:${offset}:${reason}`, { path, offset, bytes, reason });
  }

  setTail(path: string, tail: WalkDamage | undefined): void {
    if (tail) this.#tails.set(path, { path, offset: tail.offset, bytes: tail.bytes, reason: tail.reason });
    else this.#tails.delete(path);
  }

  all(): Damage[] {
    return [...this.#pieces.values(), ...this.#tails.values()].slice(0, MAX_PIECES);
  }
}
