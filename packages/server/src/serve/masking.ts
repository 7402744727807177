// Telephone numbers hidden from roles that the configuration names, in one place for all answers: a route that is added cannot forget it. Files of
// packets are masked where they are written, live events where they are sent.
import type { Role } from "@sipglass/model";
import type { FastifyInstance } from "fastify";
import { maskJson, maskText } from "../search/mask.ts";
import type { Identity } from "./auth/identity.ts";

/** What people made themselves, and what an installation says of itself: no calls. */
const NOT_OF_CALLS = /^\/(?:health|metrics|api\/v1\/(?:auth|users|tokens|saved-searches|dashboards|audit|tenants|aliases|correlation-rules|configuration|codecs|shares|health|openapi\.json|docs)|api\/v3\/(?:auth|users|token|user|dashboard|mapping|alias|advanced|agent|hepsub))(?:\/|$)/;

/** Made of masked words: in markup a coordinate or a colour may look like a number. */
const DRAWN = /^(?:image\/svg|text\/html)/;

export const hidesNumbers = (roles: ReadonlySet<Role>, identity: Pick<Identity, "role"> | null): boolean => identity !== null && roles.has(identity.role);

export function addMasking(app: FastifyInstance, roles: ReadonlySet<Role>): void {
  if (roles.size === 0) return;
  app.addHook("preSerialization", async (request, _reply, payload) =>
    hidesNumbers(roles, request.identity) && !NOT_OF_CALLS.test(request.routeOptions.url ?? "") ? maskJson(payload) : payload,
  );
  // Ladders and exports are text already; what the serializer wrote was masked above.
  app.addHook("onSend", async (request, reply, payload) => {
    if (typeof payload !== "string" || !hidesNumbers(roles, request.identity) || NOT_OF_CALLS.test(request.routeOptions.url ?? "")) return payload;
    const type = String(reply.getHeader("content-type") ?? "");
    if (DRAWN.test(type)) return payload;
    if (!type.includes("json")) return maskText(payload);
    if (reply.getHeader("content-disposition") === undefined) return payload;
    return `${JSON.stringify(maskJson(JSON.parse(payload)), null, 2)}\n`;
  });
}
