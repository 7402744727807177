// Digits that callers typed, hidden in what is shown: card numbers and PINs pass through SIP too. Each digit becomes `*`, so lengths,
// offsets and Content-Length stay true. Forms: application/dtmf-relay (`Signal=5`), application/dtmf (the body is the digit), Nortel's
// digits (`d=5`), KPML (RFC 4730: digits="123"), telephone-event bodies, and all of them inside multipart bodies.

const DIGITS = /[0-9A-Da-d*#]/g;
const CONTENT_TYPE = /^(?:content-type|c)[ \t]*:[ \t]*([^\r\n]+)/im;
const DTMF_TYPE = /^(?:application\/(?:dtmf(?:-relay)?|vnd\.nortelnetworks\.digits|kpml-response\+xml)|audio\/telephone-event)$/i;

const hide = (text: string): string => text.replace(DIGITS, "*");

/** What is written after `Signal=`, `d=`, `digits="…"`: the name stays, the digits go. */
const NAMED = /((?:^|[\r\n])[ \t]*(?:signal|d)[ \t]*[=:][ \t]*|\bdigits[ \t]*=[ \t]*["'])([^\r\n"'&]*)/gi;
const PLAIN_TYPE = /^(?:application\/dtmf|audio\/telephone-event)$/i;

/** A body inside a body is looked at so deep; nobody nests DTMF deeper. */
const MAX_DEPTH = 3;
const BOUNDARY = /^multipart\/[^\r\n]*?;[ \t]*boundary[ \t]*=[ \t]*"?([^\r\n";]{1,70})/i;

function maskBody(type: string, body: string): string {
  const named = body.replace(NAMED, (_all, name: string, digits: string) => name + hide(digits));
  // application/dtmf has the bare digit; some senders put relay form under that name, which is masked already.
  return PLAIN_TYPE.test(type) && named === body ? hide(body) : named;
}

/** The message with every digit event hidden; any other message unchanged. */
export function maskDigits(raw: string, depth = 0): string {
  const end = /\r?\n\r?\n/.exec(raw);
  if (!end) return raw;
  const bodyAt = end.index + end[0].length;
  const full = CONTENT_TYPE.exec(raw.slice(0, end.index))?.[1]?.trim() ?? "";
  const type = full.replace(/;.*/, "").trim();
  const boundary = depth < MAX_DEPTH ? BOUNDARY.exec(full)?.[1] : undefined;
  if (boundary !== undefined) {
    // Each part has headers and a body as a message has.
    return (
      raw.slice(0, bodyAt) +
      raw
        .slice(bodyAt)
        .split(`--${boundary}`)
        .map((part) => maskDigits(part, depth + 1))
        .join(`--${boundary}`)
    );
  }
  return DTMF_TYPE.test(type) ? raw.slice(0, bodyAt) + maskBody(type, raw.slice(bodyAt)) : raw;
}
