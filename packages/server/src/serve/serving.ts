// What the routes are given: the questions they may ask, what people made, and the limits. One record, so that a route is a plain function.
import type { CodecTable } from "@sipglass/analyse";
import type { Role } from "@sipglass/model";
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from "fastify";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { Questions } from "../book/questions.ts";
import type { State } from "../state/state.ts";
import type { Directory } from "./auth/directory.ts";
import type { OidcProvider } from "./auth/oidc.ts";
import type { SignIn } from "./auth/sign-in.ts";
import type { Webhook } from "../watch/webhook.ts";
import type { Upstream } from "./homer/upstream.ts";
import type { HttpMetrics } from "./http-metrics.ts";

export interface Limits {
  /** Longest body of an import; all imports together take no more either. */
  importBytes: number;
  /** Longest body of any other request. */
  bodyBytes: number;
  /** Live streams open at once, in all and of one user. */
  liveStreams: number;
  liveStreamsPerUser: number;
  /** Changed calls that wait for a slow live client; beyond it the oldest are summed up as `skipped`. */
  livePendingCalls: number;
  liveHeartbeatMs: number;
  /** A live client that takes nothing for so long is let go. */
  liveStalledMs: number;
  /** A probe of health waits no longer for the book: one that does not answer is down. */
  healthPatienceMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  importBytes: 256 * 1024 * 1024,
  bodyBytes: 1024 * 1024,
  liveStreams: 500,
  liveStreamsPerUser: 20,
  livePendingCalls: 2_000,
  liveHeartbeatMs: 15_000,
  liveStalledMs: 60_000,
  healthPatienceMs: 3_000,
};

/** A setting in force, as it may be shown. */
export interface SettingLine {
  name: string;
  /** The variable that changes it; the flag is `--` and `flag`. */
  env: string;
  flag: string;
  /** As it may be written in the variable; "" when nothing is set. */
  value: string;
  /** `SIPGLASS_HTTP`, `--http`, `sipglass.toml: hep.udp`; "" for the default. */
  origin: string;
  help: string;
  secret: boolean;
}

export interface Serving {
  questions: Questions;
  state: State;
  signIn: SignIn;
  /** Where else people prove who they are. */
  oidc: OidcProvider | undefined;
  directory: Directory | undefined;
  /** "" or `/voice`: the path under which people reach us. */
  basePath: string;
  /** The page's address as people know it; "" takes it from the request. */
  publicUrl: string;
  /** Where a homer-ui is that offers the OpenID sign-in; "" offers none there. */
  homerUiUrl: string;
  metrics: HttpMetrics;
  /** Those who sort calls by tenant hear of it. */
  tenantsChanged(): void;
  version: string;
  /** First part of the names of our packets; rows of Homer leave it out. */
  collector: string;
  /** Headers (lower case) that are kept on calls. */
  headers: readonly string[];
  /** Where reports of calls are sent; undefined when none is configured. */
  reports: Webhook | undefined;
  /** Services beside us whose numbers and lines homer-ui shows; undefined when none is configured. */
  prometheus: Upstream | undefined;
  loki: Upstream | undefined;
  /** The LogQL with which homer-ui begins; `%callid%` stands for the call. */
  lokiTemplate: string;
  /** Roles that see no whole telephone number. */
  maskNumbers: ReadonlySet<Role>;
  /** Impairments by which quality is computed. */
  codecs: CodecTable;
  /** The settings in force, as they may be shown. */
  settings: readonly SettingLine[];
  /** Epoch µs. */
  now: () => number;
  limits: Limits;
}

export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
