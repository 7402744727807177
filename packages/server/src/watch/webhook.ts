// Sends signed JSON to one address that the configuration names, and to no other: nobody who asks for a delivery says where it goes, and a redirect is
// not followed. What fails in passing is tried again, later each time and after a restart too, under the same id, by which its receiver knows it.
import { SipglassError, toRfc3339, type Delivery, type WaitingDelivery } from "@sipglass/model";
import { createHmac, randomUUID } from "node:crypto";

export interface WebhookOptions {
  url: string;
  /** Key of the signature; "" sends none. */
  secret: string;
  /** Epoch µs. */
  now(): number;
  deliveries: DeliveryKeeper;
  fetch?: typeof fetch;
  /** Milliseconds before the attempt after the nth. */
  pauseMs?(attempts: number): number;
}

/** Where deliveries are kept over a restart. */
export interface DeliveryKeeper {
  list(): Delivery[];
  waiting(): WaitingDelivery[];
  add(delivery: WaitingDelivery): void;
  change(delivery: Delivery, nextAtUs: number): void;
}

export interface Webhook {
  /** Resolves after the first attempt; others follow by themselves. */
  send(event: string, object: string, payload: unknown): Promise<Delivery>;
  /** Those that wait are tried again after a restart; the one that is being sent now as well. */
  close(): void;
}

const MOST_ATTEMPTS = 6;
const MOST_WAITING = 100;
const TIMEOUT_MS = 10_000;
const LONGEST_PAUSE_MS = 600_000;

/** 2 s, 8 s, 32 s, 2 min, 8.5 min. */
const usualPause = (attempts: number): number => Math.min(LONGEST_PAUSE_MS, 500 * 4 ** attempts);
/** What may be otherwise next time (RFC 9110 §15). */
const isPassing = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

/** `t=SECONDS,v1=HEX`: the key over `SECONDS.BODY`, so that an old delivery cannot be sent once more as a new one. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;

export function createWebhook({ url, secret, now, deliveries, fetch: ask = fetch, pauseMs = usualPause }: WebhookOptions): Webhook {
  const timers = new Set<NodeJS.Timeout>();
  const closing = new AbortController();

  async function attempt({ event, body, nextAtUs: _due, ...delivery }: WaitingDelivery): Promise<Delivery> {
    delivery.attempts += 1;
    const answer = await post(event, body, delivery.id);
    // Cut off by the end of the process: it counts as not tried.
    if (closing.signal.aborted) return { ...delivery, attempts: delivery.attempts - 1 };
    delivery.status = answer.status;
    delivery.error = answer.error;
    const isWaiting = answer.error !== "" && answer.passing && delivery.attempts < MOST_ATTEMPTS;
    delivery.state = isWaiting ? "waiting" : answer.error === "" ? "delivered" : "failed";
    const pause = Math.min(LONGEST_PAUSE_MS, Math.max(pauseMs(delivery.attempts), answer.retryAfterS * 1000));
    const nextAtUs = isWaiting ? now() + pause * 1000 : 0;
    if (!isWaiting) delivery.endedAtUs = now();
    deliveries.change(delivery, nextAtUs);
    if (isWaiting) later({ ...delivery, event, body, nextAtUs });
    return delivery;
  }

  function later(delivery: WaitingDelivery): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        void attempt(delivery);
      },
      Math.max(0, (delivery.nextAtUs - now()) / 1000),
    );
    timers.add(timer.unref());
  }

  async function post(event: string, body: string, id: string): Promise<Answer> {
    const headers = {
      "content-type": "application/json",
      "user-agent": "sipglass",
      "x-sipglass-event": event,
      "x-sipglass-delivery": id,
      ...(secret === "" ? {} : { "x-sipglass-signature": signatureOf(secret, Math.floor(now() / 1e6), body) }),
    };
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const { status, ok, body: said, headers: told } = await ask(url, { method: "POST", headers, body, redirect: "manual", signal });
      // What it says is not read: it could be of any length.
      await said?.cancel();
      return {
        status,
        error: ok ? "" : `answered ${status}`,
        passing: isPassing(status),
        retryAfterS: Number(told.get("retry-after") ?? 0) || 0,
      };
    } catch (error) {
      return { status: null, error: error instanceof Error ? reasonOf(error) : String(error), passing: true, retryAfterS: 0 };
    }
  }

  for (const delivery of deliveries.waiting()) later(delivery);

  return {
    async send(event, object, payload) {
      if (deliveries.waiting().length >= MOST_WAITING)
        throw new SipglassError(
          "unavailable",
          { waiting: MOST_WAITING },
          "Too many reports wait for the receiver of reports, which does not take them.",
        );
      const delivery = newDelivery(event, object, JSON.stringify(payload), now());
      deliveries.add(delivery);
      return attempt(delivery);
    },
    close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

const newDelivery = (event: string, object: string, body: string, nowUs: number): WaitingDelivery => ({
  id: randomUUID(),
  object,
  state: "waiting",
  attempts: 0,
  status: null,
  error: "",
  createdAtUs: nowUs,
  endedAtUs: 0,
  event,
  body,
  nextAtUs: nowUs,
});

interface Answer extends Pick<Delivery, "status" | "error"> {
  /** It may be otherwise next time. */
  passing: boolean;
  retryAfterS: number;
}

/** Node says "fetch failed" and puts the reason behind it. */
const reasonOf = (error: Error): string =>
  error.name === "TimeoutError"
    ? `no answer within ${TIMEOUT_MS / 1000} s`
    : error.cause instanceof Error
      ? error.cause.message || error.message
      : error.message;

export const deliveryToJson = (delivery: Delivery) => ({
  id: delivery.id,
  object: delivery.object,
  state: delivery.state,
  attempts: delivery.attempts,
  status: delivery.status,
  error: delivery.error,
  created_at: toRfc3339(delivery.createdAtUs),
  ended_at: delivery.endedAtUs === 0 ? null : toRfc3339(delivery.endedAtUs),
});
