// Settings of how people get in: HTTPS, proxies in front, the path under which we live, the OpenID provider, the LDAP directory.
import type { Role } from "@sipglass/model";
import type { GroupRule } from "./serve/auth/rights.ts";
import { setting, type Setting } from "./setting.ts";
import {
  parseAddress,
  parseBasePath,
  parseDuration,
  parseFlag,
  parseGroupRules,
  parseList,
  parseNetworks,
  parseRole,
  parseRoleRules,
  parseLdapUrls,
  parseText,
  parseUrl,
  type Address,
  type Read,
} from "./setting-values.ts";

const text = (name: string, keys: readonly string[], help: string, usual = "") =>
  setting<string>({ ...named(name), keys, default: usual, parse: parseText, help });
const secret = (name: string, keys: readonly string[], help: string) => ({ ...text(name, keys, help), secret: true });
const switched = (name: string, keys: readonly string[], usual: boolean, help = "on or off.") =>
  setting<boolean>({ ...named(name), keys, default: usual, parse: parseFlag, help });
const duration = (name: string, keys: readonly string[], usual: number, help: string) =>
  setting<number>({ ...named(name), keys, default: usual, parse: parseDuration, help });
const list = (name: string, keys: readonly string[], usual: string[], help: string, parse: (value: string) => Read<string[]> = parseList) =>
  setting<string[]>({ ...named(name), keys, default: usual, parse, help });
const roles = (name: string, keys: readonly string[]) =>
  setting<GroupRule<Role>[]>({
    ...named(name),
    keys,
    default: [],
    parse: parseRoleRules,
    help: "GROUP=ROLE such as voice-noc=support, separated by commas, or by ; where names have commas.",
  });
const tenants = (name: string, keys: readonly string[]) =>
  setting<GroupRule[]>({
    ...named(name),
    keys,
    default: [],
    parse: parseGroupRules,
    help: "GROUP=TENANT such as tenant-*=*, separated by commas, or by ; where names have commas.",
  });
const role = (name: string, keys: readonly string[]) =>
  setting<Role | null>({ ...named(name), keys, default: null, parse: parseRole, help: "admin, support, customer, readonly, or none." });

/** `ldap-base` → `--ldap-base` and `SIPGLASS_LDAP_BASE`. */
function named(flag: string): { flag: string; env: string } {
  return { flag, env: `SIPGLASS_${flag.toUpperCase().replaceAll("-", "_")}` };
}

const HOUR_US = 3_600e6;

export const ACCESS_SETTINGS = {
  httpTlsCert: text("http-tls-cert", ["http.tls_cert"], "PEM file with the certificate chain; read again when it changes."),
  httpTlsKey: text("http-tls-key", ["http.tls_key"], "PEM file with the private key."),
  httpRedirect: setting<Address | null>({
    ...named("http-redirect"),
    keys: ["http.redirect"],
    default: null,
    parse: parseAddress,
    help: "host:port on which plain HTTP is sent on to HTTPS, or off.",
  }),
  trustedProxies: list("trusted-proxies", ["http.trusted_proxies"], [], "Addresses or networks, separated by commas.", parseNetworks),
  basePath: setting<string>({
    ...named("base-path"),
    keys: ["http.base_path"],
    default: "",
    parse: parseBasePath,
    help: "A path such as /voice.",
  }),
  publicUrl: setting<string>({
    ...named("public-url"),
    keys: ["http.public_url"],
    default: "",
    parse: (value) => parseUrl(value, ["https:", "http:"]),
    help: "The address of the page, such as https://voice.example.com/voice.",
  }),
  homerUiUrl: setting<string>({
    ...named("homer-ui-url"),
    keys: ["homer_ui_url"],
    default: "",
    parse: (value) => parseUrl(value, ["https:", "http:"]),
    help: "The address of a homer-ui, to which an OpenID sign-in begun there leads back.",
  }),
  externalSessionUs: duration("external-session", ["external_session"], 12 * HOUR_US, "A duration such as 12h."),

  oidcIssuer: setting<string>({
    ...named("oidc-issuer"),
    keys: ["oidc.issuer"],
    default: "",
    parse: (value) => parseUrl(value, ["https:", "http:"]),
    help: "The provider's https:// address, whose /.well-known/openid-configuration describes it.",
  }),
  oidcClientId: text("oidc-client-id", ["oidc.client_id", "oauth2.client_id"], "The name under which the provider knows sipglass."),
  oidcClientSecret: secret(
    "oidc-client-secret",
    ["oidc.client_secret", "oauth2.client_secret"],
    "What the provider gave along with the client id; empty for a public client.",
  ),
  oidcName: text("oidc-name", ["oidc.name", "oauth2.provider_name"], "As the page calls it: Sign in with NAME."),
  oidcScopes: list(
    "oidc-scopes",
    ["oidc.scopes", "oauth2.scope"],
    ["openid", "profile", "email"],
    "Scopes separated by commas; openid among them.",
  ),
  oidcUsernameClaim: text("oidc-username-claim", ["oidc.username_claim"], "A claim.", "preferred_username"),
  oidcGroupsClaim: text("oidc-groups-claim", ["oidc.groups_claim"], "A claim; dots lead into objects.", "groups"),
  oidcRoles: roles("oidc-roles", ["oidc.roles"]),
  oidcTenants: tenants("oidc-tenants", ["oidc.tenants"]),
  oidcDefaultRole: role("oidc-default-role", ["oidc.default_role"]),
  oidcNewUsers: switched("oidc-new-users", ["oidc.new_users"], true),
  oidcClockSkewUs: duration("oidc-clock-skew", ["oidc.clock_skew"], 30e6, "A duration such as 30s."),

  ldapUrl: list("ldap-url", ["ldap.url"], [], "ldap://host or ldaps://host, several separated by commas.", parseLdapUrls),
  ldapStartTls: switched("ldap-start-tls", ["ldap.start_tls"], true, "on or off; off sends passwords in the clear over ldap://."),
  ldapCa: text("ldap-ca", ["ldap.ca"], "PEM file of the authority that signs the directory's certificate."),
  ldapVerify: switched("ldap-verify", ["ldap.verify"], true, "on or off; off takes any certificate."),
  ldapBindDn: text("ldap-bind-dn", ["ldap.bind_dn"], "Account for searching; empty binds anonymously."),
  ldapBindPassword: secret("ldap-bind-password", ["ldap.bind_password"], "Its password."),
  ldapUserDn: text("ldap-user-dn", ["ldap.user_dn"], "uid=%s,ou=people,dc=example,dc=com, or %s@example.com."),
  ldapBase: text("ldap-base", ["ldap.base"], "Where users are searched: ou=people,dc=example,dc=com."),
  ldapUserFilter: text("ldap-user-filter", ["ldap.user_filter"], "A filter with %s for the name.", "(uid=%s)"),
  ldapUsernameAttribute: text("ldap-username-attribute", ["ldap.username_attribute"], "An attribute.", "uid"),
  ldapNameAttribute: text("ldap-name-attribute", ["ldap.name_attribute"], "An attribute.", "cn"),
  ldapGroupAttribute: text("ldap-group-attribute", ["ldap.group_attribute"], "An attribute.", "memberOf"),
  ldapGroupBase: text("ldap-group-base", ["ldap.group_base"], "ou=groups,dc=example,dc=com."),
  ldapGroupFilter: text(
    "ldap-group-filter",
    ["ldap.group_filter"],
    "A filter with %d for the user's entry, %s for the name.",
    "(|(member=%d)(uniqueMember=%d)(memberUid=%s))",
  ),
  ldapRoles: roles("ldap-roles", ["ldap.roles"]),
  ldapTenants: tenants("ldap-tenants", ["ldap.tenants"]),
  ldapDefaultRole: role("ldap-default-role", ["ldap.default_role"]),
  ldapNewUsers: switched("ldap-new-users", ["ldap.new_users"], true),
  ldapTimeoutUs: duration("ldap-timeout", ["ldap.timeout"], 5e6, "A duration such as 5s."),
};

type AccessSettings = { readonly [K in keyof typeof ACCESS_SETTINGS]: (typeof ACCESS_SETTINGS)[K] extends Setting<infer T> ? T : never };

/** Faults that only several settings together show. */
export function accessFaults(settings: AccessSettings): { where: string; problem: string; help: string }[] {
  const { httpTlsCert, httpTlsKey, httpRedirect, publicUrl, basePath, oidcIssuer, oidcClientId, ldapUrl, ldapUserDn, ldapBase } = settings;
  const faults: { where: string; problem: string; help: string }[] = [];
  const check = (wrong: boolean, where: string, problem: string, help: string): void =>
    void (wrong && faults.push({ where, problem, help }));
  check(
    httpTlsCert !== "" && httpTlsKey === "",
    "SIPGLASS_HTTP_TLS_KEY",
    "is missing beside the certificate",
    "Name the PEM file with its private key.",
  );
  check(
    httpTlsCert === "" && httpTlsKey !== "",
    "SIPGLASS_HTTP_TLS_CERT",
    "is missing beside the key",
    "Name the PEM file with the certificate chain.",
  );
  check(
    httpRedirect !== null && httpTlsCert === "",
    "SIPGLASS_HTTP_REDIRECT",
    "leads to HTTPS, which is off",
    "Set SIPGLASS_HTTP_TLS_CERT and SIPGLASS_HTTP_TLS_KEY too.",
  );
  check(
    publicUrl !== "" && new URL(publicUrl).pathname.replace(/\/$/, "") !== basePath,
    "SIPGLASS_PUBLIC_URL",
    "does not end with the base path",
    "Write both alike: https://voice.example.com/voice and /voice.",
  );
  check(
    oidcIssuer !== "" && oidcClientId === "",
    "SIPGLASS_OIDC_CLIENT_ID",
    "is missing beside the issuer",
    "Register sipglass at the provider; it gives the id.",
  );
  check(
    ldapUrl.length > 0 && ldapBase === "" && !ldapUserDn.includes("="),
    "SIPGLASS_LDAP_BASE",
    "is missing beside the address",
    "Say where users are searched: ou=people,dc=example,dc=com.",
  );
  return faults;
}

/** What is allowed and should be known. */
export function accessWarnings({
  oidcIssuer,
  oidcClientId,
  oidcRoles,
  oidcDefaultRole,
  ldapUrl,
  ldapStartTls,
  ldapVerify,
  ldapRoles,
  ldapDefaultRole,
}: AccessSettings): string[] {
  const nobody = (way: string): string =>
    `Neither SIPGLASS_${way}_ROLES nor SIPGLASS_${way}_DEFAULT_ROLE is set: only users who were added before can sign in there.`;
  return [
    ...(oidcClientId !== "" && oidcIssuer === "" ? ["The OpenID provider is not asked: set SIPGLASS_OIDC_ISSUER to its address."] : []),
    ...(oidcIssuer.startsWith("http:") ? ["SIPGLASS_OIDC_ISSUER is plain http: whoever is on the way can sign in as anybody."] : []),
    ...(oidcIssuer !== "" && oidcRoles.length === 0 && oidcDefaultRole === null ? [nobody("OIDC")] : []),
    ...(ldapUrl.some((url) => url.startsWith("ldap:")) && !ldapStartTls
      ? ["SIPGLASS_LDAP_START_TLS is off: passwords go to the directory in the clear."]
      : []),
    ...(ldapUrl.length > 0 && !ldapVerify ? ["SIPGLASS_LDAP_VERIFY is off: whoever answers in the directory's place is believed."] : []),
    ...(ldapUrl.length > 0 && ldapRoles.length === 0 && ldapDefaultRole === null ? [nobody("LDAP")] : []),
  ];
}
