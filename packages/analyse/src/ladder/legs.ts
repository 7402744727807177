// Several legs in one ladder: which leg a message belongs to, and the letter by which people call it.

/** Tints go round after so many legs; the letter still tells them apart. */
export const LEG_TINTS = 6;

/** "A" is the first leg. */
export const legLetter = (leg: number): string => String.fromCharCode(65 + (leg % 26));

/** Index of the leg by ref of its messages. A packet that two legs share belongs to the earlier one. */
export function legsByRef(messagesOfLegs: readonly (readonly { ref: string }[])[]): Map<string, number> {
  const legs = new Map<string, number>();
  for (const [leg, messages] of messagesOfLegs.entries()) for (const { ref } of messages) if (!legs.has(ref)) legs.set(ref, leg);
  return legs;
}
