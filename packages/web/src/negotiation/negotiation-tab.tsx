// What the two sides agreed on about media: each offer with its answer, codecs beside each other, what changed since and what does not fit.
import { fromRfc3339 } from "@sipglass/model";
import type { ReactNode } from "react";
import { useNegotiation } from "../api/questions.ts";
import type { MediaExchangeJson, NegotiatedMediaJson } from "../api/shapes.ts";
import type { Story } from "../call/use-story.ts";
import { LegChip } from "../legs/leg-chip.tsx";
import { Icon } from "../ui/icon.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { useSettings } from "../ui/settings.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { clockParts } from "../words/clock.ts";
import { exchangeKind, mediaLine, NEGOTIATION_WORDS as WORDS } from "../words/negotiation.ts";

export function NegotiationTab({ story: { call, legs, ladder } }: { story: Story }) {
  const negotiation = useNegotiation(call.id, legs.map(({ revision }) => revision).join("."));
  if (negotiation.error) return <ErrorNotice error={negotiation.error} retry={() => void negotiation.refetch()} />;
  if (!negotiation.data) return <div className="ladder-wait" aria-busy="true" />;
  const { exchanges } = negotiation.data;
  const nameOf = (end: string): string => {
    const label = ladder?.columns.find(({ address }) => address === end)?.label ?? end;
    return label === end ? end : `${label} (${end})`;
  };
  if (exchanges.length === 0)
    return (
      <div className="tab-empty">
        <h2>{WORDS.none}</h2>
        <p>{WORDS.noneWhy}</p>
      </div>
    );
  return (
    <div className="negotiation" tabIndex={0}>
      {exchanges.map((exchange, index) => (
        <Exchange key={index} exchange={exchange} leg={legs.length > 1 ? legs.findIndex(({ id }) => id === exchange.call_id) : -1} nameOf={nameOf} />
      ))}
    </div>
  );
}

function Exchange({ exchange, leg, nameOf }: { exchange: MediaExchangeJson; leg: number; nameOf: (end: string) => string }) {
  const { offered_at, offered_by, answered_by, offer_ref, offer_title, answer_ref, answer_title, media } = exchange;
  const { zone } = useSettings();
  const { clock, ms } = clockParts(fromRfc3339(offered_at ?? ""), zone);
  return (
    <article className="exchange" aria-label={`${offer_title}, ${exchangeKind(exchange)}`}>
      <header>
        {leg !== -1 && <LegChip leg={leg} />}
        <span className="mono">
          {clock}.{ms}
        </span>
        <h2>{media.map(mediaLine).join("; ")}</h2>
        <span className="quiet">{exchangeKind(exchange)}</span>
      </header>
      <p className="exchange-ends">
        <Said who={nameOf(offered_by)} title={offer_title} msg={offer_ref} />
        <Icon name="swap" size={12} />
        {answer_ref === "" ? (
          <span className="exchange-open">{WORDS.unanswered}</span>
        ) : (
          <Said who={nameOf(answered_by)} title={answer_title} msg={answer_ref} />
        )}
      </p>
      {media.map((each, index) => (
        <Media key={index} media={each} />
      ))}
    </article>
  );
}

function Said({ who, title, msg }: { who: string; title: string; msg: string }) {
  const { patch } = usePageSearch();
  return (
    <span>
      {who}{" "}
      <button type="button" className="link" title={WORDS.open} onClick={() => patch({ tab: "ladder", msg, hide: undefined, drop: undefined })}>
        {title}
      </button>
    </span>
  );
}

/** What both sides have to say alike. */
const MUST_MATCH: ReadonlySet<string> = new Set([WORDS.rows.transport, WORDS.rows.ptime]);

function Media({ media }: { media: NegotiatedMediaJson }) {
  const { offer, answer, codecs, changes, problems, kind } = media;
  const { rows } = WORDS;
  const facts: [string, string, string][] = [
    [rows.address, offer.address, answer?.address ?? ""],
    [rows.transport, offer.transport, answer?.transport ?? ""],
    [rows.direction, offer.direction, answer?.direction ?? ""],
    [rows.security, offer.security, answer?.security ?? ""],
    [rows.ice, offer.ice, answer?.ice ?? ""],
    [rows.rtcp, offer.rtcp, answer?.rtcp ?? ""],
    [rows.ptime, offer.ptime_ms > 0 ? `${offer.ptime_ms} ms` : "", (answer?.ptime_ms ?? 0) > 0 ? `${answer?.ptime_ms} ms` : ""],
  ];
  return (
    <div className="media-row">
      {problems.length > 0 && (
        <ul className="media-problems" aria-label={WORDS.problems}>
          {problems.map((problem) => (
            <li key={problem}>
              <Icon name="warning" size={13} /> {problem}
            </li>
          ))}
        </ul>
      )}
      {changes.length > 0 && (
        <ul className="media-changes" aria-label={WORDS.changes}>
          {changes.map((change) => (
            <li key={change}>
              <Icon name="repeat" size={13} /> {change}
            </li>
          ))}
        </ul>
      )}
      <table className="media-table">
        <thead>
          <tr>
            <th scope="col">{kind}</th>
            <th scope="col">{WORDS.offer}</th>
            <th scope="col">{WORDS.answer}</th>
          </tr>
        </thead>
        <tbody>
          {codecs.map((codec, index) => (
            <tr key={index} className={codec.chosen ? "codec-chosen" : ""}>
              <th scope="row">
                {codec.name}
                {codec.chosen && (
                  <span className="codec-mark">
                    <Icon name="check" size={12} /> {WORDS.chosen}
                  </span>
                )}
              </th>
              <td>{codec.offered === null ? <span className="codec-odd">{WORDS.notOffered}</span> : <PayloadType type={codec.offered} fmtp={codec.offered_fmtp} />}</td>
              <td>
                {codec.answered === null ? (
                  <span className="quiet">{answer === null ? WORDS.absent : WORDS.notTaken}</span>
                ) : (
                  <PayloadType type={codec.answered} fmtp={codec.answered_fmtp} />
                )}
              </td>
            </tr>
          ))}
          {facts
            .filter(([, one, other]) => (one !== "" && one !== "none") || (other !== "" && other !== "none"))
            .map(([name, one, other]) => (
              <tr key={name} className={other !== "" && one !== other && MUST_MATCH.has(name) ? "fact-differs" : ""}>
                <th scope="row">{name}</th>
                <td>{withBreak(one) || WORDS.absent}</td>
                <td>{withBreak(other) || WORDS.absent}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function PayloadType({ type, fmtp }: { type: number; fmtp: string }) {
  return (
    <>
      <span className="mono">{type}</span> {fmtp !== "" && <span className="codec-fmtp">{fmtp}</span>}
    </>
  );
}

/** Where an address is too long for its column, its port goes to the next line. */
function withBreak(text: string): ReactNode {
  const [host = "", port] = text.split(/(?=:\d+$)/);
  return port === undefined ? text : [host, <wbr key="port" />, port];
}
