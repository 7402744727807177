// Links of the form that homer-ui shares, in every spelling that reaches us.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseQuery, toPredicate } from "@sipglass/model";
import { callOf } from "../questions.fixture.ts";
import { linkedSearch, listSearch } from "./search-link.ts";

const NOW_US = 1_767_225_600_000_000;
const LINK = {
  timestamp: { from: 1_767_222_000_000, to: 1_767_222_600_000 },
  param: { search: { "1_call": { id: 17, callid: ["a b@pbx", 'quo"te+1@pbx'], uuid: [] } }, location: {}, transaction: { call: true }, id: {}, timezone: { value: -60, name: "Local" } },
};
const TEXT = JSON.stringify(LINK);

function finds(query: string, callId: string): boolean {
  const parsed = parseQuery(listSearch(linkedSearch(query), NOW_US).get("q") ?? "", { nowUs: NOW_US });
  assert.ok(parsed.ok, query);
  return toPredicate(parsed.query)(callOf("x", { callId }));
}

describe("a link", () => {
  test("is read encoded, plain, with and without its last sign, and as the value of a name", () => {
    const spellings = [`${encodeURIComponent(TEXT)}=`, encodeURIComponent(TEXT), `${encodeURI(TEXT)}=`, TEXT, `param=${encodeURIComponent(TEXT)}`];
    for (const spelling of spellings) {
      assert.deepEqual(linkedSearch(spelling), LINK, spelling);
      for (const callId of LINK.param.search["1_call"].callid) assert.ok(finds(spelling, callId), `${spelling} finds ${callId}`);
      assert.ok(!finds(spelling, "other@pbx"));
    }
  });
  test("keeps its end, and looks back far enough for a call that began before", () => {
    const list = listSearch(LINK, NOW_US);
    assert.equal(Date.parse(list.get("to") ?? ""), LINK.timestamp.to + 1);
    assert.ok(Date.parse(list.get("from") ?? "") <= LINK.timestamp.from - 3_600_000);
    assert.equal(list.get("kinds"), null);
    assert.equal(listSearch({ param: { search: { "1_registration": { callid: "r@x" } } } }, NOW_US).get("kinds"), "all");
  });
  test("may name fields as a form does, one Call-ID as a text, or plain names", () => {
    assert.ok(finds(encodeURIComponent(JSON.stringify({ param: { search: { "1_call": { callid: "one@pbx" } } } })), "one@pbx"));
    assert.ok(finds(encodeURIComponent(JSON.stringify({ param: { search: { "1_call": [{ name: "sid", value: "%pbx", type: "string", hepid: 1 }] } } })), "any@pbx"));
    const plain = listSearch(linkedSearch("callid=one%40pbx&from=1767222000000&to=1767222600000"), NOW_US);
    assert.match(plain.get("q") ?? "", /one@pbx/);
    assert.ok(plain.get("from") && plain.get("to"));
  });
  test("that is nonsense leads to the list as it is", () => {
    for (const query of ["", "%", "%7B", "{", "[]", "null", "=", `${"%7B".repeat(2000)}`, "{}", '{"param":7}', '{"param":{"search":{"1_call":{"callid":{"$ne":1}}}},"timestamp":{"from":"x","to":{}}}']) {
      assert.equal(listSearch(linkedSearch(query), NOW_US).get("q"), null, query);
    }
  });
});
