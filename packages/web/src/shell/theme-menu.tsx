// Theme: as the system, light, dark.
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import { setSetting, useSettings } from "../ui/settings.ts";

const THEMES = [
  { id: "auto", label: "As the system" },
  { id: "light", label: "Light" },
  { id: "dark", label: "Dark" },
] as const;
const ICON = { auto: "auto", light: "sun", dark: "moon" } as const;

export function ThemeMenu() {
  const { theme } = useSettings();
  return (
    <Popover label="Theme" className="button-icon" button={<Icon name={ICON[theme]} />}>
      {(close) => (
        <Menu
          label="Theme"
          close={close}
          items={THEMES.map(({ id, label }) => ({ label, checked: id === theme, onPick: () => setSetting("theme", id) }))}
        />
      )}
    </Popover>
  );
}
