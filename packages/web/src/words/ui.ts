// Words of buttons, notices and other small parts that all pages share.

export const UI_WORDS = {
  away: "It may be starting anew, or this computer is offline.",
  copied: "Copied",
  somethingThatShouldBe: "Something that should be here could not be read.",
  thisAnswerIsNot: "This answer is not whole.",
  tryAgain: "Try again",
} as const;
