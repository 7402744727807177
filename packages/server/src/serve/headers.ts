// Headers that every answer carries. The page may run only its own scripts; an API answer may run nothing; nobody may frame either.
import type { FastifyInstance } from "fastify";

/** Styles inline, because charts and the ladder set them; nothing else from anywhere but here. */
export const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const ALWAYS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

const MACHINE_PATHS = /^\/(?:api|v1|doc|health|metrics)(?:[/?]|$)/;

export const isMachinePath = (url: string): boolean => MACHINE_PATHS.test(url);

export function addHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    const forMachines = isMachinePath(request.url);
    reply.headers({ ...ALWAYS, "content-security-policy": forMachines ? API_POLICY : PAGE_POLICY });
    if (forMachines) reply.header("cache-control", "no-store");
  });
}
