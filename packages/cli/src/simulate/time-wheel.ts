// A wheel of one-millisecond ticks: which calls have something due now. Adding and taking cost the same however many wait.

const TICK_US = 1000;
const TICKS = 1 << 14;
const NONE = -1;

export class TimeWheel {
  readonly #startUs: number;
  #tick = 0;
  readonly #heads = new Int32Array(TICKS).fill(NONE);
  readonly #tails = new Int32Array(TICKS).fill(NONE);
  /** Next of the same tick, and the tick that it waits for, by number of the waiting one. */
  #next = new Int32Array(1024);
  #due = new Float64Array(1024);

  constructor(startUs: number) {
    this.#startUs = startUs;
  }

  /** First microsecond of the tick that is being taken. */
  get tickUs(): number {
    return this.#startUs + this.#tick * TICK_US;
  }

  get tickEndUs(): number {
    return this.tickUs + TICK_US - 1;
  }

  /** `number` (from 0, small) waits for `dueUs`; what is overdue is taken in this tick. */
  add(number: number, dueUs: number): void {
    if (number >= this.#next.length) this.#widen(number);
    this.#due[number] = Math.max(this.#tick, Math.floor((dueUs - this.#startUs) / TICK_US));
    this.#append(number);
  }

  /** The next one that is due in this tick, in the order of adding; -1 when there is none. */
  take(): number {
    const bucket = this.#tick % TICKS;
    for (;;) {
      const number = this.#heads[bucket] as number;
      if (number === NONE) return NONE;
      this.#heads[bucket] = this.#next[number] as number;
      if ((this.#due[number] as number) <= this.#tick) return number;
      // It waits for a later turn of the wheel: it cannot stay at the head, and must not be met again in this tick.
      this.#later.push(number);
    }
  }

  readonly #later: number[] = [];

  /** On to the next tick. Everything due in this one must have been taken. */
  turn(): void {
    for (const number of this.#later.splice(0)) this.#append(number);
    this.#tick++;
  }

  #append(number: number): void {
    const bucket = (this.#due[number] as number) % TICKS;
    this.#next[number] = NONE;
    if (this.#heads[bucket] === NONE) this.#heads[bucket] = number;
    else this.#next[this.#tails[bucket] as number] = number;
    this.#tails[bucket] = number;
  }

  #widen(number: number): void {
    const length = Math.max(number + 1, this.#next.length * 2);
    const next = new Int32Array(length);
    next.set(this.#next);
    const due = new Float64Array(length);
    due.set(this.#due);
    this.#next = next;
    this.#due = due;
  }
}
