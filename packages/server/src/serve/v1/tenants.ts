// Tenants and what makes a call theirs. A change holds for calls from now on; `sipglass rebuild` applies it to the past.
import { networkTest, SipglassError, toRfc3339 } from "@sipglass/model";
import { Type } from "typebox";
import type { Tenant } from "../../state/tenants.ts";
import { identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { wholeList } from "./present.ts";
import { listOf, TenantAnswer } from "./schemas.ts";

const MOST_RULES = 10_000;
const items = (example: string) => Type.Array(Type.String({ minLength: 1, maxLength: 256, description: example }), { maxItems: MOST_RULES, uniqueItems: true, default: [] });

const Params = Type.Object({ name: Type.String({ minLength: 1, maxLength: 128 }) });
const Body = Type.Object(
  {
    prefixes: items("+4930"),
    domains: items("acme.example, or .acme.example for all below it"),
    trunks: items("203.0.113.0/24, or the name of a trunk"),
    headers: Type.Record(Type.String({ pattern: "^[A-Za-z0-9-.!%*_+`'~]{1,64}$" }), Type.String({ minLength: 1, maxLength: 256, description: "a value; * at its end stands for any rest" }), { default: {} }),
  },
  { additionalProperties: false },
);

const presentTenant = ({ changedBy, changedAtUs, ...rule }: Tenant) => ({ ...rule, changed_by: changedBy, changed_at: toRfc3339(changedAtUs) });

/** What looks like an address must be one; anything else is the name of a trunk. */
function checkTrunks(trunks: readonly string[]): void {
  const wrong = trunks.find((trunk) => /^[\d.:/a-f]*[.:/][\d.:/a-f]*$/i.test(trunk) && networkTest(trunk) === undefined);
  if (wrong !== undefined) throw new SipglassError("bad_request", { field: "trunks", value: wrong }, `"${wrong}" is no address, no network and no name of a trunk.`);
}

export function addTenants(app: Api, serving: Serving): void {
  const { tenants } = serving.state;
  const note = noteOf(serving);

  app.get(
    "/tenants",
    { config: { access: "admin" }, schema: { summary: "Tenants, and what makes a call theirs", tags: ["tenants"], response: { 200: listOf(TenantAnswer) } } },
    async () => wholeList(tenants.list().map(presentTenant)),
  );

  app.put(
    "/tenants/:name",
    { config: { access: "admin" }, schema: { summary: "Make or change a tenant; holds for calls from now on", tags: ["tenants"], params: Params, body: Body, response: { 200: TenantAnswer } } },
    async (request) => {
      const { prefixes, domains, trunks, headers } = request.body;
      checkTrunks(trunks);
      const lowerCased = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const tenant = tenants.set({ name: request.params.name, prefixes, domains, trunks, headers: lowerCased }, identityOf(request).user);
      serving.tenantsChanged();
      note(request, "tenant_changed", tenant.name, { prefixes, domains, trunks, headers: lowerCased });
      return presentTenant(tenant);
    },
  );

  app.delete(
    "/tenants/:name",
    { config: { access: "admin" }, schema: { summary: "Forget a tenant; calls that are his stay his", tags: ["tenants"], params: Params, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { name } = request.params;
      if (!tenants.remove(name)) throw new SipglassError("not_found", { tenant: name });
      serving.tenantsChanged();
      note(request, "tenant_removed", name);
      return reply.status(204).send(null);
    },
  );
}
