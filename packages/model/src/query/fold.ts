// Case-insensitive comparison, the same in every evaluator: each code point is mapped to its simple lower case (Unicode, one to one), as `lower()`
// of the SQL stores does. JavaScript's own toLowerCase differs from that in two letters only: İ becomes two code points, Σ depends on its place.

const CONTEXTUAL = /[\u0130\u03a3]/;

export function fold(text: string): string {
  if (!CONTEXTUAL.test(text)) return text.toLowerCase();
  let folded = "";
  for (const letter of text) folded += letter === "\u0130" ? "i" : letter.toLowerCase();
  return folded;
}
