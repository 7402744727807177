// What a journey is: what somebody wants, walked through the page as he would walk it, by whatever he has at hand.
import type { BrowserContext, Page } from "playwright-core";
import type { ServerProcess } from "../server-process.ts";

export interface Walk {
  page: Page;
  server: ServerProcess;
  /** "light-" or "dark-" and the like, to tell things apart that journeys leave behind. */
  theme: "light" | "dark";
  /** Another browser, in which nobody has signed in. */
  stranger(): Promise<BrowserContext>;
  open(path: string): Promise<unknown>;
  press(...keys: string[]): Promise<void>;
  /** Rows are there. */
  listed(): Promise<void>;
  /** For the guide; of the light walk alone. */
  picture(name: string): Promise<void>;
}

export interface Journey {
  name: string;
  /** Nothing is pointed at: the walk fails when the page sees a pointer. */
  byKey?: true;
  /** Begins at the door. */
  signedOut?: true;
  walk(walk: Walk): Promise<void>;
}

export const journey = (name: string, walk: Journey["walk"]): Journey => ({ name, walk });
export const journeyByKey = (name: string, walk: Journey["walk"]): Journey => ({ name, byKey: true, walk });

export const rows = (page: Page) => page.locator("#calls-grid .row[id]");
export const verdict = (page: Page) => page.locator("h1.verdict");
export const arrows = (page: Page) => page.getByRole("listbox", { name: /^Ladder/ }).getByRole("option");
