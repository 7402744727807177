// Signing in and out, who one is, one's own password and sessions.
import { SipglassError, toRfc3339 } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { checkPassword, type User } from "../../state/users.ts";
import { COOKIE } from "../auth/credentials.ts";
import { identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { IdParams } from "./params.ts";
import { wholeList } from "./present.ts";
import { listOf, MeAnswer, SessionAnswer, Text, Time } from "./schemas.ts";

/** The cookie outlives the session: whether the session lives is decided here, at every request. */
const COOKIE_DAYS = 30;
const PASSWORD = Type.String({ minLength: 1, maxLength: 1024 });

const presentMe = (user: User) => ({ username: user.name, display_name: user.displayName, source: user.source, role: user.role, tenants: user.tenants });

const cookieOptions = (request: FastifyRequest) =>
  ({ path: "/", httpOnly: true, sameSite: "lax", secure: request.protocol === "https" }) as const;

export function addAuth(app: Api, serving: Serving): void {
  const { state, signIn } = serving;
  const note = noteOf(serving);

  const startSession = (user: User, request: FastifyRequest, reply: FastifyReply) => {
    const { token, session } = state.sessions.create(user.name, { address: request.ip, userAgent: request.headers["user-agent"] ?? "" });
    reply.setCookie(COOKIE, token, { ...cookieOptions(request), maxAge: COOKIE_DAYS * 86_400 });
    return { token, expires_at: toRfc3339(session.expiresAtUs), user: presentMe(user) };
  };

  app.post(
    "/auth/login",
    {
      config: { access: "public" },
      schema: {
        summary: "Sign in: a session token, and the same as a cookie",
        tags: ["auth"],
        body: Type.Object({ username: Type.String({ minLength: 1, maxLength: 128 }), password: PASSWORD }),
        response: { 200: Type.Object({ token: Text, expires_at: Time, user: MeAnswer }) },
      },
    },
    async (request, reply) => {
      const user = await signIn.withPassword(request.body.username, request.body.password, request.ip);
      const answer = startSession(user, request, reply);
      state.users.noteLogin(user.name);
      state.audit.write({ user: user.name, via: "password", action: "sign_in", object: user.name, address: request.ip });
      return answer;
    },
  );

  app.post(
    "/auth/logout",
    {
      config: { access: "signed_in" },
      schema: { summary: "End this session", tags: ["auth"], response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { sessionId, user } = identityOf(request);
      if (sessionId !== "") state.sessions.remove(sessionId, user);
      note(request, "sign_out", user);
      return reply.clearCookie(COOKIE, cookieOptions(request)).status(204).send(null);
    },
  );

  app.get(
    "/auth/me",
    {
      config: { access: "signed_in" },
      schema: { summary: "Who is signed in, with the rights of this request", tags: ["auth"], response: { 200: MeAnswer } },
    },
    async (request) => {
      const { user: name, role, scope } = identityOf(request);
      const user = state.users.get(name);
      if (!user) throw new SipglassError("unauthorized");
      return { ...presentMe(user), role, tenants: scope.kind === "all" ? [] : [...scope.tenants] };
    },
  );
}

export function addOwnAccount(app: Api, serving: Serving): void {
  const { state, signIn } = serving;
  const note = noteOf(serving);

  app.post(
    "/auth/password",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "Change one's own password; every other session of the user ends",
        tags: ["auth"],
        body: Type.Object({ current: PASSWORD, new: PASSWORD }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const identity = identityOf(request);
      if (identity.tokenId !== "") throw new SipglassError("forbidden", {}, "A token may not change its owner's password.");
      checkPassword(request.body.new);
      const user = await signIn.withPassword(identity.user, request.body.current, request.ip);
      await state.users.change(user.name, { password: request.body.new, keepSessionId: identity.sessionId });
      note(request, "password_changed", user.name);
      return reply.status(204).send(null);
    },
  );

  app.get(
    "/auth/sessions",
    {
      config: { access: "signed_in" },
      schema: { summary: "One's own sessions", tags: ["auth"], response: { 200: listOf(SessionAnswer) } },
    },
    async (request) => {
      const { user, sessionId } = identityOf(request);
      return wholeList(
        state.sessions.list(user).map((session) => ({
          id: session.id,
          current: session.id === sessionId,
          created_at: toRfc3339(session.createdAtUs),
          seen_at: toRfc3339(session.seenAtUs),
          expires_at: toRfc3339(session.expiresAtUs),
          address: session.address,
          user_agent: session.userAgent,
        })),
      );
    },
  );

  app.delete(
    "/auth/sessions/:id",
    {
      config: { access: "signed_in" },
      schema: { summary: "End one of one's own sessions", tags: ["auth"], params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { user, tokenId } = identityOf(request);
      const { id } = request.params;
      if (!state.sessions.list(user).some((session) => session.id === id)) throw new SipglassError("not_found", { session: id });
      if (tokenId !== "") throw new SipglassError("forbidden", {}, "A token may not end its owner's sessions.");
      state.sessions.remove(id, user);
      note(request, "sessions_ended", user);
      return reply.status(204).send(null);
    },
  );
}
