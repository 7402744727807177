// The memory store keeps the contract.
import { storeContract } from "../store.contract.ts";
import { openMemoryStore } from "./memory.ts";

storeContract("memory", async () => ({ store: await openMemoryStore(), close: async () => undefined }));
