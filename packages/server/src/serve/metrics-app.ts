// The small port for Prometheus: the metrics text and nothing else, so that it may be opened where the API may not.
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { SipglassError } from "@sipglass/model";
import type { Access } from "./auth/access.ts";
import { answerClientError, sendError } from "./errors.ts";
import { addHeaders } from "./headers.ts";

export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export function addMetrics(app: FastifyInstance, { metricsText, access }: { metricsText: () => Promise<string>; access: Access }): void {
  app.get(
    "/metrics",
    {
      config: { access },
      schema: { summary: "Prometheus text", tags: ["health"], produces: ["text/plain"] },
    },
    async (_request, reply) => reply.type(METRICS_TYPE).send(await metricsText()),
  );
}

export function createMetricsApp({ metricsText, log }: { metricsText: () => Promise<string>; log?: FastifyBaseLogger }): FastifyInstance {
  const app = Fastify({
    ...(log ? { loggerInstance: log } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: answerClientError,
    forceCloseConnections: "idle",
  });
  addHeaders(app);
  app.setErrorHandler(sendError);
  app.setNotFoundHandler(() => {
    throw new SipglassError("not_found", {}, "There is only /metrics on this port.");
  });
  addMetrics(app, { metricsText, access: "public" });
  return app;
}
