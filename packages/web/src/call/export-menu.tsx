// The call as a file.
import { apiUrl } from "../api/request.ts";
import type { CallJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import type { MenuItem } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import { copyText } from "../ui/copy-button.tsx";

const FORMATS = [
  { format: "pcap", hint: "opens anywhere" },
  { format: "pcapng", hint: "for Wireshark" },
  { format: "text", hint: "messages as text" },
  { format: "json", hint: "for programs" },
];

export function ExportMenu({ call, legs }: { call: CallJson; legs: number }) {
  const file = (of: string, format: string, label: string, hint: string): MenuItem => ({
    label,
    hint,
    icon: "download",
    href: apiUrl(`${of}/export`, { format }),
    download: true,
  });
  const items = FORMATS.map(({ format, hint }) => file(`calls/${encodeURIComponent(call.id)}`, format, format, hint));
  const all = file(`sessions/${encodeURIComponent(call.session_id)}`, "pcap", `pcap of all ${legs} legs`, "one file");
  return (
    <Popover
      label="Export"
      button={
        <>
          <Icon name="download" /> <span className="button-word">Export</span> <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => (
        <Menu
          label="Export"
          close={close}
          items={[...items, ...(legs > 1 ? [all] : []), { label: "Copy link", icon: "copy", onPick: () => void copyText(location.href) }]}
        />
      )}
    </Popover>
  );
}
