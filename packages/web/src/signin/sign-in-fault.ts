// Why signing in failed, in words that help and give nothing away.
import type { SipglassError } from "@sipglass/model";
import { spokenDuration } from "../words/duration.ts";

export function signInFault(error: SipglassError): string {
  if (error.code === "unauthorized") return "User name or password is wrong.";
  if (error.code !== "too_many_attempts") return error.message;
  const wait = error.details["retry_after_s"];
  return typeof wait === "number"
    ? `Too many attempts. Try again in ${spokenDuration(wait)}.`
    : "Too many attempts. Wait a little, then try again.";
}
