// HEP over WebSocket: one frame a binary message, on any path. Ping and pong are the protocol's own and never reach the decoder.
import { createServer } from "node:http";
import { isIPv6 } from "node:net";
import { WebSocketServer } from "ws";
import type { Intake } from "./intake.ts";
import { createFrameStream, MAX_FRAME_BYTES } from "./stream.ts";
import type { Listener } from "./udp.ts";

export async function listenWebSocket(options: { host: string; port: number; intake: Intake }): Promise<Listener> {
  const { intake } = options;
  const http = createServer((_request, response) => response.writeHead(426, { connection: "close" }).end("This port speaks HEP over WebSocket.\n"));
  const server = new WebSocketServer({ server: http, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  server.on("connection", (socket, request) => {
    const address = request.socket.remoteAddress ?? "unknown";
    const peer = `${isIPv6(address) ? `[${address}]` : address}:${request.socket.remotePort ?? 0}/ws`;
    const stream = createFrameStream(intake, peer, socket);
    socket.binaryType = "nodebuffer";
    socket.on("message", (message) => stream.frame(message as Buffer));
    socket.on("error", () => intake.drop("connection_error"));
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, options.host, resolve);
  });
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("BUG: a WebSocket listener without an address");
  return {
    address: { host: address.address, port: address.port },
    warnings: [],
    close: () => new Promise((resolve) => {
      for (const client of server.clients) client.terminate();
      server.close();
      http.close(() => resolve());
    }),
  };
}
