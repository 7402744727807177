// Signing in and out, who one is, one's own password and sessions.
import { SipglassError, toRfc3339 } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { checkPassword, type User } from "../../state/users.ts";
import { beginSession, cookieOptions } from "../auth/begin-session.ts";
import { COOKIE } from "../auth/credentials.ts";
import { identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { publicUrlOf } from "./oidc.ts";
import { IdParams } from "./params.ts";
import { wholeList } from "./present.ts";
import { listOf, MeAnswer, SessionAnswer, Text, Time } from "./schemas.ts";

const PASSWORD = Type.String({ minLength: 1, maxLength: 1024 });

const presentMe = (user: User) => ({ username: user.name, display_name: user.displayName, source: user.source, role: user.role, tenants: user.tenants });

export function addAuth(app: Api, serving: Serving): void {
  const { state, signIn, oidc } = serving;
  const note = noteOf(serving);

  /** Where the browser ends the session at the OpenID provider too. That one being away keeps nobody signed in here. */
  const endSessionUrl = async (idToken: string, request: FastifyRequest): Promise<string | null> => {
    if (idToken === "" || !oidc) return null;
    return oidc.endSessionUrl(idToken, `${publicUrlOf(serving, request)}/`).catch(() => null);
  };

  app.get(
    "/auth/ways",
    {
      config: { access: "public" },
      schema: { summary: "How one can sign in here", tags: ["auth"], response: { 200: Type.Object({ directory: Type.Boolean(), oidc: Type.Union([Type.Object({ name: Text, path: Text }), Type.Null()]) }) } },
    },
    async () => ({ directory: serving.directory !== undefined, oidc: oidc ? { name: oidc.name, path: "/api/v1/auth/oidc/start" } : null }),
  );

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
      const { token, session } = beginSession(serving, user, request, reply);
      return { token, expires_at: toRfc3339(session.expiresAtUs), user: presentMe(user) };
    },
  );

  app.post(
    "/auth/logout",
    {
      config: { access: "signed_in" },
      schema: { summary: "End this session; `end_session_url` is where a browser ends it at the OpenID provider too", tags: ["auth"], response: { 200: Type.Object({ end_session_url: Text }), 204: Type.Null() } },
    },
    async (request, reply) => {
      const { sessionId, user } = identityOf(request);
      const idToken = sessionId === "" ? "" : (state.sessions.use(sessionId)?.idToken ?? "");
      if (sessionId !== "") state.sessions.remove(sessionId, user);
      note(request, "sign_out", user);
      reply.clearCookie(COOKIE, cookieOptions(request, serving));
      const url = await endSessionUrl(idToken, request);
      return url === null ? reply.status(204).send(null) : reply.send({ end_session_url: url });
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
