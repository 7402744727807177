// The Reason header (RFC 3326): `Q.850;cause=16;text="Terminated", SIP;cause=600`. Several values, in one line or many.
import type { CallReason } from "@sipglass/model";
import { utf8Text } from "./latin1.ts";
import { parametersAt, parametersOf, splitAtCommas } from "./parameters.ts";

/** `cause` 0 = not given. */
export function parseReason(text: string): CallReason[] {
  return splitAtCommas(text).map((value) => {
    const at = parametersAt(value);
    const parameters = parametersOf(value, at);
    const cause = Number(parameters.get("cause"));
    return {
      protocol: value.slice(0, at).trim(),
      cause: Number.isSafeInteger(cause) ? cause : 0,
      text: utf8Text(parameters.get("text") ?? ""),
    };
  });
}
