// A SIP message under other names: start line, headers, body; Content-Length follows the body, and what was wrong with it stays as wrong.
import { maskDigits } from "../dtmf.ts";
import { anonymousHeader, anonymousStartLine } from "./headers.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import { anonymousSdp } from "./sdp.ts";

const BLANK_LINE = /\r?\n\r?\n/;
const CONTENT_LENGTH = /^((?:content-length|l)[ \t]*:[ \t]*)(\d+)/im;
const CONTENT_TYPE = /^((?:content-type|c)[ \t]*:[ \t]*)([^\r\n]*)/im;
const BOUNDARY = /boundary[ \t]*=[ \t]*"?([^";\r\n]{1,70})/i;

export function anonymousMessage(text: string, names: Pseudonyms): string {
  const withoutDigits = maskDigits(text);
  const end = BLANK_LINE.exec(withoutDigits);
  const head = end === null ? withoutDigits : withoutDigits.slice(0, end.index);
  const blank = end?.[0] ?? "";
  const body = end === null ? "" : withoutDigits.slice(end.index + blank.length);
  const made = anonymousBody(CONTENT_TYPE.exec(head)?.[2] ?? "", body, names);
  const [start = "", ...headers] = linesOf(head);
  const lines = [anonymousStartLine(start, names), ...headers.map((line) => anonymousHeader(line, names))].join("\r\n");
  const typed = made.type === undefined ? lines : lines.replace(CONTENT_TYPE, `$1${made.type}`);
  return (
    typed.replace(
      CONTENT_LENGTH,
      (_all, name: string, length: string) => name + String(Math.max(0, Number(length) + made.text.length - body.length)),
    ) +
    blank +
    made.text
  );
}

/** A line that begins with a blank continues the one before (RFC 3261 §7.3.1). */
const linesOf = (head: string): string[] => head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);

interface Body {
  text: string;
  /** Its new Content-Type, when it is not what it was any more. */
  type?: string;
}

function anonymousBody(type: string, body: string, names: Pseudonyms, depth = 0): Body {
  const [media = ""] = type.toLowerCase().split(";");
  const boundary = BOUNDARY.exec(type)?.[1];
  if (body.trim() === "") return { text: body };
  if (media.startsWith("multipart/") && boundary !== undefined && depth < 3) return { text: multipart(body, boundary, names, depth) };
  if (media === "application/sdp" || (media === "" && body.startsWith("v=0"))) return { text: anonymousSdp(body, names) };
  if (media.startsWith("message/sip")) return { text: anonymousMessage(body, names) };
  if (media === "application/dtmf-relay" || media === "application/dtmf") return { text: body };
  if (media === "application/vq-rtcpxr" || media === "application/simple-message-summary")
    return { text: body.replace(/[^\r\n]+/g, (line) => reportLine(line, names)) };
  // What people wrote to each other, presence, ISUP in bytes: nobody can say which word of it is a name.
  return { text: `${body.length} bytes of ${media || "a body"}, left out: this export is anonymous\r\n`, type: "text/plain" };
}

/** `Name: value` of RFC 6035 and RFC 3842: metrics and counts stay, whoever and wherever is named does not. */
function reportLine(line: string, names: Pseudonyms): string {
  const [, name, value = ""] = /^([\w-]+[ \t]*:)(.*)$/.exec(line) ?? [];
  if (name === undefined) return names.opaque(line);
  if (/\bsips?:|tel:/i.test(value)) return name + value.replace(/\b(sips?|tel):[^\s<>"]+/gi, (uri) => names.freeText(uri));
  if (/^(?:call-?id|.*id|.*tag|.*group)[ \t]*:$/i.test(name)) return name + names.opaque(value);
  return name + names.freeText(value);
}

function multipart(body: string, boundary: string, names: Pseudonyms, depth: number): string {
  const parts = body.split(`--${boundary}`);
  return parts
    .map((part, i) => {
      const end = BLANK_LINE.exec(part);
      if (i === 0 || i === parts.length - 1 || end === null) return part.trim() === "" || part.startsWith("--") ? part : "\r\n";
      const head = part.slice(0, end.index);
      const made = anonymousBody(CONTENT_TYPE.exec(head)?.[2] ?? "", part.slice(end.index + end[0].length), names, depth + 1);
      const typed = made.type === undefined ? head : head.replace(CONTENT_TYPE, `$1${made.type}`);
      return (
        typed.replace(
          /^(content-id|content-description)([ \t]*:)(.*)$/gim,
          (_all, name: string, colon: string, value: string) => name + colon + names.opaque(value),
        ) +
        end[0] +
        made.text
      );
    })
    .join(`--${boundary}`);
}
