// Datagrams that the kernel threw away because our receive buffer was full: last column of /proc/net/udp and udp6 (Linux; elsewhere 0).
import { readFileSync } from "node:fs";

export function readKernelDrops(port: number, files = ["/proc/net/udp", "/proc/net/udp6"]): number {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  let drops = 0;
  for (const file of files) {
    for (const line of linesOf(file)) {
      const columns = line.trim().split(/\s+/);
      if (columns[1]?.endsWith(wanted)) drops += Number(columns.at(-1)) || 0;
    }
  }
  return drops;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").slice(1);
  } catch {
    // Not Linux, or /proc is hidden: nothing can be known.
    return [];
  }
}
