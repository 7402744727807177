// The table of codecs by which quality is computed.
import type { CodecJson } from "../api/site-shapes.ts";
import { PlainTable } from "../ui/plain-table.tsx";
import { CODECS_WORDS } from "../words/configuration.ts";
import { Part } from "./part.tsx";
import { useList } from "./use-change.ts";

export function CodecsPage() {
  const codecs = useList<CodecJson>("codecs");
  return (
    <Part title={CODECS_WORDS.title} about={CODECS_WORDS.about} errors={[codecs.error]}>
      <PlainTable
        className="settings-scroll"
        heads={[
          CODECS_WORDS.name, CODECS_WORDS.scale, { number: CODECS_WORDS.ie }, { number: CODECS_WORDS.bpl }, { number: CODECS_WORDS.frame },
          { number: CODECS_WORDS.lookAhead }, CODECS_WORDS.source,
        ]}
      >
        {codecs.data?.items.map(({ name, scale, ie, bpl, frame_ms: frame, look_ahead_ms: ahead, estimated, assumed }) => (
          <tr key={name}>
            <td className="mono">{name}</td>
            <td>{CODECS_WORDS.scales[scale] ?? scale}</td>
            <td className="num">{ie}</td>
            <td className="num">{bpl}</td>
            <td className="num">{CODECS_WORDS.ms(frame)}</td>
            <td className="num">{CODECS_WORDS.ms(ahead)}</td>
            <td className={estimated ? "warned" : "quiet"}>
              {[estimated ? CODECS_WORDS.estimated : "", assumed].filter(Boolean).join(": ") || CODECS_WORDS.published}
            </td>
          </tr>
        ))}
      </PlainTable>
    </Part>
  );
}
