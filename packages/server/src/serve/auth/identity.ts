// Who is asking: what they may do (role), what they may see (scope), and how they proved who they are.
import { scopeAllows, SipglassError, type Role, type Scope } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { scopeOfUser } from "../../state/roles.ts";
import type { State } from "../../state/state.ts";

export interface Identity {
  user: string;
  /** The lesser of the user's role and the token's. */
  role: Role;
  scope: Scope;
  /** "session", "basic" or "token:NAME": for the audit log. */
  via: string;
  /** True when only the cookie says who it is: then a write needs the X-Sipglass header. */
  byCookie: boolean;
  /** "" unless signed in by a session. */
  sessionId: string;
  /** "" unless by an API token. */
  tokenId: string;
  /** Revision of the user when this was found out. */
  revision: number;
}

declare module "fastify" {
  interface FastifyRequest {
    identity: Identity | null;
  }
}

/** The identity of a request that the access rule has let through. */
export function identityOf(request: FastifyRequest): Identity {
  if (!request.identity) throw new SipglassError("unauthorized");
  return request.identity;
}

export const scopeOf = (request: FastifyRequest): Scope => identityOf(request).scope;

export const seesEverything = (identity: Identity): boolean => identity.scope.kind === "all";

/** An administrator, and not by a token that was narrowed to tenants. */
export const administers = (identity: Identity): boolean => identity.role === "admin" && seesEverything(identity);

/** Digits that a caller typed are card numbers and PINs: for those alone who run the platform. */
export const seesDigits = (identity: Pick<Identity, "role">): boolean => identity.role === "admin" || identity.role === "support";

/** For what stays open: is this still the same user with the same rights, and the session or token still good? */
export function isStillGood(state: State, identity: Identity, nowUs: number): boolean {
  const user = state.users.get(identity.user);
  if (!user || user.disabled || user.revision !== identity.revision) return false;
  if (identity.sessionId !== "") return state.sessions.use(identity.sessionId) !== null;
  if (identity.tokenId === "") return true;
  const token = state.tokens.get(identity.tokenId);
  return token !== null && token.expiresAtUs > nowUs;
}

/** What people share may hold numbers of a tenant's customers: it is shared among those who see the same. */
export function sharesWith(state: Pick<State, "users">, ownerName: string, { scope }: Identity): boolean {
  if (scope.kind === "all") return true;
  const owner = state.users.get(ownerName);
  const reach = owner && scopeOfUser(owner);
  return reach?.kind === "tenants" && scopeAllows(scope, reach.tenants);
}
