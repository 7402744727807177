// A real OpenLDAP server in a folder of its own, on free ports and as whoever runs the test, with a few people and groups.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, until } from "./server-process.ts";

export const BASE = "dc=glass,dc=test";
export const READER = { dn: `cn=reader,${BASE}`, password: "reads everything" };
export const LDAP_PASSWORD = "see through it";
const SLAPD = "/usr/sbin/slapd";
/** Debian starts it as openldap; root is not needed, so the tests do not use it. */
const NOBODY = 65_534;

export interface Slapd {
  ldap: string;
  ldaps: string;
  /** Certificate of the authority that signed its own. */
  ca: string;
  /** Changes entries (LDIF). */
  modify(ldif: string): void;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): void;
}

const person = (uid: string, name: string): string =>
  `dn: uid=${uid},ou=people,${BASE}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: ${name}\nsn: ${name}\nuserPassword: ${LDAP_PASSWORD}\n`;
const group = (name: string, ...members: string[]): string =>
  [
    `dn: cn=${name},ou=groups,${BASE}`,
    "objectClass: groupOfNames",
    `cn: ${name}`,
    ...members.map((uid) => `member: uid=${uid},ou=people,${BASE}`),
    "",
  ].join("\n");

const ENTRIES = [
  `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\no: glass\ndc: glass\n`,
  `dn: ${READER.dn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${READER.password}\n`,
  ...["people", "groups"].map((ou) => `dn: ou=${ou},${BASE}\nobjectClass: organizationalUnit\nou: ${ou}\n`),
  person("nina", "Nina K."),
  person("otto", "Otto O."),
  person("anna", "Anna of the directory"),
  person("o*t(t)o", "Stars"),
  group("noc", "nina", "anna"),
  group("tenant-acme", "otto"),
  group("customers", "otto", "o*t(t)o"),
].join("\n");

const configuration = (folder: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
TLSCertificateFile ${folder}/server.pem
TLSCertificateKeyFile ${folder}/server.key
TLSCACertificateFile ${folder}/ca.pem
database mdb
suffix "${BASE}"
rootdn "cn=root,${BASE}"
rootpw rootpw
directory ${folder}/db
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${READER.dn}" read by self read by * none
`;

/** An authority and a certificate for 127.0.0.1 that it signed. */
export function makeCertificates(folder: string): void {
  const openssl = (...args: string[]): Buffer => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" }) as Buffer;
  const key = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];
  openssl("req", "-x509", ...key, "-subj", "/CN=test authority", "-keyout", "ca.key", "-out", "ca.pem");
  openssl(
    "req",
    "-x509",
    ...key,
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-subj",
    "/CN=127.0.0.1",
    "-addext",
    "subjectAltName=IP:127.0.0.1",
    "-keyout",
    "server.key",
    "-out",
    "server.pem",
  );
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true))
      .on("error", () => resolve(false))
      .on("close", () => socket.destroy());
    socket.on("connect", () => socket.end());
  });

export async function startSlapd(): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), "sipglass-slapd-"));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const [ldap, ldaps] = [`ldap://127.0.0.1:${port}`, `ldaps://127.0.0.1:${tlsPort}`];
  mkdirSync(join(folder, "db"));
  makeCertificates(folder);
  writeFileSync(join(folder, "slapd.conf"), configuration(folder));
  writeFileSync(join(folder, "entries.ldif"), ENTRIES);
  execFileSync("/usr/sbin/slapadd", ["-f", join(folder, "slapd.conf"), "-l", join(folder, "entries.ldif")], { stdio: "pipe" });
  const root = process.getuid?.() === 0;
  if (root)
    for (const path of [folder, ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))])
      chownSync(path, NOBODY, NOBODY);
  chmodSync(folder, 0o755);
  let stop = async (): Promise<void> => undefined;
  const start = async (): Promise<void> => {
    const child = spawn(SLAPD, ["-f", join(folder, "slapd.conf"), "-h", `${ldap} ${ldaps}`, "-d", "0"], {
      stdio: "ignore",
      ...(root ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    stop = async () => {
      child.kill("SIGTERM");
      await gone;
    };
    await until(
      () => isOpen(tlsPort),
      (open) => open,
    );
  };
  await start();
  return {
    ldap,
    ldaps,
    ca: join(folder, "ca.pem"),
    start,
    stop: () => stop(),
    modify: (ldif) =>
      void execFileSync("ldapmodify", ["-x", "-H", ldap, "-D", `cn=root,${BASE}`, "-w", "rootpw"], {
        input: ldif,
        stdio: ["pipe", "ignore", "pipe"],
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
