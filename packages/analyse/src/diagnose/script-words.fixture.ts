// How a line of a case script is taken apart: words, options with values in parentheses, headers behind bars. Grammar in case.fixture.ts.

export interface ScriptLine {
  /** `~`: it happened, but nobody captured it. */
  unseen: boolean;
  /** Absolute (`@`) or after the line before (`+`); µs. */
  time: { from: "start" | "before"; us: number } | undefined;
  from: string;
  to: string;
  /** A method, a code, RTCP or LOG. */
  what: string;
  options: Map<string, string>;
  /** Several of one name are kept. */
  headers: [name: string, value: string][];
  /** Of RTCP and LOG: everything behind the word. */
  rest: string;
}

export function scriptLine(text: string): ScriptLine {
  const [head = "", ...headers] = text.split(/\s+\|\s+/);
  const words = wordsOf(head);
  const unseen = words[0] === "~";
  if (unseen) words.shift();
  const time = /^[@+]/.test(words[0] ?? "") ? timeOf(words.shift() ?? "") : undefined;
  const ends = /^(\w+)>(\w+)$/.exec(words.shift() ?? "");
  const what = words.shift();
  if (ends === null || what === undefined) throw new Error(`case script: not understood: ${text}`);
  const at = head.indexOf(` ${what} `);
  return {
    unseen,
    time,
    from: ends[1] ?? "",
    to: ends[2] ?? "",
    what,
    options: new Map(words.map(option)),
    rest: at < 0 ? "" : head.slice(at + what.length + 2).trim(),
    headers: headers.map((header) => {
      const colon = header.indexOf(":");
      return colon < 0 ? [header.trim(), ""] : [header.slice(0, colon).trim(), header.slice(colon + 1).trim()];
    }),
  };
}

/** Blanks within parentheses and quotes do not separate. */
function wordsOf(text: string): string[] {
  return text.match(/(?:[^\s("]|\((?:[^()]|\([^()]*\))*\)|"[^"]*")+/g) ?? [];
}

function option(word: string): [string, string] {
  const round = /^([\w-]+)\((.*)\)$/s.exec(word);
  if (round !== null) return [round[1] ?? "", round[2] ?? ""];
  const equals = word.indexOf("=");
  return equals < 0 ? [word, ""] : [word.slice(0, equals), word.slice(equals + 1).replace(/^"(.*)"$/, "$1")];
}

/** `@4.1s`, `+300ms`, `@2m`. */
function timeOf(word: string): ScriptLine["time"] {
  const match = /^([@+])(\d+(?:\.\d+)?)(us|ms|s|m|h)?$/.exec(word);
  if (match === null) throw new Error(`case script: no time: ${word}`);
  const unit = { us: 1, ms: 1e3, s: 1e6, m: 60e6, h: 3600e6 }[match[3] ?? "s"] ?? 1e6;
  return { from: match[1] === "@" ? "start" : "before", us: Math.round(Number(match[2]) * unit) };
}

/** `k=v k=v` inside an option's parentheses; a name may come several times. */
export function settings(text: string): { one(name: string): string | undefined; all(name: string): string[] } {
  const pairs = wordsOf(text).map(option);
  return {
    one: (name) => pairs.find(([key]) => key === name)?.[1],
    all: (name) => pairs.filter(([key]) => key === name).map(([, value]) => value),
  };
}

const PAYLOADS: Readonly<Record<string, string>> = {
  PCMU: "0 PCMU/8000",
  GSM: "3 GSM/8000",
  PCMA: "8 PCMA/8000",
  G722: "9 G722/8000",
  CN: "13 CN/8000",
  G729: "18 G729/8000",
  opus: "111 opus/48000/2",
  AMR: "96 AMR/8000",
  "AMR-WB": "97 AMR-WB/16000",
  iLBC: "98 iLBC/8000",
  te: "101 telephone-event/8000",
  te48: "110 telephone-event/48000",
  H264: "99 H264/90000",
};

/** `sdp(codecs=PCMU,te port=4000 ip=… dir=sendonly proto=RTP/SAVP kind=audio ptime=20 v=2 a=… ; kind=video …)`: media behind semicolons. */
export function sdpText(text: string, fallback: { ip: string; sessionId: string }): string {
  const [first = "", ...others] = text.split(/\s;\s/);
  const session = settings(first);
  const ip = session.one("ip") ?? fallback.ip;
  const family = ip.includes(":") ? "IP6" : "IP4";
  const head = [
    "v=0",
    `o=- ${session.one("id") ?? fallback.sessionId} ${session.one("v") ?? "1"} IN ${family} ${session.one("o") ?? ip}`,
    "s=-",
    `c=IN ${family} ${ip}`,
    "t=0 0",
  ];
  return [...head, ...[first, ...others].flatMap((media, i) => mediaLines(settings(media), i)), ""].join("\r\n");
}

function mediaLines(media: ReturnType<typeof settings>, at: number): string[] {
  const kind = media.one("kind") ?? "audio";
  const codecs = (media.one("codecs") ?? (kind === "audio" ? "PCMU,PCMA,te" : kind === "video" ? "H264" : ""))
    .split(",")
    .filter((name) => name !== "");
  const maps = codecs.map((name) => PAYLOADS[name] ?? name.replace(":", " "));
  const formats = media.one("fmt") ?? maps.map((map) => map.split(" ")[0]).join(" ");
  const ip = at > 0 ? media.one("ip") : undefined;
  return [
    `m=${kind} ${media.one("port") ?? 40_000 + at * 2} ${media.one("proto") ?? "RTP/AVP"} ${formats}`,
    ...(ip === undefined ? [] : [`c=IN IP4 ${ip}`]),
    ...maps.map((map) => `a=rtpmap:${map}`),
    ...(media.one("ptime") === undefined ? [] : [`a=ptime:${media.one("ptime")}`]),
    ...(media.one("dir") === undefined ? [] : [`a=${media.one("dir")}`]),
    ...media.all("a").map((line) => `a=${line}`),
  ];
}
