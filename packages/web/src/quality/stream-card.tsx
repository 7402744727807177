// One direction of media: who speaks, its figures now and at worst, computed beside reported, over time, and why the number is what it is.
import { fromRfc3339 } from "@sipglass/model";
import { useState } from "react";
import type { CallJson, QualityReportJson, StreamJson } from "../api/shapes.ts";
import { PlayButton } from "../capture/play-button.tsx";
import { TimeChart } from "../charts/time-chart.tsx";
import type { Series } from "../charts/time-chart.tsx";
import { LegChip } from "../legs/leg-chip.tsx";
import { directionWords, gradeOf, SCALE_WORD, sourceWord, QUALITY_WORDS } from "../words/quality.ts";
import { counted, grouped } from "../words/count.ts";
import { RatingTermsBar } from "./rating-terms.tsx";
import { RtpDetails } from "./rtp-details.tsx";

interface StreamCardProps {
  stream: StreamJson;
  call: CallJson;
  /** -1 in a call of one leg. */
  leg: number;
  open: (ref: string) => void;
}

const mosText = (value: number): string => value.toFixed(2);
const percentText = (value: number): string => `${value.toFixed(value > 0 && value < 0.1 ? 2 : 1)} %`;
const msText = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;

/** An agent beside the receiver measures no way: what is left are roundings. */
const measurable = (rttMs: number | null): number | null => (rttMs !== null && rttMs >= 0.05 ? rttMs : null);

export function StreamCard({ stream, call, leg, open }: StreamCardProps) {
  const trip = measurable(stream.rtt_ms);
  const [cursorUs, setCursor] = useState<number | null>(null);
  const { reports, mos_lq, worst_mos, reported_mos } = stream;
  const times = reports.flatMap(({ at, from }) => [at, from].flatMap((each) => (each === null ? [] : [fromRfc3339(each)])));
  const [fromUs, toUs] = [Math.min(...times), Math.max(...times)];
  const line = (name: string, value: (report: QualityReportJson) => number | null, tone: Series["tone"] = "main"): Series => ({
    name,
    tone,
    points: reports.flatMap((report) =>
      report.at === null ? [] : [{ atUs: fromRfc3339(report.at), value: value(report), ref: report.ref }],
    ),
  });
  const shared = { fromUs, toUs, cursorUs, setCursor, open };
  const said = reports.some((report) => report.reported_mos !== null);
  const mos = mos_lq ?? reported_mos;
  return (
    <article className="stream" aria-label={directionWords(stream.direction, call.caller, call.callee)}>
      <header>
        {leg !== -1 && <LegChip leg={leg} />}
        <h2>{directionWords(stream.direction, call.caller, call.callee)}</h2>
        <span className="stream-codec">{stream.codec || QUALITY_WORDS.codecUnknown}</span>
        <span className="quiet" title={`${QUALITY_WORDS.ratingsOnThe} ${SCALE_WORD[stream.scale]} ${QUALITY_WORDS.scaleScalesAreNot}`}>
          {SCALE_WORD[stream.scale]}
        </span>
        {stream.estimated && (
          <span className="estimated" title={QUALITY_WORDS.noPublishedImpairmentValues}>
            {QUALITY_WORDS.estimated}
          </span>
        )}
        <span className="mono quiet">
          {stream.src || "?"} → {stream.dst || "?"}
        </span>
        <PlayButton stream={stream} />
      </header>
      <dl className="figures">
        <Figure
          name="MOS"
          value={mos === null ? null : mosText(mos)}
          grade={mos}
          note={mos_lq === null ? "as reported" : "computed, whole stream"}
        />
        <Figure name="worst" value={worst_mos === null ? null : mosText(worst_mos)} grade={worst_mos} note="worst interval" />
        <Figure name="now" value={lastMos(reports)} grade={null} note={`last of ${counted(reports.length, "report")}`} />
        <Figure
          name="conversation"
          value={stream.mos_cq === null ? null : mosText(stream.mos_cq)}
          grade={null}
          note={stream.mos_cq === null ? "no round trip measured" : "MOS-CQ, delay included"}
        />
        <Figure
          name="reported"
          value={reported_mos === null ? null : mosText(reported_mos)}
          grade={null}
          note={reported_mos === null ? "nobody reported a MOS" : "MOS as the sender says"}
        />
        <Figure name="loss" value={stream.loss_pct === null ? null : percentText(stream.loss_pct)} grade={null} note={lossNote(stream)} />
        <Figure
          name="jitter"
          value={stream.jitter_ms === null ? null : msText(stream.jitter_ms)}
          grade={null}
          note={stream.max_jitter_ms === null ? "mean" : `mean; ${msText(stream.max_jitter_ms)} at most`}
        />
        <Figure name="round trip" value={trip === null ? null : msText(trip)} grade={null} note={trip === stream.rtt_ms ? "median" : QUALITY_WORDS.noTrip} />
      </dl>
      {reports.length > 0 && (
        <div className="charts">
          <TimeChart
            title="MOS"
            domain={[1, 5]}
            text={mosText}
            mark={{ value: 3.6, name: "3.6" }}
            series={[
              line("computed", (report) => report.mos_lq),
              ...(said ? [line("reported", (report) => report.reported_mos, "second")] : []),
            ]}
            {...shared}
          />
          <TimeChart
            title={QUALITY_WORDS.loss}
            least={2}
            text={percentText}
            mark={{ value: 1, name: "1 %" }}
            series={[line("computed", (report) => report.loss_pct ?? report.reported_loss_pct)]}
            {...shared}
          />
          <TimeChart title={QUALITY_WORDS.jitter} least={20} text={msText} series={[line("jitter", (report) => report.jitter_ms)]} {...shared} />
          <TimeChart title={QUALITY_WORDS.roundTrip} least={50} text={msText} series={[line("rtt", (report) => measurable(report.rtt_ms))]} {...shared} />
        </div>
      )}
      {stream.why.length > 0 && (
        <details className="why" open={mos !== null && mos < 4.03}>
          <summary>{mos === null ? QUALITY_WORDS.howThisWasMeasured : `${QUALITY_WORDS.why} ${mos.toFixed(1)}?`}</summary>
          {stream.terms && <RatingTermsBar terms={stream.terms} lossPct={stream.loss_pct} rttMs={stream.conversation_rtt_ms ?? stream.rtt_ms} codec={stream.codec} />}
          <ol>
            {stream.why.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ol>
          <p className="quiet">
            {QUALITY_WORDS.measuredBy}{" "}{sourceWord(stream.source)}{QUALITY_WORDS.ssrc}{" "}{stream.ssrc === 0 ? QUALITY_WORDS.unknown : `0x${stream.ssrc.toString(16).padStart(8, "0")}`}
            .
          </p>
        </details>
      )}
      {stream.rtp && <RtpDetails rtp={stream.rtp} />}
    </article>
  );
}

function lossNote({ lost, packets, burst_r }: StreamJson): string {
  const count = lost === null || packets === null ? "" : `${grouped(lost)} of ${grouped(lost + packets)} packets`;
  const bursts = burst_r !== null && burst_r > 1.2 ? "in bursts" : "";
  return [count, bursts].filter(Boolean).join(", ") || "share of packets";
}

function lastMos(reports: readonly QualityReportJson[]): string | null {
  const last = reports.findLast(({ mos_lq, reported_mos }) => mos_lq !== null || reported_mos !== null);
  const value = last?.mos_lq ?? last?.reported_mos ?? null;
  return value === null ? null : mosText(value);
}

function Figure({ name, value, grade, note }: { name: string; value: string | null; grade: number | null; note: string }) {
  const word = grade === null ? null : gradeOf(grade);
  return (
    <div className={word ? `figure grade-${word}` : "figure"}>
      <dt>{name}</dt>
      <dd>
        <b>{value ?? "–"}</b> {word && <span className="figure-word">{word}</span>}
        <small>{note}</small>
      </dd>
    </div>
  );
}
