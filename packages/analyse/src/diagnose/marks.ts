// The messages that findings point to, and what they show.
import type { Severity } from "@sipglass/model";

export interface Mark {
  severity: Severity;
  /** Titles of the findings, the gravest first. */
  titles: string[];
}

interface Shown {
  severity: Severity;
  title: string;
  evidence: readonly { ref: string }[];
}

const GRAVITY: Record<Severity, number> = { error: 2, warning: 1, info: 0 };

/** By ref of the message. */
export function marksOf(findings: readonly Shown[]): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { evidence, severity, title } of findings.toSorted((a, b) => GRAVITY[b.severity] - GRAVITY[a.severity])) {
    for (const ref of new Set(evidence.map((each) => each.ref))) {
      if (ref === "") continue;
      const known = marks.get(ref);
      if (known) known.titles.push(title);
      else marks.set(ref, { severity, titles: [title] });
    }
  }
  return marks;
}
