// An OpenID provider that a test makes lie: it describes itself rightly and then signs, or does not sign, whatever the test wants.
import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Lie {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  /** Signs with a key that the provider does not publish. */
  foreignKey?: boolean;
  /** Leaves the signature away. */
  unsigned?: boolean;
}

export interface FalseProvider {
  issuer: string;
  lie: Lie;
  /** What the last authorization request asked for: it is repeated in the token. */
  nonce: string;
  close(): void;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function idToken(key: KeyObject, claims: object, { header = {}, unsigned = false }: Lie): string {
  const signed = `${encode({ alg: "RS256", kid: "1", ...header })}.${encode(claims)}`;
  return `${signed}.${unsigned ? "" : createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
}

export async function startFalseProvider(clientId: string): Promise<FalseProvider> {
  const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const server = createServer((request, response) => {
    const nowS = Math.floor(Date.now() / 1000);
    const claims = {
      iss: it.issuer,
      aud: clientId,
      sub: "u-1",
      preferred_username: "nina",
      groups: ["noc"],
      nonce: it.nonce,
      iat: nowS,
      exp: nowS + 300,
    };
    const token = () => idToken(it.lie.foreignKey ? foreign.privateKey : own.privateKey, { ...claims, ...it.lie.claims }, it.lie);
    const answers: Record<string, () => object> = {
      "/.well-known/openid-configuration": () => ({
        issuer: it.issuer,
        authorization_endpoint: `${it.issuer}/auth`,
        token_endpoint: `${it.issuer}/token`,
        jwks_uri: `${it.issuer}/keys`,
        response_types_supported: ["code"],
        id_token_signing_alg_values_supported: ["RS256"],
      }),
      "/keys": () => ({ keys: [{ ...own.publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }] }),
      "/token": () => ({ access_token: "a", token_type: "Bearer", id_token: token() }),
    };
    const answer = answers[request.url ?? ""];
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const it: FalseProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: {},
    nonce: "",
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return it;
}
