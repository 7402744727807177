// The id of a call: 128 bits over what its first packet was, so that a rebuild from the archive gives the same id again.

/** 26 characters of [0-9a-v]. */
export function callIdentity(callId: string, timeUs: number, src: string, dst: string): string {
  return letters(hash128(`${callId}\n${timeUs}\n${src}\n${dst}`));
}

/** Four lanes of multiply and mix (as MurmurHash3 does), each fed by its neighbour. */
function hash128(text: string): [number, number, number, number] {
  let a = 0x6a09e667,
    b = 0xbb67ae85 | 0,
    c = 0x3c6ef372,
    d = 0xa54ff53a | 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 0x239b961b);
    b = c ^ Math.imul(b ^ code, 0xab0e9789);
    c = d ^ Math.imul(c ^ code, 0x38b34ae5);
    d = a ^ Math.imul(d ^ code, 0xa1e38b93);
  }
  a = finish(a ^ text.length);
  b = finish(b + a);
  c = finish(c + b);
  d = finish(d + c);
  return [a, b, c, d];
}

function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Five bits a letter: six letters of each word, and the two bits that each has left in the last two letters. */
function letters(words: [number, number, number, number]): string {
  const codes: number[] = [];
  for (const word of words) for (let shift = 2; shift < 32; shift += 5) codes.push(letter(word >>> shift));
  const [a, b, c, d] = words;
  codes.push(letter(((a & 3) << 2) | (b & 3)), letter(((c & 3) << 2) | (d & 3)));
  return String.fromCharCode(...codes);
}

/** 0–9, then a–v. */
const letter = (bits: number): number => ((bits &= 31) < 10 ? 48 + bits : 87 + bits);
