// Signing in at an OpenID provider (OpenID Connect Core 1.0 §3.1, authorization code with PKCE). The library checks state, nonce, issuer,
// audience and times; signatures of ID tokens are checked against the provider's keys, though they come straight from it.
import * as client from "openid-client";
import { isSipglassError, SipglassError } from "@sipglass/model";
import { refusal, type ExternalPerson } from "../../state/external-users.ts";
import { USER_NAME } from "../../state/users.ts";
import { rightsOf, type GroupPolicy } from "./rights.ts";

export interface OidcOptions {
  issuer: string;
  clientId: string;
  /** "" for a public client: PKCE alone. */
  clientSecret: string;
  /** As the page calls it: "Sign in with NAME". */
  name: string;
  scopes: readonly string[];
  /** Claim that names the user here; the e-mail address is next in line when the provider has verified it. */
  usernameClaim: string;
  /** Claim with the groups; dots lead into objects (`realm_access.roles`). */
  groupsClaim: string;
  clockSkewS: number;
  policy: GroupPolicy;
}

/** What must be known again when the browser comes back. */
export interface OidcFlow {
  state: string;
  nonce: string;
  verifier: string;
  redirectUri: string;
  /** Path on our page. */
  returnTo: string;
}

export interface OidcProvider {
  name: string;
  /** Where to send the browser. */
  begin(target: Pick<OidcFlow, "redirectUri" | "returnTo">): Promise<{ url: string; flow: OidcFlow }>;
  /** `search` is what the provider sent back. `forbidden` or `unavailable` with `details.reason` when nobody is let in. */
  finish(search: string, flow: OidcFlow): Promise<{ person: ExternalPerson; idToken: string }>;
  /** Where the browser ends the session at the provider too; null when it has no such page. */
  endSessionUrl(idToken: string, backTo: string): Promise<string | null>;
}

type Claims = Readonly<Record<string, unknown>>;

const TIMEOUT_S = 10;
/** Providers change their keys, not their addresses; the library asks for new keys by itself. */
const DISCOVERY_AGE_MS = 3_600_000;

const away = (cause: unknown): SipglassError =>
  new SipglassError("unavailable", { reason: "provider_away" }, "The sign-in provider does not answer.", { cause });

/** A fault of what the provider said (which never lets in), or the provider not being there. */
function faultOf(error: unknown): SipglassError {
  if (isSipglassError(error)) return error as SipglassError;
  if (error instanceof client.AuthorizationResponseError && error.error === "access_denied")
    return new SipglassError("forbidden", { reason: "denied" }, "The sign-in provider did not let you in.", { cause: error });
  const { code } = error as { code?: string };
  if (error instanceof TypeError || code === "OAUTH_TIMEOUT") return away(error);
  return new SipglassError("forbidden", { reason: "not_verified" }, "The sign-in provider's answer could not be verified.", {
    cause: error,
  });
}

function authenticationOf(server: client.ServerMetadata, secret: string): client.ClientAuth {
  if (secret === "") return client.None();
  // OpenID Connect Discovery 1.0 §3: client_secret_basic is what a provider has that does not say.
  const known = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  return known.includes("client_secret_basic") ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
}

async function discover({ issuer, clientId, clientSecret, clockSkewS }: OidcOptions): Promise<client.Configuration> {
  // Plain HTTP only where the administrator wrote it: for a provider in the same closed network.
  const insecure = issuer.startsWith("http:") ? [client.allowInsecureRequests] : [];
  const found = await client.discovery(new URL(issuer), clientId, undefined, client.None(), { timeout: TIMEOUT_S, execute: insecure });
  const server = found.serverMetadata();
  const metadata = clientSecret === "" ? {} : { client_secret: clientSecret };
  const config = new client.Configuration(
    server,
    clientId,
    { ...metadata, [client.clockTolerance]: clockSkewS },
    authenticationOf(server, clientSecret),
  );
  config.timeout = TIMEOUT_S;
  for (const execute of [...insecure, client.enableNonRepudiationChecks]) execute(config);
  return config;
}

function claimAt(claims: Claims, path: string): unknown {
  if (path in claims) return claims[path];
  return path.split(".").reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? (at as Claims)[key] : undefined), claims);
}

/** A list, one name, or an object whose keys are the names. */
export function groupsOf(claims: Claims, path: string): string[] {
  const value = claimAt(claims, path);
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.filter((group) => typeof group === "string");
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** An address that nobody has verified is what its owner says of himself: it names nobody. */
export function nameOf(claims: Claims, usernameClaim: string): string {
  const usable = (name: string): string | undefined => {
    const value = claimAt(claims, name);
    if (name === "email" && claims["email_verified"] === false) return undefined;
    return typeof value === "string" && new RegExp(USER_NAME).test(value) ? value : undefined;
  };
  const name = usable(usernameClaim) ?? usable("email");
  if (name === undefined) throw refusal("name_unusable");
  return name;
}

function personOf(claims: client.IDToken & Claims, { usernameClaim, groupsClaim, policy }: OidcOptions): ExternalPerson {
  return {
    source: "oidc",
    subject: `${claims.iss} ${claims.sub}`,
    name: nameOf(claims, usernameClaim),
    displayName: typeof claims["name"] === "string" ? claims["name"].slice(0, 128) : "",
    ...rightsOf(groupsOf(claims, groupsClaim), policy),
  };
}

export function createOidc(options: OidcOptions): OidcProvider {
  let known: { config: Promise<client.Configuration>; untilMs: number } | undefined;
  const configuration = async (): Promise<client.Configuration> => {
    if (!known || known.untilMs < performance.now()) known = { config: discover(options), untilMs: performance.now() + DISCOVERY_AGE_MS };
    const { config } = known;
    return config.catch((error: unknown) => {
      if (known?.config === config) known = undefined;
      throw away(error);
    });
  };

  /** Many providers keep groups out of the ID token. */
  const completed = async (config: client.Configuration, claims: client.IDToken, accessToken: string): Promise<client.IDToken & Claims> => {
    const whole = claimAt(claims, options.usernameClaim) !== undefined && claimAt(claims, options.groupsClaim) !== undefined;
    if (whole || config.serverMetadata().userinfo_endpoint === undefined) return claims;
    return { ...(await client.fetchUserInfo(config, accessToken, claims.sub)), ...claims };
  };

  return {
    name: options.name || new URL(options.issuer).host,
    async begin(target) {
      const config = await configuration();
      const flow: OidcFlow = {
        ...target,
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: flow.redirectUri,
        scope: options.scopes.join(" "),
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: "S256",
      });
      return { url: url.href, flow };
    },
    async finish(search, { redirectUri, state, nonce, verifier }) {
      try {
        const config = await configuration();
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
        const tokens = await client.authorizationCodeGrant(config, new URL(`${redirectUri}${search}`), checks);
        const claims = tokens.claims();
        if (!claims) throw new SipglassError("forbidden", { reason: "not_verified" });
        return { person: personOf(await completed(config, claims, tokens.access_token), options), idToken: tokens.id_token ?? "" };
      } catch (error) {
        throw faultOf(error);
      }
    },
    async endSessionUrl(idToken, backTo) {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: backTo }).href;
    },
  };
}
