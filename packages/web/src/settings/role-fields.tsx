// Role and tenants, as the forms of users and tokens ask for them.
import { USERS_WORDS } from "../words/settings.ts";

const ROLES = ["readonly", "customer", "support", "admin"] as const;

export function RoleFields({ role, tenants, most = "admin" }: { role: string; tenants: readonly string[]; most?: string }) {
  const offered = ROLES.slice(0, ROLES.findIndex((each) => each === most) + 1);
  return (
    <>
      <label className="field">
        {USERS_WORDS.role}
        <select name="role" defaultValue={role}>
          {offered.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label className="field">
        {USERS_WORDS.tenants}
        <input name="tenants" defaultValue={tenants.join(", ")} placeholder={USERS_WORDS.tenantsHint} spellCheck={false} />
      </label>
    </>
  );
}
