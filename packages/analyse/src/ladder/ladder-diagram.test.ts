// Mermaid and PlantUML of a call, and that nothing from the network becomes syntax.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ladderMermaid, ladderPlantuml } from "./ladder-diagram.ts";
import { buildLadder } from "./ladder.ts";
import { message } from "./ladder.fixture.ts";

const CALL = buildLadder([
  message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { bodyKind: "offer" }),
  message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { bodyKind: "offer", retransmission: true }),
  message("486 Busy; <b>#1</b> %date() \"x\"", "10.0.0.2:5060 > 10.0.0.1:5060"),
], { alias: (address) => (address === "10.0.0.1:5060" ? "Bob \"end\" //desk//" : "") });

test("a call as Mermaid", () => {
  assert.equal(ladderMermaid(CALL), `\
sequenceDiagram
  participant c0 as Bob #34;end#34; //desk// (10.0.0.1:5060)
  participant c1 as 10.0.0.2:5060
  c0->>c1: INVITE (SDP)
  c0-->>c1: INVITE (SDP, again)
  c1->>c0: 486 Busy#59; #60;b#62;#35;1#60;/b#62; #37;date() #34;x#34; (INVITE)
`);
});

test("a call as PlantUML", () => {
  assert.equal(ladderPlantuml(CALL), `\
@startuml
hide footbox
participant "Bob <U+0022>end<U+0022> /<U+002F>desk/<U+002F> (10.0.0.1:5060)" as c0
participant "10.0.0.2:5060" as c1
c0 -> c1 : INVITE (SDP)
c0 --> c1 : INVITE (SDP, again)
c1 -> c0 : 486 Busy<U+003B> <U+003C>b<U+003E><U+0023>1<U+003C>/b<U+003E> <U+0025>date() <U+0022>x<U+0022> (INVITE)
@enduml
`);
});

test("whatever a reason phrase says, it stays one statement without syntax", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ unit: fc.constantFrom(..."\n\r;#%<>\"'~*_-/\\@$!`{}[]|".split("")), maxLength: 20 })), (reason) => {
    const ladder = buildLadder([message("200 OK", "10.0.0.2:5060 > 10.0.0.1:5060", { statusText: reason })]);
    const mermaid = ladderMermaid(ladder).split("\n");
    assert.equal(mermaid.length, 5);
    assert.doesNotMatch((mermaid[3] ?? "").replace("c1->>c0:", "").replaceAll(/#\d+;/g, " "), /[;#%<>"\\{}]/);
    const plantuml = ladderPlantuml(ladder).split("\n");
    assert.equal(plantuml.length, 7);
    assert.doesNotMatch((plantuml[4] ?? "").replace("c1 -> c0 :", "").replaceAll(/<U\+[0-9A-F]{4,6}>/g, " "), /[<>"\\~*%$!`]|\/\/|--|__/);
  }), { numRuns: 200 });
});
