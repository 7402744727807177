// Nobody sees what is another tenant's. Thousands of random requests over every route, by every role, are put to two worlds: one that acme shares
// with beta, one that acme has alone. Acme's people must get the same bytes from both: no row, number, total, completion, link or file may tell
// that beta is there. Beside that no mark of beta's (every free text of its calls has one) may stand in any answer to acme, nor the other way.
//
// That it can fail was seen by taking the scope, or what stands in its place, from one path at a time; each of these made it fail: rows and find of the
// store; find, search, sessions, histogram, session by id, session by the id of a hidden leg, links, legs of findings, live, statistics, completions,
// completions and queries of `tenant:`, registrations; names of other tenants on a row; a TCP segment with messages of two tenants in pcap, in messages
// and in rows of v3; v3 search, find, legs of a session, message by row id, quality; findings on rows; shared dashboards, shared searches, tokens; messages in
// which `raw:` looks; names of sessions. Files, live streams and shared packets are looked at in isolation-files.test.ts, DuckDB in isolation-stores.test.ts.
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { anyRequest, openAsking, type Asking } from "./isolation-requests.fixture.ts";
import { everyRouteAnswers } from "./isolation-routes.fixture.ts";

describe("what is another tenant's, with the rows in memory,", () => {
  let it: Asking;
  before(async () => void (it = await openAsking()));
  after(() => it.worlds.close());

  test("every route there is answers somebody of a tenant here, or stands in a list with its reason", () => everyRouteAnswers(it));

  test("shows in no answer, and nobody can tell that it is there", async () => {
    await fc.assert(fc.asyncProperty(anyRequest(it), async ({ reader, asked }) => void (await it.examine(reader, asked))), { numRuns: 2000, seed: 20261121, endOnFailure: true });
  });
});
