// Random secrets that are shown once and stored as a hash, and random ids. 256 random bits need no slow hash: there is nothing to guess.
import { createHash, randomBytes, randomInt } from "node:crypto";

/** `sgs_…` for sessions, `sga_…` for API tokens, `sgl_…` for links that are shared: a secret scanner can tell them, and so can the authenticator. */
export type SecretKind = "sgs" | "sga" | "sgl";

export const newSecret = (kind: SecretKind): string => `${kind}_${randomBytes(32).toString("base64url")}`;

export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

export const newId = (): string => randomBytes(10).toString("hex");

/** No characters that people mistake for one another; 20 of 54 are 115 bits. */
const READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

export const newPassword = (length = 20): string => Array.from({ length }, () => READABLE[randomInt(READABLE.length)]).join("");
