import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCall, NOBODYS, type Belonging, type Call, type TenantRule } from "@sipglass/model";
import { compileBelonging } from "./belonging.ts";

const call = (changes: Partial<Call>): Call => ({ ...emptyCall("a", "a@x"), src: "10.0.0.5", dst: "10.0.0.9", hops: ["10.0.0.5:5060", "10.0.0.9:5060"], ...changes });
const tenant = (changes: Partial<TenantRule>): TenantRule => ({ name: "acme", prefixes: [], domains: [], trunks: [], headers: {}, ...changes });
const TRUNKS = [{ name: "carrier-a", networks: ["203.0.113.0/24", "2001:db8:a::/48"] }];

function directionOf(belonging: Partial<Belonging>, hops: string[], changes: Partial<Call> = {}): string {
  const one = call({ src: hops[0]!.replace(/:\d+$/, ""), dst: hops[1]!.replace(/:\d+$/, ""), hops, ...changes });
  compileBelonging({ ...NOBODYS, ...belonging })!.belong(one, new Map());
  return one.direction;
}

function tenantsOf(rules: TenantRule[], changes: Partial<Call>, headers: Record<string, string> = {}): readonly string[] {
  const one = call(changes);
  compileBelonging({ ...NOBODYS, trunks: TRUNKS, tenants: rules })!.belong(one, new Map(Object.entries(headers)));
  return one.tenants;
}

test("nothing said means nothing to ask", () => {
  assert.equal(compileBelonging(NOBODYS), undefined);
});

test("the direction is seen from the own networks, over all hops", () => {
  const own = { ownNetworks: ["10.0.0.0/8", "fd00::/8"] };
  assert.equal(directionOf(own, ["10.0.0.5:5060", "10.0.0.9:5060"]), "internal");
  assert.equal(directionOf(own, ["10.0.0.5:5060", "10.0.0.9:5060", "198.51.100.7:5060"]), "outbound");
  assert.equal(directionOf(own, ["198.51.100.7:5060", "10.0.0.9:5060", "10.0.0.20:5060"]), "inbound");
  assert.equal(directionOf(own, ["198.51.100.7:5060", "10.0.0.9:5060", "203.0.113.4:5060"]), "transit");
  assert.equal(directionOf(own, ["a", "b"], { src: "fd00::1", dst: "2001:db8::1", hops: ["[fd00::1]:5060", "[2001:db8::1]:5060"] }), "outbound");
});

test("a trunk is outside even when its addresses are private; without own networks everything else is inside", () => {
  const trunks = [{ name: "carrier", networks: ["10.9.0.0/16"] }];
  assert.equal(directionOf({ trunks, ownNetworks: ["10.0.0.0/8"] }, ["10.0.0.5:5060", "10.9.0.1:5060"]), "outbound");
  assert.equal(directionOf({ trunks }, ["10.9.0.1:5060", "192.0.2.5:5060"]), "inbound");
});

test("tenants alone leave the direction unknown", () => {
  const one = call({ fromUser: "+49301" });
  compileBelonging({ ...NOBODYS, tenants: [tenant({ prefixes: ["+4930"] })] })!.belong(one, new Map());
  assert.deepEqual([one.direction, one.tenants], ["unknown", ["acme"]]);
});

test("a number in any spelling belongs by its beginning, a name that merely contains digits does not", () => {
  const rules = [tenant({ prefixes: ["+49 30 1234"] })];
  for (const user of ["+49301234567", "0049301234567", "49301234567"]) assert.deepEqual(tenantsOf(rules, { toUser: user }), ["acme"], user);
  for (const user of ["+4930123", "49301234567x", "user49301234", "", "+1493012345"]) assert.deepEqual(tenantsOf(rules, { toUser: user }), [], user);
  assert.deepEqual(tenantsOf([tenant({ prefixes: ["", "+"] })], { toUser: "+49301234567" }), [], "an empty prefix claims nobody");
});

test("a domain belongs itself, with a dot in front all below it", () => {
  assert.deepEqual(tenantsOf([tenant({ domains: ["Acme.example"] })], { fromDomain: "acme.EXAMPLE" }), ["acme"]);
  assert.deepEqual(tenantsOf([tenant({ domains: ["acme.example"] })], { fromDomain: "notacme.example" }), []);
  assert.deepEqual(tenantsOf([tenant({ domains: [".acme.example"] })], { ruriDomain: "pbx.acme.example" }), ["acme"]);
  assert.deepEqual(tenantsOf([tenant({ domains: [".acme.example"] })], { ruriDomain: "acme.example" }), []);
});

test("trunks count on every hop, by name or by network", () => {
  const over = (hop: string) => ({ hops: ["10.0.0.5:5060", "10.0.0.9:5060", hop] });
  assert.deepEqual(tenantsOf([tenant({ trunks: ["carrier-a"] })], over("203.0.113.9:5060")), ["acme"]);
  assert.deepEqual(tenantsOf([tenant({ trunks: ["carrier-a"] })], over("[2001:db8:a::7]:5060")), ["acme"]);
  assert.deepEqual(tenantsOf([tenant({ trunks: ["198.51.100.7"] })], over("198.51.100.7:5060")), ["acme"]);
  assert.deepEqual(tenantsOf([tenant({ trunks: ["carrier-b"] })], over("203.0.113.9:5060")), []);
});

test("headers belong by value or by its beginning, in any message or kept on the call", () => {
  const rules = [tenant({ headers: { "x-customer": "acme-*" } }), tenant({ name: "globex", headers: { "x-customer": "globex" } })];
  assert.deepEqual(tenantsOf(rules, {}, { "x-customer": "acme-17" }), ["acme"]);
  assert.deepEqual(tenantsOf(rules, { headers: { "x-customer": "globex" } }), ["globex"]);
  assert.deepEqual(tenantsOf(rules, {}, { "x-customer": "globex-2" }), []);
  assert.deepEqual(compileBelonging({ ...NOBODYS, tenants: rules })!.headers, ["x-customer"]);
});

test("a call may be several tenants' and loses none of them later", () => {
  const rules = [tenant({ name: "b", prefixes: ["1"] }), tenant({ name: "a", domains: ["x.example"] })];
  const one = call({ fromUser: "1001", toDomain: "x.example" });
  const { belong } = compileBelonging({ ...NOBODYS, tenants: rules })!;
  belong(one, new Map());
  assert.deepEqual(one.tenants, ["a", "b"]);
  one.fromUser = "2001";
  belong(one, new Map());
  assert.deepEqual(one.tenants, ["a", "b"]);
});
