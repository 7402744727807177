// DEVELOPMENT TOOL. Scripts of sample calls for the mock API: who sends what to whom, and when. Nothing here reaches the built page.

/** [ms after the start, from, to, "INVITE" or "180 Ringing", options] */
export interface Step {
  ms: number;
  from: string;
  to: string;
  what: string;
  sdp?: boolean;
  again?: boolean;
  seenBy?: string[];
  media?: boolean;
}

export interface Scenario {
  name: string;
  weight: number;
  steps: (random: () => number) => Step[];
}

export const HOSTS: Record<string, { label: string; ip: string; port: number; ua: string }> = {
  phone: { label: "10.0.0.5:5060", ip: "10.0.0.5", port: 5060, ua: "snomD785/10.1.198" },
  sbc: { label: "sbc1", ip: "10.1.0.10", port: 5060, ua: "sbc1 Kamailio 5.8" },
  pbx: { label: "pbx", ip: "10.2.0.20", port: 5080, ua: "FreeSWITCH-mod_sofia/1.10" },
  carrier: { label: "carrier-b", ip: "203.0.113.9", port: 5060, ua: "carrier-b SBC" },
  carrierA: { label: "carrier-a", ip: "198.51.100.7", port: 5060, ua: "" },
  mobile: { label: "10.0.7.31:42188", ip: "10.0.7.31", port: 42188, ua: "Linphone/5.2" },
  edge: { label: "edge-fra", ip: "2001:db8:5::20", port: 5061, ua: "OpenSIPS 3.4" },
  as1: { label: "tas-1", ip: "10.9.0.11", port: 5060, ua: "TAS" },
  as2: { label: "tas-2", ip: "10.9.0.12", port: 5060, ua: "TAS" },
  scscf: { label: "s-cscf", ip: "10.9.0.21", port: 6060, ua: "" },
  icscf: { label: "i-cscf", ip: "10.9.0.22", port: 4060, ua: "" },
  bgcf: { label: "bgcf", ip: "10.9.0.23", port: 5060, ua: "" },
};

const PATH = ["phone", "sbc", "pbx", "carrier"];

/** A request relayed along the path, then maybe 100s backwards. */
function relay(path: string[], ms: number, what: string, sdp = false, hopMs = 11.4): Step[] {
  return path.slice(1).flatMap((to, i) => {
    const from = path[i] ?? "";
    const step: Step = { ms: ms + i * hopMs, from, to, what, sdp, ...(i === 1 ? { seenBy: ["pbx-agent"] } : {}) };
    return what === "INVITE" ? [step, { ms: step.ms + 1.213, from: to, to: from, what: "100 Trying" }] : [step];
  });
}

const back = (path: string[], ms: number, what: string, sdp = false): Step[] => relay([...path].reverse(), ms, what, sdp, 4.731);

function answered(path: string[], ring: number, talk: number, byCallee: boolean, media: boolean): Step[] {
  const setup = [
    ...relay(path, 0, "INVITE", true),
    ...back(path, 412.77, "180 Ringing"),
    ...back(path, 412.77 + ring, "200 OK", true),
    ...relay(path, 460 + ring, "ACK"),
  ];
  const end = 480 + ring + talk;
  const reports = media
    ? Array.from({ length: Math.min(40, Math.floor(talk / 5000)) }, (_, i): Step => ({
        ms: 480 + ring + i * 5000 + 2500,
        from: i % 2 ? "carrier" : "phone",
        to: i % 2 ? "phone" : "carrier",
        what: "RTCP SR",
        media: true,
      }))
    : [];
  const bye = byCallee
    ? [...back(path, end, "BYE"), ...relay(path, end + 21, "200 OK BYE")]
    : [...relay(path, end, "BYE"), ...back(path, end + 21, "200 OK BYE")];
  return [...setup, ...reports, ...bye];
}

function failing(path: string[], code: string, ms: number, retries: number): Step[] {
  const [near, last] = path.slice(-2) as [string, string];
  const repeats = Array.from({ length: retries }, (_, i): Step => ({
    ms: 23 + 500 * (2 ** (i + 1) - 1),
    from: near,
    to: last,
    what: "INVITE",
    sdp: true,
    again: true,
  }));
  const answer = back(path, ms, code);
  const acks = relay(path, ms + 18, "ACK");
  return [...relay(path, 0, "INVITE", true).filter((step) => retries === 0 || step.from !== last), ...repeats, ...answer, ...acks];
}

function cancelled(ring: number): Step[] {
  const start = [...relay(PATH, 0, "INVITE", true), ...back(PATH, 380.4, "180 Ringing")];
  const at = 380 + ring;
  return [
    ...start,
    ...relay(PATH, at, "CANCEL"),
    ...back(PATH, at + 2, "200 OK CANCEL"),
    ...back(PATH, at + 30, "487 Request Terminated"),
    ...relay(PATH, at + 45, "ACK"),
  ];
}

function long(): Step[] {
  const path = ["mobile", "edge", "icscf", "scscf", "as1", "as2", "bgcf", "sbc", "pbx", "carrierA", "carrier", "phone"];
  const steps = [
    ...relay(path, 0, "INVITE", true),
    ...back(path, 600, "183 Session Progress", true),
    ...back(path, 2400, "180 Ringing"),
    ...back(path, 9000, "200 OK", true),
    ...relay(path, 9100, "ACK"),
  ];
  for (let i = 0; i < 18; i++) {
    const at = 12_000 + i * 1800 * (1 + (i % 3));
    steps.push(
      ...relay(path.slice(0, 6), at, "INVITE", true),
      ...back(path.slice(0, 6), at + 90, "200 OK", true),
      ...relay(path.slice(0, 6), at + 140, "ACK"),
    );
    steps.push({ ms: at + 300, from: "as1", to: "as1", what: "INFO" });
  }
  return [...steps, ...relay(path, 140_000, "BYE"), ...back(path, 140_040, "200 OK BYE")];
}

export const SCENARIOS: Scenario[] = [
  { name: "answered", weight: 50, steps: (r) => answered(PATH, 2000 + r() * 9000, 8000 + r() * 400_000, r() > 0.5, true) },
  {
    name: "internal",
    weight: 20,
    steps: (r) => answered(["phone", "pbx", "mobile"], 1500 + r() * 4000, 5000 + r() * 90_000, r() > 0.6, false),
  },
  { name: "busy", weight: 7, steps: () => failing(PATH, "486 Busy Here", 690.3, 0) },
  { name: "failed", weight: 7, steps: () => failing(PATH, "503 Service Unavailable", 4180.2, 2) },
  { name: "notFound", weight: 3, steps: () => failing(PATH.slice(0, 3), "404 Not Found", 61.9, 0) },
  { name: "forbidden", weight: 3, steps: () => failing(PATH.slice(0, 2), "403 Forbidden", 8.9, 0) },
  { name: "moved", weight: 1, steps: () => failing(PATH.slice(0, 3), "302 Moved Temporarily", 41.3, 0) },
  { name: "challenged", weight: 2, steps: () => failing(PATH.slice(0, 2), "407 Proxy Authentication Required", 3.1, 0) },
  {
    name: "noAnswer",
    weight: 8,
    steps: () => [
      ...relay(PATH, 0, "INVITE", true),
      ...back(PATH, 401, "180 Ringing"),
      ...back(PATH, 45_400, "480 Temporarily Unavailable"),
      ...relay(PATH, 45_430, "ACK"),
    ],
  },
  { name: "cancelled", weight: 9, steps: (r) => cancelled(3000 + r() * 20_000) },
  {
    name: "timeout",
    weight: 2,
    steps: () =>
      [0, 500, 1500, 3500, 7500, 15500, 31500].map((ms, i) => ({
        ms,
        from: "sbc",
        to: "carrierA",
        what: "INVITE",
        sdp: true,
        again: i > 0,
      })),
  },
  { name: "long", weight: 1, steps: long },
];

/** The first of these, which live calls walk through step by step. */
export const LIVE: Scenario = {
  name: "live",
  weight: 0,
  steps: (r) => answered(PATH, 3000 + r() * 3000, 15_000 + r() * 30_000, r() > 0.5, false),
};
