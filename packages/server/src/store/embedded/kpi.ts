// KPIs: counters, sums and histograms of the model as aggregates of SQL, equal to `tallyCalls` (a property test of the contract holds them so). Where
// the hours of a closed day were counted ahead (kpi-hours.ts), those counts are added up in place of its rows.
import { KpiGroups, MOST_GROUPS, SipglassError, checkKpiQuestion, chosenDistributions, showsValue, type Dimension, type KpiAnswer, type KpiQuestion, type Scope, type TimeRange } from "@sipglass/model";
import type { Session } from "./database.ts";
import { addHours, countedAhead, lacksHours, removeHours } from "./kpi-hours.ts";
import { FLAGS, MEASURED_COLUMNS, addRow, aggregates, valueOf, withFlags } from "./kpi-sql.ts";
import { HOT, hotHolds, readPlaces, sealedPlace, where, type Place, type Places } from "./places.ts";

export interface Counting {
  scope: Scope;
  question: KpiQuestion;
  dimension: Dimension | undefined;
  groups: KpiGroups;
}

/** Counts made ahead are copies: damaged ones are thrown away, and the calls counted instead. */
export async function kpiOfCalls(places: Places, scope: Scope, question: KpiQuestion): Promise<KpiAnswer> {
  checkKpiQuestion(question);
  try {
    return await countAll(places, scope, question);
  } catch (error) {
    const damaged = places.days.list(question).filter((day) => !lacksHours(places.days, day));
    if (!(error instanceof SipglassError) || error.code !== "unavailable" || damaged.length === 0) throw error;
    for (const day of damaged) removeHours(places.days, day);
    return countAll(places, scope, question);
  }
}

function countAll(places: Places, scope: Scope, question: KpiQuestion): Promise<KpiAnswer> {
  const dimension = checkKpiQuestion(question);
  return readPlaces(places, async (session) => {
    const counting: Counting = { scope, question, dimension, groups: new KpiGroups(question.histograms) };
    let truncated = false;
    const count = async (place: Place, range: TimeRange): Promise<void> => void (truncated = (await countPlace(session, place, counting, range)) || truncated);
    const sealed = places.days.list(question);
    const ahead = await countedAhead(places.days, session, sealed, counting);
    const rest = sealed.filter((day) => !ahead?.days.includes(day));
    if (rest.length > 0) await count(sealedPlace(places.days, rest), question);
    if (ahead) {
      truncated = (await addHours(places.days, session, ahead, counting)) || truncated;
      for (const edge of ahead.edges) await count(sealedPlace(places.days, ahead.days), edge);
    }
    if (hotHolds(places, question)) await count(HOT, question);
    return counting.groups.answer(truncated);
  });
}

/** True when there were more groups than it took. */
async function countPlace(session: Session, place: Place, { scope, question, dimension, groups }: Counting, range: TimeRange): Promise<boolean> {
  const distributions = chosenDistributions(question.histograms);
  const rows = await session.rows((bind) => {
    const { fromUs, bucketUs } = question;
    const bucket = bucketUs === undefined ? "NULL" : `(started_at - ${bind.number(fromUs)}) // ${bind.number(bucketUs)}`;
    const value = dimension ? valueOf(dimension, question.digits) : "NULL";
    const rowsOf = `SELECT *, ${value} AS value, ${bucket} AS bucket FROM ${place.relation} WHERE ${where(bind, place, scope, { ...question, ...range })}`;
    return `SELECT value, bucket, ${aggregates(distributions).join(", ")} FROM (SELECT value, bucket, ${MEASURED_COLUMNS}, ${FLAGS.join(", ")} FROM ${withFlags(rowsOf, bind)})
      GROUP BY value, bucket ORDER BY count(*) DESC LIMIT ${MOST_GROUPS + 1}`;
  });
  for (const row of rows.slice(0, MOST_GROUPS)) {
    const value = row[0] === null || !dimension ? null : String(row[0]);
    // Without groups there is one row, even of nothing.
    if (!showsValue(scope, dimension, value) || Number(row[2]) === 0) continue;
    const atUs = question.bucketUs === undefined ? null : question.fromUs + Number(row[1]) * question.bucketUs;
    addRow(groups.at(value, atUs), row.slice(2), distributions);
  }
  return rows.length > MOST_GROUPS;
}
