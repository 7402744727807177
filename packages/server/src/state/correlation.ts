// What people say of legs: that two belong together or do not, and by which headers and patterns legs are to be joined.
import type { CorrelationRule, LinkDecision } from "@sipglass/model";
import { integer, prepare, text, type Database, type Row } from "./database.ts";
import { newId } from "./secrets.ts";

export interface StoredRule extends CorrelationRule {
  changedBy: string;
  changedAtUs: number;
}

export interface Correlation {
  decisions(): LinkDecision[];
  /** Makes or replaces what was said of these two. */
  decide(decision: Omit<LinkDecision, "atUs">): LinkDecision;
  /** False when nothing was said of them. */
  undecide(from: string, to: string): boolean;
  rules(): StoredRule[];
  addRule(rule: Omit<CorrelationRule, "id">, changedBy: string): StoredRule;
  removeRule(id: string): boolean;
}

const toDecision = (row: Row): LinkDecision => ({
  from: text(row, "leg"), to: text(row, "other"), verdict: text(row, "verdict") as LinkDecision["verdict"], by: text(row, "decided_by"), atUs: integer(row, "decided_at"),
});
const toRule = (row: Row): StoredRule => ({
  id: text(row, "id"), kind: text(row, "kind") as CorrelationRule["kind"], value: text(row, "value"), changedBy: text(row, "changed_by"), changedAtUs: integer(row, "changed_at"),
});
/** Of two legs there is one word, whichever is named first. */
const inOrder = (a: string, b: string): [string, string] => (a < b ? [a, b] : [b, a]);

export function openCorrelation(db: Database, now: () => number): Correlation {
  return {
    decisions: () => prepare(db, "SELECT * FROM link_decisions ORDER BY decided_at, leg, other").all().map(toDecision),
    decide({ from, to, verdict, by }) {
      const [leg, other] = inOrder(from, to);
      const atUs = now();
      prepare(db, "INSERT OR REPLACE INTO link_decisions (leg, other, verdict, decided_by, decided_at) VALUES (?, ?, ?, ?, ?)").run(leg, other, verdict, by, atUs);
      return { from: leg, to: other, verdict, by, atUs };
    },
    undecide: (from, to) => prepare(db, "DELETE FROM link_decisions WHERE leg = ? AND other = ?").run(...inOrder(from, to)).changes > 0,
    rules: () => prepare(db, "SELECT * FROM correlation_rules ORDER BY changed_at, id").all().map(toRule),
    addRule({ kind, value }, changedBy) {
      const rule: StoredRule = { id: newId(), kind, value, changedBy, changedAtUs: now() };
      prepare(db, "INSERT INTO correlation_rules (id, kind, value, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)").run(rule.id, kind, value, changedBy, rule.changedAtUs);
      return rule;
    },
    removeRule: (id) => prepare(db, "DELETE FROM correlation_rules WHERE id = ?").run(id).changes > 0,
  };
}
