// The HTTP face: page, API, health and metrics on one port. Everything it needs comes as arguments; the first hook finds out who asks, the
// second whether they may, and no route can be registered that does not say who may use it.
import fastifyCookie from "@fastify/cookie";
import { codecTableWith } from "@sipglass/analyse";
import { SipglassError, type CodecValue, type Role } from "@sipglass/model";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  type RouteOptions,
} from "fastify";
import type { IncomingMessage } from "node:http";
import type { ServerOptions as TlsOptions } from "node:https";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { Questions } from "../book/questions.ts";
import type { State } from "../state/state.ts";
import { checkAccess, checkCrossSite, type Access } from "./auth/access.ts";
import { authenticate } from "./auth/authenticate.ts";
import type { Directory } from "./auth/directory.ts";
import type { OidcProvider } from "./auth/oidc.ts";
import { createSignIn } from "./auth/sign-in.ts";
import { pathBelow } from "./base-path.ts";
import { answerClientError, sendError } from "./errors.ts";
import { addHeaders, isMachinePath } from "./headers.ts";
import { createHttpMetrics, type HttpMetrics } from "./http-metrics.ts";
import { addMetrics } from "./metrics-app.ts";
import { addMasking } from "./masking.ts";
import { addPage, asksForPage } from "./page.ts";
import { DEFAULT_LIMITS, type Api, type Limits, type Serving, type SettingLine } from "./serving.ts";
import type { Webhook } from "../watch/webhook.ts";
import { addDescription } from "./v1/description.ts";
import { addAgents } from "./v1/agents.ts";
import { isHomerPath, sendHomerNotFound } from "./homer/answers.ts";
import { addHomer } from "./homer/homer.ts";
import { addSwagger } from "./homer/others.ts";
import type { Upstream } from "./homer/upstream.ts";
import { addSearchLinks } from "./homer/search-link.ts";
import { addTimeline } from "./timeline/timeline.ts";
import { addAliases } from "./v1/aliases.ts";
import { addTenants } from "./v1/tenants.ts";
import { addAudit } from "./v1/audit.ts";
import { addAuth, addOwnAccount } from "./v1/auth.ts";
import { addCall, addCalls } from "./v1/calls.ts";
import { addCallsCsv } from "./v1/calls-csv.ts";
import { addDashboards } from "./v1/dashboards.ts";
import { addDemo } from "./v1/demo.ts";
import { addExports } from "./v1/exports.ts";
import { addHealth, addReady } from "./v1/health.ts";
import { addImports } from "./v1/imports.ts";
import { addFindings } from "./v1/findings.ts";
import { addLadders } from "./v1/ladders.ts";
import { addLive } from "./v1/live.ts";
import { addNegotiation } from "./v1/negotiation.ts";
import { addOidc } from "./v1/oidc.ts";
import { addQuality } from "./v1/quality.ts";
import { addMigratedPackets, addMigrations } from "./v1/migrations.ts";
import { addSavedSearches } from "./v1/saved-searches.ts";
import { addCorrelationRules } from "./v1/correlation-rules.ts";
import { addConfiguration } from "./v1/configuration.ts";
import { addLinks } from "./v1/links.ts";
import { addSessions } from "./v1/sessions.ts";
import { addReports } from "./v1/reports.ts";
import { addShared } from "./v1/shared.ts";
import { addShares } from "./v1/shares.ts";
import { addStats } from "./v1/stats.ts";
import { addTokens } from "./v1/tokens.ts";
import { addUserChanges, addUsers } from "./v1/users.ts";

export interface AppOptions {
  questions: Questions;
  state: State;
  log?: FastifyBaseLogger;
  version: string;
  /** Folder of the built page; without it a line of text stands there. */
  webRoot?: string;
  /** Epoch µs; the system's clock by default. */
  now?: () => number;
  limits?: Partial<Limits>;
  /** Certificate and key: then the port speaks HTTPS. */
  tls?: TlsOptions;
  /** Addresses of proxies in front whose X-Forwarded-For and -Proto are believed; none by default. */
  trustProxy?: boolean | string[];
  /** "" or `/voice`: the path under which a proxy serves us, whether it strips it or not. */
  basePath?: string;
  /** The page's address as people know it; from the request when left out. */
  publicUrl?: string;
  /** Where a homer-ui is; "" by default. */
  homerUiUrl?: string;
  oidc?: OidcProvider;
  directory?: Directory;
  /** Who may read /metrics here; "public" by default, as on the port for metrics. */
  metricsAccess?: Access;
  metrics?: HttpMetrics;
  collector?: string;
  /** Headers (lower case) that are kept on calls. */
  headers?: readonly string[];
  /** The settings in force, as they may be shown; none by default. */
  settings?: readonly SettingLine[];
  /** Own values for codecs. */
  codecs?: readonly CodecValue[];
  /** Where reports of calls are sent. */
  reports?: Webhook;
  /** Services beside us that homer-ui shows; none by default. */
  prometheus?: Upstream;
  loki?: Upstream;
  lokiTemplate?: string;
  /** Roles that see no whole telephone number; none by default. */
  maskNumbers?: readonly Role[];
  /** The rules of tenants are others now. */
  onTenantsChanged?(): void;
}

export interface RouteRule {
  method: string;
  /** As registered: `/api/v1/calls/:id`. */
  url: string;
  access: Access;
}

declare module "fastify" {
  interface FastifyInstance {
    /** Every route with its rule, in the order of registration. */
    routeRules: RouteRule[];
  }
}

/** Call-IDs of 200 characters exist; Fastify's own limit for one part of a path is 100. */
const PART_LENGTH = 1_024;

function createServer({ log, trustProxy, tls, limits, basePath = "" }: AppOptions): FastifyInstance {
  const options = {
    rewriteUrl: ({ url = "/" }: IncomingMessage) => pathBelow(url, basePath),
    ...(log ? { loggerInstance: log } : {}),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits?.bodyBytes ?? DEFAULT_LIMITS.bodyBytes,
    // A client that sends a byte a minute: an import may take its time, but not for ever.
    requestTimeout: 600_000,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: PART_LENGTH },
    // Unknown fields are refused where a schema says so, not silently taken out.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: "array" } },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void sendError(error, request, reply),
    clientErrorHandler: answerClientError,
  } satisfies FastifyServerOptions;
  // Two server types for one thing: nothing here depends on which.
  return tls ? (Fastify({ ...options, https: tls }) as unknown as FastifyInstance) : Fastify(options);
}

/** Keeps the table of rules, and refuses a route that has none. The wildcard of the page is the one exception: it serves files only. */
export function keepRules(app: FastifyInstance): void {
  app.decorate("routeRules", []);
  app.addHook("onRoute", (route: RouteOptions) => {
    const access = route.config?.access;
    if (route.url === "/*" || route.url === "/") return;
    if (!access) throw new Error(`BUG: the route ${String(route.method)} ${route.url} does not say who may use it`);
    for (const method of [route.method].flat()) app.routeRules.push({ method, url: route.url, access });
  });
}

function guard(app: FastifyInstance, serving: Serving): void {
  app.decorateRequest("identity", null);
  app.addHook("onRequest", async (request) => {
    const access = request.routeOptions.config.access;
    if (!access) return;
    request.identity = access === "public" ? await softly(() => authenticate(serving, request)) : await authenticate(serving, request);
    checkAccess(access, request);
    checkCrossSite(request);
  });
}

/** On a public route a stale cookie must not stand in the way of signing in again. */
async function softly<T>(work: () => Promise<T | null>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SipglassError) return null;
    throw error;
  }
}

function measure(app: FastifyInstance, metrics: HttpMetrics): void {
  app.addHook("onResponse", async (request: FastifyRequest, reply) => {
    const route = request.routeOptions.url ?? "none";
    const seconds = reply.elapsedTime / 1000;
    metrics.answered({ method: request.method, route, status: reply.statusCode, seconds });
    request.log.debug(
      { room: "serve", method: request.method, route, status: reply.statusCode, ms: reply.elapsedTime, user: request.identity?.user },
      "answered",
    );
  });
}

function addVersion1(app: Api, serving: Serving): void {
  addAuth(app, serving);
  addOwnAccount(app, serving);
  addOidc(app, serving);
  addCalls(app, serving);
  addCallsCsv(app, serving);
  addCall(app, serving);
  addLadders(app, serving);
  addFindings(app, serving);
  addNegotiation(app, serving);
  addQuality(app, serving);
  addExports(app, serving);
  addLinks(app, serving);
  addCorrelationRules(app, serving);
  addSessions(app, serving);
  addLive(app, serving);
  addStats(app, serving);
  addAgents(app, serving);
  addImports(app, serving);
  addDemo(app, serving);
  addConfiguration(app, serving);
  addMigrations(app, serving);
  addMigratedPackets(app, serving);
  addUsers(app, serving);
  addUserChanges(app, serving);
  addTokens(app, serving);
  addAudit(app, serving);
  addSavedSearches(app, serving);
  addDashboards(app, serving);
  addAliases(app, serving);
  addReports(app, serving);
  addShares(app, serving);
  addShared(app, serving);
  addTenants(app, serving);
  addHealth(app, serving, "/health");
}

export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { questions, state, version, now = () => Date.now() * 1000, metrics = createHttpMetrics() } = options;
  const serving: Serving = {
    questions,
    state,
    version,
    now,
    metrics,
    collector: options.collector ?? "",
    headers: options.headers ?? [],
    maskNumbers: new Set(options.maskNumbers),
    reports: options.reports,
    prometheus: options.prometheus,
    loki: options.loki,
    lokiTemplate: options.lokiTemplate ?? "",
    codecs: codecTableWith(options.codecs ?? []),
    settings: options.settings ?? [],
    tenantsChanged: options.onTenantsChanged ?? (() => undefined),
    signIn: createSignIn({ state, now, directory: options.directory }),
    oidc: options.oidc,
    directory: options.directory,
    basePath: options.basePath ?? "",
    publicUrl: options.publicUrl ?? "",
    homerUiUrl: options.homerUiUrl ?? "",
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  };
  const app = createServer(options);
  keepRules(app);
  app.setErrorHandler(sendError);
  // What is sent is what the record says: a schema describes answers, it does not cut them.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.removeContentTypeParser("text/plain");
  addHeaders(app);
  await app.register(fastifyCookie);
  guard(app, serving);
  addMasking(app, serving.maskNumbers);
  app.addHook("onClose", async () => serving.reports?.close());
  measure(app, metrics);

  await addDescription(app, version);
  const root = app.withTypeProvider<TypeBoxTypeProvider>();
  await app.register(async (v1: Api) => addVersion1(v1, serving), { prefix: "/api/v1" });
  await app.register(async (v3: Api) => addHomer(v3, serving), { prefix: "/api/v3" });
  addSearchLinks(root, serving);
  addSwagger(root, serving);
  addTimeline(root, serving);
  addHealth(root, serving, "/health");
  addReady(root, serving);
  addMetrics(app, { metricsText: () => metricsText(serving), access: options.metricsAccess ?? "public" });
  const sendPage = addPage(app, options.webRoot, serving.basePath);
  app.setNotFoundHandler((request, reply) => {
    if (isHomerPath(request.url)) return sendHomerNotFound(reply);
    if (!isMachinePath(request.url) && asksForPage(request)) return sendPage(reply);
    throw new SipglassError("not_found", { path: request.url.split("?")[0] }, "There is no such route.");
  });
  return app;
}

export async function metricsText({ questions, metrics }: Pick<Serving, "questions" | "metrics">): Promise<string> {
  const [book, http] = await Promise.all([questions.metrics(), metrics.text()]);
  return `${book.trimEnd()}\n${http}`;
}
