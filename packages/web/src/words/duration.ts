// Lengths of time in words: short for tables ("3:12", "0.4 s"), spoken for sentences ("3 min 12 s"), µs-exact for the ladder.

const pad = (value: number): string => String(value).padStart(2, "0");

/** 192 → "3:12", 3723 → "1:02:03" */
export function clockDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  return h > 0 ? `${h}:${pad(m)}:${pad(whole % 60)}` : `${m}:${pad(whole % 60)}`;
}

/** 0.004 → "4 ms", 0.42 → "0.42 s", 4.13 → "4.1 s", 192 → "3 min 12 s", 7500 → "2 h 5 min" */
export function spokenDuration(seconds: number): string {
  if (seconds < 0.1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 0.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (whole >= 86_400 * 2) return `${Math.round(whole / 86_400)} days`;
  if (h > 0) return m > 0 ? `${h} h ${m} min` : `${h} h`;
  return s > 0 ? `${m} min ${s} s` : `${m} min`;
}

/** For columns: 0.4 → "<1 ms", 412 → "412 ms", 1240 → "1.24 s", 31000 → "31.0 s" */
export function columnMs(ms: number): string {
  if (ms > 0 && ms < 0.95) return "<1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return ms < 9995 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(1)} s`;
}

/** 3512 → "3.512 ms", 412 → "412 µs", 3218401 → "3.218 401 s": every microsecond kept, digits in threes. */
export function exactDuration(us: number): string {
  const sign = us < 0 ? "−" : "";
  const abs = Math.abs(Math.round(us));
  if (abs < 1000) return `${sign}${abs} µs`;
  if (abs < 1_000_000) return `${sign}${Math.floor(abs / 1000)}.${String(abs % 1000).padStart(3, "0")} ms`;
  const seconds = Math.floor(abs / 1_000_000);
  const fraction = String(abs % 1_000_000).padStart(6, "0");
  const head = seconds < 60 ? String(seconds) : clockDuration(seconds);
  return `${sign}${head}.${fraction.slice(0, 3)} ${fraction.slice(3)}${seconds < 60 ? " s" : ""}`;
}

/** How far a clock is off: exact while that says something, in words beyond a minute. */
export function skewDuration(us: number): string {
  if (Math.abs(us) < 60_000_000) return exactDuration(us);
  return `${us < 0 ? "−" : ""}${spokenDuration(Math.abs(us) / 1e6)}`;
}
