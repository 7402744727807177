// The pages and their paths. Every page shares one search part (q, range, selection), see url/page-search.ts.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link } from "@tanstack/react-router";
import { CallPage } from "./call/call-page.tsx";
import { CallsPage } from "./calls/calls-page.tsx";
import { Gate } from "./signin/gate.tsx";
import { PageFault } from "./shell/page-fault.tsx";
import { hrefOf } from "./url/base-path.ts";
import { parseSearchText, printSearchText, readSearch } from "./url/page-search.ts";
import { SHELL_WORDS } from "./words/shell.ts";

const root = createRootRoute({
  validateSearch: readSearch,
  component: Gate,
  errorComponent: PageFault,
  notFoundComponent: () => (
    <div className="blank">
      <h1>{SHELL_WORDS.thereIsNoSuch}</h1>
      <p>
        <Link to="/">{SHELL_WORDS.toTheCalls}</Link>
      </p>
    </div>
  ),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/settings-page.tsx"), "SettingsPage"),
  errorComponent: PageFault,
});

const settingsParts = [
  createRoute({
    getParentRoute: () => settings,
    path: "/",
    component: lazyRouteComponent(() => import("./settings/account-page.tsx"), "AccountPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/account",
    component: lazyRouteComponent(() => import("./settings/account-page.tsx"), "AccountPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/users",
    component: lazyRouteComponent(() => import("./settings/users-page.tsx"), "UsersPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/tokens",
    component: lazyRouteComponent(() => import("./settings/tokens-page.tsx"), "TokensPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/tenants",
    component: lazyRouteComponent(() => import("./settings/tenants-page.tsx"), "TenantsPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/shares",
    component: lazyRouteComponent(() => import("./settings/shares-page.tsx"), "SharesPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/display",
    component: lazyRouteComponent(() => import("./settings/display-page.tsx"), "DisplayPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/configuration",
    component: lazyRouteComponent(() => import("./settings/configuration-page.tsx"), "ConfigurationPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/correlation",
    component: lazyRouteComponent(() => import("./settings/correlation-page.tsx"), "CorrelationPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/codecs",
    component: lazyRouteComponent(() => import("./settings/codecs-page.tsx"), "CodecsPage"),
  }),
] as const;

const routes = [
  createRoute({ getParentRoute: () => root, path: "/", component: CallsPage, errorComponent: PageFault }),
  createRoute({ getParentRoute: () => root, path: "/calls/$id", component: CallPage, errorComponent: PageFault }),
  createRoute({
    getParentRoute: () => root,
    path: "/shared/$secret",
    component: lazyRouteComponent(() => import("./call/shared-page.tsx"), "SharedPage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/overview",
    component: lazyRouteComponent(() => import("./overview/overview-page.tsx"), "OverviewPage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/live",
    component: lazyRouteComponent(() => import("./live/live-page.tsx"), "LivePage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/dashboards",
    component: lazyRouteComponent(() => import("./dashboards/dashboards-page.tsx"), "DashboardsPage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/compare",
    component: lazyRouteComponent(() => import("./compare/compare-page.tsx"), "ComparePage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/files/$key",
    component: lazyRouteComponent(() => import("./capture/file-page.tsx"), "FilePage"),
    errorComponent: PageFault,
  }),
  settings.addChildren(settingsParts),
  createRoute({
    getParentRoute: () => root,
    path: "/registrations",
    component: lazyRouteComponent(() => import("./registrations/registrations-page.tsx"), "RegistrationsPage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/agents",
    component: lazyRouteComponent(() => import("./agents/agents-page.tsx"), "AgentsPage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/hosts",
    component: lazyRouteComponent(() => import("./hosts/hosts-page.tsx"), "HostsPage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/imports",
    component: lazyRouteComponent(() => import("./imports/imports-page.tsx"), "ImportsPage"),
    errorComponent: PageFault,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/system",
    component: lazyRouteComponent(() => import("./health/health-page.tsx"), "HealthPage"),
    errorComponent: PageFault,
  }),
] as const;

export const router = createRouter({
  basepath: hrefOf("/"),
  routeTree: root.addChildren(routes),
  // Read at once: what validateSearch leaves out would stay in the search of the page.
  parseSearch: (text) => readSearch(parseSearchText(text)),
  stringifySearch: printSearchText,
  defaultPreload: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
