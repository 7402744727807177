// What a browser keeps for us in a cookie and can neither read nor change: encrypted with a key that lives as long as the process.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

export interface Seal<T> {
  close(value: T): string;
  /** null when it was not closed here, was changed, or is older than it may be. */
  open(text: string): T | null;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createSeal<T>(now: () => number, longestUs: number): Seal<T> {
  const key = randomBytes(32);
  return {
    close(value) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const text = Buffer.concat([cipher.update(JSON.stringify({ value, untilUs: now() + longestUs }), "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
    },
    open(text) {
      const bytes = Buffer.from(text, "base64url");
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES)).setAuthTag(
        bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
      );
      try {
        const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
        const { value, untilUs } = JSON.parse(plain) as { value: T; untilUs: number };
        return untilUs > now() ? value : null;
      } catch {
        return null;
      }
    },
  };
}
