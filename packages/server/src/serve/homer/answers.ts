// The conventions of homer-app: errors as { data, message }, 201 for what is found, and answers to scripts on pages of another origin.
import { ERRORS, isSipglassError, SipglassError } from "@sipglass/model";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "../serving.ts";

/** homer-app answers searches with 201. */
export const FOUND = 201;

const SIGN_IN_FIRST = "Login required";
const NOT_ALLOWED = "This API requires admin access.";

function statusAndMessage(error: unknown): { status: number; message: string } {
  if (isSipglassError(error)) {
    const { code, message, details } = error as SipglassError;
    const { status } = ERRORS[code];
    if (code === "unauthorized") return { status, message: message === ERRORS.unauthorized.message ? SIGN_IN_FIRST : message };
    return { status, message: code === "forbidden" && details["needs"] !== undefined ? NOT_ALLOWED : message };
  }
  const { statusCode = 500, message } = error as FastifyError;
  return statusCode >= 400 && statusCode < 500 ? { status: statusCode, message } : { status: 500, message: ERRORS.internal.message };
}

export function sendHomerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, message } = statusAndMessage(error);
  if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, "request failed");
  const retryAfterS = isSipglassError(error) ? error.details["retry_after_s"] : undefined;
  if (typeof retryAfterS === "number") reply.header("retry-after", String(retryAfterS));
  return reply.status(status).header("cache-control", "no-store").send(status === 401 ? { message } : { data: {}, message });
}

/** What homer-app says of a path that it does not have. */
export const isHomerPath = (url: string): boolean => url.startsWith("/api/v3/");
export const sendHomerNotFound = (reply: FastifyReply): FastifyReply => reply.status(404).header("cache-control", "no-store").send({ message: "Not Found" });

/**
 * Any origin may ask, as with homer-app: portals call this API from their own pages. Credentials must come in a header; a browser sends our
 * cookie to no answer that allows every origin.
 */
export function allowOrigins(app: Api): void {
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("access-control-allow-origin", "*");
  });
  app.options("/*", { config: { access: "public" }, schema: { hide: true } }, async (_request, reply) =>
    reply.status(204).header("access-control-allow-methods", "GET, PUT, PATCH, POST, DELETE").header("access-control-allow-headers", "Authorization, Auth-Token, Content-Type").send(),
  );
}
