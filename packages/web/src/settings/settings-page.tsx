// The settings: a list of its parts beside the one that is open. Who may not change a thing does not see it.
import { Link, Outlet } from "@tanstack/react-router";
import { useMe } from "../api/questions.ts";
import { CODECS_WORDS, CONFIGURATION_WORDS, DISPLAY_WORDS, RULES_WORDS } from "../words/configuration.ts";
import { SETTINGS_WORDS } from "../words/settings.ts";

const PARTS = [
  { to: "/settings/account", label: SETTINGS_WORDS.parts.account, roles: ["readonly", "customer", "support", "admin"] },
  { to: "/settings/display", label: DISPLAY_WORDS.title, roles: ["readonly", "customer", "support", "admin"] },
  { to: "/settings/users", label: SETTINGS_WORDS.parts.users, roles: ["admin"] },
  { to: "/settings/tokens", label: SETTINGS_WORDS.parts.tokens, roles: ["customer", "support", "admin"] },
  { to: "/settings/tenants", label: SETTINGS_WORDS.parts.tenants, roles: ["admin"] },
  { to: "/settings/shares", label: SETTINGS_WORDS.parts.shares, roles: ["customer", "support", "admin"] },
  { to: "/settings/correlation", label: RULES_WORDS.title, roles: ["support", "admin"] },
  { to: "/settings/codecs", label: CODECS_WORDS.title, roles: ["support", "admin"] },
  { to: "/settings/configuration", label: CONFIGURATION_WORDS.title, roles: ["admin"] },
] as const satisfies { to: string; label: string; roles: readonly string[] }[];

export function SettingsPage() {
  const { data: user } = useMe();
  const open = PARTS.filter(({ roles }) => (roles as readonly string[]).includes(user?.role ?? ""));
  return (
    <div className="settings">
      <nav className="settings-list" aria-label={SETTINGS_WORDS.title}>
        {open.map(({ to, label }) => (
          <Link key={to} to={to} className="settings-link" activeOptions={{ exact: true, includeSearch: false }}>
            {label}
          </Link>
        ))}
      </nav>
      <div className="settings-open">
        <Outlet />
      </div>
    </div>
  );
}
