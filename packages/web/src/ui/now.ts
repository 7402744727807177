// The clock as a hook, for "ringing for 12 s": ticks once a second while it is wanted.
import { useEffect, useState } from "react";

export function useNowUs(everyMs: number | false = 1000): number {
  const [now, setNow] = useState(() => Date.now() * 1000);
  useEffect(() => {
    if (everyMs === false) return;
    const timer = setInterval(() => setNow(Date.now() * 1000), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
