// A password that an administrator hands on: random, without characters that people mistake for one another.

const READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH = 16;

/** Bytes at or above the greatest multiple are left out, so that every character is as likely. */
export function newPassword(): string {
  const fair = 256 - (256 % READABLE.length);
  const bytes = [...crypto.getRandomValues(new Uint8Array(LENGTH * 4))].filter((byte) => byte < fair);
  return bytes
    .slice(0, LENGTH)
    .map((byte) => READABLE[byte % READABLE.length])
    .join("");
}
