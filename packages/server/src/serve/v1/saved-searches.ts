// Queries kept under a name: one's own, and those that others share.
import { SipglassError, toRfc3339 } from "@sipglass/model";
import { Type } from "typebox";
import type { State } from "../../state/state.ts";
import type { SavedSearch } from "../../state/saved-searches.ts";
import { identityOf, sharesWith, type Identity } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import { queryOf } from "../query-param.ts";
import type { Api, Serving } from "../serving.ts";
import { IdParams } from "./params.ts";
import { wholeList } from "./present.ts";
import { listOf, SavedSearchAnswer } from "./schemas.ts";

const Name = Type.String({ minLength: 1, maxLength: 128 });
const QueryText = Type.String({ maxLength: 8_192 });

const presentSearch = ({ createdAtUs, changedAtUs, ...search }: SavedSearch) => ({
  ...search,
  created_at: toRfc3339(createdAtUs),
  changed_at: toRfc3339(changedAtUs),
});

const mayRead = (state: State, search: SavedSearch, identity: Identity): boolean => search.user === identity.user || sharesWith(state, search.user, identity);

const notThere = (id: string): SipglassError => new SipglassError("not_found", { saved_search: id });

export function addSavedSearches(app: Api, serving: Serving): void {
  const { state, now } = serving;
  const note = noteOf(serving);

  app.get(
    "/saved-searches",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "Own saved searches and those shared by others",
        tags: ["saved searches"],
        response: { 200: listOf(SavedSearchAnswer) },
      },
    },
    async (request) => {
      const identity = identityOf(request);
      return wholeList(
        state.savedSearches
          .list(identity.user)
          .filter((search) => mayRead(state, search, identity))
          .map(presentSearch),
      );
    },
  );

  app.post(
    "/saved-searches",
    {
      config: { access: "own" },
      schema: {
        summary: "Keep a query",
        tags: ["saved searches"],
        body: Type.Object({ name: Name, query: QueryText, shared: Type.Boolean({ default: false }) }, { additionalProperties: false }),
        response: { 201: SavedSearchAnswer },
      },
    },
    async (request, reply) => {
      queryOf(request.body.query, now());
      const search = state.savedSearches.create({ user: identityOf(request).user, ...request.body });
      note(request, "saved_search_changed", search.name, { query: search.query, shared: search.shared });
      return reply.status(201).send(presentSearch(search));
    },
  );

  app.patch(
    "/saved-searches/:id",
    {
      config: { access: "own" },
      schema: {
        summary: "Change one's own",
        tags: ["saved searches"],
        params: IdParams,
        body: Type.Object(
          { name: Type.Optional(Name), query: Type.Optional(QueryText), shared: Type.Optional(Type.Boolean()) },
          { additionalProperties: false },
        ),
        response: { 200: SavedSearchAnswer },
      },
    },
    async (request) => {
      queryOf(request.body.query, now());
      const search = state.savedSearches.change(request.params.id, identityOf(request).user, request.body);
      if (!search) throw notThere(request.params.id);
      note(request, "saved_search_changed", search.name, { query: search.query, shared: search.shared });
      return presentSearch(search);
    },
  );

  app.delete(
    "/saved-searches/:id",
    {
      config: { access: "own" },
      schema: { summary: "Forget one's own", tags: ["saved searches"], params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      if (!state.savedSearches.remove(request.params.id, identityOf(request).user)) throw notThere(request.params.id);
      note(request, "saved_search_removed", request.params.id);
      return reply.status(204).send(null);
    },
  );
}
