// Structured logs (pino): one line of JSON each, levels as words, room in every line. Secrets are never passed in.
import { pino, type Logger } from "pino";

export type Log = Logger;

export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"`, formatters: { level: (label) => ({ level: label }) } });
}
