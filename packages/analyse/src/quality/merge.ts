// Reports into the streams that they are about: by SSRC, else by the ends they name, else the one stream of their direction.
import type { StreamDraft } from "./draft.ts";
import type { Reported } from "./reported.ts";

export function mergeReported(streams: readonly StreamDraft[], reports: readonly Reported[]): StreamDraft[] {
  const all = [...streams];
  for (const report of reports) {
    const stream = streamOf(all, report) ?? begun(all, report);
    stream.measured.push(report.measured);
    stream.speaker ??= report.speaker;
    stream.fromUs = Math.min(stream.fromUs, report.measured.fromUs);
    stream.toUs = Math.max(stream.toUs, report.measured.atUs);
    const { lossPct, source, total } = report.measured;
    if (total) stream.counted.push({ source, packets: report.packets, lost: report.lost, lossPct });
  }
  return all;
}

function streamOf(streams: readonly StreamDraft[], { ssrc, speaker, src, dst }: Reported): StreamDraft | undefined {
  const candidates = streams.filter(
    (stream) => stream.kind === "audio" && (speaker === undefined || stream.speaker === undefined || stream.speaker === speaker),
  );
  if (ssrc !== 0)
    return (
      candidates.find((stream) => stream.ssrc === ssrc) ?? candidates.find((stream) => stream.ssrc === 0 && stream.speaker === speaker)
    );
  const named = candidates.filter((stream) => (src !== "" && stream.src === src) || (dst !== "" && stream.dst === dst));
  if (named.length > 0) return longest(named);
  return speaker === undefined
    ? candidates.find((stream) => stream.speaker === undefined)
    : longest(candidates.filter((stream) => stream.speaker === speaker));
}

const longest = (streams: readonly StreamDraft[]): StreamDraft | undefined =>
  streams.toSorted((a, b) => b.toUs - b.fromUs - (a.toUs - a.fromUs))[0];

function begun(all: StreamDraft[], { ssrc, speaker, src, dst, codec, clockRateHz, measured }: Reported): StreamDraft {
  const stream: StreamDraft = {
    ssrc,
    speaker,
    src,
    dst,
    kind: "audio",
    codec,
    clockRateHz,
    ptimeMs: 0,
    fromUs: measured.fromUs,
    toUs: measured.atUs,
    counted: [],
    measured: [],
    rtp: null,
    ways: [],
    otherHalfMs: null,
    notes: [],
  };
  all.push(stream);
  return stream;
}
