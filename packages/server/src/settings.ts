// The table of settings: name, where it may come from, default, how its text is read. docs/reference/config.md is tested against it.
import type { CodecValue, Role, Trunk } from "@sipglass/model";
import { setting, type Setting } from "./setting.ts";
import { ACCESS_SETTINGS } from "./settings-access.ts";
import { parseAddress, parseBytes, parseCodecs, parseCount, parseDays, parseDuration, parseFlag, parseList, parseNetworks, parseRoles, parseText, parseTrunks, parseUrl, type Address, type Read } from "./setting-values.ts";

const address = (text: string): Read<Address | null> => parseAddress(text);

/** As it is written: a slash at its end may matter to who answers there, and a key may stand in it. */
const parseHook = (text: string): Read<string> => {
  const url = parseUrl(text, ["https:", "http:"]);
  return url.ok ? { ok: true, value: text } : url;
};

/** 64-bit days → µs. 0 keeps for ever. */
const DAY_US = 86_400_000_000;

/** The call's own lines among those that heplify-server sends. */
const DEFAULT_LOKI_TEMPLATE = '{job="heplify-server"} |~ "%callid%"';

/** What stands in an address is shown and logged; a password is not. */
const parseService = (text: string): Read<string> => {
  const url = parseUrl(text, ["https:", "http:"]);
  return url.ok && new URL(text).username + new URL(text).password !== "" ? { ok: false, problem: "has a user in it, which has a setting of its own" } : url;
};

const upstream = (name: "prometheus" | "loki", what: string) => {
  const env = `SIPGLASS_${name.toUpperCase()}`;
  return {
    url: setting<string>({
      flag: `${name}-url`, env: `${env}_URL`, keys: [`${name}.url`], default: "", parse: parseService, help: `The address of the ${what} that homer-ui shows, such as http://${name}:${name === "loki" ? 3100 : 9090}.`,
    }),
    user: setting<string>({ flag: `${name}-user`, env: `${env}_USER`, keys: [`${name}.user`], default: "", parse: parseText, help: "Its user; empty asks without." }),
    password: setting<string>({ flag: `${name}-password`, env: `${env}_PASSWORD`, keys: [`${name}.password`], default: "", parse: parseText, secret: true, help: "Its password." }),
  };
};
const PROMETHEUS = upstream("prometheus", "Prometheus");
const LOKI = upstream("loki", "Loki");

export const SETTINGS = {
  dataDirectory: setting<string>({
    flag: "data", env: "SIPGLASS_DATA", keys: ["data", "data_dir"], default: "./data", parse: parseText, help: "A directory that sipglass may write to.",
  }),
  http: setting<Address | null>({
    flag: "http", env: "SIPGLASS_HTTP", keys: ["http", "http.listen", "http_settings.port"], default: { host: "0.0.0.0", port: 9080 }, parse: address, help: "host:port, or off.",
  }),
  hepUdp: setting<Address | null>({
    flag: "hep-udp", env: "SIPGLASS_HEP_UDP", aliases: ["HEPLIFYSERVER_HEPADDR"], keys: ["hep.udp", "hep.listen", "server.listen", "hepaddr"],
    default: { host: "0.0.0.0", port: 9060 }, parse: address, help: "host:port, or off.",
  }),
  hepTcp: setting<Address | null>({
    flag: "hep-tcp", env: "SIPGLASS_HEP_TCP", aliases: ["HEPLIFYSERVER_HEPTCPADDR"], keys: ["hep.tcp", "heptcpaddr"],
    default: { host: "0.0.0.0", port: 9060 }, parse: address, help: "host:port, or off.",
  }),
  hepTls: setting<Address | null>({
    flag: "hep-tls", env: "SIPGLASS_HEP_TLS", aliases: ["HEPLIFYSERVER_HEPTLSADDR"], keys: ["hep.tls", "heptlsaddr"], default: null, parse: address,
    help: "host:port (suggested 0.0.0.0:9062), or off.",
  }),
  hepWs: setting<Address | null>({
    flag: "hep-ws", env: "SIPGLASS_HEP_WS", aliases: ["HEPLIFYSERVER_HEPWSADDR"], keys: ["hep.ws", "hepwsaddr"], default: null, parse: address, help: "host:port, or off.",
  }),
  hepTlsCert: setting<string>({ flag: "hep-tls-cert", env: "SIPGLASS_HEP_TLS_CERT", aliases: ["HEPLIFYSERVER_TLSCERTFILE"], keys: ["hep.tls_cert"], default: "", parse: parseText, help: "PEM file with the certificate chain." }),
  hepTlsKey: setting<string>({ flag: "hep-tls-key", env: "SIPGLASS_HEP_TLS_KEY", aliases: ["HEPLIFYSERVER_TLSKEYFILE"], keys: ["hep.tls_key"], default: "", parse: parseText, help: "PEM file with the private key." }),
  hepTlsClientCa: setting<string>({
    flag: "hep-tls-client-ca", env: "SIPGLASS_HEP_TLS_CLIENT_CA", aliases: ["HEPLIFYSERVER_TLSCLIENTCAFILE"], keys: ["hep.tls_client_ca"], default: "", parse: parseText,
    help: "PEM file of the authority that signs senders' certificates; when set, senders must show one.",
  }),
  hepIdleUs: setting<number>({
    flag: "hep-idle", env: "SIPGLASS_HEP_IDLE", keys: ["hep.idle"], default: 0, parse: parseDuration, help: "A duration such as 10m after which a silent connection is closed; 0 never.",
  }),
  metrics: setting<Address | null>({
    flag: "metrics", env: "SIPGLASS_METRICS", aliases: ["HEPLIFYSERVER_PROMADDR"], keys: ["metrics", "metrics.listen", "prometheus.listen", "promaddr"],
    default: { host: "0.0.0.0", port: 9096 }, parse: address, help: "host:port, or off.",
  }),
  store: setting<string>({
    flag: "store", env: "SIPGLASS_STORE", keys: ["store"], default: "embedded",
    parse: (text) => (text === "embedded" ? { ok: true, value: text } : { ok: false, problem: "is not a store that this version has" }), help: "embedded.",
  }),
  shards: setting<number>({
    flag: "shards", env: "SIPGLASS_SHARDS", keys: ["shards"], default: (cores: number) => Math.max(1, Math.min(8, Math.floor(cores / 2))), parse: (text) => parseCount(text, 1, 64), help: "1..64; about half the cores.",
  }),
  clockToleranceUs: setting<number>({
    flag: "clock-tolerance", env: "SIPGLASS_CLOCK_TOLERANCE", keys: ["clock_tolerance"], default: DAY_US, parse: (text) => (text === "off" ? { ok: true, value: Infinity } : parseDuration(text)),
    help: "A duration such as 24h, or off for old captures.",
  }),
  queueBytes: setting<number>({
    flag: "queue", env: "SIPGLASS_QUEUE", keys: ["queue"], default: 12 * 1024 * 1024, parse: (text) => parseBytes(text, 4 * 1024 * 1024), help: "A size of at least 4MiB.",
  }),
  spoolBytes: setting<number>({
    flag: "spool", env: "SIPGLASS_SPOOL", keys: ["spool"], default: 1024 * 1024 * 1024, parse: (text) => (text === "off" ? { ok: true, value: 0 } : parseBytes(text, 16 * 1024 * 1024)),
    help: "A size of at least 16MiB, or off.",
  }),
  openCalls: setting<number>({
    flag: "open-calls", env: "SIPGLASS_OPEN_CALLS", keys: ["open_calls"], default: 200_000, parse: (text) => parseCount(text, 100, 10_000_000), help: "Most calls open at once, 100..10000000.",
  }),
  lingerUs: setting<number>({
    flag: "linger", env: "SIPGLASS_LINGER", keys: ["linger"], default: 32_000_000, parse: parseDuration, help: "How long a finished call waits for late messages; RFC 3261 says 32s.",
  }),
  retainCallUs: retention("call", 30, ["HEPLIFYSERVER_DBDROPDAYSCALL"], ["retention.sip_data_days", "dbdropdayscall"]),
  retainRegisterUs: retention("register", 7, ["HEPLIFYSERVER_DBDROPDAYSREGISTER"], ["dbdropdaysregister"]),
  retainOtherUs: retention("other", 7, ["HEPLIFYSERVER_DBDROPDAYSDEFAULT"], ["dbdropdaysdefault"]),
  retainMediaUs: retention("media", 14, [], ["retention.rtp_data_days"]),
  retainLogUs: retention("log", 7, [], ["retention.logs_days"]),
  retainBytes: setting<number>({
    flag: "retention-bytes", env: "SIPGLASS_RETENTION_BYTES", keys: ["retention.bytes"], default: 0, parse: (text) => parseBytes(text, 0), help: "A size such as 200GiB; 0 means no limit.",
  }),
  correlationHeaders: setting<string[]>({
    flag: "correlation-headers", env: "SIPGLASS_CORRELATION_HEADERS", aliases: ["HEPLIFYSERVER_ALEGIDS"], keys: ["correlation_headers", "alegids"],
    default: ["x-cid"], parse: (text) => parseList(text.toLowerCase()), help: "Header names, separated by commas.",
  }),
  headers: setting<string[]>({
    flag: "headers", env: "SIPGLASS_HEADERS", aliases: ["HEPLIFYSERVER_CUSTOMHEADER"], keys: ["headers", "customheader"], default: [], parse: (text) => parseList(text.toLowerCase()), help: "Header names to keep on the call, separated by commas.",
  }),
  discardMethods: setting<string[]>({
    flag: "discard-methods", env: "SIPGLASS_DISCARD_METHODS", aliases: ["HEPLIFYSERVER_DISCARDMETHOD"], keys: ["discard_methods", "discardmethod"], default: [], parse: (text) => parseList(text.toUpperCase()), help: "SIP methods, separated by commas.",
  }),
  censorMethods: setting<string[]>({
    flag: "censor-methods", env: "SIPGLASS_CENSOR_METHODS", aliases: ["HEPLIFYSERVER_CENSORMETHOD"], keys: ["censor_methods", "censormethod"], default: [], parse: (text) => parseList(text.toUpperCase()), help: "SIP methods, separated by commas.",
  }),
  ownNetworks: setting<string[]>({
    flag: "own-networks", env: "SIPGLASS_OWN_NETWORKS", keys: ["own_networks"], default: [], parse: parseNetworks, help: "Networks such as 10.0.0.0/8, separated by commas.",
  }),
  trunks: setting<Trunk[]>({
    flag: "trunks", env: "SIPGLASS_TRUNKS", keys: ["trunks"], default: [], parse: parseTrunks, help: "NAME=NETWORK such as carrier-a=203.0.113.0/24, separated by commas.",
  }),
  maskNumbers: setting<Role[]>({
    flag: "mask-numbers", env: "SIPGLASS_MASK_NUMBERS", keys: ["mask_numbers"], default: [], parse: parseRoles, help: "Roles of admin, support, customer, readonly, separated by commas.",
  }),
  reportWebhook: setting<string>({
    flag: "report-webhook", env: "SIPGLASS_REPORT_WEBHOOK", keys: ["report.webhook"], default: "", secret: true, parse: parseHook, help: "The https:// address of the ticket system that takes reports of calls.",
  }),
  reportWebhookSecret: setting<string>({
    flag: "report-webhook-secret", env: "SIPGLASS_REPORT_WEBHOOK_SECRET", keys: ["report.webhook_secret"], default: "", parse: parseText, secret: true, help: "The key with which reports are signed.",
  }),
  prometheusUrl: PROMETHEUS.url, prometheusUser: PROMETHEUS.user, prometheusPassword: PROMETHEUS.password,
  lokiUrl: LOKI.url, lokiUser: LOKI.user, lokiPassword: LOKI.password,
  lokiTemplate: setting<string>({
    flag: "loki-template", env: "SIPGLASS_LOKI_TEMPLATE", keys: ["loki.template", "loki_config.template"], default: DEFAULT_LOKI_TEMPLATE, parse: parseText, help: "The LogQL with which homer-ui begins; %callid% is the call.",
  }),
  codecs: setting<CodecValue[]>({
    flag: "codecs", env: "SIPGLASS_CODECS", keys: ["codecs"], default: [], parse: parseCodecs, help: "NAME=IE/BPL such as OPUS=10/20 or EVS=8/20/fb, separated by commas.",
  }),
  hepAuthKey: setting<string>({
    flag: "hep-auth-key", env: "SIPGLASS_HEP_AUTH_KEY", keys: ["hep.auth_key"], default: "", parse: parseText, secret: true, help: "The key that every HEP3 packet must carry; empty accepts all.",
  }),
  adminPassword: setting<string>({
    flag: "admin-password", env: "SIPGLASS_ADMIN_PASSWORD", default: "", secret: true, help: "At least 8 characters.",
    parse: (text) => (text.length >= 8 ? { ok: true, value: text } : { ok: false, problem: "is too short" }),
  }),
  ...ACCESS_SETTINGS,
  storeMemoryBytes: setting<number>({
    flag: "store-memory", env: "SIPGLASS_STORE_MEMORY", keys: ["store_memory"], default: 96 * 1024 * 1024, parse: (text) => parseBytes(text, 64 * 1024 * 1024), help: "A size of at least 64MiB.",
  }),
  seal: setting<boolean>({ flag: "seal", env: "SIPGLASS_SEAL", keys: ["seal"], default: true, parse: parseFlag, help: "on or off." }),
  logLevel: setting<string>({
    flag: "log-level", env: "SIPGLASS_LOG_LEVEL", aliases: ["HEPLIFYSERVER_LOGLVL"], keys: ["log_level", "loglvl"], default: "info",
    parse: (text) => (/^(trace|debug|info|warn|error|silent)$/.test(text) ? { ok: true, value: text } : { ok: false, problem: "is no log level" }), help: "trace, debug, info, warn, error or silent.",
  }),
} as const;

function retention(segmentClass: string, days: number, aliases: string[], keys: string[]): Setting<number> {
  const upper = segmentClass.toUpperCase();
  return {
    flag: `retention-${segmentClass}`, env: `SIPGLASS_RETENTION_${upper}`, aliases: [...aliases, "HEPLIFYSERVER_DBDROPDAYS"], keys: [`retention.${segmentClass}`, ...keys, "dbdropdays"],
    default: days * DAY_US, parse: parseDays, help: "A duration such as 30d (a bare number means days); 0 keeps for ever.",
  };
}

type ValueOf<S> = S extends Setting<infer T> ? T : never;
export type Settings = { readonly [K in keyof typeof SETTINGS]: ValueOf<(typeof SETTINGS)[K]> };
