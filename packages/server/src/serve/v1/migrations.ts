// What another collector has gathered comes over: packets into the archive, each once, with how far it has come; and what its people made. The
// client reads the other database (`sipglass migrate`); here is what must not be done twice.
import { SipglassError } from "@sipglass/model";
import { Type } from "typebox";
import type { Readable } from "node:stream";
import { migratePackets } from "../../search/migration.ts";
import type { MigratedRange } from "../../state/migrated.ts";
import { identityOf } from "../auth/identity.ts";
import { takeOver, type HomerRows } from "../homer/take-over.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { createBudget, withBody } from "./imports.ts";
import { wholeList } from "./present.ts";
import { Integer, listOf, RoleName, Text } from "./schemas.ts";

const Params = Type.Object({ source: Type.String({ pattern: "^[A-Za-z0-9._-]{1,50}$", description: "name of what is migrated" }) });
const Us = Type.Integer({ minimum: 0, maximum: 2 ** 32 * 1e6, description: "epoch microseconds" });
const Refusals = Type.Array(Type.Object({ id: Type.String({ maxLength: 64 }), reason: Type.String({ maxLength: 64 }) }), { maxItems: 1000 });
const Rows = { table: Type.String({ minLength: 1, maxLength: 128 }), rows: Integer, archived: Integer, left_out: Integer, refused: Integer, refusals: Refusals };
const Row = Type.Record(Text, Type.Unknown());
const RowList = Type.Array(Row, { maxItems: 100_000 });
/** Dashboards and settings are some ten kilobytes each. */
const OBJECTS_BYTES = 64 * 1024 * 1024;

const presentRange = ({ fromUs, toUs, leftOut, changedAtUs: _changed, ...rest }: MigratedRange) => ({ ...rest, from_us: fromUs, to_us: toUs, left_out: leftOut });

export function addMigrations(app: Api, serving: Serving): void {
  const { migrated } = serving.state;
  const note = noteOf(serving);

  app.get(
    "/migrations/:source",
    {
      config: { access: "admin" },
      schema: {
        summary: "How far a migration has come: of each table the times whose rows are here", tags: ["migration"], params: Params,
        response: { 200: listOf(Type.Object({ from_us: Integer, to_us: Integer, ...Rows })) },
      },
    },
    async ({ params }) => wholeList(migrated.ranges(params.source).map(presentRange)),
  );

  app.post(
    "/migrations/:source/ranges",
    {
      config: { access: "admin" },
      schema: {
        summary: "Says that the rows of these tables between two times are here", tags: ["migration"], params: Params,
        body: Type.Object({ from_us: Us, to_us: Us, tables: Type.Array(Type.Object(Rows, { additionalProperties: false }), { minItems: 1, maxItems: 1000 }) }, { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { from_us: fromUs, to_us: toUs, tables } = request.body;
      if (toUs <= fromUs) throw new SipglassError("bad_request", { field: "to_us" }, "A range ends after it begins.");
      migrated.add(request.params.source, { fromUs, toUs, tables: tables.map(({ left_out: leftOut, ...rest }) => ({ ...rest, leftOut })) });
      const archived = tables.reduce((sum, table) => sum + table.archived, 0);
      if (archived > 0) note(request, "packets_migrated", request.params.source, { packets: archived });
      return reply.status(204).send(null);
    },
  );

  app.post(
    "/migrations/:source/objects",
    {
      config: { access: "admin" },
      bodyLimit: OBJECTS_BYTES,
      schema: {
        summary: "Takes over what people made in Homer, as the rows of homer_config are; nothing that is here is changed", tags: ["migration"], params: Params,
        querystring: Type.Object({ dry_run: Type.Optional(Type.Boolean({ description: "only say what would become of each" })) }),
        body: Type.Object({
          users: Type.Optional(RowList), aliases: Type.Optional(RowList), mappings: Type.Optional(RowList), hepsub: Type.Optional(RowList), user_settings: Type.Optional(RowList),
          global_settings: Type.Optional(RowList), tokens: Type.Optional(RowList), roles: Type.Optional(Type.Record(Text, RoleName, { description: "role of a group of users" })),
        }, { additionalProperties: false }),
        response: { 200: listOf(Type.Object({ kind: Text, name: Text, outcome: Type.Enum(["made", "kept", "differs", "refused"]), reason: Text })) },
      },
    },
    async (request) => {
      const { roles = {}, ...rows } = request.body;
      const isDryRun = request.query.dry_run === true;
      const results = await takeOver(serving, rows as HomerRows, { roles, isDryRun, by: identityOf(request).user });
      if (!isDryRun) note(request, "objects_migrated", request.params.source, { made: results.filter(({ outcome }) => outcome === "made").length });
      return wholeList(results);
    },
  );
}

export function addMigratedPackets(app: Api, serving: Serving): void {
  const limitBytes = serving.limits.importBytes;
  const budget = createBudget(limitBytes);
  /** One after the other: what one brings must be known to the next. */
  let turn: Promise<unknown> = Promise.resolve();

  app.register(async (own: Api) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser("*", (_request, body, done) => done(null, body));
    own.post(
      "/migrations/:source/packets",
      {
        config: { access: "admin" },
        schema: {
          summary: "Takes in packets of a range of time (body: a stream of HEP 3), those that are not here yet; answers when they are safe on disk", tags: ["migration"],
          consumes: ["application/octet-stream"], params: Params, querystring: Type.Object({ from_us: Us, to_us: Us }),
          response: { 200: Type.Object({ packets: Integer, known: Integer, left_out: Type.Array(Integer, { description: "places of packets that were not archived" }) }) },
        },
      },
      async ({ params: { source }, query: { from_us: fromUs, to_us: toUs }, body }) => {
        const since = Math.max(0, ...serving.state.migrated.ranges(source).map(({ changedAtUs }) => changedAtUs));
        const mine = turn.then(() => withBody(body as Readable, { budget, limitBytes }, (bytes) => migratePackets(serving.questions, source, bytes, { fromUs, toUs, since })));
        turn = mine.catch(() => undefined);
        const { packets, known, leftOut } = await mine;
        return { packets, known, left_out: leftOut };
      },
    );
  });
}

