// The shapes of who may come in: ways to sign in, users, sessions, tokens, tenants.

export interface SignInWays {
  directory: boolean;
  oidc: { name: string; path: string } | null;
}

export interface UserJson {
  username: string;
  display_name: string;
  source: "local" | "oidc" | "ldap";
  role: string;
  tenants: string[];
  disabled: boolean;
  last_login_at: string | null;
}

export interface SessionJson {
  id: string;
  current: boolean;
  created_at: string;
  seen_at: string;
  expires_at: string;
  address: string;
  user_agent: string;
}

export interface TokenJson {
  id: string;
  user: string;
  name: string;
  role: string;
  tenants: string[] | null;
  hint: string;
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  expired: boolean;
}

export interface TenantJson {
  name: string;
  prefixes: string[];
  domains: string[];
  trunks: string[];
  headers: Record<string, string>;
  changed_by: string;
  changed_at: string;
}

