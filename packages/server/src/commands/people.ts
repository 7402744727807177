// `user` and `token`: who may sign in, managed from the shell of the machine (the way back in when the password is lost).
import { SipglassError, type Role } from "@sipglass/model";
import type { Config } from "../config.ts";
import { ROLES } from "../state/roles.ts";
import { openState, type State } from "../state/state.ts";

const DAY_US = 86_400_000_000;

async function withState(config: Config, work: (state: State) => Promise<void> | void): Promise<number> {
  const state = openState({ directory: config.dataDirectory });
  try {
    await work(state);
    return 0;
  } finally {
    state.close();
  }
}

function roleOf(text: string | undefined): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new SipglassError("bad_request", {}, `"${text ?? ""}" is no role; there are: ${ROLES.join(", ")}.`);
  return role;
}

/** `user list` · `user add NAME ROLE` · `user role NAME ROLE` · `user password NAME` · `user disable NAME` · `user enable NAME` · `user remove NAME`; passwords are read from standard input. */
export function manageUsers(config: Config, [action = "list", name = "", role]: string[]): Promise<number> {
  return withState(config, async ({ users }) => {
    if (action === "list") for (const user of users.list()) console.log(`${user.name.padEnd(24)} ${user.role.padEnd(10)} ${user.source.padEnd(6)} ${user.disabled ? "disabled" : ""}`);
    else if (action === "add") await users.create({ name, role: roleOf(role), password: await readPassword() });
    else if (action === "password") await users.change(name, { password: await readPassword() });
    else if (action === "disable" || action === "enable") await users.change(name, { disabled: action === "disable" });
    else if (action === "role") await users.change(name, { role: roleOf(role) });
    else if (action === "remove") users.remove(name);
    else throw new SipglassError("bad_request", {}, `user ${action}: there are list, add NAME ROLE, role NAME ROLE, password NAME, disable NAME, enable NAME, remove NAME.`);
  });
}

/** `token list` · `token add NAME USER ROLE DAYS` (printed once) · `token remove ID`. */
export function manageTokens(config: Config, [action = "list", name = "", user = "admin", role, days = "90"]: string[]): Promise<number> {
  return withState(config, ({ tokens }) => {
    if (action === "list") for (const token of tokens.list()) console.log(`${token.id.padEnd(14)} ${token.name.padEnd(24)} ${token.user.padEnd(16)} ${token.role}`);
    else if (action === "add") console.log(tokens.create({ name, user, role: roleOf(role ?? "readonly"), expiresAtUs: Date.now() * 1000 + Number(days) * DAY_US }).secret);
    else if (action === "remove") {
      if (!tokens.remove(name)) throw new SipglassError("not_found", {}, `There is no token ${name}.`);
    } else throw new SipglassError("bad_request", {}, `token ${action}: there are list, add NAME USER ROLE DAYS, remove ID.`);
  });
}

async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write("Password (will be shown): ");
  let text = "";
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? "";
}
