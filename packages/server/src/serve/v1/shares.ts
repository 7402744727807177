// Links for people without an account: made, listed and ended by who shares.
import { fromRfc3339, SipglassError, toRfc3339 } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Share } from "../../state/shares.ts";
import { administers, identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { IdParams } from "./params.ts";
import { timeOrNull, wholeList } from "./present.ts";
import { listOf, MaybeTime, Text, Time } from "./schemas.ts";
import { findSession } from "./sessions.ts";

const DAY_US = 86_400_000_000;
const USUAL_DAYS = 7;
const LONGEST_DAYS = 90;
/** Of one user at once. */
const MOST_SHARES = 1_000;

const ShareAnswer = Type.Object(
  { id: Text, user: Text, kind: Type.Enum(["call", "session"]), object: Text, masked: Type.Boolean(), created_at: Time, expires_at: Time, last_used_at: MaybeTime },
  { additionalProperties: false },
);
const ObjectId = Type.String({ minLength: 1, maxLength: 1024 });
const Body = Type.Object(
  {
    call: Type.Optional(ObjectId),
    session: Type.Optional(ObjectId),
    expires_at: Type.Optional(Type.String({ maxLength: 64, description: "RFC 3339; in 7 days when left out, in 90 at most" })),
    masked: Type.Optional(Type.Boolean({ description: "hide the middle of numbers, and addresses" })),
  },
  { additionalProperties: false },
);

const presentShare = ({ id, user, kind, object, masked, createdAtUs, expiresAtUs, lastUsedAtUs }: Share) =>
  ({ id, user, kind, object, masked, created_at: toRfc3339(createdAtUs), expires_at: toRfc3339(expiresAtUs), last_used_at: timeOrNull(lastUsedAtUs) });

function expiryOf(asked: string | undefined, nowUs: number): number {
  if (asked === undefined) return nowUs + USUAL_DAYS * DAY_US;
  const us = fromRfc3339(asked);
  if (us > nowUs && us <= nowUs + LONGEST_DAYS * DAY_US) return us;
  throw new SipglassError("bad_request", { field: "expires_at", longest_days: LONGEST_DAYS }, "A link expires in the future, within 90 days.");
}

/** Whose links one lists and ends: one's own, an administrator everybody's. */
function reachOf(request: FastifyRequest): string | undefined {
  const identity = identityOf(request);
  return administers(identity) ? undefined : identity.user;
}

export function addShares(app: Api, serving: Serving): void {
  const { shares } = serving.state;
  const note = noteOf(serving);

  app.get(
    "/shares",
    { config: { access: "signed_in" }, schema: { summary: "One's own links that have not expired; everybody's for an administrator", tags: ["shares"], response: { 200: listOf(ShareAnswer) } } },
    async (request) => wholeList(shares.list(reachOf(request)).map(presentShare)),
  );

  app.post(
    "/shares",
    {
      config: { access: "own" },
      schema: { summary: "A link to one call or session for somebody without an account; the answer is the only place that shows its secret", tags: ["shares"], body: Body, response: { 201: Type.Interface([ShareAnswer], { secret: Text, path: Text }) } },
    },
    async (request, reply) => {
      const { call, session, expires_at: expiry, masked = false } = request.body;
      const { user, scope } = identityOf(request);
      if ((call === undefined) === (session === undefined)) throw new SipglassError("bad_request", { field: "call" }, "Name either a call or a session.");
      const object = call === undefined ? (await findSession(serving, request, session ?? ""))[0]!.sessionId : (await findCall(serving, request, call)).id;
      if (shares.list(user).length >= MOST_SHARES) throw new SipglassError("too_large", { shares: MOST_SHARES }, "You share too much at once; end some links.");
      const tenants = scope.kind === "all" ? null : [...scope.tenants];
      const made = shares.create({ user, kind: call === undefined ? "session" : "call", object, masked, tenants, expiresAtUs: expiryOf(expiry, serving.now()) });
      note(request, "share_created", object, { share: made.share.id, masked, expires_at: toRfc3339(made.share.expiresAtUs) });
      return reply.status(201).send({ ...presentShare(made.share), secret: made.secret, path: `/api/v1/shared/${made.secret}` });
    },
  );

  app.delete(
    "/shares/:id",
    { config: { access: "own" }, schema: { summary: "End a link at once", tags: ["shares"], params: IdParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { id } = request.params;
      if (!shares.remove(id, reachOf(request))) throw new SipglassError("not_found", { share: id });
      note(request, "share_removed", id);
      return reply.status(204).send(null);
    },
  );
}
