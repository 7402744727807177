// One SIP message as decoded. The fields that tracking needs are eager; everything else is read from `text` on demand.

export interface SipUri {
  /** Lower case: sip, sips, tel, urn, … */
  scheme: string;
  /** Unescaped user part, without password and parameters; for tel: the number. */
  user: string;
  /** Host without brackets, lower case; "" for tel:. */
  host: string;
  port: number;
  /** Everything after the host as written: `;transport=tcp?Subject=x`. */
  parameters: string;
}

/** RFC 4475-style defects that do not stop us from keeping the message. */
export const DEFECTS = [
  "missing_call_id", "missing_cseq", "missing_from", "missing_to", "missing_via", "bad_start_line", "bad_version", "bad_method", "bad_request_uri",
  "bad_status_code", "cseq_method_mismatch", "bad_cseq", "bad_from", "bad_to", "bad_contact", "bad_via", "bad_max_forwards", "bad_expires",
  "content_length_too_large", "content_length_negative", "content_length_conflict", "content_length_too_small", "no_header_end",
  "duplicate_header", "bad_date", "unknown_scheme", "bad_escape", "unbalanced_quotes", "control_character", "line_feed_only", "extra_start_line_space", "whitespace_in_uri", "bad_sdp",
] as const;
export type Defect = (typeof DEFECTS)[number];

export interface SipMessage {
  isRequest: boolean;
  /** Method of the request as sent (case kept: methods are case sensitive, RFC 3261 §7.1); "" for responses. */
  method: string;
  requestUri: string;
  /** 0 for requests. */
  statusCode: number;
  reasonPhrase: string;
  /** "" when missing: kept and searchable all the same. */
  callId: string;
  cseq: number;
  cseqMethod: string;
  /** Header values as written (unfolded): From, To. */
  from: string;
  to: string;
  fromTag: string;
  toTag: string;
  /** branch of the topmost Via; "" when missing. */
  branch: string;
  /** sent-by of the topmost Via. */
  viaSentBy: string;
  /** Number of Via values. */
  viaCount: number;
  contentType: string;
  /** Latin-1 text of the whole message: one character a byte, so offsets are byte offsets. */
  text: string;
  /** Offset of the first byte after the start line. */
  headersAt: number;
  /** Offset of the body; equals text.length when there is none. */
  bodyAt: number;
  /** Exclusive end of this message in `text` (Content-Length over TCP; several messages in one payload). */
  endAt: number;
  defects: Defect[];
}
