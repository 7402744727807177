// Words of the overview.

export const OVERVIEW_WORDS = {
  nothingWasCounted: "Nothing was counted.",
  noMediaWasMeasured: "No media was measured.",
  median: "median",
  from: "from",
  inThePeriodBefore: "In the period before:",
  nothingBeforeToCompare: "nothing before to compare with",
  itsCalls: "Its calls:",
  means: "means",
  what: "What",
  theCalls: "The calls",
  calls: "Calls",
  causesQ850: "Causes (Q.850)",
  callees: "Callees",
  callers: "Callers",
  userAgents: "User agents",
  trunksByFailures: "Trunks by failures",
  failingDestinations: "Failing destinations",
  mosNarrowBand: "MOS, narrow band",
  postDialDelay: "Post-dial delay",
  responses: "Responses",
  matchesTheQuery: "matches the query",
  noCallInThis: "No call in this time range",
  failed: "failed",
  answered: "answered",
  answeredAttemptsOfAll: "Answered attempts of all attempts",
  calls2: "calls",
  nothingFailed: "Nothing failed.",
  theFirst: "the first",
  strongerColourMore: "stronger colour = more",
  strongerColourLess: "stronger colour = less",
  whatTheMapShows: "What the map shows",
} as const;

/** Monday first, as the API counts them. */
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
