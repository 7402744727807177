// The path under which the server is reached (`/voice`), which it writes into the head of the page; "" at the root.

export const BASE_PATH =
  typeof document === "undefined" ? "" : (document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? "");

/** Address of a path of ours, for plain links. */
export const hrefOf = (path: string): string => `${BASE_PATH}${path}`;

/** The path of ours that an address of the browser stands for. */
export const pathBelow = (pathname: string, basePath = BASE_PATH): string =>
  pathname === basePath ? "/" : pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
