// Words of the charts over time.

export const CHART_WORDS = {
  notMeasured: "not measured",
  arrowKeysStepEnter: ". Arrow keys step, Enter opens the message.",
  overTime: "over time,",
} as const;
