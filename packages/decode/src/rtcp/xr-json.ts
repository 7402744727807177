// Extended reports in the JSON of captagent (`extended_report_information`) and heplify (`report_blocks_xr`): the raw fields of the
// VoIP metrics block under their own names.
import { isObject, type JsonObject, type JsonValue } from "./loose-json.ts";
import { JITTER_BUFFER_NAMES, PLC_NAMES, type RtcpXr, type XrVoipMetrics } from "./rtcp-report.ts";
import { available, shareToPct } from "./xr.ts";

/** Undefined when absent, or all zero: agents with a fixed struct send it always. */
export function readXrJson(value: JsonValue | undefined): RtcpXr | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter(isObject);
  const voip = list.filter(hasContent).map(readVoip);
  return voip.length > 0 ? { voip, dlrr: [] } : undefined;
}

const hasContent = (json: JsonObject): boolean => Object.values(json).some((value) => number(value) !== undefined && number(value) !== 0);

function number(value: JsonValue | undefined): number | undefined {
  const parsed = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof parsed === "number" && Number.isFinite(parsed) ? parsed : undefined;
}

function readVoip(json: JsonObject): XrVoipMetrics {
  const raw = (...names: string[]): number | undefined => names.map((name) => number(json[name])).find((value) => value !== undefined);
  const share = (...names: string[]): number => shareToPct(Math.min(Math.max(raw(...names) ?? 0, 0), 255));
  const positive = (...names: string[]): number => Math.max(raw(...names) ?? 0, 0);
  const maybe = (name: string): number | null => {
    const value = raw(name);
    return value === undefined ? null : available(value);
  };
  // Levels are signed bytes that agents print as unsigned.
  const level = (name: string): number | null => {
    const value = raw(name);
    return value === undefined ? null : available((value << 24) >> 24);
  };
  const mos = (name: string): number | null => {
    const value = maybe(name);
    return value === null ? null : value / 10;
  };
  const configuration = receiverConfiguration(json["RX_conf"]);
  return {
    sourceSsrc: positive("identifier", "id") >>> 0,
    lossPct: share("loss_rate", "fraction_lost"),
    discardPct: share("discard_rate", "fraction_discard"),
    burstDensityPct: share("burst_rate", "burst_density"),
    gapDensityPct: share("gap_rate", "gap_density"),
    burstMs: positive("burst_duration"),
    gapMs: positive("gap_duration"),
    roundTripMs: positive("round_trip_delay"),
    endSystemDelayMs: positive("end_sys_delay", "end_system_delay"),
    signalDbm: level("signal_lev"),
    noiseDbm: level("noise_lev"),
    rerlDb: maybe("RERL"),
    gmin: maybe("Gmin"),
    rFactor: maybe("R_fact"),
    externalRFactor: maybe("ext_R_fact"),
    mosLq: mos("MOS_LQ"),
    mosCq: mos("MOS_CQ"),
    plc: PLC_NAMES[configuration.plc & 3]!,
    jitterBuffer: JITTER_BUFFER_NAMES[configuration.adaptive & 3]!,
    jitterBufferRate: configuration.rate & 15,
    jitterBufferNominalMs: positive("JB_nom"),
    jitterBufferMaximumMs: positive("JB_max"),
    jitterBufferAbsoluteMaximumMs: positive("JB_abs_max"),
  };
}

function receiverConfiguration(value: JsonValue | undefined): { plc: number; adaptive: number; rate: number } {
  const first = Array.isArray(value) ? value[0] : value;
  const json = isObject(first) ? first : {};
  return { plc: number(json["PLC"]) ?? 0, adaptive: number(json["JB_adapt"]) ?? 0, rate: number(json["JB_rate"]) ?? 0 };
}
