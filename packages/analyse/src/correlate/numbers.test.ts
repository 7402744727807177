// One subscriber, written in many ways; and others that only look like him.
import assert from "node:assert/strict";
import { test } from "node:test";
import { agreementOf, isSameNumber, subscriberOf, subscribersOf } from "./numbers.ts";

const same = (a: string, b: string): boolean => isSameNumber(subscriberOf(a), subscriberOf(b)) && isSameNumber(subscriberOf(b), subscriberOf(a));

test("country code, trunk zero, dial-out digit, technical prefix and separators do not make another number", () => {
  for (const [a, b] of [["+493012345678", "03012345678"], ["+493012345678", "004930 1234-5678"], ["+493012345678", "9004930 12345678"], ["903012345678", "+493012345678"], ["1234#493012345678", "+493012345678"],
    ["493012345678;phone-context=x", "+493012345678"], ["12345678", "+493012345678"], ["*31*03012345678", "03012345678"]] as const) assert.ok(same(a, b), `${a} ${b}`);
});

test("extensions and names are the same only when they are equal", () => {
  assert.ok(same("201", "201") && same("Alice", "alice"));
  for (const [a, b] of [["201", "+4930123201"], ["201", "1201"], ["alice", "alice2"], ["112", "0112"]] as const) assert.ok(!same(a, b), `${a} ${b}`);
});

test("another area, another country, a longer number are others", () => {
  for (const [a, b] of [["+493012345678", "+498912345678"], ["+493012345678", "+433012345678"], ["+493012345678", "+4930123456789"], ["0301234567", "0891234567"]] as const) assert.ok(!same(a, b), `${a} ${b}`);
});

test("nobody is said to differ who is only an extension, or withheld", () => {
  const of = (...users: string[]) => subscribersOf(users);
  assert.equal(agreementOf(of("201"), of("+493012345678")), "unknown");
  assert.equal(agreementOf(of("anonymous"), of("+493012345678")), "unknown");
  assert.equal(agreementOf(of("+493012345678"), of("+498912345678")), "differ");
  assert.equal(agreementOf(of("201", "+493012345678"), of("03012345678")), "same");
});
