// From credentials to an identity. Every request looks the user up again, so a disabled or demoted user is cut at once.
import { SipglassError } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { lesserRole, narrowScope, scopeOfUser } from "../../state/roles.ts";
import type { State } from "../../state/state.ts";
import type { User } from "../../state/users.ts";
import { credentialsOf } from "./credentials.ts";
import type { Identity } from "./identity.ts";
import { looksLikeJwt, readJwt } from "./jwt.ts";
import type { SignIn } from "./sign-in.ts";

const fromUser = (user: User, via: string): Identity => ({
  user: user.name,
  role: user.role,
  scope: scopeOfUser(user),
  via,
  byCookie: false,
  sessionId: "",
  tokenId: "",
  revision: user.revision,
});

function enabledUser(state: State, name: string): User | null {
  const user = state.users.get(name);
  return user && !user.disabled ? user : null;
}

function fromToken(state: State, secret: string): Identity | null {
  const token = state.tokens.find(secret);
  const user = token && enabledUser(state, token.user);
  if (!token || !user) return null;
  return {
    ...fromUser(user, `token:${token.name}`),
    role: lesserRole(token.role, user.role),
    scope: narrowScope(scopeOfUser(user), token.tenants),
    tokenId: token.id,
  };
}

function fromSession(state: State, secret: string, byCookie: boolean): Identity | null {
  const session = state.sessions.find(secret);
  const user = session && enabledUser(state, session.user);
  return session && user ? { ...fromUser(user, "session"), byCookie, sessionId: session.id } : null;
}

function fromJwt({ state, now }: { state: State; now: () => number }, token: string): Identity | null {
  const claims = readJwt(token, state.settings, now());
  const session = claims && state.sessions.use(claims.jti);
  const user = session && enabledUser(state, session.user);
  return session && user ? { ...fromUser(user, "session"), sessionId: session.id } : null;
}

const refused = (): SipglassError => new SipglassError("unauthorized", {}, "This token is not valid, or no longer.");

/** null when the request says nothing about who sends it; `unauthorized` when what it says is not true. */
export async function authenticate(serving: { state: State; signIn: SignIn; now: () => number }, request: FastifyRequest): Promise<Identity | null> {
  const { state, signIn } = serving;
  const credentials = credentialsOf(request);
  if (credentials.kind === "none") return null;
  if (credentials.kind === "malformed")
    throw new SipglassError("unauthorized", {}, "The Authorization header is neither Bearer nor Basic.");
  if (credentials.kind === "basic") {
    // A program that only knows Basic may send its API token as the password.
    const byToken = credentials.password.startsWith("sga_") ? fromToken(state, credentials.password) : null;
    if (byToken && byToken.user.toLowerCase() === credentials.user.toLowerCase()) return byToken;
    return fromUser(await signIn.withBasic(credentials.user, credentials.password, request.ip), "basic");
  }
  const { secret, byCookie } = credentials;
  const identity = byCookie || secret.startsWith("sgs_") ? fromSession(state, secret, byCookie) : looksLikeJwt(secret) ? fromJwt(serving, secret) : fromToken(state, secret);
  if (!identity) throw refused();
  return identity;
}
