// "Why this MOS" as a bar: what the scale allows at best, and what codec, loss and delay took from it, in plain words.
import type { CSSProperties } from "react";
import type { StreamJson } from "../api/shapes.ts";
import { TERM_WORDS } from "../words/quality.ts";

type Terms = NonNullable<StreamJson["terms"]>;

const n = (value: number): string => value.toFixed(1);

export function RatingTermsBar({ terms, lossPct, rttMs, codec }: { terms: Terms; lossPct: number | null; rttMs: number | null; codec: string }) {
  const { best, r, delay } = terms;
  const parts = [
    { name: "left", value: Math.max(0, r - (delay ?? 0)), words: TERM_WORDS.left(n(r - (delay ?? 0)), delay !== null) },
    { name: "codec", value: terms.codec, words: TERM_WORDS.codec(n(terms.codec), codec) },
    { name: "loss", value: Math.max(0, terms.loss), words: TERM_WORDS.loss(n(Math.max(0, terms.loss)), lossPct) },
    { name: "delay", value: delay ?? 0, words: delay === null ? TERM_WORDS.noDelay : TERM_WORDS.delay(n(delay), rttMs) },
  ];
  return (
    <div className="terms">
      <p>{TERM_WORDS.best(n(best))}</p>
      <div className="terms-bar" role="img" aria-label={parts.map(({ words }) => words).join("; ")}>
        {parts.map(({ name, value }) => (
          <span key={name} className={`term-${name}`} style={{ "--share": `${(value / best) * 100}%` } as CSSProperties} />
        ))}
      </div>
      <ul>
        {parts.map(({ name, words }) => (
          <li key={name}>
            <i className={`term-${name}`} aria-hidden="true" /> {words}
          </li>
        ))}
      </ul>
    </div>
  );
}
