// The call as a file: in which form, of which legs, with what besides signalling, and under whose names.
import { useState } from "react";
import { apiUrl } from "../api/request.ts";
import { isShared, sharedExportUrl } from "../api/shared.ts";
import type { CallJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import { copyText } from "../ui/copy-button.tsx";
import { EXPORT_WORDS } from "../words/export.ts";

interface Wanted {
  /** All legs of the session, when there are several. */
  whole: boolean;
  rtcp: boolean;
  logs: boolean;
  anonymise: boolean;
}

export function ExportMenu({ call, legs }: { call: CallJson; legs: number }) {
  const [wanted, setWanted] = useState<Wanted>({ whole: true, rtcp: true, logs: true, anonymise: false });
  const choice = (name: keyof Wanted, label: string) => (
    <label className="check">
      <input type="checkbox" checked={wanted[name]} onChange={(event) => setWanted({ ...wanted, [name]: event.currentTarget.checked })} />
      <span>{label}</span>
    </label>
  );
  return (
    <Popover
      label={EXPORT_WORDS.button}
      button={
        <>
          <Icon name="download" /> <span className="button-word">{EXPORT_WORDS.button}</span> <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => (
        <div className="export">
          <div className="export-choices">
            {legs > 1 && !isShared(call.id) && choice("whole", EXPORT_WORDS.whole(legs))}
            {choice("rtcp", EXPORT_WORDS.rtcp)}
            {choice("logs", EXPORT_WORDS.logs)}
            {choice("anonymise", EXPORT_WORDS.anonymise)}
          </div>
          <Menu
            label={EXPORT_WORDS.button}
            close={close}
            items={[
              ...EXPORT_WORDS.formats.map(({ format, label, hint }) => ({ label, hint, icon: "download" as const, href: exportHref(call, legs, wanted, format), download: true })),
              { label: EXPORT_WORDS.copyLink, icon: "copy" as const, onPick: () => void copyText(location.href) },
            ]}
          />
        </div>
      )}
    </Popover>
  );
}

function exportHref({ id, session_id }: CallJson, legs: number, { whole, rtcp, logs, anonymise }: Wanted, format: string): string {
  const include = ["sip", ...(rtcp ? ["rtcp"] : []), ...(logs && !anonymise ? ["log"] : [])].join(",");
  const params = { format, include, ...(anonymise ? { anonymise: "true" } : {}) };
  if (isShared(id)) return sharedExportUrl(id, params);
  return apiUrl(`${whole && legs > 1 ? `sessions/${encodeURIComponent(session_id)}` : `calls/${encodeURIComponent(id)}`}/export`, params);
}
