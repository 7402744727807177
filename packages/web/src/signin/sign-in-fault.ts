// Why signing in failed, in words that help and give nothing away.
import type { SipglassError } from "@sipglass/model";
import { spokenDuration } from "../words/duration.ts";
import { SIGN_IN_FAULTS } from "../words/sign-in.ts";

export function signInFault(error: SipglassError): string {
  if (error.code === "unauthorized") return SIGN_IN_FAULTS.wrong;
  if (error.code !== "too_many_attempts") return error.message;
  const wait = error.details["retry_after_s"];
  return typeof wait === "number" ? SIGN_IN_FAULTS.tooMany(spokenDuration(wait)) : SIGN_IN_FAULTS.tooManyForNow;
}
