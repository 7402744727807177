// The base path and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathBelow } from "./base-path.ts";

test("the base path is taken from the browser's address, and from nothing that only begins like it", () => {
  for (const [pathname, path] of [
    ["/voice/calls/x", "/calls/x"],
    ["/voice", "/"],
    ["/voice/", "/"],
    ["/voicemail", "/voicemail"],
    ["/calls", "/calls"],
  ] as const)
    assert.equal(pathBelow(pathname, "/voice"), path);
  assert.equal(pathBelow("/calls", ""), "/calls");
});
