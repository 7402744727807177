// The real server over HTTPS, below a base path, behind a proxy that it trusts and one that it does not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync } from "node:fs";
import { request as plain } from "node:http";
import { request, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { PeerCertificate, TLSSocket } from "node:tls";
import { hasProgram } from "./hep-frames.ts";
import { freePort, PASSWORD, startServer, until, type ServerProcess } from "./server-process.ts";

const missing = hasProgram("openssl") ? undefined : "not installed: openssl";
const options = { skip: missing ?? false, timeout: 120_000 };
const files = mkdtempSync(join(tmpdir(), "sipglass-https-"));
let server: ServerProcess;
let httpPort = 0;
let redirectPort = 0;

/** A certificate of its own for localhost. */
function makeCertificate(name: string): void {
  const out = ["-keyout", join(files, `${name}.key`), "-out", join(files, `${name}.pem`)];
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-addext",
      "subjectAltName=DNS:localhost",
      ...out,
    ],
    { stdio: "ignore" },
  );
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  commonName: string;
}

function ask(
  path: string,
  { headers = {}, body = "", method = "GET" }: { headers?: Record<string, string>; body?: string; method?: string } = {},
): Promise<Answer> {
  const how: RequestOptions = { host: "127.0.0.1", port: httpPort, path, method, headers, rejectUnauthorized: false, agent: false };
  return new Promise((resolve, reject) => {
    const asked = request(how, (answer) => {
      const certificate: PeerCertificate = (answer.socket as TLSSocket).getPeerCertificate();
      answer
        .resume()
        .on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, commonName: [certificate.subject.CN].flat()[0] ?? "" }),
        );
    });
    asked.on("error", reject).end(body);
  });
}

before(async () => {
  if (missing !== undefined) return;
  makeCertificate("first");
  makeCertificate("second");
  for (const kind of ["pem", "key"]) copyFileSync(join(files, `first.${kind}`), join(files, `used.${kind}`));
  [httpPort, redirectPort] = [await freePort(), await freePort()];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  server = await startServer({
    ports: { hep: await freePort(), http: httpPort },
    scheme: "https",
    environment: {
      SIPGLASS_HTTP_TLS_CERT: join(files, "used.pem"),
      SIPGLASS_HTTP_TLS_KEY: join(files, "used.key"),
      SIPGLASS_HTTP_REDIRECT: `127.0.0.1:${redirectPort}`,
      SIPGLASS_BASE_PATH: "/voice",
      SIPGLASS_TRUSTED_PROXIES: "127.0.0.1",
    },
  });
});
after(async () => {
  await server?.kill();
  server?.remove();
});

test("the port speaks HTTPS; the cookie is Secure and belongs to the base path", options, async () => {
  const login = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "admin", password: PASSWORD }),
  };
  const { status, headers } = await ask("/voice/api/v1/auth/login", login);
  assert.equal(status, 200);
  assert.match(String(headers["set-cookie"]), /Path=\/voice; HttpOnly; Secure; SameSite=Lax/);
});

test("plain HTTP beside it leads to HTTPS; plain HTTP on its port is said in the log", options, async () => {
  const location = await new Promise((resolve, reject) =>
    plain(
      { host: "127.0.0.1", port: redirectPort, path: "/voice/calls?q=1", headers: { host: `localhost:${redirectPort}` }, agent: false },
      (answer) => resolve([answer.statusCode, answer.resume().headers.location]),
    )
      .on("error", reject)
      .end(),
  );
  assert.deepEqual(location, [308, `https://localhost:${httpPort}/voice/calls?q=1`]);
  await new Promise((resolve) =>
    plain({ host: "127.0.0.1", port: httpPort, agent: false }).on("error", resolve).on("response", resolve).end(),
  );
  await until(
    async () => server.output(),
    (output) => output.includes("somebody speaks plain HTTP here"),
  );
});

test("an address behind a trusted proxy is the one that it names", options, async () => {
  const headers = {
    authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString("base64")}`,
    "x-forwarded-for": "203.0.113.7",
    "content-type": "application/json",
  };
  await ask("/voice/api/v1/auth/login", { method: "POST", headers, body: JSON.stringify({ username: "admin", password: "wrong" }) });
  const { items } = await server.get<{ items: { action: string; address: string }[] }>("audit?action=sign_in_refused");
  assert.deepEqual(
    items.map(({ address }) => address),
    ["203.0.113.7"],
  );
});

test("a renewed certificate is used without a restart, and half a pair is not", options, async () => {
  assert.equal((await ask("/health")).commonName, "first");
  copyFileSync(join(files, "second.pem"), join(files, "used.pem"));
  await until(
    async () => server.output(),
    (output) => output.includes("The old certificate stays in use"),
  );
  assert.equal((await ask("/health")).commonName, "first");
  copyFileSync(join(files, "second.key"), join(files, "used.key"));
  await until(
    () => ask("/health"),
    ({ commonName }) => commonName === "second",
  );
});
