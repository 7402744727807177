// What a KPI means and how it was counted, with the calls above and below its line.
import { Link } from "@tanstack/react-router";
import type { DefinedKpiJson } from "../api/shapes.ts";
import { readSearch } from "../url/page-search.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { grouped } from "../words/count.ts";
import { kpiText, KPI_WORDS } from "../words/kpi.ts";

export function KpiDefinition({ kpi, close }: { kpi: DefinedKpiJson; close: () => void }) {
  const { search } = usePageSearch();
  const { name, title, value, unit, formula, rule, source, numerator, denominator, percentiles, few, query } = kpi;
  const open = (q: string, words: string) => (
    <Link to="/" search={readSearch({ ...carried(search), q })} onClick={close}>
      {words}
    </Link>
  );
  const same = query.numerator === query.denominator;
  return (
    <div className="kpi-definition">
      <h3>
        {name} <span>{title}</span>
      </h3>
      <p className="kpi-line">
        <b>{kpiText(value, unit)}</b>
        {percentiles && ` ${KPI_WORDS.medianP95} ${kpiText(percentiles.p95, unit)}, p99 ${kpiText(percentiles.p99, unit)}`}
        {few && <span className="quiet">{" "}{KPI_WORDS.fewCallsItSays}</span>}
      </p>
      <p>
        {!same && <>{open(query.numerator, `${grouped(numerator)} above the line`)}, </>}
        {open(query.denominator, `${grouped(denominator)} ${same ? "counted" : "below it"}`)}
      </p>
      <p className="mono">{formula}</p>
      <p>{rule}</p>
      <p className="quiet">{source}</p>
    </div>
  );
}
