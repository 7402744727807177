// Plain HTTP that only says where HTTPS is.
import { createServer, type Server } from "node:http";

/** `publicUrl` when it is known, else the host that was asked for, at the port of HTTPS. */
export function createRedirect({ publicUrl, port }: { publicUrl: string; port: number }): Server {
  return createServer((request, response) => {
    const [, host = ""] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d+)?$/i.exec(request.headers.host ?? "") ?? [];
    const origin = publicUrl === "" ? host && `https://${host}${port === 443 ? "" : `:${port}`}` : new URL(publicUrl).origin;
    if (origin === "" || !request.url?.startsWith("/")) return void response.writeHead(400).end();
    response.writeHead(308, { location: `${origin}${request.url}`, "content-length": 0 }).end();
  });
}
