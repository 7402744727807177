// `POST /import/data/pcap` and `/now`: a capture as the field `fileKey` of a form. Unlike in homer-app its SIP lands among the calls. `/now` moves
// its packets so that the first one is now.
import fastifyMultipart from "@fastify/multipart";
import { SipglassError } from "@sipglass/model";
import { Readable } from "node:stream";
import { shiftedCapture } from "../../search/homer/shift.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { createBudget, fileNameOf, withBody } from "../v1/imports.ts";
import { FOUND } from "./answers.ts";

/** A form that is cut off, or has more in it than it may, is its sender's mistake. */
async function* piecesOf(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* file;
  } catch (error) {
    throw new SipglassError("bad_request", { field: "fileKey" }, "the form is not whole", { cause: error });
  }
}

export function addHomerImports(app: Api, serving: Serving): void {
  const limitBytes = serving.limits.importBytes;
  const budget = createBudget(limitBytes);
  const note = noteOf(serving);

  app.register(async (own: Api) => {
    await own.register(fastifyMultipart, { limits: { files: 1, fields: 10, fileSize: limitBytes, parts: 20 } });
    for (const when of ["", "/now"] as const) {
      own.post(`/import/data/pcap${when}`, { config: { access: "operator" }, schema: { hide: true }, bodyLimit: limitBytes }, async (request, reply) => {
        const part = await request.file().catch(() => undefined);
        if (!part) throw new SipglassError("bad_request", { field: "fileKey" }, "a file is missing: send it as the form field fileKey");
        const file = fileNameOf(part.filename);
        const done = await withBody(Readable.from(piecesOf(part.file)), { budget, limitBytes }, async (bytes) => {
          if (part.file.truncated) throw new SipglassError("too_large", { limit_bytes: limitBytes });
          return serving.questions.importCapture(file, when === "" ? bytes : shiftedCapture(bytes, serving.now()));
        });
        note(request, "capture_imported", file, { packets: done.packets, calls: done.calls });
        const rejected = Object.values(done.refused).reduce((sum, count) => sum + count, 0);
        return reply.status(FOUND).send({ data: { inserted: done.packets, rejected }, message: "All good" });
      });
    }
  });
}
