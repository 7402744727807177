// The call as a file.
import { apiUrl } from "../api/request.ts";
import type { CallJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import { copyText } from "../ui/copy-button.tsx";

const FORMATS = [
  { format: "pcap", hint: "opens anywhere" },
  { format: "pcapng", hint: "for Wireshark" },
  { format: "text", hint: "messages as text" },
  { format: "json", hint: "for programs" },
];

export function ExportMenu({ call }: { call: CallJson }) {
  const items = FORMATS.map(({ format, hint }) => ({
    label: format,
    hint,
    icon: "download" as const,
    href: apiUrl(`calls/${encodeURIComponent(call.id)}/export`, { format }),
    download: true,
  }));
  return (
    <Popover
      label="Export"
      button={
        <>
          <Icon name="download" /> Export <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => (
        <Menu
          label="Export"
          close={close}
          items={[...items, { label: "Copy link", icon: "copy", onPick: () => void copyText(location.href) }]}
        />
      )}
    </Popover>
  );
}
