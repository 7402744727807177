// Every error a user can meet, in one table: code → HTTP status, exit code, message, help. Match on `code`, never on text.

export const ERRORS = {
  bad_query: { status: 400, exit: 2, message: "The query could not be understood.", help: "The language is in docs/reference/query.md; `details.position` says where." },
  bad_request: { status: 400, exit: 2, message: "The request is not of the form this route takes.", help: "`details` names the field." },
  bad_config: { status: 500, exit: 2, message: "The configuration has faults.", help: "All of them are listed; mend them and start again." },
  unauthorized: { status: 401, exit: 3, message: "Sign in first.", help: "POST /api/v1/auth/login, or send a Bearer token." },
  forbidden: { status: 403, exit: 3, message: "Your role may not do this.", help: "Ask an administrator." },
  not_found: { status: 404, exit: 4, message: "There is no such thing here.", help: "It may have passed its retention, or belong to someone else." },
  too_many_attempts: { status: 429, exit: 3, message: "Too many attempts to sign in.", help: "Wait, then try again; `details.retry_after_s` says how long." },
  too_large: { status: 413, exit: 2, message: "That is more than this takes at once.", help: "Split it; `details.limit_bytes` is the limit." },
  conflict: { status: 409, exit: 2, message: "That exists already.", help: "Choose another name." },
  port_in_use: { status: 500, exit: 2, message: "The port is taken by another program.", help: "Stop that program or set another port." },
  disk_full: { status: 503, exit: 5, message: "The disk is full: capture is not being archived.", help: "Free space or shorten retention; archiving resumes by itself." },
  unavailable: { status: 503, exit: 5, message: "A part of sipglass is not available right now.", help: "GET /health/ready says which." },
  not_capture: { status: 400, exit: 2, message: "This file is not a capture that sipglass can read.", help: "It reads pcap, pcapng and raw HEP streams." },
  newer_version: { status: 500, exit: 5, message: "This was written by a newer sipglass.", help: "Upgrade, or point SIPGLASS_DATA elsewhere." },
  internal: { status: 500, exit: 1, message: "sipglass made a mistake.", help: "Please report it with the log line of this request." },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** The only error class of the house. */
export class SipglassError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, message?: string, options?: { cause?: unknown }) {
    super(message ?? ERRORS[code].message, options);
    this.name = "SipglassError";
    this.code = code;
    this.details = details;
  }
}

export function isSipglassError(error: unknown): error is SipglassError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code in ERRORS;
}
