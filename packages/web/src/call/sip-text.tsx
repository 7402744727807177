// A SIP message with colours. The text is the message, character for character; hovering a line says what it is for, and what its code or cause means.
import { memo } from "react";
import { explainLine } from "../sip/meanings.ts";
import { tokenizeSip } from "../sip/tokens.ts";
import type { Line } from "../sip/tokens.ts";

export const SipText = memo(function SipText({ raw }: { raw: string }) {
  return (
    <pre className="sip">
      {tokenizeSip(raw.replace(/\r?\n$/, "")).map((line, index) => (
        <LineText key={index} line={line} />
      ))}
    </pre>
  );
});

function LineText({ line }: { line: Line }) {
  return (
    <span className={`sip-line sip-${line.type}`} title={explainLine(line)}>
      {line.tokens.map((token, index) => (
        <span key={index} className={`t-${token.type}`}>
          {token.text}
        </span>
      ))}
      {"\n"}
    </span>
  );
}
