// A small reader of server-sent events over a real socket, for tests.
import { get, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export interface ReceivedEvent {
  event: string;
  data: unknown;
}

export interface Listener {
  status: number;
  headers: IncomingMessage["headers"];
  events: ReceivedEvent[];
  body(): string;
  /** Resolves with the first event of this name, or throws after a while. */
  next(event: string, withinMs?: number): Promise<ReceivedEvent>;
  ended: Promise<void>;
  pause(): void;
  resume(): void;
  close(): void;
}

function parseEvent(block: string): ReceivedEvent | undefined {
  const event = /^event: (.*)$/m.exec(block)?.[1];
  const data = /^data: (.*)$/m.exec(block)?.[1];
  return event === undefined || data === undefined ? undefined : { event, data: JSON.parse(data) as unknown };
}

export async function listen(url: string, headers: Record<string, string>): Promise<Listener> {
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get(url, { headers, agent: false }, resolve).on("error", reject),
  );
  const events: ReceivedEvent[] = [];
  let body = "";
  let rest = "";
  response.setEncoding("utf8").on("data", (text: string) => {
    body += text;
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) events.push(event);
    }
  });
  // A cut connection is an end like another.
  response.on("error", () => undefined);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events,
    body: () => body,
    async next(name, withinMs = 2_000) {
      for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(5)) {
        const at = events.findIndex(({ event }) => event === name);
        if (at >= 0) return events.splice(at, 1)[0] as ReceivedEvent;
      }
      throw new Error(`no event "${name}" within ${withinMs} ms`);
    },
    ended: new Promise((resolve) => response.once("close", resolve)),
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    close: () => void response.destroy(),
  };
}
