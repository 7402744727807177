// The page: files of webRoot, and index.html for every address that the page itself routes. Files with a hash in their name never change.
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { existsSync } from "node:fs";
import { join } from "node:path";

const HASHED = /[\\/]assets[\\/][^\\/]+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

const NO_PAGE = `<!doctype html><meta charset="utf-8"><title>sipglass</title>
<h1>sipglass is running</h1>
<p>The page was not built into this installation. The <a href="/api/v1/docs">API</a> and the sipglass command have the same answers.</p>`;

/** True when the answer should be the page: a person's browser asks for an address, not a program for a file. */
export function asksForPage(request: FastifyRequest): boolean {
  const [path = ""] = request.url.split("?");
  const last = path.slice(path.lastIndexOf("/") + 1);
  return (
    (request.method === "GET" || request.method === "HEAD") &&
    !last.includes(".") &&
    (request.headers.accept ?? "*/*").match(/text\/html|\*\/\*/) !== null
  );
}

export function addPage(app: FastifyInstance, webRoot: string | undefined): (reply: FastifyReply) => FastifyReply {
  if (webRoot === undefined || !existsSync(join(webRoot, "index.html"))) {
    return (reply) => reply.status(200).type("text/html; charset=utf-8").send(NO_PAGE);
  }
  app.register(fastifyStatic, {
    root: webRoot,
    dotfiles: "ignore",
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header("cache-control", HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  return (reply) => reply.status(200).sendFile("index.html");
}
