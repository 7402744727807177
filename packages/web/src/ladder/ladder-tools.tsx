// Above the ladder: what is left out, what makes a column, how large it is, and the ladder as a picture.
import { usePageSearch } from "../url/use-page-search.ts";
import { zoomStep } from "../url/ladder-search.ts";
import type { HostMode, Zoom } from "../url/ladder-search.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import type { Ladder } from "../api/shapes.ts";
import { droppedRows, LADDER_WORDS, siftWord } from "../words/ladder.ts";
import { printDrop, readDrop, siftChoices } from "./sift.ts";
import type { SiftChoice } from "./sift.ts";

interface LadderToolsProps {
  /** Whole, for what may be left out of it. */
  ladder: Ladder;
  /** Rows that are left out now. */
  dropped: number;
  zoom: Zoom;
  save: (format: "svg" | "png") => void;
}

export const zoomPatch = (zoom: Zoom): Exclude<Zoom, "100"> | undefined => (zoom === "100" ? undefined : zoom);

export function LadderTools({ ladder, dropped, zoom, save }: LadderToolsProps) {
  const { patch } = usePageSearch();
  const setZoom = (to: Zoom): void => patch({ zoom: zoomPatch(to) }, { replace: true });
  return (
    <div className="ladder-tools" role="group" aria-label={LADDER_WORDS.tools}>
      <SiftMenu ladder={ladder} dropped={dropped} />
      <HostsMenu />
      <span className="zoom" role="group" aria-label={LADDER_WORDS.zoom}>
        <button type="button" className="button button-icon" aria-label={LADDER_WORDS.zoomOut} title={LADDER_WORDS.zoomOut} onClick={() => setZoom(zoomStep(zoom, -1))}>
          <Icon name="minus" />
        </button>
        <button type="button" className="button zoom-fit" aria-pressed={zoom === "fit"} title={LADDER_WORDS.fitTitle} onClick={() => setZoom(zoom === "fit" ? "100" : "fit")}>
          {LADDER_WORDS.fit}
        </button>
        <button type="button" className="button button-icon" aria-label={LADDER_WORDS.zoomIn} title={LADDER_WORDS.zoomIn} onClick={() => setZoom(zoomStep(zoom, 1))}>
          <Icon name="plus" />
        </button>
      </span>
      <Popover label={LADDER_WORDS.picture} className="tool-picture" button={<Icon name="download" />}>
        {(close) => (
          <Menu
            label={LADDER_WORDS.picture}
            close={close}
            items={[
              { label: LADDER_WORDS.svg, hint: LADDER_WORDS.svgHint, icon: "download", onPick: () => save("svg") },
              { label: LADDER_WORDS.png, hint: LADDER_WORDS.pngHint, icon: "download", onPick: () => save("png") },
            ]}
          />
        )}
      </Popover>
    </div>
  );
}

function SiftMenu({ ladder, dropped }: { ladder: Ladder; dropped: number }) {
  const { search, patch } = usePageSearch();
  const drop = readDrop(search.drop);
  const { methods, others } = siftChoices(ladder);
  const set = (next: ReadonlySet<string>): void => patch({ drop: printDrop(next) }, { replace: true });
  const shown = dropped > 0 ? LADDER_WORDS.left(dropped) : LADDER_WORDS.filter;
  const toggle = (name: string): void => set(new Set(drop.has(name) ? [...drop].filter((each) => each !== name) : [...drop, name]));
  const choice = ({ name, rows }: SiftChoice) => (
    <label key={name} className="check">
      <input type="checkbox" checked={!drop.has(name)} onChange={() => toggle(name)} />
      <span>{siftWord(name)}</span>
      <span className="quiet">{rows}</span>
    </label>
  );
  return (
    <Popover
      label={LADDER_WORDS.filterTitle}
      shows={shown}
      className={dropped > 0 ? "tool-on" : ""}
      align="start"
      button={
        <>
          {shown} <Icon name="down" size={12} />
        </>
      }
    >
      {() => (
        <div className="sift">
          <fieldset>
            <legend>{LADDER_WORDS.methods}</legend>
            {methods.map(choice)}
          </fieldset>
          {others.length > 0 && (
            <fieldset>
              <legend>{LADDER_WORDS.others}</legend>
              {others.map(choice)}
            </fieldset>
          )}
          <div className="sift-actions">
            <button type="button" className="button" onClick={() => set(new Set([...drop, "media", "log"]))}>
              {LADDER_WORDS.onlySip}
            </button>
            <button type="button" className="button" disabled={drop.size === 0} onClick={() => set(new Set())} title={droppedRows(dropped)}>
              {LADDER_WORDS.showAll}
            </button>
          </div>
        </div>
      )}
    </Popover>
  );
}

const MODES: readonly (HostMode | undefined)[] = [undefined, "ip", "port"];

function HostsMenu() {
  const { search, patch } = usePageSearch();
  const changed = search.hosts !== undefined || search.by !== undefined;
  return (
    <Popover
      label={LADDER_WORDS.hosts}
      className={changed ? "tool-on" : ""}
      align="start"
      button={
        <>
          {LADDER_WORDS.hosts} <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => (
        <Menu
          label={LADDER_WORDS.hosts}
          close={close}
          items={[
            ...MODES.map((by) => ({
              label: LADDER_WORDS.hostModes[by ?? "end"],
              hint: LADDER_WORDS.hostModeHints[by ?? "end"],
              checked: search.by === by,
              onPick: () => patch({ by, hosts: undefined }, { replace: true }),
            })),
            ...(changed
              ? [{ label: LADDER_WORDS.naturalOrder, onPick: () => patch({ by: undefined, hosts: undefined }, { replace: true }) }]
              : []),
          ]}
        />
      )}
    </Popover>
  );
}
