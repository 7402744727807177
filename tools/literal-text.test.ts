// Every text that a person reads stands in packages/web/src/words, so that a translation replaces one folder.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { literalTexts, proseTexts } from "./literal-text.ts";

const WEB = join(import.meta.dirname, "../packages/web/src");
const textsOf = (jsx: string): string[] => literalTexts(`export const It = () => (${jsx});`, "it.tsx").map(({ text }) => text);

test("text is found between tags, in attributes that are read, in choices, templates and tables of menus", () => {
  assert.deepEqual(textsOf("<p>Hello <b>you</b></p>"), ["Hello", "you"]);
  assert.deepEqual(textsOf('<input title="Find" aria-label={on ? "On" : WORDS.off} placeholder="Name" className="wide" />'), [
    "Find",
    "On",
    "Name",
  ]);
  assert.deepEqual(textsOf('<p>{count > 0 && `${count} calls`}{name || "nobody"}{kind === "call" ? A : "none"}</p>'), [
    "calls",
    "nobody",
    "none",
  ]);
  assert.deepEqual(textsOf('<Menu items={[{ label: "Sign out", icon: "user", onPick }]} />'), ["Sign out"]);
});

test("what is compared, a class, a mark, a unit or a name of the protocol is no text", () => {
  assert.deepEqual(textsOf('<p className="wide">{state === "failed" ? WORDS.a : WORDS.b} · {ms} ms <kbd>Enter</kbd> <code>sipglass serve</code> {`${a}/${b}`} SDP</p>'), []);
});

test("no page has text of its own", () => {
  const files = globSync("**/*.tsx", { cwd: WEB });
  assert.ok(files.length > 100, "the pages were found");
  const found = files.flatMap((file) =>
    literalTexts(readFileSync(join(WEB, file), "utf8"), file).map(({ line, text }) => `${file}:${line} ${text}`),
  );
  assert.deepEqual(found, [], "put these into packages/web/src/words");
});

test("prose is found in code without markup; ids, classes, keys and types are none", () => {
  const found = (code: string): string[] => proseTexts(code, "it.ts").map(({ text }) => text);
  assert.deepEqual(found('const days = ["Mon"]; throw new Error("The file is gone."); const t = `${a} after the previous`;'), ["Mon", "The file is gone.", " after the previous"]);
  assert.deepEqual(found('import x from "Words and more"; type T = "Mon"; el.className = "rung-media"; if (key === "Enter") go("ArrowLeft", "content-type", "kind:call");'), []);
});

test("no file of the page has prose of its own", () => {
  const files = globSync("**/*.ts", { cwd: WEB }).filter((file) => !/^words[\\/]|\.(?:test|fixture)\.ts$/.test(file));
  assert.ok(files.length > 50, "the files were found");
  const found = files.flatMap((file) => proseTexts(readFileSync(join(WEB, file), "utf8"), file).map(({ line, text }) => `${file}:${line} ${text}`));
  assert.deepEqual(found, [], "put these into packages/web/src/words");
});
