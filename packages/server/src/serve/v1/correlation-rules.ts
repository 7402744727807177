// Correlation rules of the installation's own: a header, or a pattern on the Call-ID, whose value legs of one session share.
import { compileRegex, SipglassError, toRfc3339 } from "@sipglass/model";
import { Type } from "typebox";
import type { StoredRule } from "../../state/correlation.ts";
import { identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { IdParams } from "./params.ts";
import { wholeList } from "./present.ts";
import { CorrelationRuleAnswer, listOf } from "./schemas.ts";

const MOST_RULES = 100;
const HEADER_NAME = /^[A-Za-z0-9\-.!%*_+`'~]{1,64}$/;

const Body = Type.Object(
  {
    kind: Type.Enum(["header", "call_id_pattern"]),
    value: Type.String({ minLength: 1, maxLength: 1000, description: "name of a header, or a regular expression whose first group legs share" }),
  },
  { additionalProperties: false },
);

const presentRule = ({ id, kind, value, changedBy, changedAtUs }: StoredRule) => ({ id, kind, value, changed_by: changedBy, changed_at: toRfc3339(changedAtUs) });

function checkedValue(kind: "header" | "call_id_pattern", value: string): string {
  if (kind === "header") {
    if (!HEADER_NAME.test(value)) throw new SipglassError("bad_request", { field: "value" }, `"${value}" is no name of a header.`);
    return value.toLowerCase();
  }
  const fault = compileRegex(value);
  if (typeof fault === "string") throw new SipglassError("bad_request", { field: "value" }, `The pattern cannot be used: ${fault}.`);
  return value;
}

export function addCorrelationRules(app: Api, serving: Serving): void {
  const { questions, state } = serving;
  const note = noteOf(serving);
  const apply = (): Promise<void> => questions.linkKnowledge(state.correlation.decisions(), state.correlation.rules());

  app.get(
    "/correlation-rules",
    { config: { access: "everything" }, schema: { summary: "Rules of one's own by which legs are joined", tags: ["sessions"], response: { 200: listOf(CorrelationRuleAnswer) } } },
    async () => wholeList(state.correlation.rules().map(presentRule)),
  );

  app.post(
    "/correlation-rules",
    { config: { access: "admin" }, schema: { summary: "Join legs by a header or a pattern from now on", tags: ["sessions"], body: Body, response: { 200: CorrelationRuleAnswer } } },
    async (request) => {
      const { kind, value } = request.body;
      if (state.correlation.rules().length >= MOST_RULES) throw new SipglassError("conflict", { most: MOST_RULES }, `There are ${MOST_RULES} rules; remove one first.`);
      const rule = state.correlation.addRule({ kind, value: checkedValue(kind, value) }, identityOf(request).user);
      await apply();
      note(request, "correlation_rule_changed", rule.id, { kind, value: rule.value });
      return presentRule(rule);
    },
  );

  app.delete(
    "/correlation-rules/:id",
    { config: { access: "admin" }, schema: { summary: "Forget a rule; sessions that it made stay until a rebuild", tags: ["sessions"], params: IdParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { id } = request.params;
      if (!state.correlation.removeRule(id)) throw new SipglassError("not_found", { rule: id });
      await apply();
      note(request, "correlation_rule_removed", id);
      return reply.status(204).send(null);
    },
  );
}
