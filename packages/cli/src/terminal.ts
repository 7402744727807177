// The terminal or pipe that the command talks to.
import type { Terminal } from "./command.ts";

const PROGRESS_MS = 100;

export function openTerminal(own: NodeJS.Process): Terminal {
  const { stdin, stdout, stderr } = own;
  const interrupted = new AbortController();
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    // `sipglass search … | head` closes our output early: that is no error.
    if (error.code !== "EPIPE") throw error;
    interrupted.abort();
  });
  return {
    write: (text) => write(stdout, text),
    note: (text) => void stderr.write(`${clearLine(stderr)}${text}\n`),
    progress: throttled((text) => {
      if (stderr.isTTY) stderr.write(`${clearLine(stderr)}${text}`);
    }),
    input: stdin,
    closeInput: () => void stdin.destroy(),
    width: stdout.isTTY ? stdout.columns : Number.POSITIVE_INFINITY,
    colours: stdout.isTTY === true && stdout.hasColors(),
    interruption() {
      for (const signal of ["SIGINT", "SIGTERM"] as const) own.once(signal, () => interrupted.abort());
      return interrupted.signal;
    },
  };
}

async function write(stdout: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  if (stdout.writableEnded || stdout.destroyed) return;
  if (stdout.write(text)) return;
  await new Promise<void>((resolve) => {
    for (const event of ["drain", "error", "close"]) stdout.once(event, () => resolve());
  });
}

const clearLine = (stream: NodeJS.WriteStream): string => (stream.isTTY ? "\r\u001b[K" : "");

function throttled(print: (text: string) => void): (text: string) => void {
  let last = 0;
  return (text) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    print(text);
  };
}
