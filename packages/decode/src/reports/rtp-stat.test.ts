// Statistics in headers of a BYE, in the forms of phones and proxies.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { MediaReport, StreamReport } from "./media-report.ts";
import { decodeRtpStat } from "./rtp-stat.ts";

const reportOf = (value: string): MediaReport => {
  const report = decodeRtpStat(value);
  assert.ok(report.ok);
  return report.value;
};
const said = (stream: StreamReport | undefined): object =>
  Object.fromEntries(Object.entries(stream!).filter(([, value]) => value !== null && value !== "" && value !== 0));

test("AVM: both directions, losses and jitter as received,sent, the round trip first of the delays", () => {
  const report = reportOf(
    "CS=0;PS=1100;ES=1110;OS=176000;SP=0/0;SO=0;PR=990;ER=1000;OR=158400;CR=0;PL=10,11;BL=0;RB=0/0;JI=23,2;DL=20,20,21;EN=PCMA;DE=PCMU;IP=192.0.2.1:7078,198.51.100.2:5000",
  );
  assert.deepEqual(report.streams.map(said), [
    {
      direction: "received",
      src: "198.51.100.2",
      srcPort: 5000,
      dst: "192.0.2.1",
      dstPort: 7078,
      codec: "PCMU",
      packets: 990,
      expectedPackets: 1000,
      octets: 158_400,
      lostPackets: 10,
      lossPct: 1,
      jitterMs: 23,
      roundTripMs: 20,
    },
    {
      direction: "sent",
      src: "192.0.2.1",
      srcPort: 7078,
      dst: "198.51.100.2",
      dstPort: 5000,
      codec: "PCMA",
      packets: 1100,
      octets: 176_000,
      lostPackets: 11,
      lossPct: 1,
      jitterMs: 2,
      roundTripMs: 20,
    },
  ]);
  assert.equal(report.fields["DL"], "20,20,21");
});

test("baresip: codecs with their clock, IPv6 ends, the name of the program", () => {
  const report = reportOf(
    "EX=baresip;CS=410;CD=12;PR=600;PS=600;PL=0,3;PD=0,0;JI=1.5,2.0;IP=[2001:db8::1]:4000,[2001:db8::2]:5000;EN=opus/48000;DE=PCMU/8000",
  );
  assert.deepEqual(
    [report.reporter, report.streams[0]?.codec, report.streams[1]?.codec, report.streams[0]?.src, report.streams[0]?.srcPort],
    ["baresip", "PCMU", "opus", "2001:db8::2", 5000],
  );
  assert.deepEqual([report.streams[0]?.lossPct, report.streams[1]?.lossPct], [0, 0.5]);
});

test("Cisco and Linksys: commas between the fields", () => {
  const report = reportOf("PS=0,OS=0,PR=5429,OR=955504,PL=12,JI=4,LA=35,DU=108,EN=G711u,DE=G711u");
  assert.deepEqual(said(report.streams[0]), {
    direction: "received",
    codec: "G711u",
    packets: 5429,
    octets: 955_504,
    lostPackets: 12,
    lossPct: (12 / 5441) * 100,
    jitterMs: 4,
    roundTripMs: 35,
  });
  assert.equal(report.fields["DU"], "108");
});

test("a proxy's form: a value with semicolons inside, the round trip in µs", () => {
  const report = reportOf(
    "MOS=3.8;Jitter=7;PacketLossPct=0.5;RTT=260682;RTPStat=RTP: 258452 bytes, 1509 packets, 0 errors; RTCP:  1248 bytes, 18 packets, 12 errors",
  );
  assert.deepEqual(report.streams.map(said), [
    { direction: "unknown", packets: 1509, octets: 258_452, lossPct: 0.5, jitterMs: 7, roundTripMs: 260.682, mos: 3.8 },
  ]);
  assert.match(report.fields["RTPSTAT"]!, /RTCP: {2}1248 bytes, 18 packets, 12 errors$/);
});

test("what says nothing is refused; nothing throws", () => {
  for (const value of ["", "hello", "A=1;B=2", ";;;,,,==="]) assert.equal(decodeRtpStat(value).ok, false, value);
  const key = fc.constantFrom("PS", "PR", "PL", "JI", "IP", "MOS", "RTT", "RTPStat", "ER");
  const pair = fc.tuple(key, fc.string()).map(([name, value]) => `${name}=${value}`);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pair).map((pairs) => pairs.join(";")),
      ),
      (value) => void decodeRtpStat(value),
    ),
    { numRuns: 300 },
  );
});
