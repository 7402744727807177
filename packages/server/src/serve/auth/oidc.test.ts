// ID tokens that must not be believed, and what claims become.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { isSipglassError } from "@sipglass/model";
import { startFalseProvider, type FalseProvider, type Lie } from "./false-provider.fixture.ts";
import { createOidc, groupsOf, nameOf, type OidcProvider } from "./oidc.ts";

describe("an ID token", () => {
  let provider: FalseProvider;
  let oidc: OidcProvider;
  before(async () => {
    provider = await startFalseProvider("sipglass");
    oidc = createOidc({
      issuer: provider.issuer,
      clientId: "sipglass",
      clientSecret: "secret",
      name: "",
      scopes: ["openid"],
      usernameClaim: "preferred_username",
      groupsClaim: "groups",
      clockSkewS: 30,
      policy: { roles: [{ group: "noc", value: "support" }], tenants: [], defaultRole: null, newUsers: true },
    });
  });
  after(() => provider.close());

  const attempt = async (lie: Lie): Promise<string> => {
    const { url, flow } = await oidc.begin({ redirectUri: "http://glass.test/callback", returnTo: "/" });
    provider.lie = lie;
    provider.nonce = new URL(url).searchParams.get("nonce") ?? "";
    try {
      return (await oidc.finish(`?code=x&state=${flow.state}`, flow)).person.name;
    } catch (error) {
      return isSipglassError(error) ? String(error.details["reason"]) : String(error);
    }
  };
  const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

  test("that is true lets in", async () => {
    assert.equal(await attempt({}), "nina");
  });

  const lies: [string, Lie][] = [
    ["signed with another key", { foreignKey: true }],
    ["without a signature", { unsigned: true }],
    ["that says it needs none", { header: { alg: "none" }, unsigned: true }],
    ["that says it is signed with the secret", { header: { alg: "HS256" } }],
    ["of a key nobody published", { header: { kid: "2" } }],
    ["for another sign-in", { claims: { nonce: "other" } }],
    ["without a nonce", { claims: { nonce: undefined } }],
    ["for another client", { claims: { aud: "other" } }],
    ["of another issuer", { claims: { iss: "https://other.example" } }],
    ["that is over", { claims: { exp: secondsFromNow(-120) } }],
    ["without a subject", { claims: { sub: undefined } }],
  ];
  for (const [what, lie] of lies)
    test(`${what} does not`, async () => {
      assert.equal(await attempt(lie), "not_verified");
    });

  test("may be as late as the clocks may differ", async () => {
    assert.equal(await attempt({ claims: { exp: secondsFromNow(-10) } }), "nina");
  });
});

test("groups are a list, one name, the keys of an object, or behind dots", () => {
  assert.deepEqual(groupsOf({ groups: ["a", 1, "b"] }, "groups"), ["a", "b"]);
  assert.deepEqual(groupsOf({ groups: "a" }, "groups"), ["a"]);
  assert.deepEqual(groupsOf({ roles: { a: {}, b: {} } }, "roles"), ["a", "b"]);
  assert.deepEqual(groupsOf({ realm_access: { roles: ["a"] } }, "realm_access.roles"), ["a"]);
  assert.deepEqual(groupsOf({ "https://x.example/roles": ["a"] }, "https://x.example/roles"), ["a"]);
  assert.deepEqual(groupsOf({}, "groups"), []);
});

test("a name is the claim that is configured, else an address that is verified; what is no name refuses", () => {
  assert.equal(nameOf({ preferred_username: "nina" }, "preferred_username"), "nina");
  assert.equal(
    nameOf({ preferred_username: "Nina K.", email: "nina@example.com", email_verified: true }, "preferred_username"),
    "nina@example.com",
  );
  assert.throws(() => nameOf({ email: "admin@example.com", email_verified: false }, "email"), { message: /cannot be a user name/ });
  assert.throws(() => nameOf({ preferred_username: "../x" }, "preferred_username"), { code: "forbidden" });
});
