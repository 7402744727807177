// Names of heplify-server and homer-app that have no meaning here, and what takes their place: who moves over keeps his files, and is told once.

const STORE = "sipglass keeps its own archive and index (SIPGLASS_DATA, SIPGLASS_STORE)";
const BATCHES = "batches and workers are sized by sipglass itself (SIPGLASS_SHARDS)";
const PARTITIONS = "the archive is kept by the hour and the index by the day";
const LOGGING = "logs go to standard output as JSON (SIPGLASS_LOG_LEVEL)";
const SINK = "this sink does not exist; the archive is a HEP stream that `sipglass replay` sends to any collector";

/** Lower-case option of heplify-server → what is so instead. */
export const HEPLIFY_OPTIONS: Readonly<Record<string, string>> = {
  tlscertfolder: "certificates are named by SIPGLASS_HEP_TLS_CERT and SIPGLASS_HEP_TLS_KEY", tlsminversion: "TLS 1.2 is the least", hepv2enable: "HEP 1, 2 and 3 are always accepted",
  dbshema: STORE, dbdriver: STORE, dbaddr: STORE, dbsslmode: STORE, dbuser: STORE, dbpass: STORE, dbdatatable: STORE, dbconftable: STORE, dbrotate: PARTITIONS, dbpartlog: PARTITIONS, dbpartisup: PARTITIONS,
  dbpartsip: PARTITIONS, dbpartqos: PARTITIONS, dbdroponstart: "retention works from the start on", dbbulk: BATCHES, dbtimer: BATCHES, dbbuffer: BATCHES, dbworker: BATCHES,
  dbusageprotection: "SIPGLASS_RETENTION_BYTES bounds the archive", dbusagescheme: "SIPGLASS_RETENTION_BYTES bounds the archive", dbpercentageusage: "SIPGLASS_RETENTION_BYTES bounds the archive",
  dbmaxsize: "SIPGLASS_RETENTION_BYTES bounds the archive", dbprocdroplimit: "SIPGLASS_RETENTION_BYTES bounds the archive",
  dedup: "mirror duplicates are always told from retransmissions, counted and shown once", forcealegid: "the HEP correlation id and the headers of SIPGLASS_CORRELATION_HEADERS both join legs",
  ignorecasech: "names of headers never depend on case", sipheader: "every header can be searched; rows of the Homer API have all the usual ones",
  forceheppayload: "reports are read by their type",
  promtargetip: "names for addresses are aliases (page, or PUT /api/v1/aliases)", promtargetname: "names for addresses are aliases (page, or PUT /api/v1/aliases)",
  logdbg: LOGGING, logstd: LOGGING, logsys: LOGGING, config: "the file is named by --config or SIPGLASS_CONFIG", version: "see sipglass --version",
  confighttpaddr: "what people set is set on the page and by API", confighttppw: "what people set is set on the page and by API",
  scriptenable: "there are no scripts", scriptengine: "there are no scripts", scriptfolder: "there are no scripts", scripthepfilter: "there are no scripts",
  esaddr: SINK, esdiscovery: SINK, esuser: SINK, espass: SINK, lokiurl: SINK, lokiorgid: SINK, lokibulk: SINK, lokitimer: SINK, lokibuffer: SINK, lokihepfilter: SINK, lokiipportlabels: SINK,
  lokifromtolabels: SINK, lokicallidlabels: SINK, lokiallowoutoforder: SINK, lokicustomlabels: SINK,
  lineprotourl: SINK, lineprotobulk: SINK, lineprototimer: SINK, lineprotobuffer: SINK, lineprotohepfilter: SINK, lineprotoipportlabels: SINK,
};

/** Sections of homer.toml and webapp_config.json that name a database or services beside it. */
const SECTIONS: readonly { prefix: string; instead: string }[] = [
  { prefix: "database.", instead: STORE }, { prefix: "database_data.", instead: STORE }, { prefix: "database_config.", instead: STORE },
  { prefix: "prometheus.enabled", instead: "metrics are on unless SIPGLASS_METRICS is off" }, { prefix: "hep.protocol", instead: "UDP and TCP are both open on the HEP port (SIPGLASS_HEP_UDP, SIPGLASS_HEP_TCP)" },
  { prefix: "http_settings.", instead: "the page and the API listen on SIPGLASS_HTTP" }, { prefix: "https_settings.", instead: "it is not enabled there; SIPGLASS_HTTP_TLS_CERT and SIPGLASS_HTTP_TLS_KEY switch HTTPS on" },
  { prefix: "system_settings.", instead: LOGGING }, { prefix: "api_settings.", instead: "API tokens are always accepted" },
  { prefix: "auth_settings.type", instead: "local users always sign in, users of the directory where SIPGLASS_LDAP_URL is set (ldap_config.enable), users of a provider where SIPGLASS_OIDC_ISSUER is; http_auth is neither" },
  { prefix: "auth_settings.token_expire", instead: "a session ends after a day without use, after 30 days at the latest, and after SIPGLASS_EXTERNAL_SESSION for users of elsewhere; API tokens end by their own date" },
  ...["auth_settings", "ldap_config"].flatMap((section) => [
    { prefix: `${section}.adminmode`, instead: "whoever is in no group that gives a role has SIPGLASS_LDAP_DEFAULT_ROLE; admin there is what adminmode was, and nobody has it by itself" },
    { prefix: `${section}.usermode`, instead: "whoever is in no group that gives a role has SIPGLASS_LDAP_DEFAULT_ROLE; support there is what usermode was, none lets nobody else in" },
  ]),
  { prefix: "auth_settings.", instead: "users sign in with their own passwords, by LDAP (SIPGLASS_LDAP_*) or by OpenID Connect (SIPGLASS_OIDC_*)" },
  { prefix: "ldap_config.", instead: "the directory is set by SIPGLASS_LDAP_*; who is in no group that gives a role has SIPGLASS_LDAP_DEFAULT_ROLE" },
  { prefix: "oauth2.", instead: "the OpenID provider is set by SIPGLASS_OIDC_*; its SIPGLASS_OIDC_ISSUER says the rest by itself" },
  { prefix: "http_auth.", instead: "passwords are sent to no web service of one's own: set SIPGLASS_OIDC_ISSUER or SIPGLASS_LDAP_URL to where these users are, with SIPGLASS_OIDC_ROLES or SIPGLASS_LDAP_ROLES, or add them (sipglass user add)" },
  { prefix: "influxdb_config.", instead: "the statistics panel is answered from the calls themselves" }, { prefix: "grafana_config.", instead: "dashboards of Grafana are opened in Grafana" },
  { prefix: "loki_config.", instead: "the Loki that is shown is set by SIPGLASS_LOKI_*" }, { prefix: "prometheus_config.", instead: "the Prometheus that is shown is set by SIPGLASS_PROMETHEUS_*" },
  { prefix: "decoder_shark.", instead: "captures are read by sipglass itself" }, { prefix: "swagger.", instead: "the API is described at /api/v1/docs" },
];

/** What the user is told about a variable that is no setting of ours; undefined when heplify-server has no such option either. */
export function heplifyInstead(variable: string): string | undefined {
  const option = variable.replace(/^HEPLIFYSERVER_/, "").toLowerCase();
  return HEPLIFY_OPTIONS[option];
}

/** The same about a key (lower case) of a file. */
export const keyInstead = (key: string): string | undefined => HEPLIFY_OPTIONS[key] ?? SECTIONS.find(({ prefix }) => key.startsWith(prefix))?.instead;
