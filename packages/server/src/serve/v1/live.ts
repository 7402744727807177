// Calls as they happen: server-sent events of what is new or changed and meets the query.
import { SipglassError } from "@sipglass/model";
import { Type } from "typebox";
import type { LiveChange } from "../../book/questions.ts";
import { identityOf, isStillGood, type Identity } from "../auth/identity.ts";
import { maskJson } from "../../search/mask.ts";
import { hidesNumbers } from "../masking.ts";
import { openLiveStream, type LiveStream } from "../live-stream.ts";
import { queryOf } from "../query-param.ts";
import type { Api, Serving } from "../serving.ts";
import { q } from "./params.ts";
import { presentCall } from "./present.ts";

interface OpenStreams {
  add(user: string): void;
  remove(user: string): void;
  mayOpen(user: string): boolean;
}

function countStreams({ limits }: Serving): OpenStreams {
  const byUser = new Map<string, number>();
  let all = 0;
  const change = (user: string, by: 1 | -1): void => {
    all += by;
    const left = (byUser.get(user) ?? 0) + by;
    if (left > 0) byUser.set(user, left);
    else byUser.delete(user);
  };
  return {
    add: (user) => change(user, 1),
    remove: (user) => change(user, -1),
    mayOpen: (user) => all < limits.liveStreams && (byUser.get(user) ?? 0) < limits.liveStreamsPerUser,
  };
}

const presentChange =
  ({ scope }: Identity, masked: boolean) =>
  ({ change, call }: LiveChange) => ({ change, call: masked ? maskJson(presentCall(call, scope)) : presentCall(call, scope) });

export function addLive(app: Api, serving: Serving): void {
  const { questions, state, metrics, limits, now } = serving;
  const streams = new Set<LiveStream>();
  const open = countStreams(serving);
  // Streams never end by themselves: without this, closing the server would wait for them for ever.
  app.addHook("preClose", async () => streams.forEach((stream) => stream.close()));

  app.get(
    "/live",
    {
      config: { access: "signed_in" },
      exposeHeadRoute: false,
      schema: {
        summary: "Server-sent events: `calls` with { changes: [{ change, call }], skipped? }, and `ping`",
        tags: ["calls"],
        produces: ["text/event-stream"],
        querystring: Type.Object({ q }),
      },
    },
    async (request, reply) => {
      const identity = identityOf(request);
      const { query } = queryOf(request.query.q, now(), identity.scope);
      if (!open.mayOpen(identity.user))
        throw new SipglassError("unavailable", { streams_per_user: limits.liveStreamsPerUser }, "Too many live streams are open.");
      // Gone while the password was being checked: its `close` has passed and would never be heard.
      if (reply.raw.destroyed) return reply;
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        // nginx would collect events into blocks.
        "x-accel-buffering": "no",
      });
      open.add(identity.user);
      metrics.liveStreams.inc();
      let unsubscribe = (): void => undefined;
      const stream = openLiveStream({
        out: reply.raw,
        heartbeatMs: limits.liveHeartbeatMs,
        stalledMs: limits.liveStalledMs,
        maxPending: limits.livePendingCalls,
        isAllowed: () => isStillGood(state, identity, now()),
        present: presentChange(identity, hidesNumbers(serving.maskNumbers, identity)),
        onSkipped: metrics.liveSkipped,
        onClosed() {
          unsubscribe();
          streams.delete(stream);
          open.remove(identity.user);
          metrics.liveStreams.dec();
        },
      });
      streams.add(stream);
      try {
        unsubscribe = questions.subscribe(identity.scope, query, (changes) => stream.push(changes));
      } catch (error) {
        // The answer has begun: no error can be sent any more. The client comes back by itself.
        request.log.error({ err: error, room: "serve" }, "live stream could not subscribe");
        stream.close();
      }
      return reply;
    },
  );
}
