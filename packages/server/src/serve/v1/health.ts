// How sipglass is: terse for everybody, whole for those who see everything; ready or not, with what it depends on.
import { toRfc3339 } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Health } from "../../book/questions.ts";
import { seesEverything } from "../auth/identity.ts";
import type { Api, Serving } from "../serving.ts";
import { Text } from "./schemas.ts";

const Status = Type.Enum(["ok", "degraded", "down"]);
const HealthAnswer = Type.Object({ status: Status }, { description: "more for those who see everything", additionalProperties: true });
const Check = Type.Object({ ok: Type.Boolean(), state: Text, latency_ms: Type.Optional(Type.Number()) });
const ReadyAnswer = Type.Object({ ready: Type.Boolean(), checks: Type.Object({ store: Check, archive: Check, recovery: Check }) });

/** null when it cannot be told in time. */
async function healthOf({ questions, limits }: Serving): Promise<Health | null> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, limits.healthPatienceMs, null);
  });
  try {
    return await Promise.race([questions.health(), patience]);
  } catch {
    // Whatever it is, health cannot be told; the log of the book says why.
    return null;
  } finally {
    clearTimeout(timer);
  }
}

export const presentHealth = (health: Health) => ({
  status: health.status,
  version: health.version,
  started_at: toRfc3339(health.startedAtUs),
  store: { kind: health.store.kind, ok: health.store.ok, latency_ms: health.store.latencyMs, size_bytes: health.store.sizeBytes },
  archive: {
    state: health.archive.state,
    size_bytes: health.archive.sizeBytes,
    stored_through: health.archive.storedThrough,
    stored_through_at: health.archive.storedThroughUs === 0 ? null : toRfc3339(health.archive.storedThroughUs),
  },
  disk: { free_bytes: health.disk.freeBytes, total_bytes: health.disk.totalBytes },
  recovery: health.recovery,
  examining: {
    examined: health.examining.examined,
    failed: health.examining.failed,
    unexamined: health.examining.unexamined,
    backlog: health.examining.backlog,
    lag_s: health.examining.lagSeconds,
  },
  received: health.received,
  stored: health.stored,
  duplicates: health.duplicates,
  spooled_bytes: health.spooledBytes,
  dropped: health.dropped,
  live_calls: health.liveCalls,
  warnings: health.warnings,
});

const HEP_SETTINGS = { hepUdp: "udp", hepTcp: "tcp", hepTls: "tls", hepWs: "ws" } as const;

/** Where senders may send, by transport; what is off is not there. */
function hepPorts({ settings }: Serving): Record<string, number> {
  const ports = Object.entries(HEP_SETTINGS).map(([name, transport]) => {
    const value = settings.find((setting) => setting.name === name)?.value ?? "";
    return [transport, Number(/:(\d+)$/.exec(value)?.[1] ?? 0)] as const;
  });
  return Object.fromEntries(ports.filter(([, port]) => port > 0));
}

function checksOf(health: Health | null) {
  if (!health) {
    const unknown = { ok: false, state: "unknown" };
    return { store: unknown, archive: unknown, recovery: unknown };
  }
  return {
    store: { ok: health.store.ok, state: health.store.ok ? "ok" : "away", latency_ms: health.store.latencyMs },
    archive: { ok: health.archive.state === "ok", state: health.archive.state },
    recovery: { ok: health.recovery.state === "done", state: health.recovery.state },
  };
}

/** Live: the process answers. Ready: store and archive take calls and recovery is through. */
export function addHealth(app: Api, serving: Serving, path: string): void {
  const answer = async (request: FastifyRequest) => {
    const health = await healthOf(serving);
    const whole = health && request.identity && seesEverything(request.identity);
    return {
      status: health?.status === "down" || !health ? 503 : 200,
      body: whole ? { ...presentHealth(health), hep: hepPorts(serving) } : { status: health?.status ?? "down" },
    } as const;
  };
  app.get(
    path,
    {
      config: { access: "public" },
      schema: {
        summary: "How sipglass is; in detail for those who see everything",
        tags: ["health"],
        response: { 200: HealthAnswer, 503: HealthAnswer },
      },
    },
    async (request, reply) => {
      const { status, body } = await answer(request);
      return reply.status(status).send(body);
    },
  );
}

export function addReady(app: Api, serving: Serving): void {
  app.get(
    "/health/ready",
    {
      config: { access: "public" },
      schema: { summary: "Ready for work? 503 when not", tags: ["health"], response: { 200: ReadyAnswer, 503: ReadyAnswer } },
    },
    async (_request, reply) => {
      const health = await healthOf(serving);
      const checks = checksOf(health);
      const ready = health !== null && health.status !== "down" && Object.values(checks).every(({ ok }) => ok);
      return reply.status(ready ? 200 : 503).send({ ready, checks });
    },
  );
}
