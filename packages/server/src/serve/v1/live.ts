// Calls as they happen, and their messages: server-sent events of what is new or changed and meets the query.
import { SipglassError, type Query } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { LiveChange } from "../../book/questions.ts";
import { identityOf, isStillGood, type Identity } from "../auth/identity.ts";
import { maskJson } from "../../search/mask.ts";
import { hidesNumbers } from "../masking.ts";
import { CALL_EVENTS, MESSAGE_EVENTS } from "../live-events.ts";
import { openLiveStream, type LiveStream, type LiveStreamOptions } from "../live-stream.ts";
import { createLiveTail, type LiveMessage } from "../live-tail.ts";
import { noteOf } from "../note.ts";
import { queryOf } from "../query-param.ts";
import type { Api, Serving } from "../serving.ts";
import { q } from "./params.ts";
import { presentCall, presentMessage, readableMessages } from "./present.ts";

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

/** Only what a line about the message needs of its call. */
const presentLive =
  (identity: Identity, masked: boolean) =>
  ({ call, message }: LiveMessage) => {
    const { id, session_id, call_id, caller, callee } = presentCall(call, identity.scope);
    const [readable] = readableMessages([message], identity);
    const item = { call: { id, session_id, call_id, caller, callee }, message: presentMessage(readable ?? message) };
    return masked ? maskJson(item) : item;
  };

/** What the two routes differ in: what is sent, and how it comes from the calls that changed. Returns how to stop. */
interface Source<T> extends Pick<LiveStreamOptions<T>, "event" | "list" | "keyOf" | "folded"> {
  present(identity: Identity, masked: boolean): (item: T) => unknown;
  feed(identity: Identity, query: Query, stream: LiveStream<T>, onError: (error: unknown) => void): () => void;
}

/** Opens a stream in answer to a request. */
function createAnswering(app: Api, serving: Serving) {
  const { state, metrics, limits, now } = serving;
  const streams = new Set<{ close(): void }>();
  const open = countStreams(serving);
  // Streams never end by themselves: without this, closing the server would wait for them for ever.
  app.addHook("preClose", async () => streams.forEach((stream) => stream.close()));

  return <T>(source: Source<T>, text: string | undefined, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const identity = identityOf(request);
    const { query } = queryOf(text, now(), identity.scope);
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
    let stop = (): void => undefined;
    const { event, list, keyOf, folded } = source;
    const stream = openLiveStream<T>({
      out: reply.raw,
      event,
      list,
      keyOf,
      folded,
      heartbeatMs: limits.liveHeartbeatMs,
      stalledMs: limits.liveStalledMs,
      maxPending: limits.livePendingCalls,
      isAllowed: () => isStillGood(state, identity, now()),
      present: source.present(identity, hidesNumbers(serving.maskNumbers, identity)),
      onSkipped: metrics.liveSkipped,
      onClosed() {
        stop();
        streams.delete(stream);
        open.remove(identity.user);
        metrics.liveStreams.dec();
      },
    });
    streams.add(stream);
    const failed = (error: unknown): void => {
      // The answer has begun: no error can be sent any more. The client comes back by itself.
      request.log.error({ err: error, room: "serve" }, "live stream could not go on");
      stream.close();
    };
    try {
      stop = source.feed(identity, query, stream, failed);
    } catch (error) {
      failed(error);
    }
    return reply;
  };
}

const callsOf = ({ questions }: Serving): Source<LiveChange> => ({
  ...CALL_EVENTS,
  present: presentChange,
  feed: ({ scope }, query, stream) => questions.subscribe(scope, query, (changes) => stream.push(changes)),
});

const messagesOf = ({ questions, now }: Serving): Source<LiveMessage> => ({
  ...MESSAGE_EVENTS,
  present: presentLive,
  feed({ scope }, query, stream, onError) {
    const tail = createLiveTail({ sinceUs: now(), read: (call) => questions.messages(scope, call), push: stream.push, onSkipped: stream.skip, onError });
    const unsubscribe = questions.subscribe(scope, query, (changes) => tail.changed(changes.map(({ call }) => call)));
    return () => (unsubscribe(), tail.close());
  },
});

export function addLive(app: Api, serving: Serving): void {
  const note = noteOf(serving);
  const answer = createAnswering(app, serving);

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
    async (request, reply) => answer(callsOf(serving), request.query.q, request, reply),
  );

  app.get(
    "/live/messages",
    {
      config: { access: "signed_in" },
      exposeHeadRoute: false,
      schema: {
        summary: "Server-sent events: `messages` with { items: [{ call, message }], skipped? } of the calls that meet the query, as they come; and `ping`",
        tags: ["calls"],
        produces: ["text/event-stream"],
        querystring: Type.Object({ q }),
      },
    },
    async (request, reply) => {
      note(request, "searched", request.query.q ?? "", { live: true });
      return answer(messagesOf(serving), request.query.q, request, reply);
    },
  );
}
