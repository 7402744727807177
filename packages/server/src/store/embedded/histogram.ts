// How many calls began when, by state: each leg, or each session once.
import { SipglassError, type Query, type Scope, type TimeRange } from "@sipglass/model";
import type { BucketCount, MatchingLeg, SessionBuckets } from "../store.ts";
import type { Binder } from "./binder.ts";
import { columnTextFor } from "./columns.ts";
import type { Row } from "./database.ts";
import { placesIn, readPlaces, where, type Places } from "./places.ts";

type Asked = TimeRange & { query: Query; buckets: number };

const widthOf = ({ fromUs, toUs, buckets }: Asked): number => (toUs - fromUs) / buckets;

function emptyBuckets(asked: Asked): BucketCount[] {
  const { fromUs, toUs, buckets } = asked;
  if (!(buckets >= 1 && buckets <= 10_000) || !(toUs > fromUs)) throw new SipglassError("bad_request", { field: "buckets" });
  return Array.from({ length: buckets }, (_, i): BucketCount => ({ atUs: Math.round(fromUs + i * widthOf(asked)), byState: {} }));
}

const bucketOf = (asked: Asked, bind: Binder): string =>
  `least(floor((started_at - ${bind.number(asked.fromUs)}) / ${bind.number(widthOf(asked))}), ${asked.buckets - 1}) AS bucket`;

function addRows(counts: readonly BucketCount[], rows: readonly Row[]): void {
  for (const [bucket, state, count] of rows) {
    const { byState } = counts[Number(bucket)]!;
    byState[String(state)] = (byState[String(state)] ?? 0) + Number(count);
  }
}

export function histogramOfCalls(places: Places, scope: Scope, asked: Asked): Promise<BucketCount[]> {
  return readPlaces(places, async (session) => {
    const counts = emptyBuckets(asked);
    for (const place of placesIn(places, asked)) {
      addRows(counts, await session.rows((bind) => `SELECT ${bucketOf(asked, bind)}, state, count(*) FROM ${place.relation} WHERE ${where(bind, place, scope, asked)} GROUP BY bucket, state`));
    }
    return counts;
  });
}

/**
 * All places in one statement: legs of a session may be hot, sealed and live. Nearly all sessions are counted at their first leg, which needs no
 * grouping; only further legs whose first does not match are gathered (measured on a million calls: a sixth of the time).
 */
export function histogramOfSessions(places: Places, scope: Scope, asked: Asked, live: readonly MatchingLeg[]): Promise<SessionBuckets> {
  return readPlaces(places, async (session) => {
    const buckets = emptyBuckets(asked);
    const rows = await session.rows((bind) => {
      const stored = placesIn(places, asked).map((place) =>
        `SELECT ${columnTextFor(scope, bind)("session_id")} AS session, id, started_at, state FROM ${place.relation} WHERE ${where(bind, place, scope, asked)}`);
      const bucket = bucketOf(asked, bind);
      return `WITH legs(session, id, started_at, state) AS NOT MATERIALIZED (${[...stored, liveLegs(live, bind)].join(" UNION ALL ")}),
        further AS MATERIALIZED (SELECT * FROM legs WHERE id <> session),
        begun AS (SELECT id FROM legs WHERE id = session AND id IN (SELECT session FROM further)),
        orphans AS (SELECT min({ started_at: started_at, id: id, state: state }) AS first FROM further WHERE session NOT IN (SELECT id FROM begun) GROUP BY session)
        SELECT ${bucket}, state, count(*), 0 FROM legs WHERE id = session GROUP BY bucket, state
        UNION ALL
        SELECT ${bucket}, state, count(*), count(*) FROM (SELECT first.started_at AS started_at, first.state AS state FROM orphans) GROUP BY bucket, state`;
    });
    addRows(buckets, rows);
    return { buckets, further: rows.reduce((sum, [, , , further]) => sum + Number(further), 0) };
  });
}

const liveLegs = (live: readonly MatchingLeg[], bind: Binder): string =>
  `SELECT unnest(${bind.texts(live.map(({ sessionId }) => sessionId))}) AS session, unnest(${bind.texts(live.map(({ id }) => id))}) AS id,
    unnest(${bind.texts(live.map(({ startedAtUs }) => String(startedAtUs)))})::BIGINT AS started_at, unnest(${bind.texts(live.map(({ state }) => state))}) AS state`;
