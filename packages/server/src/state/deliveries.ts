// Reports on their way to the ticket system, so that those that wait go on after a restart. What was sent is forgotten with the last attempt: the
// call has it.
import type { Delivery, WaitingDelivery } from "@sipglass/model";
import { integer, prepare, text, type Database, type Row } from "./database.ts";

export interface Deliveries {
  /** Newest first. */
  list(): Delivery[];
  /** Oldest first. */
  waiting(): WaitingDelivery[];
  add(delivery: WaitingDelivery): void;
  /** How the last attempt went, and when the next is. */
  change(delivery: Delivery, nextAtUs: number): void;
  prune(): void;
}

const KEPT_US = 30 * 86_400_000_000;
/** Of those that are over; the oldest go. */
const REMEMBERED = 500;

const toDelivery = (row: Row): Delivery => ({
  id: text(row, "id"),
  object: text(row, "object"),
  state: text(row, "state") as Delivery["state"],
  attempts: integer(row, "attempts"),
  status: row["status"] === null ? null : integer(row, "status"),
  error: text(row, "error"),
  createdAtUs: integer(row, "created_at"),
  endedAtUs: integer(row, "ended_at"),
});

export function openDeliveries(db: Database, now: () => number): Deliveries {
  return {
    list: () => prepare(db, "SELECT * FROM deliveries ORDER BY number DESC").all().map(toDelivery),
    waiting: () =>
      prepare(db, "SELECT * FROM deliveries WHERE state = 'waiting' ORDER BY number")
        .all()
        .map((row) => ({ ...toDelivery(row), event: text(row, "event"), body: text(row, "body"), nextAtUs: integer(row, "next_at") })),
    add({ id, object, event, body, createdAtUs, nextAtUs }) {
      prepare(db, "INSERT INTO deliveries (id, object, event, body, state, created_at, next_at) VALUES (?, ?, ?, ?, 'waiting', ?, ?)").run(
        id,
        object,
        event,
        body,
        createdAtUs,
        nextAtUs,
      );
    },
    change({ id, state, attempts, status, error, endedAtUs }, nextAtUs) {
      const sql = `UPDATE deliveries SET state = ?1, attempts = ?2, status = ?3, error = ?4, ended_at = ?5, next_at = ?6,
        body = CASE ?1 WHEN 'waiting' THEN body ELSE '' END WHERE id = ?7`;
      prepare(db, sql).run(state, attempts, status, error, endedAtUs, nextAtUs, id);
      if (state === "waiting") return;
      prepare(
        db,
        "DELETE FROM deliveries WHERE number IN (SELECT number FROM deliveries WHERE state <> 'waiting' ORDER BY number DESC LIMIT -1 OFFSET ?)",
      ).run(REMEMBERED);
    },
    // What waits so long has no receiver any more.
    prune: () => void prepare(db, "DELETE FROM deliveries WHERE created_at < ?").run(now() - KEPT_US),
  };
}
