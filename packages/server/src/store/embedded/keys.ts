// Keys: 32-bit hashes of Call-IDs, ids and session ids. A column of small numbers is scanned thirty times faster than the texts; what it finds is
// compared with the text afterwards, so that a collision costs time and never an answer.
import { fold } from "@sipglass/model";

/** FNV-1a over UTF-16 units with the finisher of MurmurHash3; of the folded text, so that `callid:ABC` may use it too. Never 0: that means "none". */
export function keyOf(text: string): number {
  const folded = fold(text);
  let hash = 0x811c9dc5;
  for (let i = 0; i < folded.length; i++) hash = Math.imul(hash ^ folded.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) || 1;
}
