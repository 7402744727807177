// Notes in the audit log, made by routes: who, how, from where come from the request.
import type { FastifyRequest } from "fastify";
import type { AuditAction } from "../state/audit.ts";
import type { State } from "../state/state.ts";

export type Note = (request: FastifyRequest, action: AuditAction, object: string, details?: Record<string, unknown>) => void;

/** A full disk must not blind those who look for the cause: an entry that cannot be written stands in the server's own log instead. */
export function noteOf({ state }: { state: State }): Note {
  return (request, action, object, details = {}) => {
    const entry = { user: request.identity?.user ?? "", via: request.identity?.via ?? "", action, object, address: request.ip, details };
    try {
      state.audit.write(entry);
    } catch (error) {
      request.log.error({ room: "state", audit: entry, err: error }, "the audit log could not be written; its entry stands here");
    }
  };
}
