// Streams of public captures against what tshark says of them (`-z rtp,streams`): packets, loss, pauses and jitter, to its last digit.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openCapture } from "../offline/open-capture.ts";
import type { CapturedStream } from "./rtp-book.ts";

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
const skip = corpus === "" ? "SIPGLASS_CORPUS is not set" : hasTshark() ? false : "tshark is not installed";

const CAPTURES = [
  "sipnab/Asterisk_ZFONE_XLITE.pcap",
  "sipnab/b2bua-asterisk.pcapng",
  "sipnab/codec-negotiation.pcap",
  "sipnab/h263-over-rtp.pcap",
  "sipnab/invite-opus-bye.pcap",
  "sipnab/register-invite-reinvite-bye.pcap",
  "sipnab/rtp-protocol.pcap",
  "sipnab/sip-over-tcp.pcap",
  "sipnab/sip-rtp-g711.pcap",
  "sipnab/sip-rtp-g722.pcap",
  "sipnab/sip-rtp-g729a.pcap",
  "sipnab/sip-rtp-opus-hybrid.pcap",
  "sngrep/aaa.pcap",
];

function hasTshark(): boolean {
  try {
    execFileSync("tshark", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

interface Row {
  key: string;
  packets: number;
  lost: number;
  meanDeltaMs: number;
  maxDeltaMs: number;
  meanJitterMs: number;
  maxJitterMs: number;
}

/** Start, end, source and port, destination and port, SSRC, payload, packets, lost, delta min, mean, max, jitter min, mean, max. */
const LINE =
  /^\s*[\d.]+\s+[\d.]+\s+(\S+)\s+(\d+)\s+(\S+)\s+(\d+)\s+0x([0-9A-F]{8})\s+.*?\s+(\d+)\s+(-?\d+) \(-?[\d.]+%\)\s+\S+\s+(\S+)\s+(\S+)\s+\S+\s+(\S+)\s+(\S+)/;

function tsharkRows(file: string): Row[] {
  const text = execFileSync("tshark", ["-r", file, "-q", "-z", "rtp,streams"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return text.split("\n").flatMap((line) => {
    const match = LINE.exec(line);
    if (!match) return [];
    const [src, srcPort, dst, dstPort, ssrc] = match.slice(1);
    const [packets, lost, meanDeltaMs, maxDeltaMs, meanJitterMs, maxJitterMs] = match.slice(6).map(Number);
    return [
      {
        key: `${Number.parseInt(ssrc!, 16)} ${src}:${srcPort} ${dst}:${dstPort}`,
        packets: packets!,
        lost: lost!,
        meanDeltaMs: meanDeltaMs!,
        maxDeltaMs: maxDeltaMs!,
        meanJitterMs: meanJitterMs!,
        maxJitterMs: maxJitterMs!,
      },
    ];
  });
}

/** tshark counts a packet that came twice as two, and one less as lost. */
function ownRow({ ssrc, src, dst, facts }: CapturedStream): Row {
  const round = (value: number): number => Number(value.toFixed(3));
  return {
    key: `${ssrc} ${src} ${dst}`,
    packets: facts.received + facts.duplicates,
    lost: facts.lost - facts.duplicates,
    meanDeltaMs: round(facts.meanDeltaMs),
    maxDeltaMs: round(facts.maxDeltaMs),
    meanJitterMs: round(facts.meanJitterMs),
    maxJitterMs: round(facts.maxJitterMs),
  };
}

for (const name of CAPTURES) {
  test(`streams of ${name} are those of tshark`, { skip }, () => {
    const file = `${corpus}/public/${name}`;
    const own = openCapture(readFileSync(file)).streams.map(ownRow);
    const rows = tsharkRows(file);
    assert.ok(rows.length > 0);
    for (const row of rows) {
      const same = own.find(({ key }) => key === row.key);
      assert.ok(same, row.key);
      for (const [figure, value] of Object.entries(row)) {
        const mine = same[figure as keyof Row];
        // Both round to microseconds, of sums whose last digits differ.
        assert.ok(
          value === mine || (typeof value === "number" && Math.abs(value - Number(mine)) <= 0.0011),
          `${row.key} ${figure}: ${mine}, tshark ${value}`,
        );
      }
    }
  });
}
