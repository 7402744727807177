// The API of homer-app 7 (`/api/v3`), so that homer-ui and scripts made for it work against sipglass. docs/reference/homer-api.md lists every route.
import type { Api, Serving } from "../serving.ts";
import { allowOrigins, sendHomerError } from "./answers.ts";
import { addHomerAuth } from "./auth.ts";
import { addHomerCalls } from "./calls.ts";
import { addHomerQuality } from "./quality.ts";
import { addSeedRoutes } from "./seed.ts";

export function addHomer(app: Api, serving: Serving): void {
  app.setErrorHandler(sendHomerError);
  allowOrigins(app);
  addHomerAuth(app, serving);
  addHomerCalls(app, serving);
  addSeedRoutes(app, serving);
  addHomerQuality(app, serving);
}
