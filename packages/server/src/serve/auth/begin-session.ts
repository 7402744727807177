// A session for somebody who has just proved who he is: noted, and kept by the browser in a cookie that no script can read.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Session } from "../../state/sessions.ts";
import type { User } from "../../state/users.ts";
import type { Serving } from "../serving.ts";
import { COOKIE } from "./credentials.ts";

/** The cookie outlives the session: whether the session lives is decided here, at every request. */
const COOKIE_DAYS = 30;

export const cookieOptions = (request: FastifyRequest, { basePath }: Pick<Serving, "basePath">) =>
  ({ path: basePath || "/", httpOnly: true, sameSite: "lax", secure: request.protocol === "https" }) as const;

export function beginSession(
  serving: Serving,
  user: User,
  request: FastifyRequest,
  reply: FastifyReply,
  idToken = "",
): { token: string; session: Session } {
  const { sessions, users, audit } = serving.state;
  const made = sessions.create(user.name, { address: request.ip, userAgent: request.headers["user-agent"] ?? "", idToken });
  reply.setCookie(COOKIE, made.token, { ...cookieOptions(request, serving), maxAge: COOKIE_DAYS * 86_400 });
  users.noteLogin(user.name);
  audit.write({
    user: user.name,
    via: user.source === "local" ? "password" : user.source,
    action: "sign_in",
    object: user.name,
    address: request.ip,
  });
  return made;
}
