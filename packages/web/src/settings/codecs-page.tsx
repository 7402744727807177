// The table of codecs by which quality is computed.
import type { CodecJson } from "../api/site-shapes.ts";
import { CODECS_WORDS } from "../words/configuration.ts";
import { Part } from "./part.tsx";
import { useList } from "./use-change.ts";

export function CodecsPage() {
  const codecs = useList<CodecJson>("codecs");
  return (
    <Part title={CODECS_WORDS.title} about={CODECS_WORDS.about} errors={[codecs.error]}>
      <div className="settings-scroll" tabIndex={0}>
        <table className="plain">
          <thead>
            <tr>
              <th>{CODECS_WORDS.name}</th>
              <th>{CODECS_WORDS.scale}</th>
              <th className="num">{CODECS_WORDS.ie}</th>
              <th className="num">{CODECS_WORDS.bpl}</th>
              <th className="num">{CODECS_WORDS.frame}</th>
              <th className="num">{CODECS_WORDS.lookAhead}</th>
              <th>{CODECS_WORDS.source}</th>
            </tr>
          </thead>
          <tbody>
            {codecs.data?.items.map(({ name, scale, ie, bpl, frame_ms: frame, look_ahead_ms: ahead, estimated, assumed }) => (
              <tr key={name}>
                <td className="mono">{name}</td>
                <td>{CODECS_WORDS.scales[scale] ?? scale}</td>
                <td className="num">{ie}</td>
                <td className="num">{bpl}</td>
                <td className="num">{CODECS_WORDS.ms(frame)}</td>
                <td className="num">{CODECS_WORDS.ms(ahead)}</td>
                <td className={estimated ? "warned" : "quiet"}>{[estimated ? CODECS_WORDS.estimated : "", assumed].filter(Boolean).join(": ") || CODECS_WORDS.published}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Part>
  );
}
