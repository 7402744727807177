// A whole app over fixture questions and a state of its own, with one user of every role; for tests. Passwords are hashed cheaply here.
import type { FastifyInstance } from "fastify";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "@sipglass/model";
import { openState, type State } from "../state/state.ts";
import { createApp, type AppOptions } from "./app.ts";
import { createQuestions, type FixtureQuestions } from "./questions.fixture.ts";

export const PASSWORD = "correct horse battery";
export const CHEAP = { memoryKiB: 64, passes: 1, parallelism: 1 };
/** Where the test's clock stands until a test moves it. */
export const START_US = Date.UTC(2026, 10, 20, 11) * 1000;
const HOUR_US = 3_600e6;

export interface TestApp {
  app: FastifyInstance;
  state: State;
  questions: FixtureQuestions;
  /** Moves the clock. */
  pass(us: number): void;
  /** `Authorization` of an API token of this role's user (see USERS). */
  bearer(role: Role): { authorization: string };
  close(): Promise<void>;
}

/** rita and carl belong to the tenant acme. */
export const USERS = { readonly: "rita", customer: "carl", support: "susi", admin: "anna" } as const satisfies Record<Role, string>;

export async function startApp(given: Partial<AppOptions> | ((state: State) => Partial<AppOptions>) = {}): Promise<TestApp> {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-serve-"));
  let nowUs = START_US;
  const now = (): number => nowUs;
  const state = openState({ directory, now, passwordCost: CHEAP });
  const roles = Object.keys(USERS) as Role[];
  await Promise.all(
    roles.map((role) =>
      state.users.create({
        name: USERS[role],
        role,
        password: PASSWORD,
        tenants: role === "customer" || role === "readonly" ? ["acme"] : [],
      }),
    ),
  );
  const secrets = Object.fromEntries(
    roles.map((role) => [role, state.tokens.create({ user: USERS[role], name: "test", role, expiresAtUs: nowUs + 24 * HOUR_US }).secret]),
  ) as Record<Role, string>;
  const questions = createQuestions();
  const app = await createApp({ questions, state, version: "0.0.0", now, ...(typeof given === "function" ? given(state) : given) });
  return {
    app,
    state,
    questions,
    pass: (us) => void (nowUs += us),
    bearer: (role) => ({ authorization: `Bearer ${secrets[role]}` }),
    async close() {
      await app.close();
      state.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** The session cookie of a fresh sign-in, as a Cookie header. */
export async function signIn({ app }: TestApp, username: string, password = PASSWORD): Promise<{ cookie: string; token: string }> {
  const answer = await app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { username, password } });
  if (answer.statusCode !== 200) throw new Error(`sign-in answered ${answer.statusCode}: ${answer.body}`);
  return { cookie: String(answer.headers["set-cookie"]).split(";")[0] ?? "", token: answer.json<{ token: string }>().token };
}
