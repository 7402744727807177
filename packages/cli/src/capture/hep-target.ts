// HEP3 frames to a collector over TCP: gathered into larger writes, no faster than it reads.
import { connect, type Socket } from "node:net";
import { SipglassError } from "@sipglass/model";

const BATCH_BYTES = 64 * 1024;
const CLOSE_MS = 30_000;

export interface HepTarget {
  /** Frames and bytes that were handed to the connection. */
  readonly frames: number;
  readonly bytes: number;
  send(frame: Uint8Array): Promise<void>;
  /** What is gathered goes out now: for live captures. */
  flush(): Promise<void>;
  /** Resolves when the other side has read everything and the connection is closed. */
  close(): Promise<void>;
  /** At once, whatever is under way. */
  abort(): void;
}

/** `work` has the connection; it is closed in peace when that is done and at once when it fails. */
export async function withHepTarget(at: { host: string; port: number }, work: (target: HepTarget) => Promise<void>): Promise<HepTarget> {
  const target = await connectHep(at);
  try {
    await work(target);
    await target.close();
    return target;
  } catch (error) {
    target.abort();
    throw error;
  }
}

async function connectHep(at: { host: string; port: number }): Promise<HepTarget> {
  const where = `${at.host}:${at.port}`;
  const socket = await open(at, where);
  return new Target(socket, where);
}

function open(at: { host: string; port: number }, where: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...at, noDelay: true });
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error) => {
      const help = "Is the collector running there, with HEP over TCP on? Another address: --to HOST:PORT.";
      reject(new SipglassError("unavailable", { where, help }, `No HEP collector takes connections at ${where} (${reasonOf(error)}).`, { cause: error }));
    });
  });
}

const reasonOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : error.message);

class Target implements HepTarget {
  frames = 0;
  bytes = 0;
  readonly #socket: Socket;
  readonly #where: string;
  #batch: Uint8Array[] = [];
  #batchBytes = 0;
  #error: Error | undefined;
  /** Resolves what waits for room when the connection drains or ends. */
  #wake = (): void => undefined;

  constructor(socket: Socket, where: string) {
    this.#socket = socket;
    this.#where = where;
    const ended = (error: Error): void => {
      this.#error ??= error;
      this.#wake();
    };
    socket.removeAllListeners("error");
    socket.on("error", ended);
    socket.on("close", () => ended(new Error("closed by the other side")));
    socket.on("drain", () => this.#wake());
    // Whatever a collector answers is not for us, but unread it would keep the connection open.
    socket.resume();
  }

  async send(frame: Uint8Array): Promise<void> {
    this.#batch.push(frame);
    this.#batchBytes += frame.length;
    this.frames++;
    this.bytes += frame.length;
    if (this.#batchBytes >= BATCH_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    this.#mustBeOpen();
    if (this.#batchBytes === 0) return;
    const bytes = Buffer.concat(this.#batch.splice(0), this.#batchBytes);
    this.#batchBytes = 0;
    if (!this.#socket.write(bytes)) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#mustBeOpen();
  }

  abort(): void {
    this.#socket.destroy();
  }

  #mustBeOpen(): void {
    if (this.#error === undefined) return;
    const message = `The connection to ${this.#where} broke after about ${this.frames} packets (${reasonOf(this.#error)}).`;
    throw new SipglassError("unavailable", { where: this.#where, help: "The collector's log may say why. Sending again is safe: copies are recognised." }, message, { cause: this.#error });
  }

  async close(): Promise<void> {
    await this.flush();
    const closed = new Promise<void>((resolve) => this.#socket.once("close", () => resolve()));
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_MS);
    await closed;
    clearTimeout(timer);
  }
}
