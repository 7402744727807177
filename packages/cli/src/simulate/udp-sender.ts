// HEP over UDP: one socket a capture agent, so that every agent is a flow of its own, as the kernel and a collector see it.
import { createSocket, type Socket } from "node:dgram";
import { countFailed, errorCode, noCounts, until, type FrameSender, type SendCounts } from "./frame-sender.ts";
import type { VariantStep } from "./variants.ts";

const SEND_BUFFER = 4 * 1024 * 1024;
/** Most datagrams that wait in Node for a full socket buffer. */
const MOST_WAITING = 4096;

export async function createUdpSender(target: { host: string; port: number }, agents: number): Promise<FrameSender> {
  const sockets = await Promise.all(Array.from({ length: agents }, () => connectedSocket(target)));
  return new UdpSender(sockets);
}

async function connectedSocket({ host, port }: { host: string; port: number }): Promise<Socket> {
  const socket = createSocket({ type: host.includes(":") ? "udp6" : "udp4", sendBufferSize: SEND_BUFFER });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.connect(port, host, () => {
      socket.off("error", reject);
      resolve();
    });
  });
  // Refused datagrams come back as errors of later sends, which are counted there.
  socket.on("error", () => undefined);
  return socket;
}

class UdpSender implements FrameSender {
  readonly counts: SendCounts = noCounts();
  readonly #sockets: Socket[];
  #finished = 0;

  constructor(sockets: Socket[]) {
    this.#sockets = sockets;
  }

  readonly #onSent = (error: Error | null, bytes: number): void => {
    this.#finished++;
    if (error !== null) return countFailed(this.counts, errorCode(error));
    this.counts.sent++;
    this.counts.sentBytes += bytes;
  };

  send(step: VariantStep, agent: number): void {
    this.counts.offered++;
    const socket = this.#sockets[agent % this.#sockets.length] as Socket;
    socket.send(step.bytes, this.#onSent);
    // Node tries at once and copies nothing when the socket is full: then this frame waits, and the next call gets a copy to write on.
    if (socket.getSendQueueCount() === 0) return;
    this.counts.waited++;
    step.bytes = Buffer.from(step.bytes);
  }

  flush(): void {
    // Every frame is a datagram of its own; nothing is gathered.
  }

  room(): number {
    return MOST_WAITING - (this.counts.offered - this.#finished);
  }

  async close(timeoutMs: number): Promise<void> {
    await until(() => this.#finished >= this.counts.offered, timeoutMs);
    for (const socket of this.#sockets) socket.close();
    const lost = this.counts.offered - this.#finished;
    if (lost > 0) countFailed(this.counts, "not_sent", lost);
  }
}
