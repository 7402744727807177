// HEP over UDP: one frame a datagram. Does nothing but receive: every microsecond here is a datagram that the kernel may drop.
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { Intake } from "./intake.ts";
import { readKernelDrops } from "./kernel-drops.ts";

const WANTED_BUFFER_BYTES = 8 * 1024 * 1024;
const ENOUGH_BUFFER_BYTES = 4 * 1024 * 1024;
/** Each has a buffer of its own in the kernel, which keeps every sender (address and port) to one of them: more time before anything is lost. */
const SOCKETS = 8;

export interface Listener {
  readonly address: { host: string; port: number };
  readonly warnings: string[];
  close(): Promise<void>;
}

export async function listenUdp(options: { host: string; port: number; intake: Intake }): Promise<Listener> {
  const { intake } = options;
  const peerOf = createPeerNames();
  const sockets = await openSockets(options, (datagram, from) => {
    if (!intake.take(datagram, peerOf(from))) intake.drop("queue_full");
  });
  const [first] = sockets;
  const { address, port } = first.address();
  const watch = watchKernelDrops(port, intake);
  return {
    address: { host: address, port },
    warnings: bufferWarnings(first),
    close: async () => {
      clearInterval(watch);
      await Promise.all(sockets.map(closed));
    },
  };
}

type OnDatagram = (datagram: Buffer, from: RemoteInfo) => void;

/**
 * The first is bound alone, so that a port which another program has, or another sipglass, is told as in use: sockets that share a port let each
 * other in. Only Linux shares senders out among them; elsewhere, and where sharing is refused, it stays the one.
 */
async function openSockets({ host, port }: { host: string; port: number }, onDatagram: OnDatagram): Promise<[Socket, ...Socket[]]> {
  const alone = await openSocket({ host, port, reusePort: false }, onDatagram);
  if (process.platform !== "linux") return [alone];
  const at = { host, port: alone.address().port };
  await closed(alone);
  const first = await openSocket({ ...at, reusePort: true }, onDatagram).catch(() => openSocket({ ...at, reusePort: false }, onDatagram));
  const others = await Promise.allSettled(Array.from({ length: SOCKETS - 1 }, () => openSocket({ ...at, reusePort: true }, onDatagram)));
  return [first, ...others.filter((other) => other.status === "fulfilled").map(({ value }) => value)];
}

async function openSocket({ host, port, reusePort }: { host: string; port: number; reusePort: boolean }, onDatagram: OnDatagram): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(host) ? "udp6" : "udp4", recvBufferSize: WANTED_BUFFER_BYTES, reusePort });
  socket.on("message", onDatagram);
  try {
    await bound(socket, { host, port });
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(() => resolve()));

const MAX_PEERS = 10_000;

/** `ip:port/udp` of a sender, made once for each: agents send long runs from few ports. */
function createPeerNames(): (from: RemoteInfo) => string {
  const byPort = new Map<number, { address: string; name: string }>();
  return ({ address, port }) => {
    const known = byPort.get(port);
    if (known?.address === address) return known.name;
    if (byPort.size >= MAX_PEERS) byPort.clear();
    const name = `${isIPv6(address) ? `[${address}]` : address}:${port}/udp`;
    byPort.set(port, { address, name });
    return name;
  };
}

function bound(socket: Socket, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, host, () => {
      socket.removeListener("error", reject);
      resolve();
    });
  });
}

/** Linux reports twice what it grants. */
function bufferWarnings(socket: Socket): string[] {
  const granted = socket.getRecvBufferSize() / (process.platform === "linux" ? 2 : 1);
  if (granted >= ENOUGH_BUFFER_BYTES) return [];
  return [`The kernel gives a receive buffer of ${Math.round(granted / 1024)} KiB; bursts may be lost. Run: sysctl -w net.core.rmem_max=${WANTED_BUFFER_BYTES}`];
}

function watchKernelDrops(port: number, intake: Intake): NodeJS.Timeout {
  let seen = readKernelDrops(port);
  const timer = setInterval(() => {
    const drops = readKernelDrops(port);
    if (drops > seen) intake.drop("kernel_buffer_full", drops - seen);
    seen = drops;
  }, 1000);
  return timer.unref();
}
