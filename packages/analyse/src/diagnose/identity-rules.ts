// Rules about who the caller is said to be: signatures (STIR/SHAKEN), asserted and shown numbers.
import { IDENTITY_REFUSALS } from "./identity-refusals.ts";
import type { Rule } from "./rule.ts";
import { attestationLow } from "./rules/attestation-low.ts";
import { callerNumbersDiffer } from "./rules/caller-numbers-differ.ts";
import { identityDropped } from "./rules/identity-dropped.ts";
import { identityMalformed } from "./rules/identity-malformed.ts";
import { identityNumberDiffers } from "./rules/identity-number-differs.ts";
import { identityStale } from "./rules/identity-stale.ts";
import { verificationFailed } from "./rules/verification-failed.ts";

export const IDENTITY_RULES: readonly Rule[] = [
  ...IDENTITY_REFUSALS, identityMalformed, identityStale, identityNumberDiffers, identityDropped, attestationLow, verificationFailed, callerNumbersDiffer,
];
