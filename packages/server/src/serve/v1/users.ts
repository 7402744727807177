// Users, for administrators. A password or a taken-over hash goes in; neither ever comes out.
import { SipglassError, toRfc3339 } from "@sipglass/model";
import { Type } from "typebox";
import type { User } from "../../state/users.ts";
import { USER_NAME, USER_SOURCES } from "../../state/users.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { timeOrNull, wholeList } from "./present.ts";
import { listOf, RoleName, UserAnswer } from "./schemas.ts";

const Password = Type.String({ minLength: 8, maxLength: 1024 });
const Tenants = Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 1000, uniqueItems: true });
const DisplayName = Type.String({ maxLength: 128 });
const Source = Type.Enum([...USER_SOURCES], { description: "where the user proves who he is; the password is here only for local" });
const NameParams = Type.Object({ name: Type.String({ minLength: 1, maxLength: 64 }) });

const presentUser = (user: User) => ({
  username: user.name,
  display_name: user.displayName,
  source: user.source,
  role: user.role,
  tenants: user.tenants,
  disabled: user.disabled,
  created_at: toRfc3339(user.createdAtUs),
  changed_at: toRfc3339(user.changedAtUs),
  last_login_at: timeOrNull(user.lastLoginAtUs),
});

/** A patch without the fields that were not sent: exactOptionalPropertyTypes tells `undefined` from absent. */
const given = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

export function addUsers(app: Api, serving: Serving): void {
  const { users } = serving.state;
  const note = noteOf(serving);

  app.get(
    "/users",
    {
      config: { access: "admin" },
      schema: { summary: "All users", tags: ["users"], response: { 200: listOf(UserAnswer) } },
    },
    async () => wholeList(users.list().map(presentUser)),
  );

  app.post(
    "/users",
    {
      config: { access: "admin" },
      schema: {
        summary: "Add a user, by password or by an argon2id or bcrypt hash from elsewhere",
        tags: ["users"],
        body: Type.Object(
          {
            username: Type.String({ pattern: USER_NAME }),
            role: RoleName,
            tenants: Type.Optional(Tenants),
            display_name: Type.Optional(DisplayName),
            source: Type.Optional(Source),
            password: Type.Optional(Password),
            password_hash: Type.Optional(Type.String({ maxLength: 256 })),
          },
          { additionalProperties: false },
        ),
        response: { 201: UserAnswer },
      },
    },
    async (request, reply) => {
      const { username, role, tenants, display_name: displayName, source = "local", password, password_hash: passwordHash } = request.body;
      const secrets = [password, passwordHash].filter((secret) => secret !== undefined).length;
      if (secrets !== (source === "local" ? 1 : 0))
        throw new SipglassError("bad_request", { field: "password", problem: "either password or password_hash; neither for a user who signs in elsewhere" });
      const user = await users.create({ name: username, role, source, ...given({ tenants, displayName, password, passwordHash }) });
      note(request, "user_created", user.name, { role: user.role, tenants: user.tenants });
      return reply.status(201).send(presentUser(user));
    },
  );
}

export function addUserChanges(app: Api, serving: Serving): void {
  const { users } = serving.state;
  const note = noteOf(serving);

  app.patch(
    "/users/:name",
    {
      config: { access: "admin" },
      schema: {
        summary: "Change a user; a new password or `disabled` ends all sessions",
        tags: ["users"],
        params: NameParams,
        body: Type.Object(
          {
            role: Type.Optional(RoleName),
            tenants: Type.Optional(Tenants),
            display_name: Type.Optional(DisplayName),
            password: Type.Optional(Password),
            disabled: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false, minProperties: 1 },
        ),
        response: { 200: UserAnswer },
      },
    },
    async (request) => {
      const { role, tenants, display_name: displayName, password, disabled } = request.body;
      const user = await users.change(request.params.name, given({ role, tenants, displayName, password, disabled }));
      const { password: _secret, ...shown } = request.body;
      note(request, "user_changed", user.name, password === undefined ? shown : { ...shown, password: "changed" });
      return presentUser(user);
    },
  );

  app.delete(
    "/users/:name",
    {
      config: { access: "admin" },
      schema: {
        summary: "Remove a user with sessions, tokens and saved searches",
        tags: ["users"],
        params: NameParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      users.remove(request.params.name);
      note(request, "user_removed", request.params.name);
      return reply.status(204).send(null);
    },
  );
}
