// Who runs the platform: they see agents and hosts, give names, say which legs belong together, and may put captures into the archive.
import type { User } from "./shapes.ts";

const OPERATORS: ReadonlySet<string> = new Set(["admin", "support"]);

export const operates = (user: Pick<User, "role"> | null | undefined): boolean => OPERATORS.has(user?.role ?? "");
