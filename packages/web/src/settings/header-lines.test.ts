// Headers of a tenant's rule.
import assert from "node:assert/strict";
import { test } from "node:test";
import { headerLines, headersOf } from "./header-lines.ts";
import { newPassword } from "./new-password.ts";

test("headers survive being written down, colons in values too", () => {
  const headers = { "x-tenant": "acme*", "x-uri": "sip:gw@acme.example" };
  assert.deepEqual(headersOf(headerLines(headers).join("\n")), headers);
  assert.deepEqual(headersOf(" X-A : 1 \n\n"), { "X-A": "1" });
});

test("a new password is long, readable and never the same", () => {
  const made = new Set(Array.from({ length: 200 }, newPassword));
  assert.equal(made.size, 200);
  for (const password of made) assert.match(password, /^[a-km-zA-HJ-NP-Z2-9]{16}$/);
});
