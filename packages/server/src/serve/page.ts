// The page: files of webRoot, and index.html for every address that the page itself routes. Files with a hash in their name never change.
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pageBelow } from "./base-path.ts";

const HASHED = /[\\/]assets[\\/][^\\/]+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

const noPage = (basePath: string): string => `<!doctype html><meta charset="utf-8"><title>sipglass</title>
<h1>sipglass is running</h1>
<p>The page was not built into this installation. The <a href="${basePath}/api/v1/docs">API</a> and the sipglass command
have the same answers.</p>`;

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

type SendPage = (reply: FastifyReply) => FastifyReply | Promise<FastifyReply>;

export function addPage(app: FastifyInstance, webRoot: string | undefined, basePath: string): SendPage {
  const index = join(webRoot ?? "", "index.html");
  if (webRoot === undefined || !existsSync(index)) {
    return (reply) => reply.status(200).type("text/html; charset=utf-8").send(noPage(basePath));
  }
  app.register(fastifyStatic, {
    root: webRoot,
    dotfiles: "ignore",
    index: false,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header("cache-control", HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const sendPage: SendPage = async (reply) => {
    const html = await readFile(index, "utf8");
    return reply.status(200).header("cache-control", "no-cache").type("text/html; charset=utf-8").send(pageBelow(html, basePath));
  };
  app.get("/", (_request, reply) => sendPage(reply));
  return sendPage;
}
