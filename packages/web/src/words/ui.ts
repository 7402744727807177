// Words of buttons, notices and other small parts that all pages share.

export const UI_WORDS = {
  copied: "Copied",
  somethingThatShouldBe: "Something that should be here could not be read.",
  thisAnswerIsNot: "This answer is not whole.",
  tryAgain: "Try again",
} as const;
