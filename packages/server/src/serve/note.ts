// Notes in the audit log, made by routes: who, how, from where come from the request.
import type { FastifyRequest } from "fastify";
import type { AuditAction } from "../state/audit.ts";
import type { State } from "../state/state.ts";

export type Note = (request: FastifyRequest, action: AuditAction, object: string, details?: Record<string, unknown>) => void;

export function noteOf({ state }: { state: State }): Note {
  return (request, action, object, details = {}) =>
    state.audit.write({
      user: request.identity?.user ?? "",
      via: request.identity?.via ?? "",
      action,
      object,
      address: request.ip,
      details,
    });
}
