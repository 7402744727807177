// What the configuration says of getting in, as the parts that do it: OpenID provider, directory, certificate.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, unwatchFile, watchFile } from "node:fs";
import type { Server as TlsServer } from "node:https";
import type { TLSSocket } from "node:tls";
import { SipglassError } from "@sipglass/model";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { createDirectory } from "../serve/auth/directory.ts";
import { createOidc } from "../serve/auth/oidc.ts";
import type { AppOptions } from "../serve/app.ts";

const readPem = (path: string, setting: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new SipglassError("bad_config", {}, `${setting}: "${path}" cannot be read: ${(error as Error).message}`);
  }
};

function oidcOf(config: Config): Pick<AppOptions, "oidc"> {
  if (config.oidcIssuer === "") return {};
  const {
    oidcIssuer: issuer,
    oidcClientId: clientId,
    oidcClientSecret: clientSecret,
    oidcName: name,
    oidcScopes: scopes,
    oidcUsernameClaim: usernameClaim,
    oidcGroupsClaim: groupsClaim,
  } = config;
  const policy = {
    roles: config.oidcRoles,
    tenants: config.oidcTenants,
    defaultRole: config.oidcDefaultRole,
    newUsers: config.oidcNewUsers,
  };
  return {
    oidc: createOidc({
      issuer,
      clientId,
      clientSecret,
      name,
      scopes,
      usernameClaim,
      groupsClaim,
      clockSkewS: config.oidcClockSkewUs / 1e6,
      policy,
    }),
  };
}

function directoryOf(config: Config): Pick<AppOptions, "directory"> {
  if (config.ldapUrl.length === 0) return {};
  const ca = config.ldapCa === "" ? {} : { ca: readPem(config.ldapCa, "SIPGLASS_LDAP_CA") };
  const directory = createDirectory({
    urls: config.ldapUrl,
    startTls: config.ldapStartTls,
    tls: { ...ca, rejectUnauthorized: config.ldapVerify },
    bindDn: config.ldapBindDn,
    bindPassword: config.ldapBindPassword,
    userDn: config.ldapUserDn,
    base: config.ldapBase,
    userFilter: config.ldapUserFilter,
    usernameAttribute: config.ldapUsernameAttribute,
    nameAttribute: config.ldapNameAttribute,
    groupAttribute: config.ldapGroupAttribute,
    groupBase: config.ldapGroupBase,
    groupFilter: config.ldapGroupFilter,
    timeoutMs: config.ldapTimeoutUs / 1000,
    policy: { roles: config.ldapRoles, tenants: config.ldapTenants, defaultRole: config.ldapDefaultRole, newUsers: config.ldapNewUsers },
  });
  return { directory };
}

/** Certificate and key that belong together, or the reason why they do not. */
function readCertificate({ httpTlsCert, httpTlsKey }: Config): { cert: string; key: string } {
  const [cert, key] = [readPem(httpTlsCert, "SIPGLASS_HTTP_TLS_CERT"), readPem(httpTlsKey, "SIPGLASS_HTTP_TLS_KEY")];
  try {
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return { cert, key };
  } catch (error) {
    throw new SipglassError(
      "bad_config",
      {},
      `SIPGLASS_HTTP_TLS_CERT or SIPGLASS_HTTP_TLS_KEY is no PEM that can be read: ${(error as Error).message}`,
    );
  }
  throw new SipglassError("bad_config", {}, "SIPGLASS_HTTP_TLS_CERT and SIPGLASS_HTTP_TLS_KEY do not belong together.");
}

export function accessOf(config: Config): Partial<AppOptions> {
  return {
    ...oidcOf(config),
    ...directoryOf(config),
    basePath: config.basePath,
    publicUrl: config.publicUrl,
    ...(config.trustedProxies.length > 0 ? { trustProxy: config.trustedProxies } : {}),
    ...(config.httpTlsCert === "" ? {} : { tls: readCertificate(config) }),
  };
}

const LOOK_MS = 5_000;

/** Whoever renews the certificate need not restart us. Half a pair, written a moment before the other half, changes nothing. */
export function followCertificate(server: unknown, config: Config, log: Log): () => void {
  const tls = server as TlsServer;
  const renew = (): void => {
    try {
      tls.setSecureContext(readCertificate(config));
      log.info({ room: "serve" }, "the certificate was read again");
    } catch (error) {
      log.warn({ room: "serve" }, `The old certificate stays in use: ${(error as Error).message}`);
    }
  };
  const hint = ({ code }: Error & { code?: string }, socket: TLSSocket): void => {
    if (code === "ERR_SSL_HTTP_REQUEST")
      log.warn(
        { room: "serve", address: socket.remoteAddress },
        "somebody speaks plain HTTP here: the address begins with https://, or SIPGLASS_HTTP_REDIRECT sends him on",
      );
  };
  const files = [config.httpTlsCert, config.httpTlsKey];
  tls.on("tlsClientError", hint);
  for (const file of files) watchFile(file, { interval: LOOK_MS, persistent: false }, renew);
  return () => {
    tls.off("tlsClientError", hint);
    for (const file of files) unwatchFile(file, renew);
  };
}
