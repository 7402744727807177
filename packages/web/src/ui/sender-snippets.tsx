// Lines to paste into a sender's configuration, with this page's host and the port that takes HEP, each with its file and a button that copies them.
import { useHealth } from "../api/site.ts";
import type { SenderLines } from "../words/senders.ts";
import { CopyButton } from "./copy-button.tsx";

export function SenderSnippets({ of, level }: { of: (host: string, port?: number) => readonly SenderLines[]; level: 2 | 3 }) {
  const { data: health } = useHealth();
  const Heading = level === 2 ? "h2" : "h3";
  return of(location.hostname, health?.hep?.["udp"] ?? health?.hep?.["tcp"]).map(({ name, file, lines }) => (
    <section key={name}>
      <Heading>
        {name} <span>{file}</span>
      </Heading>
      <div className="snippet">
        <pre tabIndex={0}>
          <code>{lines.join("\n")}</code>
        </pre>
        <CopyButton text={lines.join("\n")} />
      </div>
    </section>
  ));
}
