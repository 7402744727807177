// Plays a stream of a dropped file, where its packets are at hand and its codec is G.711.
import { useEffect, useRef, useState } from "react";
import type { StreamJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { isLocal } from "./local-id.ts";

const PLAYABLE = /^PCM[AU]$/i;

export function PlayButton({ stream }: { stream: StreamJson }) {
  const [state, setState] = useState<"still" | "reading" | "playing" | "silent">("still");
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  if (!isLocal(stream.call_id) || stream.rtp === null || !PLAYABLE.test(stream.codec)) return null;
  const toggle = async (): Promise<void> => {
    if (stop.current) return stop.current();
    setState("reading");
    const { listenTo } = await import("./listen.ts");
    const playing = await listenTo(stream);
    if (!playing) return setState("silent");
    setState("playing");
    stop.current = playing.stop;
    await playing.ended;
    stop.current = null;
    setState("still");
  };
  const words = { still: "Play", reading: "Reading", playing: "Stop", silent: "Nothing to hear" }[state];
  return (
    <button
      type="button"
      className="button"
      disabled={state === "reading" || state === "silent"}
      aria-pressed={state === "playing"}
      onClick={() => void toggle()}
    >
      <Icon name={state === "playing" ? "stop" : "play"} size={13} /> {words}
    </button>
  );
}
