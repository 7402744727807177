// A capture file sent as the body. It is taken in pieces up to a limit; all imports together hold no more memory than one may.
import { SipglassError } from "@sipglass/model";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Type } from "typebox";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { Counts, Integer, Text } from "./schemas.ts";

const unzip = promisify(gunzip);

/** What all imports in flight hold. */
export interface Budget {
  take(bytes: number): void;
  give(bytes: number): void;
}

export function createBudget(limitBytes: number): Budget {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > limitBytes) throw new SipglassError("unavailable", { limit_bytes: limitBytes }, "Other imports are under way; try again when they are done.");
      held += bytes;
    },
    give: (bytes) => void (held -= bytes),
  };
}

const tooLarge = (limitBytes: number): SipglassError => new SipglassError("too_large", { limit_bytes: limitBytes });

/** Collects a body; `work` has it while the budget is held for it. */
export async function withBody<T>(body: Readable, { budget, limitBytes }: { budget: Budget; limitBytes: number }, work: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      if (length + piece.length > limitBytes) throw tooLarge(limitBytes);
      budget.take(piece.length);
      length += piece.length;
      pieces.push(piece);
    }
    const whole = Buffer.concat(pieces.splice(0), length);
    return await work(await unpacked(whole, limitBytes));
  } finally {
    budget.give(length);
  }
}

/** Captures are often kept as .gz; what they unpack to has the same limit. */
async function unpacked(bytes: Buffer, limitBytes: number): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unzip(bytes, { maxOutputLength: limitBytes });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limitBytes);
    throw new SipglassError("not_capture", {}, "The gzip wrapping of this file is damaged.", { cause: error });
  }
}

/** A name to show, never a path. */
export const fileNameOf = (name: string | undefined): string => basename((name ?? "").replaceAll("\\", "/")).replace(/[\p{Cc}]/gu, "").slice(0, 200) || "upload";

export function addImports(app: Api, serving: Serving): void {
  const limitBytes = serving.limits.importBytes;
  const budget = createBudget(limitBytes);
  const note = noteOf(serving);

  // A context of its own: here every body is bytes, whatever it calls itself.
  app.register(async (own: Api) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser("*", (_request, body, done) => done(null, body));
    own.post("/imports", {
      config: { access: "operator" },
      schema: {
        summary: "Take in a capture file (pcap, pcapng, raw HEP; gzip of them) sent as the body", tags: ["capture"],
        consumes: ["application/octet-stream"],
        querystring: Type.Object({ name: Type.Optional(Type.String({ maxLength: 1024, description: "file name to show" })) }),
        response: { 200: Type.Object({ file: Text, packets: Integer, sip_messages: Integer, refused: Counts, calls: Integer }) },
      },
    }, async (request) => {
      const file = fileNameOf(request.query.name);
      if (Number(request.headers["content-length"] ?? 0) > limitBytes) throw tooLarge(limitBytes);
      if (request.headers["content-type"]?.startsWith("multipart/")) {
        throw new SipglassError("bad_request", { problem: "multipart form" }, "Send the file itself as the body: curl --data-binary @FILE.");
      }
      const done = await withBody(request.body as Readable, { budget, limitBytes }, (bytes) => serving.questions.importCapture(file, bytes));
      note(request, "capture_imported", file, { packets: done.packets, calls: done.calls });
      return { file: done.file, packets: done.packets, sip_messages: done.sipMessages, refused: done.refused, calls: done.calls };
    });
  });
}
