// Who holds a port of this machine: asked by trying it, named by /proc where that may be read.
import { createSocket } from "node:dgram";
import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { basename } from "node:path";

export type Protocol = "udp" | "tcp";

export interface PortState {
  state: "free" | "taken" | "forbidden";
  owner?: { pid: number; name: string; command: string };
}

export async function portState(protocol: Protocol, port: number): Promise<PortState> {
  const code = await (protocol === "udp" ? tryUdp(port) : tryTcp(port));
  if (code === "") return { state: "free" };
  if (code === "EACCES") return { state: "forbidden" };
  const owner = await ownerOf(protocol, port).catch(() => undefined);
  return { state: "taken", ...(owner === undefined ? {} : { owner }) };
}

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "unknown");

function tryTcp(port: number): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(codeOf(error)));
    server.listen({ port, host: "0.0.0.0", exclusive: true }, () => server.close(() => resolve("")));
  });
}

function tryUdp(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", (error) => {
      socket.close();
      resolve(codeOf(error));
    });
    socket.bind({ port, address: "0.0.0.0", exclusive: true }, () => socket.close(() => resolve("")));
  });
}

const TCP_LISTEN = "0A";

/** Inodes of sockets bound to the port, from the text of /proc/net/{tcp,udp}{,6}. */
export function inodesOf(table: string, protocol: Protocol, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").slice(1).flatMap((line) => {
    const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
    return local.endsWith(suffix) && (protocol === "udp" || state === TCP_LISTEN) && inode !== "0" && inode !== "" ? [inode] : [];
  });
}

async function ownerOf(protocol: Protocol, port: number): Promise<PortState["owner"]> {
  const tables = await Promise.all(["", "6"].map((family) => readFile(`/proc/net/${protocol}${family}`, "latin1").catch(() => "")));
  const sockets = new Set(tables.flatMap((table) => inodesOf(table, protocol, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    if (await holds(pid, sockets)) return describe(pid);
  }
  return undefined;
}

async function holds(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  // Other users' processes may not be looked into, and processes end while we look.
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const name of names) if (sockets.has(await readlink(`/proc/${pid}/fd/${name}`).catch(() => ""))) return true;
  return false;
}

async function describe(pid: string): Promise<NonNullable<PortState["owner"]>> {
  const [thread, line] = await Promise.all([readFile(`/proc/${pid}/comm`, "utf8").catch(() => "?"), readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")]);
  // comm names the main thread, which Node calls "MainThread": the program's own name says more.
  const [program = ""] = line.split("\0");
  return { pid: Number(pid), name: basename(program) || thread.trim(), command: line.replaceAll("\0", " ").trim() };
}
