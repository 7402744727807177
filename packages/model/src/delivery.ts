// A report on its way to the ticket system: how it went, and what is still to be sent.

export interface Delivery {
  id: string;
  /** What it is about: a Call-ID. */
  object: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  /** Of the last answer; null: there was none. */
  status: number | null;
  /** Why the last attempt failed; "" = it did not. */
  error: string;
  createdAtUs: number;
  /** 0: not over. */
  endedAtUs: number;
}

/** One that waits, with what a new process needs to go on with it. */
export interface WaitingDelivery extends Delivery {
  event: string;
  body: string;
  /** When it is tried next. */
  nextAtUs: number;
}
