// Text from the network made fit for a terminal or a diagram: no control characters, a known width.

// C0, C1 and the characters that reorder or hide text (Unicode "bidi" and zero-width controls) could forge what a reader sees.
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** Control characters become "·", so that a hostile reason phrase cannot steer the terminal. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, "·");
}

// East Asian Wide and emoji blocks: two cells in a terminal. Coarse on purpose: a wrong guess shifts a line, nothing more.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{Mn}/u;
const PLAIN = /^[\u0020-\u02ff]*$/u;

function cells(character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Terminal cells that the text takes. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += cells(character);
  return width;
}

/** Cut to `width` cells, "…" in place of what is missing. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width <= 0) return "";
  let used = 0;
  let kept = "";
  for (const character of text) {
    if (used + cells(character) > width - 1) break;
    used += cells(character);
    kept += character;
  }
  return `${kept}…`;
}

/** Cut or filled with blanks to exactly `width` cells. */
export function pad(text: string, width: number): string {
  const cut = fit(text, width);
  return cut + " ".repeat(Math.max(0, width - displayWidth(cut)));
}

/** The same, blanks on both sides. */
export function centre(text: string, width: number): string {
  const cut = fit(text, width);
  const left = Math.max(0, Math.floor((width - displayWidth(cut)) / 2));
  return pad(" ".repeat(left) + cut, width);
}
