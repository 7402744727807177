// Dashboards of the page: one's own, and those that others share.
import { SipglassError, toRfc3339 } from "@sipglass/model";
import { Type } from "typebox";
import { PANEL_KINDS, type Dashboard } from "../../state/dashboards.ts";
import { identityOf, sharesWith, type Identity } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import { queryOf } from "../query-param.ts";
import type { Api, Serving } from "../serving.ts";
import { IdParams } from "./params.ts";
import { wholeList } from "./present.ts";
import { listOf, Text, Time } from "./schemas.ts";

const Name = Type.String({ minLength: 1, maxLength: 128 });
const Panel = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 40 }),
    kind: Type.Enum([...PANEL_KINDS]),
    of: Type.String({ maxLength: 64, description: "KPI, dimension or distribution" }),
    title: Type.String({ maxLength: 128 }),
    query: Type.String({ maxLength: 8_192, description: "narrows what the page asks" }),
    width: Type.Integer({ minimum: 1, maximum: 3 }),
  },
  { additionalProperties: false },
);
const Panels = Type.Array(Panel, { maxItems: 40 });
const DashboardAnswer = Type.Object(
  { id: Text, user: Text, name: Text, shared: Type.Boolean(), panels: Type.Array(Panel), created_at: Time, changed_at: Time },
  { additionalProperties: false },
);

const present = ({ createdAtUs, changedAtUs, ...dashboard }: Dashboard) => ({
  ...dashboard,
  created_at: toRfc3339(createdAtUs),
  changed_at: toRfc3339(changedAtUs),
});

const notThere = (id: string): SipglassError => new SipglassError("not_found", { dashboard: id }, "There is no such dashboard.");

export function addDashboards(app: Api, serving: Serving): void {
  const { state, now } = serving;
  const note = noteOf(serving);
  const mayRead = ({ user, shared }: Dashboard, identity: Identity): boolean =>
    user === identity.user || (shared && sharesWith(state, user, identity));
  const checkQueries = (panels: readonly { query: string }[] = []): void => panels.forEach(({ query }) => queryOf(query, now()));

  app.get(
    "/dashboards",
    {
      config: { access: "signed_in" },
      schema: { summary: "Own dashboards and those shared by others", tags: ["dashboards"], response: { 200: listOf(DashboardAnswer) } },
    },
    async (request) => {
      const identity = identityOf(request);
      const readable = state.dashboards.list(identity.user).filter((dashboard) => mayRead(dashboard, identity));
      return wholeList(readable.map(present));
    },
  );

  app.post(
    "/dashboards",
    {
      config: { access: "own" },
      schema: {
        summary: "Make a dashboard",
        tags: ["dashboards"],
        body: Type.Object({ name: Name, shared: Type.Boolean({ default: false }), panels: Panels }, { additionalProperties: false }),
        response: { 201: DashboardAnswer },
      },
    },
    async (request, reply) => {
      checkQueries(request.body.panels);
      const dashboard = state.dashboards.create({ user: identityOf(request).user, ...request.body });
      note(request, "dashboard_changed", dashboard.name, { shared: dashboard.shared });
      return reply.status(201).send(present(dashboard));
    },
  );

  app.patch(
    "/dashboards/:id",
    {
      config: { access: "own" },
      schema: {
        summary: "Change one's own",
        tags: ["dashboards"],
        params: IdParams,
        body: Type.Object(
          { name: Type.Optional(Name), shared: Type.Optional(Type.Boolean()), panels: Type.Optional(Panels) },
          { additionalProperties: false },
        ),
        response: { 200: DashboardAnswer },
      },
    },
    async (request) => {
      checkQueries(request.body.panels);
      const dashboard = state.dashboards.change(request.params.id, identityOf(request).user, request.body);
      if (!dashboard) throw notThere(request.params.id);
      note(request, "dashboard_changed", dashboard.name, { shared: dashboard.shared });
      return present(dashboard);
    },
  );

  app.delete(
    "/dashboards/:id",
    {
      config: { access: "own" },
      schema: { summary: "Remove one's own", tags: ["dashboards"], params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      if (!state.dashboards.remove(request.params.id, identityOf(request).user)) throw notThere(request.params.id);
      note(request, "dashboard_removed", request.params.id);
      return reply.status(204).send(null);
    },
  );
}
