import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { freshState } from "./state.fixture.ts";
import { addressKey, waitAfter } from "./throttle.ts";

const SECOND_US = 1e6;
const attempt = (user: string, address = "192.0.2.1", known = false) => ({ user, address, known });

describe("the login throttle", () => {
  test("each failure beyond the free ones doubles the wait, up to a quarter of an hour", () => {
    assert.deepEqual(
      [1, 5, 6, 7, 8, 16, 17, 1000].map((failures) => waitAfter(failures, 5)),
      [0, 0, 1, 2, 4, 900, 900, 900],
    );
  });

  test("a name is slowed whatever address the guesses come from", () => {
    const { state, close } = freshState();
    for (let i = 0; i < 6; i++) assert.equal(state.throttle.begin(attempt("carl", `192.0.2.${i}`)).allowed, true);
    assert.deepEqual(state.throttle.begin(attempt("Carl", "192.0.2.99")), { allowed: false, retryAfterS: 1 });
    assert.equal(state.throttle.begin(attempt("anna", "192.0.2.99")).allowed, true);
    close();
  });

  test("an address is slowed whatever names it tries", () => {
    const { state, close } = freshState();
    for (let i = 0; i < 21; i++) assert.equal(state.throttle.begin(attempt(`user${i}`)).allowed, true, String(i));
    assert.equal(state.throttle.begin(attempt("another")).allowed, false);
    assert.equal(state.throttle.begin(attempt("another", "192.0.2.2")).allowed, true);
    close();
  });

  test("strangers cannot lock a user out of an address the user has signed in from", () => {
    const { state, close } = freshState();
    for (let i = 0; i < 30; i++) state.throttle.begin(attempt("carl", `198.51.100.${i}`));
    assert.equal(state.throttle.begin(attempt("carl", "192.0.2.1", false)).allowed, false);
    assert.equal(state.throttle.begin(attempt("carl", "192.0.2.1", true)).allowed, true);
    close();
  });

  test("a right password frees the name, and takes back its own attempt from the address", () => {
    const { state, close } = freshState();
    for (let round = 0; round < 40; round++) {
      for (let i = 0; i < 3; i++) state.throttle.begin(attempt("carl", `198.51.100.${round}`));
      const permission = state.throttle.begin(attempt("carl"));
      assert.ok(permission.allowed, `round ${round}`);
      permission.forgive();
    }
    close();
  });

  test("one valid account does not free an address that guesses others", () => {
    const { state, close } = freshState();
    let allowed = 0;
    for (let i = 0; i < 60; i++) {
      if (state.throttle.begin(attempt(`victim${i}`)).allowed) allowed += 1;
      const own = state.throttle.begin(attempt("mallory"));
      if (own.allowed) own.forgive();
    }
    assert.ok(allowed <= 22, `${allowed} guesses were let through`);
    close();
  });

  test("after an hour of quiet everything is forgotten", () => {
    const { state, pass, close } = freshState();
    for (let i = 0; i < 6; i++) state.throttle.begin(attempt("carl"));
    assert.equal(state.throttle.begin(attempt("carl")).allowed, false);
    pass(3601 * SECOND_US);
    for (let i = 0; i < 5; i++) assert.equal(state.throttle.begin(attempt("carl")).allowed, true);
    close();
  });

  test("one /64 of IPv6 is one address", () => {
    assert.equal(addressKey("2001:db8:0:1::1"), "2001:db8:0:1::/64");
    assert.equal(addressKey("2001:DB8:0000:0001:ffff::2"), "2001:db8:0:1::/64");
    assert.equal(addressKey("2001:db8::1"), "2001:db8:0:0::/64");
    assert.equal(addressKey("::1"), "0:0:0:0::/64");
    assert.equal(addressKey("::ffff:192.0.2.1"), "192.0.2.1");
    assert.equal(addressKey("192.0.2.1"), "192.0.2.1");
  });
});
