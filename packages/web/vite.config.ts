// Builds the page into dist/. In development, `vite` serves it and hands /api to the mock (or to a real server) on port 19080.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { FINDING_TITLES } from "./src/words/finding-titles.ts";

/** The table alone in place of the module that makes it from all rules of the diagnosis. */
const findingTitles: Plugin = {
  name: "finding-titles",
  enforce: "pre",
  load: (id) => (id.endsWith("/words/finding-titles.ts") ? `export const FINDING_TITLES = ${JSON.stringify(FINDING_TITLES)};` : null),
};

export default defineConfig({
  plugins: [findingTitles, react()],
  build: {
    outDir: "dist", target: ["chrome123", "firefox121", "safari17.5"], assetsInlineLimit: 0, modulePreload: { polyfill: false },
    // The rooms are pure modules: what the page does not use of them stays out of the bundle.
    rolldownOptions: { treeshake: { moduleSideEffects: (id) => !/\/packages\/(model|decode|analyse)\/src\/|\/re2js\//.test(id) } },
  },
  // Scripts find one another wherever they are served; index.html names them from the root, and the server puts its base path before that.
  experimental: { renderBuiltUrl: (file, { hostType }) => (hostType === "html" ? `/${file}` : { relative: true }) },
  server: { port: 19081, proxy: { "/api": "http://127.0.0.1:19080" } },
});
