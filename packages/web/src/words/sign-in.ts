// What the sign-in form says.

export const SIGN_IN_WORDS = {
  tag: "A looking glass for voice",
  userName: "User name",
  password: "Password",
  signIn: "Sign in",
  signingIn: "Signing in",
  or: "or",
  firstTime: "First time? The server printed a one-time password for",
  whenStarted: "when it first started.",
  withoutSigningIn: "A capture can be opened without signing in: drop it here.",
} as const;

export const SIGN_IN_FAULTS = {
  wrong: "User name or password is wrong.",
  tooMany: (wait: string): string => `Too many attempts. Try again in ${wait}.`,
  tooManyForNow: "Too many attempts. Wait a little, then try again.",
} as const;

export const signInWith = (provider: string): string => `Sign in with ${provider}`;
export const orDirectory = "Your user name and password of the directory (LDAP) work here as well.";

/** Reasons why nobody was let in from a provider, by the code in the address. */
const FAULTS: Readonly<Record<string, string>> = {
  no_role: "None of your groups gives you a role here. Ask an administrator.",
  not_known: "You have no account here. Ask an administrator to add you.",
  name_taken: "There is another user of your name here already. Ask an administrator.",
  name_unusable: "Your user name there cannot be a user name here. Ask an administrator.",
  disabled: "Your account is disabled.",
  denied: "The sign-in provider did not let you in.",
  expired: "That took too long, or began in another browser. Try again.",
  provider_away: "The sign-in provider does not answer. Users with a password of their own can still sign in.",
};

export const providerFault = (reason: string): string =>
  FAULTS[reason] ?? "The sign-in provider's answer could not be verified. Try again, or ask an administrator.";
