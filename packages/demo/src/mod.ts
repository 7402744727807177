// @sipglass/demo: a day of a telephone company that does not exist, as HEP packets, and what it is told of its hosts, trunks and customers.
export { playDay, type Day, type DayOptions } from "./day.ts";
export { HOSTS, TENANTS, TRUNKS } from "./company.ts";
