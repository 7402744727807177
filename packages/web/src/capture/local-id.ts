// Ids of what was opened from a file in this browser, told from those of the server (26 letters and figures) by their beginning: "file-1-…".

const LOCAL = /^file-(\d+)-/;

export const isLocal = (id: string): boolean => LOCAL.test(id);
export const localId = (key: string, id: string): string => `file-${key}-${id}`;

/** Key of the file, whose page is /files/KEY; undefined for what is on the server. */
export const fileKeyOf = (id: string): string | undefined => LOCAL.exec(id)?.[1];
