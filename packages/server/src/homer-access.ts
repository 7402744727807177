// Keys of homer-app's webapp_config.json that say something only together: its LDAP directory, its HTTPS port, its Prometheus and Loki. They
// become keys of our own file, and what is not taken over is left for the warnings.

interface Found {
  text: string;
  where: string;
}

const LDAP_PORT = "389";
const LDAPS_PORT = "636";

/** Group filters of homer-app have %s for the name, or for the user's entry when so switched. */
const groupFilter = (filter: string, byDn: boolean): string => (byDn ? filter.replaceAll("%s", "%d") : filter);

/** In homer-app every user sees every call: here that is support. */
const rolesOf = (adminGroup: string, userGroup: string): string =>
  [
    [adminGroup, "admin"],
    [userGroup, "support"],
  ]
    .filter(([group]) => group !== "")
    .map((pair) => pair.join("="))
    .join("; ");

/** Adds to the keys of a file (lower case) and takes away what was understood. */
export function takeHomerAccess(file: Map<string, Found>): void {
  const is = (key: string): boolean => file.get(key)?.text === "true";
  const take = (key: string): string => {
    const text = file.get(key)?.text ?? "";
    file.delete(key);
    return text;
  };
  const put = (key: string, text: string, where: string): void => {
    if (text !== "" && !file.has(key)) file.set(key, { text, where });
  };
  if (is("ldap_config.enable") || file.get("auth_settings.type")?.text === "ldap")
    takeDirectory({ is, take, put, where: file.get("ldap_config.host")?.where ?? "" });
  takeServices({ is, take, put, where: "" }, file);
  if (is("https_settings.enable")) {
    const where = file.get("https_settings.cert")?.where ?? "";
    put("http.tls_cert", take("https_settings.cert"), where);
    put("http.tls_key", take("https_settings.key"), where);
    const [host, port] = [take("https_settings.host"), take("https_settings.port")];
    file.delete("http_settings.port");
    put("http.listen", `${host || "0.0.0.0"}:${port || "443"}`, where);
    file.delete("https_settings.enable");
  }
}

interface Hand {
  is(key: string): boolean;
  take(key: string): string;
  put(key: string, text: string, where: string): void;
  where: string;
}

const SERVICES = [
  { section: "prometheus_config", name: "prometheus", api: "api/v1" },
  { section: "loki_config", name: "loki", api: "loki/api/v1" },
];

/** Prometheus and Loki: the path of their API belongs to them, what stands before it is a proxy's. */
function takeServices({ take, put }: Hand, file: ReadonlyMap<string, Found>): void {
  for (const { section, name, api } of SERVICES) {
    const of = (key: string): string => `${section}.${key}`;
    const where = file.get(of("host"))?.where ?? "";
    if (file.get(of("enable"))?.text === "false") {
      for (const key of SERVICE_KEYS) take(of(key));
      continue;
    }
    const [host, path] = [take(of("host")).replace(/\/+$/, ""), (take(of("api")) || api).replace(/^\/+|\/+$/g, "")];
    const before = path.endsWith(api) ? path.slice(0, -api.length).replace(/\/+$/, "") : "";
    put(`${name}.url`, host === "" || before === "" ? host : `${host}/${before}`, where);
    put(`${name}.user`, take(of("user")), where);
    put(`${name}.password`, take(of("pass")) || take(of("password")), where);
    for (const key of SERVICE_KEYS) if (key !== "template") take(of(key));
  }
}

/** What homer-app has there besides; the names of the paths of Loki are fixed. */
const SERVICE_KEYS = ["enable", "help", "host", "api", "user", "pass", "password", "param_query", "regexp", "template"];

function takeDirectory({ is, take, put, where }: Hand): void {
  const own = (key: string): string => take(`ldap_config.${key}`);
  const secure = is("ldap_config.usessl");
  const bindDn = is("ldap_config.anonymous") ? "" : own("binddn");
  const [userDn, base] = [own("userdn"), own("base")];
  put(
    "ldap.url",
    `${secure ? "ldaps" : "ldap"}://${own("host") || "localhost"}:${own("port") || (secure ? LDAPS_PORT : LDAP_PORT)}`,
    where,
  );
  put("ldap.start_tls", is("ldap_config.skiptls") ? "off" : "on", where);
  put("ldap.verify", is("ldap_config.skipverify") ? "off" : "on", where);
  put("ldap.bind_dn", bindDn, where);
  put("ldap.bind_password", own("bindpassword"), where);
  if (bindDn === "") put("ldap.user_dn", userDn, where);
  put("ldap.base", base, where);
  put("ldap.user_filter", own("userfilter"), where);
  put("ldap.group_base", base, where);
  put("ldap.group_filter", groupFilter(own("groupfilter"), is("ldap_config.usednforgroupsearch")), where);
  put("ldap.roles", rolesOf(own("admingroup"), own("usergroup")), where);
  for (const key of ["enable", "usessl", "skiptls", "skipverify", "anonymous", "usednforgroupsearch"]) own(key);
}
