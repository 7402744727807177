// Signing in as clients of homer-app do: they get a JWT, as they expect, which names one of our sessions (auth/jwt.ts).
import { SipglassError } from "@sipglass/model";
import { signJwt } from "../auth/jwt.ts";
import type { Api, Serving } from "../serving.ts";
import { FOUND } from "./answers.ts";
import { homerUserOf } from "./people.ts";
import { bodyOf } from "./requests.ts";

export function addHomerAuth(app: Api, serving: Serving): void {
  const { state, signIn } = serving;

  app.post("/auth", { config: { access: "public" }, schema: { hide: true } }, async (request, reply) => {
    const { username, password } = bodyOf(request.body);
    const user = await signIn.withPassword(String(username ?? ""), String(password ?? ""), request.ip);
    const { session } = state.sessions.create(user.name, { address: request.ip, userAgent: request.headers["user-agent"] ?? "" });
    state.users.noteLogin(user.name);
    state.audit.write({ user: user.name, via: user.source === "local" ? "password" : user.source, action: "sign_in", object: user.name, address: request.ip });
    const { guid, usergroup, partid } = homerUserOf(state, user);
    const admin = user.role === "admin";
    const claims = {
      username: user.name, useradmin: admin, usergroup, role: user.role, guid, partid, displayname: user.displayName, avatar: "", externalauth: false, externaltype: "", force_password: false,
      jti: session.id, sub: user.name, iat: Math.floor(session.createdAtUs / 1e6), exp: Math.floor(session.expiresAtUs / 1e6),
    };
    return reply.status(FOUND).send({ token: signJwt(claims, state.settings), scope: guid, user: { admin } });
  });

  app.get("/auth/type/list", { config: { access: "public" }, schema: { hide: true } }, async () => ({
    count: 1, message: "all good",
    data: { internal: { name: "Internal", type: "internal", position: 1, enable: true }, ldap: { name: "LDAP", type: "ldap", position: 2, enable: serving.directory !== undefined } },
  }));

  // Signing in at an OpenID provider leads back to our page, not to homer-ui: to it there are no such providers.
  const noProvider = async (): Promise<never> => {
    throw new SipglassError("not_found", {}, "there is no such provider");
  };
  for (const step of ["redirect", "auth"]) app.get(`/oauth2/${step}/:provider`, { config: { access: "public" }, schema: { hide: true } }, noProvider);
  app.post("/oauth2/token", { config: { access: "public" }, schema: { hide: true } }, noProvider);
}
