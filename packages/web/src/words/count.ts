// Numbers as people read them: "1,284", "61 %", "1.2 MB", "2 calls".

const GROUPED = new Intl.NumberFormat("en");

export const grouped = (value: number): string => GROUPED.format(value);

export const counted = (value: number, one: string, many = `${one}s`): string => `${grouped(value)} ${value === 1 ? one : many}`;

/** Whole percents; a share that is there but rounds to 0 says so. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "–";
  const share = (part / whole) * 100;
  return share > 0 && share < 0.5 ? "<1 %" : `${Math.round(share)} %`;
}

export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${["B", "kB", "MB", "GB", "TB"][power] ?? "TB"}`;
}
