// Who may use which route. A route names its rule in `config.access`; one without a rule cannot be registered at all.
import { SipglassError } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { administers, seesEverything, type Identity } from "./identity.ts";

export const ACCESS_RULES = {
  /** Anybody; being signed in may show more. */
  public: () => true,
  /** Anybody signed in. */
  signed_in: () => true,
  /** Changes one's own things: every role but readonly. */
  own: (identity) => identity.role !== "readonly",
  /** Shows what belongs to no call, hence to no tenant. */
  everything: (identity) => seesEverything(identity),
  /** Runs the platform, and sees all of it: a token narrowed to tenants does not. */
  operator: (identity) => (identity.role === "admin" || identity.role === "support") && seesEverything(identity),
  admin: administers,
} as const satisfies Record<string, (identity: Identity) => boolean>;

export type Access = keyof typeof ACCESS_RULES;

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
  }
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** A cross-site form can send our cookie but not this header, and a cross-site script not without our leave (there is no CORS). */
export function checkCrossSite(request: FastifyRequest): void {
  if (!request.identity?.byCookie || SAFE_METHODS.has(request.method)) return;
  if (request.headers["x-sipglass"] === "1") return;
  throw new SipglassError("forbidden", { header: "X-Sipglass" }, "A change by cookie needs the header X-Sipglass: 1.");
}

export function checkAccess(access: Access, request: FastifyRequest): void {
  if (access === "public") return;
  if (!request.identity) throw new SipglassError("unauthorized");
  if (!ACCESS_RULES[access](request.identity)) throw new SipglassError("forbidden", { needs: access, role: request.identity.role });
}
