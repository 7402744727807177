// Dashboards of homer-ui: JSON that only it understands, kept for each user; shared ones are shown to all.
import { SipglassError } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import type { HomerObject } from "../../state/homer-objects.ts";
import { identityOf, sharesWith, type Identity } from "../auth/identity.ts";
import type { Api, Serving } from "../serving.ts";
import { bodyOf, isRecord, recordOf } from "./requests.ts";

type ById = { Params: { id: string } };
const OWN = { config: { access: "signed_in" }, schema: { hide: true } } as const;
const CATEGORY = "dashboard";
const MOST_DASHBOARDS = 500;

/** homer-ui takes what a widget shows from its `config`, the fields of a form too; results it knows by the name `result`. */
const widget = (component: string, name: string, title: string, place: { x: number; y: number; cols: number; rows: number }, config: object = {}) => ({
  id: `${name}-1`, name, title, strongIndex: component, ...place, minWidth: 300, minHeight: 200, layerIndex: 2, tabGroup: `tab-${name}`, activeTab: true, output: {}, config: { id: `${name}-1`, title, ...config },
});
const input = (id: string, label: string, more: object = {}) => ({ field_name: id, name: `1:call:${id}`, hepid: 1, selection: label, type: "string", form_type: "input", form_default: null, value: "", ...more });
const LIMIT = input("limit", "Query Limit");
const CONTAINER = input("targetResultsContainer", "Results Container");

function searchForm(title: string, fields: object[]): object {
  return { config: { title, searchbutton: true, protocol_id: { name: "SIP", value: 1 }, protocol_profile: { name: "call", value: "call" } }, countFieldColumns: 1, fields };
}

function dashboard(id: string, name: string, type: number, weight: number, widgets: object[]) {
  const config = { columns: 8, maxrows: 5, gridType: "fit", pushing: true, ignoreMinSize: "warning", grafanaTimestamp: false, grafanaProxy: false };
  return { alias: id, id, dashboardId: id, name, param: id, title: name, type, shared: false, isLocked: false, weight, selectedItem: "", config, widgets };
}

/** What a new user finds: a search with its results and a clock, and a search in words. */
const SHIPPED = [
  dashboard("home", "Home", 3, 10, [
    widget("ProtosearchWidgetComponent", "display-results", "Call search", { x: 0, y: 0, cols: 2, rows: 4 }, searchForm("Call search", [
      input("data_header.from_user", "SIP From user"), input("data_header.to_user", "SIP To user"), input("data_header.method", "SIP Method"), input("data_header.callid", "SIP Callid"), LIMIT, CONTAINER,
    ])),
    widget("ResultWidgetComponent", "result", "Results", { x: 2, y: 0, cols: 6, rows: 5 }),
    widget("ClockWidgetComponent", "clock", "Clock", { x: 0, y: 4, cols: 2, rows: 1 }, { location: { name: "UTC", desc: "UTC", offset: "+0" } }),
  ]),
  dashboard("smartsearch", "Smart Search", 1, 20, [
    widget("SmartInputWidgetComponent", "smart-input", "Smart search", { x: 0, y: 0, cols: 8, rows: 1 }, searchForm("Smart search", [
      input("smartinput", "Smart Input", { form_type: "smart-input", form_api: "/smart/search/tag/:hepid/:hepprofile", full_api_link: "/smart/search/tag/1/call" }), LIMIT, CONTAINER,
    ])),
    widget("ResultWidgetComponent", "result", "Results", { x: 0, y: 1, cols: 8, rows: 4 }),
  ]),
];

export function addDashboards(app: Api, { state }: Serving): void {
  const { homer } = state;
  const ofUser = (user: string): HomerObject[] => {
    const own = homer.list("user_setting", { owner: user, category: CATEGORY });
    if (own.length > 0) return own;
    return SHIPPED.map((data) => homer.set({ guid: randomUUID(), kind: "user_setting", owner: user, category: CATEGORY, param: data.id, data }));
  };
  const isShared = ({ data }: HomerObject): boolean => recordOf(data)["shared"] === true;
  const others = (identity: Identity): HomerObject[] =>
    homer.list("user_setting", { category: CATEGORY }).filter((row) => isShared(row) && row.owner.toLowerCase() !== identity.user.toLowerCase() && sharesWith(state, row.owner, identity));
  const find = (request: FastifyRequest, id: string): HomerObject => {
    const { user } = identityOf(request);
    const found = [...ofUser(user), ...others(identityOf(request))].find(({ param }) => param === id);
    if (!found) throw new SipglassError("not_found", { dashboard: id }, "there is no such dashboard");
    return found;
  };
  const done = (user: string) => ({ auth: "ok", status: "ok", total: ofUser(user).length });

  app.get("/dashboard/info", OWN, async (request) => {
    const { user } = identityOf(request);
    const data = [...ofUser(user), ...others(identityOf(request))].map((row) => {
      const { name = row.param, type = 1, weight = 10 } = recordOf(row.data);
      return { cssclass: "fa", href: row.param, id: row.param, name, param: row.param, owner: row.owner, shared: isShared(row), type, weight };
    });
    return { auth: "ok", status: "ok", total: data.length, data };
  });
  app.get<ById>("/dashboard/store/:id", OWN, async (request) => {
    const { owner, data } = find(request, request.params.id);
    return { auth: "ok", status: "ok", total: 1, owner, data };
  });
  for (const method of ["POST", "PUT"] as const) {
    app.route<ById>({
      method, url: "/dashboard/store/:id", ...OWN,
      handler: async (request, reply) => {
        const { user } = identityOf(request);
        const { id } = request.params;
        const data = bodyOf(request.body);
        const own = ofUser(user);
        const old = own.find(({ param }) => param === id);
        if (!old && others(identityOf(request)).some(({ param }) => param === id)) return reply.type("text/plain").send("not my dashboard");
        if (!old && own.length >= MOST_DASHBOARDS) throw new SipglassError("too_large", {}, "There are too many dashboards.");
        homer.set({ guid: old?.guid ?? randomUUID(), kind: "user_setting", owner: user, category: CATEGORY, param: id, data: isRecord(data["data"]) ? data["data"] : data });
        return done(user);
      },
    });
  }
  app.delete<ById>("/dashboard/store/:id", OWN, async (request) => {
    const { user } = identityOf(request);
    const own = ofUser(user).find(({ param }) => param === request.params.id);
    if (!own) throw new SipglassError("not_found", { dashboard: request.params.id }, "there is no such dashboard");
    homer.remove("user_setting", own.guid);
    return done(user);
  });
  app.get("/dashboard/reset", OWN, async (request) => {
    const { user } = identityOf(request);
    homer.removeAll("user_setting", { owner: user, category: CATEGORY });
    return done(user);
  });
}
