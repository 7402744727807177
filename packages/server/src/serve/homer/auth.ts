// Signing in as clients of homer-app do. The token is one of our sessions: it ends when the user is disabled, and by signing out.
import type { Api, Serving } from "../serving.ts";
import { bodyOf } from "./requests.ts";
import { FOUND } from "./answers.ts";

export function addHomerAuth(app: Api, serving: Serving): void {
  const { state, signIn } = serving;

  app.post("/auth", { config: { access: "public" }, schema: { hide: true } }, async (request, reply) => {
    const { username, password } = bodyOf(request.body);
    const user = await signIn.withPassword(String(username ?? ""), String(password ?? ""), request.ip);
    const { token } = state.sessions.create(user.name, { address: request.ip, userAgent: request.headers["user-agent"] ?? "" });
    state.users.noteLogin(user.name);
    state.audit.write({ user: user.name, via: "password", action: "sign_in", object: user.name, address: request.ip });
    return reply.status(FOUND).send({ token, scope: user.name, user: { admin: user.role === "admin" } });
  });

  app.get("/auth/type/list", { config: { access: "public" }, schema: { hide: true } }, async () => ({
    count: 1, message: "all good", data: { internal: { name: "Internal", type: "internal", position: 1, enable: true }, ldap: { name: "LDAP", type: "ldap", position: 2, enable: false } },
  }));
}
