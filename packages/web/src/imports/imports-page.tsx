// Imports: a place to choose files, what is under way with its progress, and what came of earlier ones.
import { Link } from "@tanstack/react-router";
import type { ChangeEvent } from "react";
import { useImports } from "../api/site.ts";
import type { ImportJson } from "../api/site-shapes.ts";
import { TimeCell } from "../settings/time-cell.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { OutcomeWord } from "../ui/outcome-mark.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { byteSize, grouped } from "../words/count.ts";
import { IMPORT_WORDS } from "../words/imports.ts";
import { importedRange } from "./imported-range.ts";
import { takeFiles } from "./take-files.ts";

export function ImportsPage() {
  const imports = useImports();
  const items = imports.data?.items;
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    takeFiles([...(event.currentTarget.files ?? [])]);
    event.currentTarget.value = "";
  };
  return (
    <div className="sheet">
      <div className="sheet-head">
        <h1>{IMPORT_WORDS.title}</h1>
        <label className="button button-primary file-button">
          {IMPORT_WORDS.choose}
          <input type="file" multiple className="visually-hidden" onChange={choose} />
        </label>
      </div>
      <p>{IMPORT_WORDS.about}</p>
      <p>
        {IMPORT_WORDS.cli}{" "}
        {IMPORT_WORDS.cliExamples.map((line) => (
          <code key={line} className="cli-line">
            {line}
          </code>
        ))}
      </p>
      {imports.error && <ErrorNotice error={imports.error} retry={() => void imports.refetch()} />}
      {items?.length === 0 && (
        <div className="blank">
          <h2>{IMPORT_WORDS.none}</h2>
        </div>
      )}
      {items !== undefined && items.length > 0 && (
        <PlainTable
          className="sheet-scroll"
          heads={[
            IMPORT_WORDS.file, IMPORT_WORDS.state, { number: IMPORT_WORDS.size }, { number: IMPORT_WORDS.packets },
            { number: IMPORT_WORDS.calls }, IMPORT_WORDS.at, IMPORT_WORDS.by,
          ]}
        >
          {items.map((each) => (
            <ImportRow key={`${each.at} ${each.file} ${each.state}`} each={each} />
          ))}
        </PlainTable>
      )}
    </div>
  );
}

function ImportRow({ each }: { each: ImportJson }) {
  const running = each.state === "running";
  return (
    <tr>
      <td>
        <span className="clip wide-cell" title={each.file}>
          {each.file}
        </span>
      </td>
      <td>{running ? <Progress each={each} /> : <OutcomeWord outcome={each.state === "done" ? "answered" : "failed"} text={each.problem || IMPORT_WORDS[each.state]} />}</td>
      <td className="num">{each.bytes > 0 ? byteSize(each.bytes) : <span className="nothing">–</span>}</td>
      <td className="num">{each.state === "done" ? grouped(each.packets) : <span className="nothing">–</span>}</td>
      <td className="num">
        <Calls each={each} />
      </td>
      <TimeCell at={each.at} />
      <td className="quiet">{each.user}</td>
    </tr>
  );
}

function Calls({ each }: { each: ImportJson }) {
  if (each.state !== "done") return <span className="nothing">–</span>;
  const range = importedRange(each);
  if (!range) return grouped(each.calls);
  return (
    <Link to="/" search={range} title={IMPORT_WORDS.showOf(each.file)}>
      {grouped(each.calls)}
    </Link>
  );
}

function Progress({ each }: { each: ImportJson }) {
  const share = each.total_bytes > 0 ? each.bytes / each.total_bytes : 0;
  return (
    <span className="import-running">
      <progress value={share} max={1} aria-label={IMPORT_WORDS.progress(each.file)} />
      {share < 1 ? IMPORT_WORDS.sent(Math.round(share * 100)) : IMPORT_WORDS.reading}
    </span>
  );
}
