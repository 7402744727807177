// The schema of state.db, one step a version. A step is never changed once released; a new need is a new step at the end.
// `PRAGMA user_version` says how many of them a file has behind it.

const FIRST = `
CREATE TABLE users (
  name TEXT PRIMARY KEY COLLATE NOCASE,
  display_name TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL CHECK (role IN ('admin', 'support', 'customer', 'readonly')),
  tenants TEXT NOT NULL DEFAULT '[]',
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  last_login_at INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user TEXT NOT NULL COLLATE NOCASE REFERENCES users(name) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  user_agent TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions(user, address);
CREATE INDEX sessions_expiry ON sessions(expires_at);

CREATE TABLE tokens (
  token_hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user TEXT NOT NULL COLLATE NOCASE REFERENCES users(name) ON DELETE CASCADE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'support', 'customer', 'readonly')),
  tenants TEXT,
  hint TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (user, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE login_failures (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  failed_at INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_failures_age ON login_failures(failed_at);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  user TEXT NOT NULL COLLATE NOCASE,
  via TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  address TEXT NOT NULL,
  details TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX audit_user ON audit(user, id);
CREATE INDEX audit_object ON audit(object, id);
CREATE INDEX audit_at ON audit(at);

CREATE TABLE saved_searches (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL COLLATE NOCASE REFERENCES users(name) ON DELETE CASCADE,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  shared INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (user, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
  address TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

const TENANTS = `
CREATE TABLE tenants (
  name TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

const CORRELATION = `
CREATE TABLE link_decisions (
  leg TEXT NOT NULL,
  other TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'split')),
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  PRIMARY KEY (leg, other),
  CHECK (leg < other)
) STRICT, WITHOUT ROWID;

CREATE TABLE correlation_rules (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('header', 'call_id_pattern')),
  value TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

const HOMER_OBJECTS = `
CREATE TABLE homer_objects (
  kind TEXT NOT NULL,
  guid TEXT NOT NULL,
  owner TEXT NOT NULL COLLATE NOCASE,
  category TEXT NOT NULL,
  param TEXT NOT NULL,
  data TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (kind, guid)
) STRICT;
`;

const SHARES = `
CREATE TABLE shares (
  secret_hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user TEXT NOT NULL COLLATE NOCASE REFERENCES users(name) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('call', 'session')),
  object TEXT NOT NULL,
  masked INTEGER NOT NULL,
  tenants TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_user ON shares(user, created_at);
`;

// Users of an OpenID provider or a directory have no password here. Sessions keep how long they may last at most (µs).
const EXTERNAL_USERS = `
ALTER TABLE users ADD COLUMN source TEXT NOT NULL DEFAULT 'local' CHECK (source IN ('local', 'oidc', 'ldap'));
ALTER TABLE users ADD COLUMN subject TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX users_subject ON users(subject) WHERE subject <> '';
ALTER TABLE sessions ADD COLUMN longest INTEGER NOT NULL DEFAULT 2592000000000;
ALTER TABLE sessions ADD COLUMN id_token TEXT NOT NULL DEFAULT '';
`;

const MIGRATED = `
CREATE TABLE migrated (
  source TEXT NOT NULL,
  part TEXT NOT NULL,
  from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL CHECK (to_us > from_us),
  row_count INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  refusals TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (source, part, from_us)
) STRICT, WITHOUT ROWID;
`;

const DASHBOARDS = `
CREATE TABLE dashboards (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL COLLATE NOCASE REFERENCES users(name) ON DELETE CASCADE,
  name TEXT NOT NULL,
  shared INTEGER NOT NULL DEFAULT 0,
  panels TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (user, name)
) STRICT, WITHOUT ROWID;
`;

const ALIAS_COLOURS = `
ALTER TABLE aliases ADD COLUMN colour TEXT NOT NULL DEFAULT '';
`;

/** `number` is the order in which they were made. */
const DELIVERIES = `
CREATE TABLE deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  object TEXT NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  status INTEGER,
  error TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL
) STRICT;
`;

export const MIGRATIONS: readonly string[] = [FIRST, TENANTS, CORRELATION, HOMER_OBJECTS, SHARES, EXTERNAL_USERS, MIGRATED, DASHBOARDS, ALIAS_COLOURS, DELIVERIES];
