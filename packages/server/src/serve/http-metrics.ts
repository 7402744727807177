// Figures about the HTTP side itself, in a registry of their own; the rest of the metrics text comes from the book.
import { Counter, Gauge, Histogram, Registry } from "prom-client";

export interface HttpMetrics {
  /** `route` is the pattern (`/api/v1/calls/:id`), never the address asked for: labels stay bounded. */
  answered(request: { method: string; route: string; status: number; seconds: number }): void;
  liveStreams: { inc(): void; dec(): void };
  liveSkipped(calls: number): void;
  text(): Promise<string>;
}

const BUCKETS_S = [0.005, 0.02, 0.1, 0.3, 1, 3, 10];

export function createHttpMetrics(): HttpMetrics {
  const registers = [new Registry()];
  const requests = new Counter({
    name: "sipglass_http_requests_total",
    help: "HTTP requests answered.",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const errors = new Counter({
    name: "http_request_errors_total",
    help: "HTTP requests answered with 5xx.",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "sipglass_http_request_seconds",
    help: "Time to answer.",
    labelNames: ["route"],
    buckets: BUCKETS_S,
    registers,
  });
  const liveStreams = new Gauge({ name: "sipglass_live_streams", help: "Live streams open.", registers });
  const skipped = new Counter({
    name: "sipglass_live_skipped_total",
    help: "Changed calls not sent to live clients that were too slow.",
    registers,
  });
  return {
    answered({ method, route, status, seconds: took }) {
      requests.inc({ method, route, status });
      if (status >= 500) errors.inc({ method, route, status });
      seconds.observe({ route }, took);
    },
    liveStreams,
    liveSkipped: (calls) => skipped.inc(calls),
    text: () => registers[0]?.metrics() ?? Promise.resolve(""),
  };
}
