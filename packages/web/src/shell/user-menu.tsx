// Who is signed in, how they like to see time and rows, and the way out.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { request } from "../api/request.ts";
import type { User } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import { hrefOf } from "../url/base-path.ts";
import { SETTINGS_WORDS } from "../words/settings.ts";
import { setSetting, useSettings } from "../ui/settings.ts";
import { SHELL_WORDS } from "../words/shell.ts";

export function UserMenu({ user }: { user: User }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { zone, density } = useSettings();
  const leave = async (): Promise<void> => {
    const ended = await request<{ end_session_url: string } | undefined>("auth/logout", { method: "POST" });
    client.clear();
    location.assign(ended?.end_session_url ?? hrefOf("/"));
  };
  const items = [
    { label: SHELL_WORDS.localTime, checked: zone === "local", onPick: () => setSetting("zone", "local") },
    { label: "UTC", checked: zone === "utc", onPick: () => setSetting("zone", "utc") },
    { label: SHELL_WORDS.denseRows, checked: density === "dense", onPick: () => setSetting("density", "dense") },
    { label: SHELL_WORDS.comfortableRows, checked: density === "comfortable", onPick: () => setSetting("density", "comfortable") },
    { label: SETTINGS_WORDS.title, onPick: () => void navigate({ to: "/settings/account" }) },
    { label: SHELL_WORDS.signOut, onPick: () => void leave() },
  ];
  return (
    <Popover
      label={`${user.username}, ${user.role}`}
      className="user-button"
      button={
        <>
          <Icon name="user" />
          <span className="user-name">{user.username}</span>
          <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => (
        <>
          <div className="popover-head">
            <strong>{user.display_name || user.username}</strong>
            <span>
              {user.role}
              {user.tenants.length > 0 && ` · ${user.tenants.join(", ")}`}
            </span>
          </div>
          <Menu label={SHELL_WORDS.user} items={items} close={close} />
        </>
      )}
    </Popover>
  );
}
