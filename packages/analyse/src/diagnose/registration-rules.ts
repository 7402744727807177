// Rules about registrations, subscriptions and keep-alives.
import type { Rule } from "./rule.ts";
import { keepaliveFailed } from "./rules/keepalive-failed.ts";
import { natBindingMoved } from "./rules/nat-binding-moved.ts";
import { registrationBindingsMany } from "./rules/registration-bindings-many.ts";
import { registrationContactMissing } from "./rules/registration-contact-missing.ts";
import { registrationFlaps } from "./rules/registration-flaps.ts";
import { registrationIntervalTooBrief } from "./rules/registration-interval-too-brief.ts";
import { registrationLapsed } from "./rules/registration-lapsed.ts";
import { registrationOverlapping } from "./rules/registration-overlapping.ts";
import { registrationRefused } from "./rules/registration-refused.ts";
import { registrationRemovedElsewhere } from "./rules/registration-removed-elsewhere.ts";
import { registrationShortened } from "./rules/registration-shortened.ts";
import { registrationTooFrequent } from "./rules/registration-too-frequent.ts";
import { registrationUnanswered } from "./rules/registration-unanswered.ts";
import { registrationWrongDomain } from "./rules/registration-wrong-domain.ts";
import { subscriptionLost } from "./rules/subscription-lost.ts";

export const REGISTRATION_RULES: readonly Rule[] = [
  registrationUnanswered, registrationWrongDomain, registrationIntervalTooBrief, registrationRefused, registrationRemovedElsewhere, natBindingMoved, registrationLapsed, registrationFlaps,
  registrationContactMissing, registrationShortened, registrationTooFrequent, registrationOverlapping, registrationBindingsMany, keepaliveFailed, subscriptionLost,
];
