// `sipglass tail QUERY`: calls as they begin, change and end.
import type { CallJson } from "@sipglass/model";
import { isSipglassError } from "@sipglass/model";
import { createClient, SERVER_OPTIONS } from "../client.ts";
import type { Command, CommandCall } from "../command.ts";
import { callTable } from "../print/call-text.ts";
import { withQuery } from "./search.ts";

interface Changes {
  changes: { change: "new" | "changed"; call: CallJson }[];
  skipped?: number;
}

const RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;

export const tail: Command = {
  name: "tail", summary: "follow calls as they happen", usage: "[QUERY…] [options]",
  options: [{ name: "json", help: "for programs: one JSON object a line" }, { name: "no-retry", help: "end when the connection breaks" }, ...SERVER_OPTIONS],
  more: "Ends with Ctrl-C. Without --json a call is shown when its state changes.",
  async run(call) {
    const { console, values } = call;
    const client = createClient(call);
    const signal = console.interruption();
    const printer = new ChangePrinter(call);
    let waitMs = RETRY_MS;
    while (!signal.aborted) {
      try {
        for await (const { event, data } of client.events("live", { q: call.positionals.join(" ") }, signal)) {
          waitMs = RETRY_MS;
          if (event === "calls") await printer.print(JSON.parse(data) as Changes);
        }
        if (!signal.aborted && values.has("no-retry")) return 5;
      } catch (error) {
        if (signal.aborted) break;
        // A server that was never there, or that refuses us, will not be better in a second.
        const worthATry = printer.seen && (!isSipglassError(error) || error.code === "unavailable");
        if (!worthATry || values.has("no-retry")) throw withQuery(error, call.positionals.join(" "));
      }
      if (!signal.aborted) console.note(`Connection lost; again in ${waitMs / 1000} s.`);
      await pause(waitMs, signal);
      waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
    }
    return 0;
  },
};

class ChangePrinter {
  seen = false;
  readonly #call: CommandCall;
  readonly #states = new Map<string, string>();
  #titled = false;

  constructor(call: CommandCall) {
    this.#call = call;
  }

  async print({ changes, skipped }: Changes): Promise<void> {
    const { console, values } = this.#call;
    this.seen = true;
    if (skipped !== undefined && skipped > 0) console.note(`${skipped} changes were left out: more happened than this connection takes.`);
    if (values.has("json")) {
      if (changes.length > 0) await console.write(changes.map((change) => `${JSON.stringify(change)}\n`).join(""));
      return;
    }
    const calls = changes.map(({ call }) => call).filter((call) => this.#isNews(call));
    if (calls.length === 0) return;
    const [title, ...lines] = callTable(calls, { ...console, steady: true }).split("\n");
    await console.write(this.#titled ? lines.join("\n") : [title, ...lines].join("\n"));
    this.#titled = true;
  }

  #isNews({ id, state }: CallJson): boolean {
    if (this.#states.get(id) === state) return false;
    this.#states.delete(id);
    this.#states.set(id, state);
    // Calls that ended long ago need not be remembered.
    const [oldest] = this.#states.keys();
    if (this.#states.size > 10_000 && oldest !== undefined) this.#states.delete(oldest);
    return true;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
