// Sends signed JSON to one address that the configuration names, and to no other: nobody who asks for a delivery says where it goes, and a redirect is
// not followed. What fails in passing is tried again, later each time; how each delivery went can be asked for.
import { SipglassError, toRfc3339 } from "@sipglass/model";
import { createHmac, randomUUID } from "node:crypto";

export interface WebhookOptions {
  url: string;
  /** Key of the signature; "" sends none. */
  secret: string;
  /** Epoch µs. */
  now(): number;
  fetch?: typeof fetch;
  /** Milliseconds before the attempt after the nth. */
  pauseMs?(attempts: number): number;
}

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

export interface Webhook {
  /** Resolves after the first attempt; others follow by themselves. */
  send(event: string, object: string, payload: unknown): Promise<Delivery>;
  /** Newest first. */
  list(): Delivery[];
  close(): void;
}

const MOST_ATTEMPTS = 6;
const MOST_WAITING = 100;
const REMEMBERED = 500;
const TIMEOUT_MS = 10_000;
const LONGEST_PAUSE_MS = 600_000;

/** 2 s, 8 s, 32 s, 2 min, 8.5 min. */
const usualPause = (attempts: number): number => Math.min(LONGEST_PAUSE_MS, 500 * 4 ** attempts);
/** What may be otherwise next time (RFC 9110 §15). */
const isPassing = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

/** `t=SECONDS,v1=HEX`: the key over `SECONDS.BODY`, so that an old delivery cannot be sent once more as a new one. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;

export function createWebhook({ url, secret, now, fetch: ask = fetch, pauseMs = usualPause }: WebhookOptions): Webhook {
  const deliveries: Delivery[] = [];
  const timers = new Set<NodeJS.Timeout>();

  async function attempt(delivery: Delivery, event: string, body: string): Promise<void> {
    delivery.attempts += 1;
    const seconds = Math.floor(now() / 1e6);
    const headers = {
      "content-type": "application/json",
      "user-agent": "sipglass",
      "x-sipglass-event": event,
      "x-sipglass-delivery": delivery.id,
      ...(secret === "" ? {} : { "x-sipglass-signature": signatureOf(secret, seconds, body) }),
    };
    let passing = true;
    let retryAfterS = 0;
    try {
      const answer = await ask(url, { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
      // What it says is not read: it could be of any length.
      await answer.body?.cancel();
      delivery.status = answer.status;
      delivery.error = answer.ok ? "" : `answered ${answer.status}`;
      passing = isPassing(answer.status);
      retryAfterS = Number(answer.headers.get("retry-after") ?? 0) || 0;
    } catch (error) {
      delivery.status = null;
      delivery.error = error instanceof Error ? reasonOf(error) : String(error);
    }
    if (delivery.error === "") return end(delivery, "delivered");
    if (!passing || delivery.attempts >= MOST_ATTEMPTS) return end(delivery, "failed");
    const pause = Math.min(LONGEST_PAUSE_MS, Math.max(pauseMs(delivery.attempts), retryAfterS * 1000));
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(delivery, event, body);
    }, pause);
    timers.add(timer.unref());
  }

  function end(delivery: Delivery, state: "delivered" | "failed"): void {
    delivery.state = state;
    delivery.endedAtUs = now();
  }

  return {
    async send(event, object, payload) {
      if (deliveries.filter(({ state }) => state === "waiting").length >= MOST_WAITING)
        throw new SipglassError(
          "unavailable",
          { waiting: MOST_WAITING },
          "Too many reports wait for the receiver of reports, which does not take them.",
        );
      const delivery: Delivery = {
        id: randomUUID(),
        object,
        state: "waiting",
        attempts: 0,
        status: null,
        error: "",
        createdAtUs: now(),
        endedAtUs: 0,
      };
      deliveries.push(delivery);
      const old = deliveries.length > REMEMBERED ? deliveries.findIndex(({ state }) => state !== "waiting") : -1;
      if (old >= 0) deliveries.splice(old, 1);
      await attempt(delivery, event, JSON.stringify(payload));
      return delivery;
    },
    list: () => deliveries.toReversed(),
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
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
