// The embedded store keeps the contract.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeContract } from "../store.contract.ts";
import { openEmbeddedStore } from "./embedded.ts";

storeContract("embedded", async () => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-store-"));
  let store = await openEmbeddedStore({ directory });
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = await openEmbeddedStore({ directory }));
    },
    close: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
});
