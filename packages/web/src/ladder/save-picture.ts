// The ladder as a file: SVG as it is drawn for reports, or that drawing as PNG. Made in the browser, of what is on show.
import { ladderSvg } from "@sipglass/analyse";
import type { LadderSvgOptions } from "@sipglass/analyse";
import type { Ladder } from "../api/shapes.ts";
import { PICTURE_FAULT } from "../words/ladder.ts";

/** A canvas that is larger than this on a side is refused by browsers. */
const MOST_PIXELS = 16_000;
/** For letters that stay sharp when a chat shows the picture larger. */
const DENSITY = 2;

export async function savePicture(ladder: Ladder, format: "svg" | "png", name: string, options: LadderSvgOptions): Promise<void> {
  const svg = new Blob([ladderSvg(ladder, { theme: "light", ...options })], { type: "image/svg+xml" });
  saveFile(format === "svg" ? svg : await pngOf(svg), `${safeName(name)}.${format}`);
}

/** What a file system takes everywhere. */
const safeName = (name: string): string => `sipglass-${name.replace(/[^A-Za-z0-9._@-]+/g, "_").slice(0, 80)}`;

async function pngOf(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const density = Math.min(DENSITY, MOST_PIXELS / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.floor(image.naturalWidth * density), Math.floor(image.naturalHeight * density)];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(PICTURE_FAULT))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // After the click has been followed.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
