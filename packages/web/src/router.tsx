// The pages and their paths. Every page shares one search part (q, range, selection), see url/page-search.ts.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link } from "@tanstack/react-router";
import { AgentsPage } from "./agents/agents-page.tsx";
import { CallPage } from "./call/call-page.tsx";
import { SharedPage } from "./call/shared-page.tsx";
import { CallsPage } from "./calls/calls-page.tsx";
import { RegistrationsPage } from "./registrations/registrations-page.tsx";
import { Gate } from "./signin/gate.tsx";
import { PageFault } from "./shell/page-fault.tsx";
import { hrefOf } from "./url/base-path.ts";
import { parseSearchText, printSearchText, readSearch } from "./url/page-search.ts";

const root = createRootRoute({
  validateSearch: readSearch,
  component: Gate,
  errorComponent: PageFault,
  notFoundComponent: () => (
    <div className="blank">
      <h1>There is no such page</h1>
      <p>
        <Link to="/">To the calls</Link>
      </p>
    </div>
  ),
});

const routes = [
  createRoute({ getParentRoute: () => root, path: "/", component: CallsPage, errorComponent: PageFault }),
  createRoute({ getParentRoute: () => root, path: "/calls/$id", component: CallPage, errorComponent: PageFault }),
  createRoute({ getParentRoute: () => root, path: "/shared/$secret", component: SharedPage, errorComponent: PageFault }),
  createRoute({
    getParentRoute: () => root,
    path: "/overview",
    component: lazyRouteComponent(() => import("./overview/overview-page.tsx"), "OverviewPage"),
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
  createRoute({ getParentRoute: () => root, path: "/registrations", component: RegistrationsPage, errorComponent: PageFault }),
  createRoute({ getParentRoute: () => root, path: "/agents", component: AgentsPage, errorComponent: PageFault }),
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
