// API tokens: one's own, and for administrators everybody's. A token can do and see no more than who makes it.
import { fromRfc3339, SipglassError, toRfc3339 } from "@sipglass/model";
import { Type } from "typebox";
import { rankOf } from "../../state/roles.ts";
import type { ApiToken } from "../../state/tokens.ts";
import { administers, identityOf, seesEverything, type Identity } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { IdParams } from "./params.ts";
import { timeOrNull, wholeList } from "./present.ts";
import { listOf, RoleName, Text, TokenAnswer } from "./schemas.ts";

const DAY_US = 86_400_000_000;
const USUAL_DAYS = 90;
const LONGEST_DAYS = 731;

const presentToken = (token: ApiToken, nowUs: number) => ({
  id: token.id,
  user: token.user,
  name: token.name,
  role: token.role,
  tenants: token.tenants,
  hint: token.hint,
  created_at: toRfc3339(token.createdAtUs),
  expires_at: toRfc3339(token.expiresAtUs),
  last_used_at: timeOrNull(token.lastUsedAtUs),
  expired: token.expiresAtUs <= nowUs,
});

function expiryOf(asked: string | undefined, nowUs: number): number {
  if (asked === undefined) return nowUs + USUAL_DAYS * DAY_US;
  const us = fromRfc3339(asked);
  if (us > nowUs && us <= nowUs + LONGEST_DAYS * DAY_US) return us;
  throw new SipglassError(
    "bad_request",
    { field: "expires_at", longest_days: LONGEST_DAYS },
    "A token expires in the future, within two years.",
  );
}

function checkReach(maker: Identity, role: ApiToken["role"], tenants: readonly string[] | null): void {
  if (rankOf(role) > rankOf(maker.role))
    throw new SipglassError("forbidden", { role: maker.role }, "A token may do no more than who makes it.");
  const { scope } = maker;
  const foreign = scope.kind === "all" ? [] : (tenants ?? []).filter((tenant) => !scope.tenants.includes(tenant));
  if (foreign.length > 0) throw new SipglassError("forbidden", { tenants: foreign }, "A token may see no more than who makes it.");
  // Otherwise "customer" would promise a narrow view and give the maker's own.
  if (role === "customer" && seesEverything(maker) && tenants === null)
    throw new SipglassError("bad_request", { field: "tenants", problem: "required for the role customer" });
}

export function addTokens(app: Api, serving: Serving): void {
  const { state, now } = serving;
  const note = noteOf(serving);

  app.get(
    "/tokens",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "One's own API tokens; all of them for an administrator",
        tags: ["tokens"],
        response: { 200: listOf(TokenAnswer) },
      },
    },
    async (request) => {
      const identity = identityOf(request);
      return wholeList(state.tokens.list(administers(identity) ? undefined : identity.user).map((token) => presentToken(token, now())));
    },
  );

  app.post(
    "/tokens",
    {
      config: { access: "own" },
      schema: {
        summary: "Make an API token; the answer is the only place that shows it",
        tags: ["tokens"],
        body: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 64 }),
            role: RoleName,
            expires_at: Type.Optional(
              Type.String({ maxLength: 64, description: "RFC 3339; 90 days from now when left out, two years at most" }),
            ),
            tenants: Type.Optional(
              Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
                maxItems: 1000,
                minItems: 1,
                description: "narrows what it sees",
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Interface([TokenAnswer], { token: Text }) },
      },
    },
    async (request, reply) => {
      const maker = identityOf(request);
      if (maker.tokenId !== "") throw new SipglassError("forbidden", {}, "A token cannot make tokens.");
      const { name, role, expires_at: expiry, tenants = null } = request.body;
      checkReach(maker, role, tenants);
      const { secret, token } = state.tokens.create({ user: maker.user, name, role, tenants, expiresAtUs: expiryOf(expiry, now()) });
      note(request, "token_created", name, { role, tenants, expires_at: toRfc3339(token.expiresAtUs) });
      return reply.status(201).send({ ...presentToken(token, now()), token: secret });
    },
  );

  app.delete(
    "/tokens/:id",
    {
      config: { access: "own" },
      schema: { summary: "Revoke a token", tags: ["tokens"], params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const identity = identityOf(request);
      const token = state.tokens.get(request.params.id);
      if (!token || (token.user !== identity.user && !administers(identity)))
        throw new SipglassError("not_found", { token: request.params.id });
      state.tokens.remove(token.id);
      note(request, "token_removed", token.name, { owner: token.user });
      return reply.status(204).send(null);
    },
  );
}
