// `backup FILE` and `restore FILE`: what people made (users, tokens, searches, audit). The archive is its own backup: copy its files.
import { SipglassError } from "@sipglass/model";
import type { Config } from "../config.ts";
import { openDataPlaces } from "../data-places.ts";
import { restoreState } from "../state/restore.ts";
import { openState } from "../state/state.ts";

export async function backup(config: Config, [file]: string[]): Promise<number> {
  if (!file) throw new SipglassError("bad_request", {}, "backup needs the name of the file to write.");
  const state = openState({ directory: config.dataDirectory });
  try {
    state.backup(file);
  } finally {
    state.close();
  }
  console.log(`Wrote ${file}. Captured packets are the files under ${config.dataDirectory}/archive: copy them as they are.`);
  return 0;
}

/** Only while the server is stopped: it has the old file open. */
export async function restore(config: Config, [file]: string[]): Promise<number> {
  if (!file) throw new SipglassError("bad_request", {}, "restore needs the name of a file that backup wrote.");
  const places = openDataPlaces(config.dataDirectory);
  try {
    restoreState(file, places.root);
  } finally {
    places.release();
  }
  console.log(`Restored what people made from ${file}.`);
  return 0;
}
