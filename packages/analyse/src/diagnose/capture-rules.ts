// Rules about what capture saw and did not see: they say how far the other findings reach.
import type { Rule } from "./rule.ts";
import { captureBeganLate } from "./rules/capture-began-late.ts";
import { capturedOneWay } from "./rules/captured-one-way.ts";
import { capturedTwice } from "./rules/captured-twice.ts";
import { clockSkew } from "./rules/clock-skew.ts";

export const CAPTURE_RULES: readonly Rule[] = [clockSkew, capturedOneWay, captureBeganLate, capturedTwice];
