// From groups that a provider or a directory names to what a user may do and see here.
import type { Role } from "@sipglass/model";
import type { ExternalPerson } from "../../state/external-users.ts";
import { lesserRole, ROLES } from "../../state/roles.ts";

/** `noc=support`, or `tenant-*=*`: one star in the group stands for anything, and a star in the value for what it stood for. */
export interface GroupRule<Value extends string = string> {
  group: string;
  value: Value;
}

export interface GroupPolicy {
  roles: readonly GroupRule<Role>[];
  tenants: readonly GroupRule[];
  /** Of people whose groups give none; null refuses them. */
  defaultRole: Role | null;
  /** May people come in who have no account yet? */
  newUsers: boolean;
}

/** What a rule makes of a group; null when it does not fit. Names of groups never depend on case: directories do not. */
function valueOf({ group: pattern, value }: GroupRule, group: string): string | null {
  const [wanted, given] = [pattern.toLowerCase(), group.toLowerCase()];
  const star = wanted.indexOf("*");
  if (star === -1) return wanted === given ? value : null;
  const [head, tail] = [wanted.slice(0, star), wanted.slice(star + 1)];
  const fits = given.length > head.length + tail.length && given.startsWith(head) && given.endsWith(tail);
  return fits ? value.replace("*", group.slice(head.length, group.length - tail.length)) : null;
}

const valuesOf = (rules: readonly GroupRule[], groups: readonly string[]): string[] => [
  ...new Set(groups.flatMap((group) => rules.map((rule) => valueOf(rule, group))).filter((value) => value !== null)),
];

/** The greatest role that any group gives, and every tenant. */
export function rightsOf(groups: readonly string[], policy: GroupPolicy): Pick<ExternalPerson, "rights" | "governsRights" | "mayBeNew"> {
  const given = valuesOf(policy.roles, groups);
  const role = ROLES.findLast((known) => given.includes(known)) ?? policy.defaultRole;
  return {
    rights: role && { role, tenants: lesserRole(role, "customer") === role ? valuesOf(policy.tenants, groups) : [] },
    governsRights: policy.roles.length > 0,
    mayBeNew: policy.newUsers,
  };
}
