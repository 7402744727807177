// A message as tables: what its body, its signed identity or its report says.
import { memo } from "react";
import type { MessageJson } from "../api/shapes.ts";
import { bytesOf, hexRows } from "../sip/bytes.ts";
import { sectionsOf } from "../sip/sections.ts";
import { Icon } from "../ui/icon.tsx";
import { MESSAGE_WORDS } from "../words/message.ts";

export const DecodedView = memo(function DecodedView({ message }: { message: MessageJson }) {
  const sections = sectionsOf(message);
  if (sections.length === 0) return <p className="quiet">{MESSAGE_WORDS.nothing}</p>;
  return (
    <div className="decoded">
      {sections.map(({ title, rows, text, fault }, index) => (
        <section key={index}>
          <h3>{title}</h3>
          {fault && (
            <p className="decoded-fault">
              <Icon name="warning" size={13} /> {fault}
            </p>
          )}
          {rows.length > 0 && (
            <dl>
              {rows.map(([name, value], row) => (
                <div key={row}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {text !== undefined && <pre>{text}</pre>}
        </section>
      ))}
    </div>
  );
});

export const HexView = memo(function HexView({ message }: { message: MessageJson }) {
  const bytes = bytesOf(message.raw);
  return (
    <>
      <p className="quiet">{MESSAGE_WORDS.hexOf(bytes.length)}</p>
      <pre className="hex">
        {hexRows(bytes).map(({ offset, hex, text }) => (
          <span key={offset}>
            <i>{offset}</i> {hex.padEnd(48)} <b>{text}</b>
            {"\n"}
          </span>
        ))}
      </pre>
    </>
  );
});
