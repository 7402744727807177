// Where a question asked in the search bar is answered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answeringPage } from "./answering-page.ts";

test("the overview and an opened file answer for themselves; from anywhere else the list of calls answers", () => {
  assert.equal(answeringPage("/overview"), "/overview");
  assert.equal(answeringPage("/files/2"), "/files/2");
  assert.equal(answeringPage("/calls/file-2-abc"), "/files/2");
  for (const path of ["/", "/calls/abc", "/calls/a%2Fb%40c", "/agents", "/registrations"]) assert.equal(answeringPage(path), "/");
});
