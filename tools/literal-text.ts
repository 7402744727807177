// Finds text for people that stands in the page's code instead of in packages/web/src/words: between tags, in what is read aloud or shown on hover, and
// as sentences in files that draw nothing themselves.
import { parseAst } from "vite";

export interface LiteralText {
  /** Offsets in the source. */
  start: number;
  end: number;
  text: string;
  /** Between tags, a string, or the fixed part of a template. */
  kind: "text" | "string" | "template";
  line: number;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [name: string]: unknown;
}

const READ_ATTRIBUTES: ReadonlySet<string> = new Set(["title", "aria-label", "aria-description", "placeholder", "alt", "label", "text"]);
/** Of menus, choices and columns, which are drawn from tables. */
const READ_PROPERTIES: ReadonlySet<string> = new Set(["label", "title", "hint"]);
/** One letter is a unit or a mark, not a word. */
const WORD = /\p{L}{2}/u;
/** The same in every language: names, units, words of the query language. */
const NAMES: ReadonlySet<string> = new Set(["sipglass", "SDP", "RTP", "UTC", "MOS", "ASR", "NER", "ms", "NOT", "admin"]);

/** Commands, examples and keys are typed as they stand. */
const TYPED: ReadonlySet<string> = new Set(["code", "pre", "kbd"]);

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
const childrenOf = (node: Node): Node[] =>
  Object.values(node).flatMap((value) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));

const tagOf = (element: Node): string => String(((element["openingElement"] as Node)["name"] as Node)["name"]);

export function literalTexts(source: string, file: string): LiteralText[] {
  const found: LiteralText[] = [];
  const note = (node: Node, kind: LiteralText["kind"], text: string): void => {
    const plain = text.trim();
    if (!WORD.test(plain) || NAMES.has(plain)) return;
    found.push({ start: node.start, end: node.end, text: plain, kind, line: source.slice(0, node.start).split("\n").length });
  };
  /** What an expression may come to be: the branches of a choice, not what the choice is made by. */
  const shown = (node: Node): void => {
    if (node.type === "Literal" && typeof node["value"] === "string") note(node, "string", node["value"]);
    if (node.type === "TemplateLiteral")
      for (const quasi of childrenOf(node).filter(({ type }) => type === "TemplateElement"))
        note(quasi, "template", (quasi["value"] as { cooked: string }).cooked);
    if (node.type === "ConditionalExpression")
      for (const branch of [node["consequent"], node["alternate"]]) if (isNode(branch)) shown(branch);
    if (node.type === "LogicalExpression")
      for (const side of node["operator"] === "&&" ? [node["right"]] : [node["left"], node["right"]]) if (isNode(side)) shown(side);
    if (node.type === "ParenthesizedExpression" && isNode(node["expression"])) shown(node["expression"]);
  };
  const walk = (node: Node): void => {
    if (node.type === "JSXText") note(node, "text", String(node["value"]));
    if (node.type === "JSXAttribute" && isNode(node["name"]) && READ_ATTRIBUTES.has(String(node["name"]["name"])) && isNode(node["value"])) {
      const value = node["value"];
      shown(value.type === "JSXExpressionContainer" && isNode(value["expression"]) ? value["expression"] : value);
    }
    if (node.type === "Property" && isNode(node["key"]) && READ_PROPERTIES.has(String(node["key"]["name"])) && isNode(node["value"]))
      shown(node["value"]);
    if (node.type === "JSXElement" || node.type === "JSXFragment")
      for (const child of node["children"] as Node[])
        if (child.type === "JSXExpressionContainer" && isNode(child["expression"])) shown(child["expression"]);
    if (node.type !== "JSXElement" || !TYPED.has(tagOf(node))) for (const child of childrenOf(node)) walk(child);
  };
  walk(parseAst(source, { lang: "tsx" }, file) as unknown as Node);
  return found.sort((a, b) => a.start - b.start);
}

/** Begins as a sentence or a title does, or has two words of small letters side by side. */
const PROSE = /^\p{Lu}\p{Ll}+(?:[ .,:!?…]|$)|\p{Ll}{2} \p{Ll}{2}/u;
/** Names of keys, and endings of names of numbers. */
const CODES: ReadonlySet<string> = new Set(["Enter", "Us"]);
/** Names of modules, and types. */
const UNREAD: ReadonlySet<string> = new Set(["ImportDeclaration", "ExportAllDeclaration", "TSLiteralType"]);

/** In a file without markup nobody knows what is shown: whatever reads like prose. */
export function proseTexts(source: string, file: string): LiteralText[] {
  const found: LiteralText[] = [];
  const walk = (node: Node): void => {
    const isTemplate = node.type === "TemplateElement";
    const text = isTemplate ? (node["value"] as { cooked: string }).cooked : node.type === "Literal" ? node["value"] : undefined;
    if (typeof text === "string" && PROSE.test(text) && !CODES.has(text)) {
      const line = source.slice(0, node.start).split("\n").length;
      found.push({ start: node.start, end: node.end, text, kind: isTemplate ? "template" : "string", line });
    }
    if (!UNREAD.has(node.type)) for (const child of childrenOf(node)) walk(child);
  };
  walk(parseAst(source, { lang: "ts" }, file) as unknown as Node);
  return found;
}
