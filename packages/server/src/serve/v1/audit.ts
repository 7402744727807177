// The audit log, for administrators. Reading it is itself written down.
import { SipglassError, toRfc3339 } from "@sipglass/model";
import { Type } from "typebox";
import { AUDIT_ACTIONS } from "../../state/audit.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { rangeOf } from "../time-range.ts";
import { cursor, limitOf } from "./params.ts";
import { AuditAnswer, listOf } from "./schemas.ts";

const Time = Type.Optional(Type.String({ maxLength: 64, description: "RFC 3339 or like -2h" }));

function idOf(text: string): number {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) throw new SipglassError("bad_request", { field: "cursor" });
  return id;
}

export function addAudit(app: Api, serving: Serving): void {
  const { state, now } = serving;
  const note = noteOf(serving);
  app.get(
    "/audit",
    {
      config: { access: "admin" },
      schema: {
        summary: "Who looked at, exported or changed what, newest first",
        tags: ["audit"],
        querystring: Type.Object({
          user: Type.Optional(Type.String({ maxLength: 128 })),
          action: Type.Optional(Type.Enum([...AUDIT_ACTIONS])),
          object: Type.Optional(Type.String({ maxLength: 1000 })),
          from: Time,
          to: Time,
          cursor,
          limit: limitOf(100, 1000),
        }),
        response: { 200: listOf(AuditAnswer) },
      },
    },
    async (request) => {
      const { cursor: place, limit, from, to, ...filter } = request.query;
      // Without times the whole log is meant, not its last day.
      const range = from === undefined && to === undefined ? {} : rangeOf(request.query, now());
      const entries = state.audit.list({ ...filter, ...range, ...(place === undefined ? {} : { beforeId: idOf(place) }), limit });
      if (place === undefined) note(request, "audit_read", filter.user ?? "", { ...filter });
      const items = entries.map(({ atUs, ...entry }) => ({ ...entry, at: toRfc3339(atUs) }));
      return { items, next: items.length === limit ? String(items.at(-1)?.id) : null, partial: false, warnings: [] };
    },
  );
}
