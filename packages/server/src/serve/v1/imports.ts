// A capture file sent as the body. It is taken in pieces up to a limit; all imports together hold no more memory than one may.
import { isSipglassError, SipglassError } from "@sipglass/model";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Type } from "typebox";
import { identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { createRunningImports, detailsOf, importHistory, presentDone, presentRunning } from "./import-history.ts";
import { limitOf } from "./params.ts";
import { wholeList } from "./present.ts";
import { Counts, Integer, listOf, MaybeTime, Text, Time } from "./schemas.ts";

const unzip = promisify(gunzip);

/** What all imports in flight hold. (While its pieces are joined, one body is held twice.) */
export interface Budget {
  take(bytes: number): void;
  /** All that is left. */
  takeRest(): number;
  give(bytes: number): void;
}

export function createBudget(limitBytes: number): Budget {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > limitBytes) throw busy();
      held += bytes;
    },
    takeRest() {
      const rest = limitBytes - held;
      held = limitBytes;
      return rest;
    },
    give: (bytes) => void (held -= bytes),
  };
}

const busy = (): SipglassError => new SipglassError("unavailable", {}, "Other imports are under way; try again when they are done.");
const tooLarge = (limitBytes: number): SipglassError => new SipglassError("too_large", { limit_bytes: limitBytes });

export interface BodyLimits {
  budget: Budget;
  limitBytes: number;
}

/** Collects a body, unpacks it when it is gzip, and holds the budget for it while `work` has it. */
export async function withBody<T>(body: AsyncIterable<Buffer>, limits: BodyLimits, work: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  const { budget, limitBytes } = limits;
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of body) {
      if (length + piece.length > limitBytes) throw tooLarge(limitBytes);
      budget.take(piece.length);
      length += piece.length;
      pieces.push(piece);
    }
    const whole = Buffer.concat(pieces.splice(0), length);
    return await (isGzip(whole) ? withUnpacked(whole, limits, work) : work(whole));
  } finally {
    budget.give(length);
  }
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Captures are often kept as .gz. How much one unpacks to is known only afterwards, so all that is left is taken for it. */
async function withUnpacked<T>(packed: Buffer, { budget, limitBytes }: BodyLimits, work: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  let held = budget.takeRest();
  try {
    const bytes = await unpack(packed, held, held + packed.length < limitBytes ? busy() : tooLarge(limitBytes));
    budget.give(held - bytes.length);
    held = bytes.length;
    return await work(bytes);
  } finally {
    budget.give(held);
  }
}

async function unpack(packed: Buffer, room: number, full: SipglassError): Promise<Buffer> {
  if (room === 0) throw full;
  try {
    return await unzip(packed, { maxOutputLength: room });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") throw full;
    throw new SipglassError("not_capture", {}, "The gzip wrapping of this file is damaged.", { cause: error });
  }
}

/** A name to show, never a path. */
export const fileNameOf = (name: string | undefined): string =>
  basename((name ?? "").replaceAll("\\", "/"))
    .replace(/[\p{Cc}]/gu, "")
    .slice(0, 200) || "upload";

/** The same pieces, told of as they come. */
async function* told(body: AsyncIterable<Buffer>, onPiece: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const piece of body) {
    onPiece(piece);
    yield piece;
  }
}

/** Of the first and the last SIP message; null where none has a time. */
const Span = { from: MaybeTime, to: MaybeTime };

export const ImportDone = Type.Object({ file: Text, packets: Integer, sip_messages: Integer, refused: Counts, calls: Integer, ...Span });

const ImportAnswer = Type.Object({
  state: Type.Enum(["running", "done", "failed"]), file: Text, user: Text, at: Time, bytes: Integer, total_bytes: Integer, packets: Integer, calls: Integer, problem: Text,
  ...Span,
}, { additionalProperties: false });

export function addImports(app: Api, serving: Serving): void {
  const limitBytes = serving.limits.importBytes;
  const budget = createBudget(limitBytes);
  const note = noteOf(serving);
  const running = createRunningImports();

  app.get(
    "/imports",
    {
      config: { access: "operator" },
      schema: {
        summary: "Imports under way and past ones, newest first",
        tags: ["capture"],
        querystring: Type.Object({ limit: limitOf(100, 1000) }),
        response: { 200: listOf(ImportAnswer) },
      },
    },
    async (request) => wholeList([...running.list().map(presentRunning), ...importHistory(serving.state, request.query.limit)]),
  );

  // A context of its own: here every body is bytes, whatever it calls itself.
  app.register(async (own: Api) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser("*", (_request, body, done) => done(null, body));
    own.post(
      "/imports",
      {
        config: { access: "operator" },
        schema: {
          summary: "Take in a capture file (pcap, pcapng, raw HEP; gzip of them) sent as the body",
          tags: ["capture"],
          consumes: ["application/octet-stream"],
          querystring: Type.Object({ name: Type.Optional(Type.String({ maxLength: 1024, description: "file name to show" })) }),
          response: { 200: ImportDone },
        },
      },
      async (request) => {
        const file = fileNameOf(request.query.name);
        if (Number(request.headers["content-length"] ?? 0) > limitBytes) throw tooLarge(limitBytes);
        if (request.headers["content-type"]?.startsWith("multipart/")) {
          throw new SipglassError(
            "bad_request",
            { problem: "multipart form" },
            "Send the file itself as the body: curl --data-binary @FILE.",
          );
        }
        const totalBytes = Number(request.headers["content-length"] ?? 0);
        const mine = running.begin({ file, user: identityOf(request).user, startedAtUs: serving.now(), bytes: 0, totalBytes });
        let bytes = 0;
        const heard = (piece: Buffer): void => {
          bytes += piece.length;
          mine.received(piece.length);
        };
        try {
          const body = told(request.body as Readable, heard);
          const done = await withBody(body, { budget, limitBytes }, (whole) => serving.questions.importCapture(file, whole));
          const answer = presentDone(done);
          note(request, "capture_imported", file, detailsOf(answer, bytes));
          return answer;
        } catch (error) {
          note(request, "capture_imported", file, { bytes, problem: isSipglassError(error) ? error.message : "it could not be read" });
          throw error;
        } finally {
          mine.end();
        }
      },
    );
  });
}
