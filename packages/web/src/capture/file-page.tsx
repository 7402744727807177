// The calls of a file that was opened here, without the server: the same list, searched with the same language.
import { parseQuery, SipglassError, toPredicate } from "@sipglass/model";
import { Link, useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import type { CallJson } from "../api/shapes.ts";
import { CallsBoard } from "../calls/calls-board.tsx";
import { QueryLesson } from "../calls/query-lesson.tsx";
import { WHOLE } from "../calls/use-calls-view.ts";
import type { CallsView } from "../calls/use-calls-view.ts";
import { useSessionRows } from "../calls/use-session-rows.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { counted, grouped } from "../words/count.ts";
import { Icon } from "../ui/icon.tsx";
import { localId } from "./local-id.ts";
import { localCallJson, openedFile } from "./opened-files.ts";
import type { OpenedFile } from "./opened-files.ts";
import { FILE_WORDS } from "../words/capture.ts";

export function FilePage() {
  const { key = "" } = useParams({ strict: false });
  const file = openedFile(key);
  if (file) return <FileView file={file} />;
  return (
    <div className="blank">
      <h1>{FILE_WORDS.thisFileIsNot}</h1>
      <p>{FILE_WORDS.whatIsOpenedIn}</p>
      <p>
        <Link to="/">{FILE_WORDS.toTheCalls}</Link>
      </p>
    </div>
  );
}

function FileView({ file }: { file: OpenedFile }) {
  const { search, asked } = usePageSearch();
  const { capture, name } = file;
  const found = useMemo(() => foundIn(file, asked), [file, asked]);
  const counts = useMemo(() => new Map(capture.sessions.map(({ id, legs }) => [localId(file.key, id), legs.length])), [file, capture]);
  const sessions = useSessionRows(found.rows, counts, search.group !== "legs");
  const view: CallsView = { ...WHOLE, ...STILL, ...found, ...sessions, total: sessions.rows.length };
  const left = Object.entries(capture.refused);
  return (
    <div className="calls">
      <header className="file-head">
        <Icon name="drop" />
        <h1>{name}</h1>
        <span>
          {counted(capture.calls.filter(({ kind }) => kind === "call").length, "call")}
          {capture.sessions.length > 0 && `, ${counted(capture.sessions.length, "session")} ${FILE_WORDS.ofSeveralLegs}`},{" "}
          {counted(capture.sipMessages, "SIP message")}{" "}{FILE_WORDS.of}{" "}{counted(capture.packets, "packet")}
          {capture.rtpPackets > 0 && `, ${grouped(capture.rtpPackets)} RTP`}
        </span>
        <span className="quiet">{FILE_WORDS.readInThisBrowser}</span>
        {left.length > 0 && (
          <span className="quiet">
            {FILE_WORDS.leftOut}{" "}{left.map(([reason, count]) => `${grouped(count)} ${reason.replaceAll("_", " ")}`).join(", ")}
          </span>
        )}
      </header>
      <CallsBoard
        view={view}
        wrong={<QueryLesson />}
        empty={
          <div className="blank">
            <h1>{capture.calls.length === 0 ? FILE_WORDS.noSipInThis : FILE_WORDS.noCallMatches}</h1>
          </div>
        }
      />
    </div>
  );
}

const nothing = (): void => undefined;

/** A file does not grow, and is here as a whole. */
const STILL = {
  waiting: 0,
  missed: false,
  loading: false,
  stale: false,
  warnings: null,
  retry: nothing,
  showWaiting: nothing,
  setAtTop: nothing,
} satisfies Partial<CallsView>;

function foundIn(file: OpenedFile, asked: string): { rows: CallJson[]; error: Error | null } {
  const query = parseQuery(asked, { nowUs: Date.now() * 1000 });
  if (query.ok) return { rows: file.capture.calls.filter(toPredicate(query.query)).map((call) => localCallJson(file, call)), error: null };
  return {
    rows: [],
    error: new SipglassError("bad_query", { query: asked, position: query.position, suggestion: query.suggestion }, query.message),
  };
}
