// The score of Homer's page, heplify-server and rtpengine, for those who compare with dashboards of old. It knows neither codec nor
// bursts, counts jitter as delay and every percent of loss the same: not the E-model, and never shown as if it were.
import { mosOfR } from "./e-model.ts";

/** `rttMs` null is taken as 0, as they do. */
export function legacyHomerMos({ rttMs, jitterMs, lossPct }: { rttMs: number | null; jitterMs: number; lossPct: number }): number {
  const latency = (rttMs ?? 0) + 2 * jitterMs + 10;
  const r = latency < 160 ? 93.2 - latency / 40 : 93.2 - (latency - 120) / 10;
  return mosOfR(r - 2.5 * lossPct);
}
