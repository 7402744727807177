// Call-IDs that B2BUAs make of the other leg's: with something before or behind it, or with another host.

/** A core shorter than this could be anything; with its host it may be shorter. */
const SHORTEST_CORE = 8;
const SHORTEST_BEFORE_HOST = 3;
const SHORTEST_WITH_HOST = 12;
const SHORTEST_LOCAL_PART = 6;
const MOST_CUTS = 3;
const LONGEST_AFFIX = 40;
const SEPARATORS = /[-_./~;|:#+=]+/g;

/** What may be the other leg's Call-ID, if this one was made of it by putting something before or behind. */
export function coresOf(callId: string): string[] {
  const at = callId.lastIndexOf("@");
  const local = at < 0 ? callId : callId.slice(0, at);
  const host = at < 0 ? "" : callId.slice(at);
  const cores = new Set<string>();
  const add = (core: string): void => {
    if (host !== "" && core.length >= SHORTEST_BEFORE_HOST && core.length + host.length >= SHORTEST_WITH_HOST) cores.add(core + host);
    if (core.length >= SHORTEST_CORE) cores.add(core);
  };
  const marks = [...local.matchAll(SEPARATORS)].filter(({ index }) => index > 0);
  for (const mark of marks.slice(0, MOST_CUTS - 1)) if (mark.index <= LONGEST_AFFIX) add(local.slice(mark.index + mark[0].length));
  for (const mark of marks.slice(-MOST_CUTS)) if (local.length - mark.index <= LONGEST_AFFIX) add(local.slice(0, mark.index));
  // Something behind the host, and a host put behind a Call-ID without one.
  const tail = host === "" ? -1 : host.search(/[_;~/|]/);
  if (tail > 0 && at + tail >= SHORTEST_CORE) cores.add(callId.slice(0, at + tail));
  if (host !== "" && local.length >= SHORTEST_CORE) cores.add(local);
  cores.delete(callId);
  return [...cores];
}

/** The part before the host when it can hardly be the same by chance; "" otherwise. */
export function localPartOf(callId: string): string {
  const at = callId.lastIndexOf("@");
  const local = at < 0 ? callId : callId.slice(0, at);
  return local.length >= SHORTEST_LOCAL_PART ? local : "";
}
