// How a call sounded, as text for people: verdicts, a line for each stream, and on demand the sums behind the figures.
import type { QualityJson, StreamJson } from "@sipglass/model";
import { table } from "./table.ts";

const DIRECTIONS = { caller_to_callee: "caller → callee", callee_to_caller: "callee → caller", unknown: "?" } as const;

const figure = (value: number | null, digits: number, unit = ""): string => (value === null ? "" : `${value.toFixed(digits)}${unit}`);

/** "" when nobody measured. */
export function qualityText(
  { streams, verdicts }: Pick<QualityJson, "streams" | "verdicts">,
  { width, why = false }: { width: number; why?: boolean },
): string {
  if (streams.length === 0) return "";
  const said = verdicts.map((verdict) => `${verdict}\n`).join("");
  const lines = table(
    streams,
    [
      { title: "heard", text: ({ direction }) => DIRECTIONS[direction] },
      { title: "media", text: ({ src, dst }) => [src, dst].filter((end) => end !== "").join(" → "), flexible: true },
      { title: "codec", text: ({ codec, estimated }) => `${codec || "?"}${estimated ? " ~" : ""}` },
      { title: "MOS", text: ({ mos_lq }) => figure(mos_lq, 2), align: "right" },
      { title: "worst", text: ({ worst_mos }) => figure(worst_mos, 2), align: "right" },
      { title: "talk MOS", text: ({ mos_cq }) => figure(mos_cq, 2), align: "right" },
      { title: "reported", text: ({ reported_mos }) => figure(reported_mos, 2), align: "right" },
      { title: "loss", text: lossText, align: "right" },
      { title: "jitter", text: ({ jitter_ms }) => figure(jitter_ms, 1, " ms"), align: "right" },
      { title: "round trip", text: ({ rtt_ms }) => figure(rtt_ms, 1, " ms"), align: "right" },
      { title: "from", text: ({ source }) => source },
      { title: "", text: extras },
    ],
    width,
  );
  return `${said}${lines}${why ? streams.map(reasons).join("") : ""}`;
}

const lossText = ({ loss_pct, lost }: StreamJson): string =>
  loss_pct === null ? (lost === null ? "" : `${lost}`) : `${loss_pct.toFixed(loss_pct > 0 && loss_pct < 10 ? 2 : 0)} %`;

function extras({ burst_r, rtp }: StreamJson): string {
  const keys = rtp?.dtmf.map(({ digit }) => digit).join("") ?? "";
  const late = rtp && rtp.late > 0 ? `${rtp.late} late` : "";
  return [burst_r !== null && burst_r >= 1.5 ? `bursts ×${burst_r.toFixed(1)}` : "", late, keys === "" ? "" : `keys ${keys}`]
    .filter((text) => text !== "")
    .join(", ");
}

const reasons = ({ ssrc, direction, why }: StreamJson): string =>
  `\n${DIRECTIONS[direction]}, SSRC 0x${ssrc.toString(16).padStart(8, "0")}\n${why.map((line) => `  ${line}\n`).join("")}`;
