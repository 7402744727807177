// The KPIs that a shift looks at, in one line above the list; each opens its definition and its calls.
import { groupingOf } from "../api/questions.ts";
import { useKpis } from "../api/stats.ts";
import type { DefinedKpiJson } from "../api/shapes.ts";
import { Popover } from "../ui/popover.tsx";
import { isRelative, rangeOf } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { kpiText, KPI_WORDS } from "../words/kpi.ts";
import { KpiDefinition } from "./kpi-definition.tsx";
import { mainMos } from "./main-mos.ts";

const SHOWN = ["asr", "ner", "mos_nb", "mos_wb", "mos_fb"];

export function KpiStrip({ wait }: { wait: boolean }) {
  const { search, asked } = usePageSearch();
  const range = rangeOf(search);
  const everyMs = isRelative(range) && search.live !== "0" ? 10_000 : false;
  const kpis = useKpis({ q: asked, range, count: groupingOf(search), everyMs, wait }, SHOWN);
  const all = kpis.error ? [] : (kpis.data?.total.kpis ?? []);
  const mos = mainMos(all);
  const shown = [...all.filter(({ id }) => id === "asr" || id === "ner"), ...(mos ? [mos] : [])];
  return (
    <div className={kpis.isPlaceholderData ? "kpi-strip stale" : "kpi-strip"}>
      {shown.map((kpi) => (
        <StripKpi key={kpi.id} kpi={kpi} />
      ))}
    </div>
  );
}

function StripKpi({ kpi }: { kpi: DefinedKpiJson }) {
  const name = kpi.unit === "mos" ? "MOS" : kpi.name;
  return (
    <Popover
      label={`${name} ${kpiText(kpi.value, kpi.unit)}${KPI_WORDS.whatItMeansAnd}`}
      className={kpi.few ? "kpi-button kpi-few" : "kpi-button"}
      align="start"
      button={
        <>
          {name} <b>{kpiText(kpi.value, kpi.unit)}</b>
        </>
      }
    >
      {(close) => <KpiDefinition kpi={kpi} close={close} />}
    </Popover>
  );
}
