// A proxy may serve us under a path (`/voice`) and strip it or not: everything behind here lives at the root all the same.

/** The path that was asked for without what a proxy left of the base path. */
export function pathBelow(url: string, basePath: string): string {
  const rest = url.slice(basePath.length);
  if (basePath === "" || !url.startsWith(basePath) || !/^(?:[/?]|$)/.test(rest)) return url;
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** The page is built for the root. Below a base path its files are named by it, and its scripts read it from the head. */
export const pageBelow = (html: string, basePath: string): string =>
  html.replace('name="base-path" content=""', `name="base-path" content="${basePath}"`).replace(/\b(href|src)="\//g, `$1="${basePath}/`);
