// Signing in at the OpenID provider: out to it and back. What must be known again at the return travels sealed in a cookie of ten minutes,
// so that a flow belongs to one browser and nothing is kept here for people who never come back. Faults lead to the page as a code, which
// has the words: a text in the address could be anybody's.
import { isSipglassError, SipglassError } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { beginSession, cookieOptions } from "../auth/begin-session.ts";
import type { OidcFlow, OidcProvider } from "../auth/oidc.ts";
import { createSeal } from "../auth/sealed.ts";
import { createRateLimit } from "../rate-limit.ts";
import type { Api, Serving } from "../serving.ts";

const FLOW_COOKIE = "sipglass_flow";
const FLOW_US = 600e6;
/** Each may ask the provider something. */
const PER_MINUTE = 60;
const ROUTE = "/api/v1/auth/oidc";

/** The page's address as people know it, without a slash at its end. */
export const publicUrlOf = ({ publicUrl, basePath }: Serving, request: FastifyRequest): string =>
  publicUrl || `${request.protocol}://${request.host}${basePath}`;

/** A path on our own page and nothing else: `//elsewhere` and `/\elsewhere` are other hosts to a browser. */
export function ownPath(asked: string | undefined): string {
  const here = "http://here.invalid";
  if (!asked?.startsWith("/") || !URL.canParse(asked, here)) return "/";
  const { origin, pathname, search, hash } = new URL(asked, here);
  return origin === here && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/";
}

export function addOidc(app: Api, serving: Serving): void {
  const { basePath, state } = serving;
  const provider = (): OidcProvider => {
    if (serving.oidc) return serving.oidc;
    throw new SipglassError("not_found", {}, "No OpenID provider is configured here.");
  };
  const limit = createRateLimit(serving.now, PER_MINUTE);
  const seal = createSeal<OidcFlow>(serving.now, FLOW_US);
  const flowCookie = (request: FastifyRequest) => ({ ...cookieOptions(request, serving), path: `${basePath}${ROUTE}` });

  /** Back to the page, which says what happened. */
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown, returnTo: string): FastifyReply => {
    if (!isSipglassError(error)) throw error;
    const reason = String(error.details["reason"] ?? "not_verified");
    request.log.warn({ room: "serve", reason, err: error.cause ?? error }, "nobody let in from the OpenID provider");
    state.audit.write({ user: "", via: "oidc", action: "sign_in_refused", object: "", address: request.ip, details: { reason } });
    const page = new URL(returnTo, "http://here.invalid");
    page.searchParams.set("sign_in_fault", reason);
    return reply.redirect(`${basePath}${page.pathname}${page.search}${page.hash}`);
  };

  app.get(
    "/auth/oidc/start",
    {
      config: { access: "public" },
      schema: {
        summary: "For browsers: to the OpenID provider, and back to a path of the page",
        tags: ["auth"],
        querystring: Type.Object({ to: Type.Optional(Type.String({ maxLength: 2048 })) }),
        response: { 302: Type.Null() },
      },
    },
    async (request, reply) => {
      limit.count(request.ip);
      const oidc = provider();
      const returnTo = ownPath(request.query.to);
      try {
        const { url, flow } = await oidc.begin({ redirectUri: `${publicUrlOf(serving, request)}${ROUTE}/callback`, returnTo });
        return reply.setCookie(FLOW_COOKIE, seal.close(flow), { ...flowCookie(request), maxAge: FLOW_US / 1e6 }).redirect(url);
      } catch (error) {
        return refuse(request, reply, error, returnTo);
      }
    },
  );

  app.get(
    "/auth/oidc/callback",
    {
      config: { access: "public" },
      schema: { summary: "Where the OpenID provider sends browsers back to", tags: ["auth"], response: { 302: Type.Null() } },
    },
    async (request, reply) => {
      limit.count(request.ip);
      const oidc = provider();
      const flow = seal.open(request.cookies[FLOW_COOKIE] ?? "");
      reply.clearCookie(FLOW_COOKIE, flowCookie(request));
      try {
        if (!flow) throw new SipglassError("forbidden", { reason: "expired" });
        await letIn(oidc, flow, request, reply);
        return reply.redirect(`${basePath}${flow.returnTo}`);
      } catch (error) {
        return refuse(request, reply, error, flow?.returnTo ?? "/");
      }
    },
  );

  const letIn = async (oidc: OidcProvider, flow: OidcFlow, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const search = request.url.includes("?") ? request.url.slice(request.url.indexOf("?")) : "";
    const { person, idToken } = await oidc.finish(search, flow);
    beginSession(serving, state.externalUsers.welcome(person), request, reply, idToken);
  };
}
