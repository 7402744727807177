// Lines to paste into a sender's configuration, each with its file and a button that copies them.
import type { SenderLines } from "../words/senders.ts";
import { CopyButton } from "./copy-button.tsx";

export function SenderSnippets({ senders, level }: { senders: readonly SenderLines[]; level: 2 | 3 }) {
  const Heading = level === 2 ? "h2" : "h3";
  return senders.map(({ name, file, lines }) => (
    <section key={name}>
      <Heading>
        {name} <span>{file}</span>
      </Heading>
      <div className="snippet">
        <pre>
          <code>{lines.join("\n")}</code>
        </pre>
        <CopyButton text={lines.join("\n")} />
      </div>
    </section>
  ));
}
