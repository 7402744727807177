// The one place where an error becomes an HTTP answer: `{ error: { code, message, details } }`, with its status from model/errors.ts.
import { ERRORS, isSipglassError, SipglassError, type ErrorCode } from "@sipglass/model";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Socket } from "node:net";

export interface ErrorBody {
  error: { code: ErrorCode; message: string; details: Record<string, unknown> };
}

export const errorBody = ({ code, message, details }: SipglassError): ErrorBody => ({ error: { code, message, details } });

/** `body/tenants/0` → "tenants.0"; a missing property is named by its own name. */
function fieldOf(problem: NonNullable<FastifyError["validation"]>[number]): string {
  const path = problem.instancePath.split("/").filter((part) => part !== "");
  const missing = problem.params["missingProperty"] ?? problem.params["additionalProperty"];
  return [...path, ...(typeof missing === "string" ? [missing] : [])].join(".");
}

function fromFramework(error: FastifyError, bodyLimit: number | undefined): SipglassError {
  const problem = error.validation?.[0];
  if (problem) {
    const details = { field: fieldOf(problem), in: error.validationContext ?? "body", problem: problem.message ?? problem.keyword };
    return new SipglassError("bad_request", details, undefined, { cause: error });
  }
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return new SipglassError("too_large", { limit_bytes: bodyLimit }, undefined, { cause: error });
  const status = error.statusCode ?? 500;
  if (status === 404) return new SipglassError("not_found", {}, undefined, { cause: error });
  if (status >= 400 && status < 500) return new SipglassError("bad_request", { problem: error.message }, undefined, { cause: error });
  return new SipglassError("internal", {}, undefined, { cause: error });
}

function toSipglassError(error: unknown, request: FastifyRequest): SipglassError {
  if (isSipglassError(error)) return error as SipglassError;
  return error instanceof Error
    ? fromFramework(error as FastifyError, request.routeOptions.bodyLimit)
    : new SipglassError("internal", {}, undefined, { cause: error });
}

/** What of an error may leave the house: the inside of our own mistakes stays in the log, found again by the request's id. */
function publicBody(error: SipglassError, request: FastifyRequest): ErrorBody {
  if (error.code !== "internal") return errorBody(error);
  return errorBody(new SipglassError("internal", { request_id: request.id }));
}

export function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toSipglassError(thrown, request);
  const { status } = ERRORS[error.code];
  if (status >= 500) request.log.error({ err: error.cause ?? error, code: error.code, route: request.routeOptions.url }, "request failed");
  const retryAfterS = error.details["retry_after_s"];
  if (typeof retryAfterS === "number") reply.header("retry-after", String(retryAfterS));
  // Bearer, not Basic: a browser would open its own password window over the page.
  if (status === 401)
    reply.header(
      "www-authenticate",
      request.headers.authorization?.startsWith("Basic ") ? 'Basic realm="sipglass"' : 'Bearer realm="sipglass"',
    );
  return reply.status(status).header("cache-control", "no-store").type("application/json; charset=utf-8").send(publicBody(error, request));
}

/** Bytes that are not HTTP: answered in the same form, then the connection is closed. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const body = JSON.stringify(errorBody(new SipglassError("bad_request", { problem: "This is not HTTP as RFC 9112 has it." })));
  const head = `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`);
}
