// Words of the page of a file that was opened in the browser.

export const FILE_WORDS = {
  noCallMatches: "No call matches",
  noSipInThis: "No SIP in this file",
  leftOut: "left out:",
  readInThisBrowser: "read in this browser, not from the server",
  of: "of",
  ofSeveralLegs: "of several legs",
  toTheCalls: "To the calls",
  whatIsOpenedIn: "What is opened in the browser lives in its tab only. Drop the file on the page again.",
  thisFileIsNot: "This file is not open any more",
} as const;

export const FILE_GONE = "This file is no longer open here: drop it on the page again.";
