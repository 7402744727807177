// The first-steps lines name the host the page was opened with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { logSenders, mediaSenders, senders } from "./senders.ts";

test("each sender gets lines to paste with this host and port", () => {
  for (const sender of [...senders("glass.example.org", 9061), ...mediaSenders("glass.example.org", 9061), ...logSenders("glass.example.org", 9061)]) {
    assert.match(sender.lines.join("\n"), /glass\.example\.org:9061/, sender.name);
  }
});
