// What the command takes from the environment: the one file of the CLI that reads it.

export interface Environment {
  /** SIPGLASS_URL: where the server is. */
  serverUrl: string;
  /** SIPGLASS_TOKEN: API token. */
  token: string;
  /** SIPGLASS_DATA: where the server of this machine keeps its data. */
  dataDirectory: string;
  /** SIPGLASS_HOMER_DB: PostgreSQL of a Homer, with its password; PGPASSWORD: the password alone. */
  homerDatabase: string;
  homerPassword: string | undefined;
  /** As it is, for the server process that takes our place. */
  all: Readonly<Record<string, string | undefined>>;
}

export const DEFAULT_URL = "http://127.0.0.1:9080";

export function readEnvironment(all: Readonly<Record<string, string | undefined>> = process.env): Environment {
  return { serverUrl: all["SIPGLASS_URL"] || DEFAULT_URL, token: all["SIPGLASS_TOKEN"] ?? "", dataDirectory: all["SIPGLASS_DATA"] || "./data", homerDatabase: all["SIPGLASS_HOMER_DB"] ?? "", homerPassword: all["PGPASSWORD"], all };
}
