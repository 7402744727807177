// `serve`: the whole program, until a signal stops it.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SipglassError, type Belonging } from "@sipglass/model";
import type { Config } from "../config.ts";
import type { DataPlaces } from "../data-places.ts";
import { accessOf, followCertificate } from "./access.ts";
import { createLog, type Log } from "../log.ts";
import { keepHouse } from "../housekeeping.ts";
import { settingLines } from "../setting-lines.ts";
import { startServer, type Server } from "../server.ts";
import { createRedirect } from "../serve/redirect.ts";
import { createApp, metricsText, type AppOptions } from "../serve/app.ts";
import { createUpstream } from "../serve/homer/upstream.ts";
import { createHttpMetrics } from "../serve/http-metrics.ts";
import { createMetricsApp } from "../serve/metrics-app.ts";
import { DEFAULT_SESSION_TIMES } from "../state/sessions.ts";
import { openState, type State } from "../state/state.ts";
import { VERSION } from "../version.ts";
import { createWebhook, type Webhook } from "../watch/webhook.ts";

const PAGE = fileURLToPath(new URL("../../../web/dist", import.meta.url));

interface Face {
  listen(options: { host: string; port: number }): Promise<string>;
  close(): Promise<unknown>;
}

/** What somebody brings along who serves something of his own (commands/demo.ts). */
export interface Guest {
  /** Before anything in the directory is open. */
  enter(places: DataPlaces): void;
  introduce(state: State): void;
  /** When all faces are open. */
  play(server: Server, log: Log): Promise<void>;
}

export const serve = (config: Config): Promise<number> => serveWith(config);

export async function serveWith(config: Config, guest?: Guest): Promise<number> {
  const log = createLog(config.logLevel);
  for (const warning of config.warnings) log.warn({ room: "config" }, warning);
  const stopped = stopSignal();
  const faces: Pick<Face, "close">[] = [];
  let state: State | undefined;
  const server = await startServer(config, log, (places) => {
    guest?.enter(places);
    state = openState({ directory: places.root, sessionTimes: { ...DEFAULT_SESSION_TIMES, externalUs: config.externalSessionUs } });
    guest?.introduce(state);
    return belongingOf(config, state);
  }).catch((error: unknown) => {
    state?.close();
    throw error;
  });
  if (!state) throw new Error("BUG: the server started without its state");
  const house = keepHouse(config, server, log);
  try {
    house.every(() => state?.prune());
    await server.questions.linkKnowledge(state.correlation.decisions(), state.correlation.rules());
    const admin = await state.ensureAdmin(config.adminPassword || undefined);
    await openFaces(config, server, state, log, faces);
    await openListeners(server, log);
    await guest?.play(server, log);
    greet(config, admin);
    await stopped;
    log.info("stopping");
  } finally {
    for (const face of faces) await face.close();
    house.stop();
    await server.stop();
    state?.close();
  }
  log.info("stopped");
  return 0;
}

/** What is configured of networks and trunks, and what people say of tenants. */
export const belongingOf = ({ ownNetworks, trunks }: Config, { tenants }: State): Belonging => ({ ownNetworks, trunks, tenants: tenants.list() });

async function openFaces(config: Config, { questions, threads, places }: Server, state: State, log: Log, faces: Pick<Face, "close">[]): Promise<void> {
  const webRoot = existsSync(PAGE) ? { webRoot: PAGE } : {};
  const metrics = createHttpMetrics();
  const onTenantsChanged = (): void => void threads.book.belongTo(belongingOf(config, state)).catch((error: Error) => log.error({ room: "book", err: error }, "tenants not changed"));
  if (config.http) {
    const app = await createApp({ questions, state, log: log.child({ room: "serve" }), version: VERSION, metrics, collector: places.collector, headers: config.headers, codecs: config.codecs, settings: settingLines(config), maskNumbers: config.maskNumbers, ...reportsOf(config, state), ...upstreamsOf(config, log), onTenantsChanged, ...accessOf(config), ...webRoot });
    faces.push(app);
    if (config.httpTlsCert !== "") faces.push(certificateFace(followCertificate(app.server, config, log)));
    await open(app, config.http, "The page and the API", "SIPGLASS_HTTP");
    if (config.httpRedirect) {
      const redirect = redirectFace(config, config.http.port);
      faces.push(redirect);
      await open(redirect, config.httpRedirect, "The way to HTTPS", "SIPGLASS_HTTP_REDIRECT");
    }
  }
  if (config.metrics) {
    const app = createMetricsApp({ metricsText: () => metricsText({ questions, metrics }) });
    faces.push(app);
    await open(app, config.metrics, "Metrics", "SIPGLASS_METRICS");
  }
}

function reportsOf({ reportWebhook: url, reportWebhookSecret: secret }: Config, { deliveries }: State): { reports?: Webhook } {
  return url === "" ? {} : { reports: createWebhook({ url, secret, deliveries, now: () => Date.now() * 1000 }) };
}

/** Why one fails is logged without its address, in which a key may stand. */
function upstreamsOf(config: Config, log: Log): Pick<AppOptions, "prometheus" | "loki" | "lokiTemplate" | "homerUiUrl"> {
  const of = (name: string, url: string, user: string, password: string) =>
    createUpstream({ name, url, user, password, onFault: (reason) => log.warn({ room: "serve", service: name, reason }, "a service that homer-ui shows does not answer") });
  return {
    ...(config.prometheusUrl === "" ? {} : { prometheus: of("Prometheus", config.prometheusUrl, config.prometheusUser, config.prometheusPassword) }),
    ...(config.lokiUrl === "" ? {} : { loki: of("Loki", config.lokiUrl, config.lokiUser, config.lokiPassword) }),
    lokiTemplate: config.lokiTemplate,
    homerUiUrl: config.homerUiUrl,
  };
}

const certificateFace = (close: () => void): Pick<Face, "close"> => ({ close: async () => close() });

function redirectFace({ publicUrl }: Config, port: number): Face {
  const server = createRedirect({ publicUrl, port });
  return {
    listen: ({ host, port: at }) => new Promise((resolve, reject) => server.once("error", reject).listen(at, host, () => resolve(host))),
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

async function open(face: Face, address: { host: string; port: number }, what: string, setting: string): Promise<void> {
  try {
    await face.listen(address);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const where = `${what} on ${address.host}:${address.port}`;
    if (code !== "EADDRINUSE") throw new SipglassError("bad_config", {}, `${where}: ${message}. See ${setting}.`);
    throw new SipglassError("port_in_use", {}, `${where}: the port is taken by another program. Stop it, or set ${setting} to another port.`);
  }
}

async function openListeners(server: Server, log: Log): Promise<void> {
  for (const { listener, host, port, warnings } of await server.threads.listen()) {
    log.info({ room: "capture", listener, host, port }, "listening for HEP");
    for (const warning of warnings) {
      log.warn({ room: "capture", listener }, warning);
      server.warnings.push(warning);
    }
  }
}

/** For people, on standard output, once; logs go there as JSON too, so it is short. */
function greet(config: Config, admin: { created: boolean; password?: string }): void {
  const port = config.http?.port;
  if (port) console.log(`\n  sipglass ${VERSION} is ready: ${config.publicUrl || `${config.httpTlsCert === "" ? "http" : "https"}://localhost:${port}${config.basePath}`}`);
  if (admin.password) console.log(`  Sign in as admin with the password ${admin.password} (shown only now).`);
  console.log(`  Point HEP at ${config.hepUdp ? `UDP ${config.hepUdp.port}` : ""}${config.hepUdp && config.hepTcp ? " or " : ""}${config.hepTcp ? `TCP ${config.hepTcp.port}` : ""}.\n`);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
