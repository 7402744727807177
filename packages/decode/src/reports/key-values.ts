// `KEY=VALUE` lists as phones write them in headers and reports: separated by blanks, semicolons or commas, values quoted or with
// separators inside.

export type KeyValues = Map<string, string>;

/** Longer texts are no list of measures. */
const LARGEST = 16 * 1024;
const KEY = /(?:^|[;,])[ \t]*([A-Za-z][A-Za-z0-9_-]*)[ \t]*=/g;

/**
 * Lists between ";" or ",": a value reaches to the next separator that a key follows, because values themselves hold both
 * (`PL=0,0;RTPStat=RTP: 10 bytes; RTCP: 2 bytes`). Keys in upper case.
 */
export function separatedValues(text: string): KeyValues {
  const list = text.slice(0, LARGEST);
  const keys = [...list.matchAll(KEY)];
  return new Map(
    keys.map((key, i) => [
      key[1]!.toUpperCase(),
      list
        .slice(key.index + key[0].length, keys[i + 1]?.index)
        .replace(/[;,\s]+$/, "")
        .trim(),
    ]),
  );
}

const TOKEN = /([A-Za-z][A-Za-z0-9_-]*)=(?:"([^"]*)"|([^\s;]*))/g;

/** Lists between blanks, as RFC 6035 §4.6 has them; quotes allowed. Keys in upper case. */
export function spacedValues(text: string): KeyValues {
  return new Map([...text.slice(0, LARGEST).matchAll(TOKEN)].map((match) => [match[1]!.toUpperCase(), match[2] ?? match[3]!]));
}
