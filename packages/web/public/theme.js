// Runs before the first paint, so that a chosen theme or density never flashes in. A file, not inline: a strict CSP stays possible.
for (const name of ["theme", "density"]) {
  const value = localStorage.getItem(`sipglass.${name}`);
  if (value) document.documentElement.dataset[name] = value;
}
