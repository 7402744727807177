// What only the media packets themselves can tell: order, late packets, bursts, silence, keys pressed.
import type { StreamJson } from "../api/shapes.ts";
import { counted, grouped } from "../words/count.ts";
import { QUALITY_WORDS } from "../words/quality.ts";

export function RtpDetails({ rtp }: { rtp: NonNullable<StreamJson["rtp"]> }) {
  const facts: [string, string][] = [
    ["out of order", grouped(rtp.out_of_order)],
    ["twice", grouped(rtp.duplicates)],
    [`late for a buffer of ${rtp.jitter_buffer_ms} ms`, grouped(rtp.late)],
    ["losses in a row", rtp.bursts === 0 ? "none" : `${counted(rtp.bursts, "time")}, ${grouped(rtp.longest_burst)} at most`],
    ["longest wait between packets", `${rtp.max_delta_ms.toFixed(0)} ms (mean ${rtp.mean_delta_ms.toFixed(1)} ms)`],
    ["jumps of the time stamp", grouped(rtp.timestamp_jumps)],
    ["talk spurts", grouped(rtp.talk_spurts)],
    ["comfort noise", grouped(rtp.comfort_noise)],
    ["payload types", rtp.payload_types.join(", ")],
    ["keys pressed", rtp.dtmf.map(({ digit }) => digit).join(" ") || "none"],
  ];
  return (
    <details className="why">
      <summary>{QUALITY_WORDS.fromThePacketsThemselves}</summary>
      <dl className="rtp-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
