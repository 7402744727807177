// Messages of several legs as one conversation, each packet once. Every leg keeps its own order: where clocks differ, that order knows better.
import type { MessageView } from "@sipglass/model";

export function wholeOf(legs: readonly (readonly MessageView[])[]): MessageView[] {
  const places = legs.map(() => 0);
  const whole = new Map<string, MessageView>();
  for (;;) {
    let next = -1;
    for (const [leg, at] of places.entries()) {
      const message = legs[leg]?.[at];
      if (message && (next === -1 || message.timeUs < (legs[next]?.[places[next] ?? 0]?.timeUs ?? 0))) next = leg;
    }
    const message = legs[next]?.[places[next] ?? 0];
    if (!message) return [...whole.values()];
    places[next] = (places[next] ?? 0) + 1;
    if (!whole.has(message.ref)) whole.set(message.ref, message);
  }
}
