// The API of homer-app 7 (`/api/v3`), so that homer-ui and scripts made for it work against sipglass. docs/reference/homer-api.md lists every route.
import type { Api, Serving } from "../serving.ts";
import { addHomerAliases } from "./aliases.ts";
import { allowOrigins, sendHomerError } from "./answers.ts";
import { addHomerAuth } from "./auth.ts";
import { addHomerCalls } from "./calls.ts";
import { addDashboards } from "./dashboards.ts";
import { addHomerImports } from "./imports.ts";
import { addLoki } from "./loki.ts";
import { addMappings } from "./mappings.ts";
import { addAgentSubscriptions, addGrafana, addHepsub, addHomerInfo } from "./others.ts";
import { addAuthTokens, addPeople } from "./people.ts";
import { addPrometheus } from "./prometheus.ts";
import { addHomerQuality } from "./quality.ts";
import { addSeedRoutes } from "./seed.ts";
import { addAdvanced, addUserSettings } from "./settings.ts";
import { addStatistics } from "./statistics.ts";

export function addHomer(app: Api, serving: Serving): void {
  app.setErrorHandler(sendHomerError);
  allowOrigins(app);
  addHomerAuth(app, serving);
  addHomerCalls(app, serving);
  addSeedRoutes(app, serving);
  addHomerQuality(app, serving);
  addHomerImports(app, serving);
  addMappings(app, serving);
  addHomerAliases(app, serving);
  addPeople(app, serving);
  addAuthTokens(app, serving);
  addUserSettings(app, serving);
  addAdvanced(app, serving);
  addDashboards(app, serving);
  addHomerInfo(app, serving);
  addPrometheus(app, serving);
  addLoki(app, serving);
  addStatistics(app, serving);
  addGrafana(app);
  addAgentSubscriptions(app, serving);
  addHepsub(app, serving);
}
