import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp } from "../media.fixture.ts";
import { mediaAddressPrivate } from "./media-address-private.ts";

const behindNat = (address: string): string => answered().replace("sdp(ip=192.0.2.10", `sdp(ip=${address}`);

test("a private address from a public host is noted, and an error when somebody was not heard", () => {
  const noted = assertFound(mediaAddressPrivate, behindNat("192.168.1.20"), { streams: [callerRtp(), calleeRtp()] });
  assert.equal(noted.severity, "info");
  const finding = assertFound(mediaAddressPrivate, behindNat("100.64.3.9"), { streams: [callerRtp()] });
  assert.equal(finding.severity, "error");
  assert.equal(finding.sentence, "192.0.2.10:5060 asks for its audio at 100.64.3.9:40000, an address inside its own network that 192.0.2.20:5060 cannot reach.");
});

test("within one private network, with public addresses, or with ICE there is nothing to note", () => {
  assertAbsent(mediaAddressPrivate, answered());
  assertAbsent(mediaAddressPrivate, `host A 10.0.0.1\nhost B 10.0.0.2\n${behindNat("10.0.0.1")}`);
  assertAbsent(mediaAddressPrivate, answered('a="candidate:1 1 UDP 2130706431 192.168.1.20 4000 typ host"').replace("ip=192.0.2.10", "ip=192.168.1.20"));
});

test("without a session description nothing can be said", () => {
  assertNotCheckable(mediaAddressPrivate, "A>B INVITE\nB>A 486\nA>B ACK");
});
