// Server-sent events in pieces of any size.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvents, type ServerEvent } from "./server-events.ts";

async function events(text: string, size: number): Promise<ServerEvent[]> {
  const bytes = Buffer.from(text, "utf8");
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const found: ServerEvent[] = [];
  for await (const event of readEvents(pieces())) found.push(event);
  return found;
}

test("names, several data lines, comments, every line end, and text cut within a character", async () => {
  const text = ": hello\n\nevent: calls\ndata: {\"a\":\ndata: \"ü€\"}\n\nevent:ping\r\ndata:\r\n\r\ndata: plain\n\nevent: unfinished\ndata: x";
  const wanted = [{ event: "calls", data: '{"a":\n"ü€"}' }, { event: "ping", data: "" }, { event: "message", data: "plain" }];
  for (const size of [1, 2, 3, 1000]) assert.deepEqual(await events(text, size), wanted, `in pieces of ${size}`);
});
