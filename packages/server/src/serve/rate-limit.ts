// So many requests a minute from one address, for routes that anybody may call.
import { SipglassError } from "@sipglass/model";
import { addressKey } from "../state/throttle.ts";

export interface RateLimit {
  /** Throws `too_many_attempts` when it was one too many. */
  count(address: string): void;
}

const MINUTE_US = 60_000_000;
/** Addresses that are remembered: more than this in a minute come from a botnet, and all start anew. */
const MOST_ADDRESSES = 10_000;

export function createRateLimit(now: () => number, perMinute: number): RateLimit {
  let windows = new Map<string, { untilUs: number; requests: number }>();
  return {
    count(address) {
      const key = addressKey(address);
      const known = windows.get(key);
      if (known && known.untilUs > now()) {
        known.requests += 1;
        if (known.requests > perMinute) throw new SipglassError("too_many_attempts", { retry_after_s: Math.ceil((known.untilUs - now()) / 1e6) }, "Too many requests from this address.");
        return;
      }
      if (windows.size >= MOST_ADDRESSES) windows = new Map();
      windows.set(key, { untilUs: now() + MINUTE_US, requests: 1 });
    },
  };
}
