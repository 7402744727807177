// Titles of findings by id, for rows, which carry ids only. vite.config.ts puts the finished table in this module's place: the page does not carry the rules.
import { RULES } from "@sipglass/analyse";

export const FINDING_TITLES: Readonly<Record<string, string>> = Object.fromEntries(RULES.map(({ id, title }) => [id, title]));
