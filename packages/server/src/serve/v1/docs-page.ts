// The OpenAPI document as one HTML page: no script, no other file, readable in a text browser.
import type { JsonSchema, OpenApi, OpenApiOperation, OpenApiParameter } from "./openapi.ts";

export const PAGE_STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #8886 }
summary { padding: .35rem 0; cursor: pointer }
code, pre { font: 13px/1.45 ui-monospace, monospace }
.method { display: inline-block; min-width: 4.2rem; font-weight: 600 }
.access { float: right; opacity: .7 }
table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid #8883; padding: .25rem .5rem .25rem 0; vertical-align: top }
pre { padding: .6rem; background: #8881; overflow-x: auto }
`;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** A schema as people write types: `{ items: [{ id: string }], next: string | null }`. */
export function typeText(schema: JsonSchema | undefined, depth = 0): string {
  if (!schema) return "anything";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map((one) => typeText(one, depth)).join(" | ");
  if (schema.type === "array") return `[${typeText(schema.items, depth)}]`;
  if (schema.type === "object" && schema.properties) return objectText(schema, depth);
  return [schema.type ?? "anything"].flat().join(" | ");
}

function objectText(schema: JsonSchema, depth: number): string {
  const pad = "  ".repeat(depth + 1);
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const mark = schema.required?.includes(name) ? "" : "?";
    return `${pad}${name}${mark}: ${typeText(field, depth + 1)}`;
  });
  return `{\n${fields.join(",\n")}\n${"  ".repeat(depth)}}`;
}

function parameterRow({ name, in: place, required, description, schema }: OpenApiParameter): string {
  const usual = schema?.default === undefined ? "" : `, usually ${JSON.stringify(schema.default)}`;
  const about = [description ?? schema?.description ?? "", required ? "" : "optional"].filter((part) => part !== "").join("; ");
  const type = escapeHtml(typeText(schema) + usual);
  return `<tr><td><code>${escapeHtml(name)}</code> (${escapeHtml(place)})<td><code>${type}</code><td>${escapeHtml(about)}`;
}

function operationHtml(method: string, path: string, operation: OpenApiOperation): string {
  const body = Object.values(operation.requestBody?.content ?? {})[0];
  const parameters = operation.parameters ?? [];
  const answers = Object.entries(operation.responses ?? {})
    .filter(([status]) => status.startsWith("2"))
    .map(([status, { content }]) => {
      const shape = Object.values(content ?? {})[0];
      return `<p>Answers ${escapeHtml(status)}</p>${shape?.schema ? `<pre>${escapeHtml(typeText(shape.schema))}</pre>` : ""}`;
    });
  return `<details><summary><span class="access">${escapeHtml(operation["x-access"] ?? "")}</span>
<span class="method">${method.toUpperCase()}</span>
<code>${escapeHtml(path)}</code> ${escapeHtml(operation.summary ?? "")}</summary>
${parameters.length > 0 ? `<table>${parameters.map(parameterRow).join("")}</table>` : ""}
${body?.schema ? `<p>Takes</p><pre>${escapeHtml(typeText(body.schema))}</pre>` : ""}${answers.join("")}</details>`;
}

export function docsPage(document: OpenApi): string {
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? "other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationHtml(method, path, operation)]);
    }
  }
  const parts = [...byTag].map(([tag, operations]) => `<h2>${escapeHtml(tag)}</h2>${operations.join("\n")}`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(document.info.title)} API ${escapeHtml(document.info.version)}</title><style>${PAGE_STYLE}</style></head><body>
<h1>${escapeHtml(document.info.title)} API</h1><p>${escapeHtml(document.info.description ?? "")}</p>
<p><a href="openapi.json">OpenAPI 3.1</a></p>
${parts.join("\n")}</body></html>`;
}
