// Queries that this browser asked before, newest first. They stay here: what somebody searches is nobody else's business.
const KEY = "sipglass.history";
const MOST = 40;

export function rememberedIn(history: readonly string[], query: string): string[] {
  const asked = query.trim();
  return asked === "" ? [...history] : [asked, ...history.filter((each) => each !== asked)].slice(0, MOST);
}

export function readHistory(text: string | null): string[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter((each) => typeof each === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export const history = (): string[] => readHistory(localStorage.getItem(KEY));
export const remember = (query: string): void => localStorage.setItem(KEY, JSON.stringify(rememberedIn(history(), query)));
export const forgetHistory = (): void => localStorage.removeItem(KEY);

/** Those that hold what is typed, without the one that is typed already. */
export function historyWith(queries: readonly string[], typed: string, most: number): string[] {
  const wanted = typed.trim().toLowerCase();
  return queries.filter((query) => query.toLowerCase().includes(wanted) && query !== typed.trim()).slice(0, most);
}
