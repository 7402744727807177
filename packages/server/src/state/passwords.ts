// Passwords as stored: argon2id in the PHC string form. bcrypt hashes (`$2a$`, `$2b$`, `$2y$`) from Homer are accepted and reported as
// outdated, so that a sign-in can replace them. Hashing runs on the thread pool of Node, at most four at once, so memory is bounded.
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import bcrypt from "bcryptjs";

const derive = promisify(argon2);

/** OWASP password storage cheat sheet: argon2id with 19 MiB, 2 passes, 1 lane. */
export interface Argon2Cost {
  memoryKiB: number;
  passes: number;
  parallelism: number;
}
export const DEFAULT_COST: Argon2Cost = { memoryKiB: 19_456, passes: 2, parallelism: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** A longer password only costs time to hash: refused before. */
export const MAX_PASSWORD_BYTES = 1024;

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;
const BCRYPT = /^\$2[aby]\$(0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}$/;

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");

function argon2id(password: string, salt: Uint8Array, cost: Argon2Cost, tagLength: number): Promise<Buffer> {
  return derive("argon2id", {
    message: password,
    nonce: salt,
    parallelism: cost.parallelism,
    tagLength,
    memory: cost.memoryKiB,
    passes: cost.passes,
  });
}

export async function hashPassword(password: string, cost: Argon2Cost = DEFAULT_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await argon2id(password, salt, cost, HASH_BYTES);
  return `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Is this a hash that `verifyPassword` can check? */
export const isPasswordHash = (hash: string): boolean => PHC.test(hash) || BCRYPT.test(hash);

export interface Verdict {
  ok: boolean;
  /** True when the right password should be hashed again with today's algorithm and cost. */
  outdated: boolean;
}

export async function verifyPassword(password: string, hash: string, cost: Argon2Cost = DEFAULT_COST): Promise<Verdict> {
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return { ok: false, outdated: false };
  if (BCRYPT.test(hash)) return { ok: await bcrypt.compare(password, hash), outdated: true };
  const match = PHC.exec(hash);
  if (!match) return { ok: false, outdated: false };
  const used: Argon2Cost = { memoryKiB: Number(match[1]), passes: Number(match[2]), parallelism: Number(match[3]) };
  const wanted = Buffer.from(match[5] ?? "", "base64");
  const found = await argon2id(password, Buffer.from(match[4] ?? "", "base64"), used, wanted.length);
  const outdated = used.memoryKiB !== cost.memoryKiB || used.passes !== cost.passes || used.parallelism !== cost.parallelism;
  return { ok: timingSafeEqual(wanted, found), outdated };
}
