// A capture dropped anywhere on the page is opened here and, by those who may, imported; a card in the corner says how it goes and leads to its calls.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { uploadCapture } from "../api/upload.ts";
import { Icon } from "../ui/icon.tsx";
import { byteSize } from "../words/count.ts";
import { ImportCard } from "./import-card.tsx";
import type { ImportState } from "./import-card.tsx";
import { onFiles } from "./take-files.ts";
import { IMPORT_WORDS } from "../words/imports.ts";

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** Read here as well, for everybody: nothing of it leaves the browser by that. */
async function openHere(file: File, update: (part: Partial<ImportState>) => void): Promise<void> {
  if (file.size > MOST_BYTES)
    return update({ here: { fault: new Error(IMPORT_WORDS.tooLarge(byteSize(MOST_BYTES))) } });
  update({ here: { share: 0 } });
  try {
    const { openFile } = await import("../capture/opened-files.ts");
    const { key } = await openFile(file, (share) => update({ here: { share } }));
    update({ here: { key } });
  } catch (error) {
    update({ here: { fault: error instanceof Error ? error : new Error(String(error)) } });
  }
}

const MOST_BYTES = 256 * 1024 * 1024;

/** `mayImport`: the role of this user may put captures into the archive of all. */
export function DropZone({ mayImport }: { mayImport: boolean }) {
  const client = useQueryClient();
  const [over, setOver] = useState(false);
  const [imports, setImports] = useState<ImportState[]>([]);
  const update = (id: number, part: Partial<ImportState>): void =>
    setImports((all) => all.map((each) => (each.id === id ? { ...each, ...part } : each)));

  const start = async (file: File): Promise<void> => {
    const id = Date.now() + Math.random();
    setImports((all) => [...all, { id, name: file.name, size: file.size, share: 0 }]);
    void openHere(file, (part) => update(id, part));
    if (!mayImport) return;
    try {
      update(id, { done: await uploadCapture(file, (share) => update(id, { share })) });
      void client.invalidateQueries({ queryKey: ["calls"] });
      void client.invalidateQueries({ queryKey: ["histogram"] });
    } catch (error) {
      update(id, { fault: error instanceof Error ? error : new Error(String(error)) });
    }
    // What was refused stands in the history as well.
    void client.invalidateQueries({ queryKey: ["imports"] });
  };
  useEffect(() => {
    const takeAll = (files: readonly File[]): void => {
      for (const file of files) void start(file);
    };
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      takeAll([...(event.dataTransfer?.files ?? [])]);
    };
    const listeners = [
      ["dragenter", enter],
      ["dragover", enter],
      ["dragleave", leave],
      ["drop", drop],
    ] as const;
    for (const [name, listener] of listeners) addEventListener(name, listener);
    const forget = onFiles(takeAll);
    return () => {
      forget();
      for (const [name, listener] of listeners) removeEventListener(name, listener);
    };
  }, [mayImport]);
  return (
    <>
      {over && (
        <div className="drop-over">
          <div>
            <Icon name="drop" size={32} />
            <strong>{mayImport ? IMPORT_WORDS.dropImport : IMPORT_WORDS.dropLook}</strong>
            <span>{IMPORT_WORDS.formats}</span>
          </div>
        </div>
      )}
      <div className="imports" aria-live="polite">
        {imports.map((each) => (
          <ImportCard
            key={each.id}
            state={each}
            importing={mayImport}
            close={() => setImports((all) => all.filter(({ id }) => id !== each.id))}
          />
        ))}
      </div>
    </>
  );
}
