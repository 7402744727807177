// Signing in as clients of homer-app do: they get a JWT, as they expect, which names one of our sessions (auth/jwt.ts).
import { randomBytes } from "node:crypto";
import { SipglassError } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import type { User } from "../../state/users.ts";
import { signJwt } from "../auth/jwt.ts";
import type { Api, Serving } from "../serving.ts";
import { FOUND } from "./answers.ts";
import { homerUserOf } from "./people.ts";
import { bodyOf } from "./requests.ts";

export function addHomerAuth(app: Api, serving: Serving): void {
  const { signIn } = serving;

  app.post("/auth", { config: { access: "public" }, schema: { hide: true } }, async (request, reply) => {
    const { username, password } = bodyOf(request.body);
    const user = await signIn.withPassword(String(username ?? ""), String(password ?? ""), request.ip);
    return reply.status(FOUND).send(sessionFor(serving, user, request));
  });

  app.get("/auth/type/list", { config: { access: "public" }, schema: { hide: true } }, async () => ({
    count: 1, message: "all good",
    data: { internal: { name: "Internal", type: "internal", position: 1, enable: true }, ldap: { name: "LDAP", type: "ldap", position: 2, enable: serving.directory !== undefined }, ...providersOf(serving) },
  }));

  addProviderSignIn(app, serving);
}

/** A session, as homer-ui is told of it. */
function sessionFor({ state }: Serving, user: User, request: FastifyRequest) {
  const { session } = state.sessions.create(user.name, { address: request.ip, userAgent: request.headers["user-agent"] ?? "" });
  state.users.noteLogin(user.name);
  state.audit.write({ user: user.name, via: user.source === "local" ? "password" : user.source, action: "sign_in", object: user.name, address: request.ip });
  const { guid, usergroup, partid } = homerUserOf(state, user);
  const admin = user.role === "admin";
  const claims = {
    username: user.name, useradmin: admin, usergroup, role: user.role, guid, partid, displayname: user.displayName, avatar: "", externalauth: false, externaltype: "", force_password: false,
    jti: session.id, sub: user.name, iat: Math.floor(session.createdAtUs / 1e6), exp: Math.floor(session.expiresAtUs / 1e6),
  };
  return { token: signJwt(claims, state.settings), scope: guid, user: { admin } };
}

const PROVIDER = "oidc";

const providersOf = ({ oidc, homerUiUrl }: Serving) =>
  oidc === undefined || homerUiUrl === ""
    ? {}
    : { oauth2: [{ name: oidc.name, provider_name: PROVIDER, url: `/api/v3/oauth2/redirect/${PROVIDER}`, provider_image: "", auto_redirect: false, type: "oauth2", position: 3, enable: true }] };

const CODE_US = 60e6;

/**
 * From homer-ui to the provider by way of our own sign-in, and back to the configured homer-ui alone, with a code that it exchanges once for a token.
 */
function addProviderSignIn(app: Api, serving: Serving): void {
  const { state, now, homerUiUrl, basePath } = serving;
  const codes = new Map<string, { user: string; untilUs: number }>();
  const PUBLIC = { config: { access: "public" }, schema: { hide: true } } as const;
  const configured = (provider: string): void => {
    if (serving.oidc === undefined || homerUiUrl === "" || provider !== PROVIDER) throw new SipglassError("not_found", {}, "there is no such provider");
  };

  app.get<{ Params: { provider: string } }>("/oauth2/redirect/:provider", PUBLIC, async (request, reply) => {
    configured(request.params.provider);
    return reply.redirect(`${basePath}/api/v1/auth/oidc/start?to=${encodeURIComponent(`/api/v3/oauth2/auth/${PROVIDER}`)}`);
  });
  app.get<{ Params: { provider: string } }>("/oauth2/auth/:provider", PUBLIC, async (request, reply) => {
    configured(request.params.provider);
    // The cookie of a sign-in alone: a token may be narrower than its user.
    if (!request.identity?.byCookie) return reply.redirect(homerUiUrl);
    for (const [code, { untilUs }] of codes) if (untilUs <= now()) codes.delete(code);
    const code = randomBytes(32).toString("base64url");
    codes.set(code, { user: request.identity.user, untilUs: now() + CODE_US });
    const back = new URL(homerUiUrl);
    back.searchParams.set("token", code);
    return reply.header("referrer-policy", "no-referrer").redirect(back.href);
  });
  app.post("/oauth2/token", PUBLIC, async (request, reply) => {
    configured(PROVIDER);
    const code = String(bodyOf(request.body)["token"] ?? "");
    const known = codes.get(code);
    codes.delete(code);
    const user = known && known.untilUs > now() ? state.users.get(known.user) : null;
    if (!user || user.disabled) throw new SipglassError("unauthorized", {}, "this sign-in is over: begin again");
    return reply.status(FOUND).send(sessionFor(serving, user, request));
  });
}
