// HEP over TCP and TLS: frames back to back, any number of connections up to a bound, idle limits, ordinary certificates, optional mTLS.
import { createServer, isIPv6, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { readFileSync } from "node:fs";
import type { Intake } from "./intake.ts";
import { createFrameStream } from "./stream.ts";
import type { Listener } from "./udp.ts";

const MAX_CONNECTIONS = 4096;

export interface TlsFiles {
  cert: string;
  key: string;
  /** "" = senders need no certificate. */
  clientCa: string;
}

export interface TcpOptions {
  host: string;
  port: number;
  intake: Intake;
  /** 0 = never. */
  idleMs: number;
  tls?: TlsFiles;
}

export async function listenTcp(options: TcpOptions): Promise<Listener> {
  const sockets = new Set<Socket>();
  const onSocket = (socket: Socket): void => accept(socket, sockets, options);
  const server = options.tls ? createTlsServer(tlsOptions(options.tls), onSocket) : createServer(onSocket);
  server.maxConnections = MAX_CONNECTIONS;
  server.on("drop", () => options.intake.drop("too_many_connections"));
  server.on("tlsClientError", () => options.intake.drop("tls_handshake"));
  await listening(server, options);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("BUG: a TCP listener without an address");
  return {
    address: { host: address.address, port: address.port },
    warnings: [],
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    }),
  };
}

function accept(socket: Socket, sockets: Set<Socket>, { intake, idleMs, tls }: TcpOptions): void {
  const address = socket.remoteAddress ?? "unknown";
  const peer = `${isIPv6(address) ? `[${address}]` : address}:${socket.remotePort ?? 0}/${tls ? "tls" : "tcp"}`;
  const stream = createFrameStream(intake, peer, socket);
  sockets.add(socket);
  socket.setTimeout(idleMs, () => {
    intake.drop("idle_connection");
    socket.destroy();
  });
  socket.on("data", (chunk) => stream.push(chunk));
  socket.on("error", () => intake.drop("connection_error"));
  socket.on("close", () => {
    stream.end();
    sockets.delete(socket);
  });
}

function tlsOptions({ cert, key, clientCa }: TlsFiles) {
  const base = { cert: readFileSync(cert), key: readFileSync(key), minVersion: "TLSv1.2" as const };
  return clientCa === "" ? base : { ...base, ca: readFileSync(clientCa), requestCert: true, rejectUnauthorized: true };
}

function listening(server: Server, { host, port }: TcpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}
