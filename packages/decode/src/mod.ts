// @sipglass/decode: bytes → values. Pure: no I/O, no Node, no dependency; never throws on bytes from outside.
// hep/
export { formatIpv4, formatIpv6, parseIp } from "./hep/address.ts";
export { decodeHep } from "./hep/decode-hep.ts";
export type { HepPorts } from "./hep/hep3.ts";
export { encodeHep3, type EncodeHepOptions } from "./hep/encode-hep.ts";
export { withoutAuthKey } from "./hep/auth-key.ts";
export { createHepFramer, type HepFramer, type HepFramerOptions } from "./hep/framer.ts";
// sip/
export { parseSip, type ParseSipOptions } from "./sip/parse-sip.ts";
export { looksLikeSip, looksLikeSipAt } from "./sip/looks-like-sip.ts";
export { messagesIn, messagesOfCalls, messageText, splitMessages } from "./sip/split-messages.ts";
export { detached, toLatin1, utf8Text } from "./sip/latin1.ts";
export { longName } from "./sip/header-names.ts";
export { allHeaders, headerOf, headersOf, type Header } from "./sip/headers.ts";
export { bodyOf, bodyParts, type BodyPart } from "./sip/body.ts";
export { parseUri } from "./sip/uri.ts";
export { parseNameAddr, type NameAddr } from "./sip/name-addr.ts";
export { parseVia, type Via } from "./sip/via.ts";
export { parseAuth, type AuthHeader } from "./sip/auth.ts";
export { parseIdentity, type Claims, type PassportToken } from "./sip/passport.ts";
export { parseReason } from "./sip/reason.ts";
// sdp/
export { parseSdp } from "./sdp/parse-sdp.ts";
export type { Sdp, SdpCodec, SdpCrypto, SdpDirection, SdpFingerprint, SdpMedia, SdpOrigin } from "./sdp/sdp.ts";
// pcap/, ip/
export { captureFormat, createCaptureReader, type CaptureFormat, type CaptureReader, type FrameSink } from "./pcap/capture-reader.ts";
export { LINK_TYPE, type CaptureFrame } from "./pcap/link-type.ts";
export type { CaptureWriter } from "./pcap/capture-writer.ts";
export type { SkipReason } from "./pcap/exported-payload.ts";
export { createPcapWriter } from "./pcap/pcap-writer.ts";
export { createPcapngWriter, type PcapngWriterOptions } from "./pcap/pcapng-writer.ts";
export { createIpReader, type IpReader, type IpReaderOptions } from "./ip/ip-reader.ts";
export { readCapture, type CaptureContents, type ReadCaptureOptions } from "./ip/read-capture.ts";
// rtcp/
export { decodeRtcp } from "./rtcp/decode-rtcp.ts";
export { decodeRtcpJson, decodeRtcpPayload } from "./rtcp/decode-rtcp-json.ts";
export { encodeRtcp } from "./rtcp/encode-rtcp.ts";
export type { RtcpBlock, RtcpKind, RtcpReport, RtcpSender, RtcpXr, XrVoipMetrics } from "./rtcp/rtcp-report.ts";
// rtp/, reports/, isup/, logs/
export { decodeRtp, STATIC_PAYLOADS, type RtpHeader, type StaticPayload } from "./rtp/decode-rtp.ts";
export { decodeTelephoneEvent, type TelephoneEvent } from "./rtp/telephone-event.ts";
export { decodeReport } from "./reports/decode-report.ts";
export { decodeVqRtcpxr } from "./reports/vq-rtcpxr.ts";
export { decodeRtpStat } from "./reports/rtp-stat.ts";
export type { MediaReport, ReportSource, StreamReport } from "./reports/media-report.ts";
export { decodeIsup, type IsupMessage, type IsupParameter } from "./isup/decode-isup.ts";
export { decodeLog, LOG_LEVELS, type LogLevel, type LogLine } from "./logs/decode-log.ts";
