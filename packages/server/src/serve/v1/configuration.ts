// What the configuration decides, to be read: the settings in force, and the table of codecs by which quality is computed.
import { Type } from "typebox";
import type { Api, Serving } from "../serving.ts";
import { wholeList } from "./present.ts";
import { listOf, Text } from "./schemas.ts";

const SettingAnswer = Type.Object({
  name: Text,
  env: Text,
  flag: Text,
  value: Type.String({ description: '"set" for a secret' }),
  origin: Type.String({ description: 'variable, flag or line of the file; "" for the default' }),
  help: Text,
  secret: Type.Boolean(),
}, { additionalProperties: false });

const CodecAnswer = Type.Object({
  name: Text, scale: Text, ie: Type.Number(), bpl: Type.Number(), frame_ms: Type.Number(), look_ahead_ms: Type.Number(), estimated: Type.Boolean(), assumed: Text,
}, { additionalProperties: false });

export function addConfiguration(app: Api, { settings, codecs }: Serving): void {
  app.get(
    "/configuration",
    { config: { access: "admin" }, schema: { summary: "The settings in force; secrets are only said to be set", tags: ["health"], response: { 200: listOf(SettingAnswer) } } },
    async () => wholeList([...settings]),
  );

  app.get(
    "/codecs",
    { config: { access: "everything" }, schema: { summary: "Impairment of each codec, by which quality is computed", tags: ["health"], response: { 200: listOf(CodecAnswer) } } },
    async () =>
      wholeList(
        Object.entries(codecs).map(([name, { frameMs, lookAheadMs, scale, ie, bpl, estimated, assumed }]) => ({
          name, scale, ie, bpl, frame_ms: frameMs, look_ahead_ms: lookAheadMs, estimated, assumed,
        })),
      ),
  );
}
