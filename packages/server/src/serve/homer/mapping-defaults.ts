// The mappings that homer-app ships: which fields its forms and grids have, and which profiles belong together. homer-ui draws its search form from them.

interface MappingField {
  id: string;
  name: string;
  type: "string" | "integer";
  index: "none" | "secondary";
  form_type: string;
  form_default?: unknown;
  form_api?: string;
  position: number;
  skip: boolean;
  hide: boolean;
  [extra: string]: unknown;
}

type Part = Partial<MappingField> & { id: string; name: string };

const PROFILES = [{ name: "call", value: "call" }, { name: "registration", value: "registration" }, { name: "default", value: "default" }];

const SID: Part = { id: "sid", name: "Session ID", index: "secondary", sid_type: true };
const RURI: Part = { id: "data_header.ruri_user", name: "SIP RURI user", index: "secondary", hide: true };
const HEADERS: readonly Part[] = [
  { id: "data_header.from_user", name: "SIP From user", index: "secondary" }, { id: "data_header.to_user", name: "SIP To user", index: "secondary" },
  { id: "data_header.user_agent", name: "SIP User Agent", hide: true },
];
const ENDS: readonly Part[] = [
  { id: "protocol_header.srcIp", name: "Source IP", index: "secondary" }, { id: "protocol_header.srcPort", name: "Src Port", type: "integer" },
  { id: "protocol_header.dstIp", name: "Destination IP", index: "secondary" }, { id: "protocol_header.dstPort", name: "Dst Port", type: "integer" },
];
const PACKET: readonly Part[] = [
  { id: "protocol_header.timeSeconds", name: "Timeseconds", type: "integer", hide: true }, { id: "protocol_header.timeUseconds", name: "Usecond time", type: "integer", hide: true },
  { id: "protocol_header.payloadType", name: "Payload type", type: "integer", hide: true }, { id: "protocol_header.protocolFamily", name: "Proto Family", type: "integer", hide: true },
  { id: "protocol_header.protocol", name: "Protocol Type", type: "integer", hide: true }, { id: "protocol_header.captureId", name: "Capture ID", type: "integer", hide: true },
  { id: "protocol_header.capturePass", name: "Capture Pass", hide: true },
];
const TAIL: readonly Part[] = [
  { id: "raw", name: "SIP RAW", skip: true },
  { id: "profile", name: "Profile", form_type: "select", form_default: PROFILES, skip: true, profile: true },
  { id: "node", name: "Node", form_type: "multiselect", form_default: [{ name: "LocalNode", value: "localnode" }], form_api: "/database/node/list", skip: true, system_param: true, mapping: "param.location.node" },
];
const SMART: Part = { id: "smartinput", name: "Smart input", form_type: "smart-input", form_api: "/smart/search/tag/:hepid/:hepprofile", skip: true, hide: true };

const METHOD: Part = { id: "data_header.method", name: "SIP Method", index: "secondary", method_type: true, autoheight: true };
const CORRELATION: Part = { id: "protocol_header.correlation_id", name: "Correlation ID", hide: true };
const CALL_ID: Part = { id: "data_header.callid", name: "SIP Callid", index: "secondary", hide: true };
const DIALOG: readonly Part[] = [{ id: "data_header.cseq", name: "SIP Cseq", hide: true }, { id: "data_header.from_tag", name: "SIP From tag", hide: true }];

const fieldsOf = (parts: readonly Part[]): MappingField[] =>
  parts.map((part, i) => ({ type: "string", index: "none", form_type: "input", position: i + 1, skip: false, hide: false, ...part }));

const SIP = [METHOD, CORRELATION, CALL_ID];
const CALL_FIELDS = fieldsOf([SID, ...SIP, RURI, ...HEADERS, ...ENDS, ...PACKET, ...DIALOG, ...TAIL, SMART]);
const OTHER_SIP_FIELDS = fieldsOf([SID, ...SIP, ...HEADERS, ...ENDS, ...PACKET, ...DIALOG, ...TAIL, SMART]);
const LOG_FIELDS = fieldsOf([SID, CORRELATION, ...ENDS, ...PACKET, { id: "raw", name: "RAW", form_type: "input" }, TAIL[2]!]);
const LOKI_FIELDS = fieldsOf([{ id: "micro_ts", name: "Timeseconds", type: "integer", date_field: true }, { id: "custom_1", name: "Message", autoheight: true }, { id: "custom_2", name: "Labels", hide: true }]);

const step = (source: string, hepId: number, profile: string, lookup: string, more: object = {}) => ({
  source_field: source, lookup_id: hepId, lookup_profile: profile, lookup_field: lookup, lookup_range: [-300, 200], ...more,
});
/** Sessions are joined by sipglass itself; these say to homer-ui which profiles to open together. */
const correlations = (profile: string): object[] => [
  step("data_header.callid", 100, "default", "sid"), step("data_header.callid", 5, "default", "sid"), step("protocol_header.correlation_id", 1, profile, "sid"),
];

export interface Mapping {
  guid: string;
  profile: string;
  hepid: number;
  hep_alias: string;
  partid: number;
  version: number;
  retention: number;
  partition_step: number;
  create_index: unknown;
  create_table: string;
  correlation_mapping: unknown;
  fields_mapping: unknown;
  fields_settings: unknown;
  schema_mapping: unknown;
  schema_settings: unknown;
}

function mapping(guid: string, hepid: number, profile: string, hepAlias: string, fields: unknown, correlation: unknown): Mapping {
  return {
    guid, profile, hepid, hep_alias: hepAlias, partid: 10, version: 1, retention: 10, partition_step: 10, create_index: {}, create_table: "CREATE TABLE test(id integer, data text);",
    correlation_mapping: correlation, fields_mapping: fields, fields_settings: {}, schema_mapping: {}, schema_settings: {},
  };
}

export const DEFAULT_MAPPINGS: readonly Mapping[] = [
  mapping("00000000-0000-4000-8000-000000000011", 1, "default", "SIP", OTHER_SIP_FIELDS, correlations("default")),
  mapping("00000000-0000-4000-8000-000000000012", 1, "call", "SIP", CALL_FIELDS, correlations("call")),
  mapping("00000000-0000-4000-8000-000000000013", 1, "registration", "SIP", OTHER_SIP_FIELDS, correlations("registration")),
  mapping("00000000-0000-4000-8000-000000000014", 100, "default", "LOG", LOG_FIELDS, ["call", "registration", "default"].map((profile) => step("sid", 1, profile, "sid"))),
  mapping("00000000-0000-4000-8000-000000000015", 2000, "loki", "LOKI", LOKI_FIELDS, []),
];
