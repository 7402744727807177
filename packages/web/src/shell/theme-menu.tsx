// Theme: as the system, light, dark.
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import { setSetting, useSettings } from "../ui/settings.ts";
import { SHELL_WORDS } from "../words/shell.ts";

const THEMES = [
  { id: "auto", label: SHELL_WORDS.asTheSystem },
  { id: "light", label: SHELL_WORDS.light },
  { id: "dark", label: SHELL_WORDS.dark },
] as const;
const ICON = { auto: "auto", light: "sun", dark: "moon" } as const;

export function ThemeMenu() {
  const { theme } = useSettings();
  return (
    <Popover label={SHELL_WORDS.theme} className="button-icon" button={<Icon name={ICON[theme]} />}>
      {(close) => (
        <Menu
          label={SHELL_WORDS.theme}
          close={close}
          items={THEMES.map(({ id, label }) => ({ label, checked: id === theme, onPick: () => setSetting("theme", id) }))}
        />
      )}
    </Popover>
  );
}
