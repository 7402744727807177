// What each media report says of the sound, so that its tick in the ladder can show it.
import type { StreamJson } from "../api/shapes.ts";
import { gradeOf } from "../words/quality.ts";
import type { Grade } from "../words/quality.ts";

export interface ReportGrade {
  grade: Grade;
  mos: number;
}

/** By ref of the packet; a packet that reports of both directions shows the worse. */
export function gradesOf(streams: readonly StreamJson[]): Map<string, ReportGrade> {
  const grades = new Map<string, ReportGrade>();
  for (const { ref, mos_lq, reported_mos } of streams.flatMap(({ reports }) => reports)) {
    const mos = mos_lq ?? reported_mos;
    if (mos === null || ref === "" || mos >= (grades.get(ref)?.mos ?? Number.POSITIVE_INFINITY)) continue;
    grades.set(ref, { grade: gradeOf(mos), mos });
  }
  return grades;
}
