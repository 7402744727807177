// HEP over TCP: one connection a capture agent, frames of a burst gathered into one write. A collector that does not read slows us down.
import { connect, type Socket } from "node:net";
import { countFailed, errorCode, noCounts, until, type FrameSender, type SendCounts } from "./frame-sender.ts";
import type { VariantStep } from "./variants.ts";

const BATCH_BYTES = 64 * 1024;
/** Most bytes of a connection that wait in Node for the other side to read. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
const FRAME_BYTES = 1400;

export async function createTcpSender(target: { host: string; port: number }, agents: number): Promise<FrameSender> {
  return new TcpSender(await Promise.all(Array.from({ length: agents }, () => connected(target))));
}

function connected({ host, port }: { host: string; port: number }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

interface Connection {
  socket: Socket;
  batch: Buffer;
  length: number;
  frames: number;
  /** Code of the error that ended it. */
  broken: string;
}

class TcpSender implements FrameSender {
  readonly counts: SendCounts = noCounts();
  readonly #connections: Connection[];
  #finished = 0;

  constructor(sockets: Socket[]) {
    this.#connections = sockets.map((socket) => ({ socket, batch: Buffer.allocUnsafe(BATCH_BYTES), length: 0, frames: 0, broken: "" }));
    for (const connection of this.#connections) {
      connection.socket.on("error", (error) => void (connection.broken ||= errorCode(error)));
      connection.socket.on("close", () => void (connection.broken ||= "closed"));
      connection.socket.resume();
    }
  }

  send(step: VariantStep, agent: number): void {
    this.counts.offered++;
    const connection = this.#connections[agent % this.#connections.length] as Connection;
    if (connection.length + step.bytes.length > BATCH_BYTES) this.#write(connection);
    step.bytes.copy(connection.batch, connection.length);
    connection.length += step.bytes.length;
    connection.frames++;
  }

  flush(): void {
    for (const connection of this.#connections) if (connection.frames > 0) this.#write(connection);
  }

  room(): number {
    const fullest = Math.max(...this.#connections.map(({ socket }) => socket.writableLength));
    return Math.floor((MOST_WAITING_BYTES - fullest) / FRAME_BYTES);
  }

  #write(connection: Connection): void {
    const { length, frames, socket } = connection;
    const bytes = Buffer.from(connection.batch.subarray(0, length));
    connection.length = 0;
    connection.frames = 0;
    const done = (error?: Error | null): void => {
      this.#finished += frames;
      if (error) return countFailed(this.counts, connection.broken || errorCode(error), frames);
      this.counts.sent += frames;
      this.counts.sentBytes += length;
    };
    if (connection.broken !== "") return void done(new Error(connection.broken));
    if (!socket.write(bytes, done)) this.counts.waited += frames;
  }

  async close(timeoutMs: number): Promise<void> {
    this.flush();
    await until(() => this.#finished >= this.counts.offered, timeoutMs);
    const lost = this.counts.offered - this.#finished;
    if (lost > 0) countFailed(this.counts, "not_sent", lost);
    await Promise.all(this.#connections.map(({ socket }) => ended(socket, timeoutMs)));
  }
}

/** A half-closed connection lets the other side read to the end; after that, or in time, it is over. */
async function ended(socket: Socket, timeoutMs: number): Promise<void> {
  if (socket.destroyed) return;
  socket.end();
  if (!(await until(() => socket.closed || socket.destroyed, timeoutMs))) socket.destroy();
}
