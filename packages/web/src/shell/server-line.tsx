// Says that the server is away, and that it is back; then everything on show is asked again.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { server } from "../api/server-state.ts";
import { Icon } from "../ui/icon.tsx";
import { SERVER_WORDS } from "../words/shell.ts";

export function ServerLine() {
  const client = useQueryClient();
  const state = useSyncExternalStore(server.subscribe, server.state);
  useEffect(() => {
    if (state === "back") void client.invalidateQueries();
  }, [state, client]);
  return (
    <div className="server-line" role="status">
      {state !== "here" && (
        <p className={`server-${state}`}>
          <Icon name={state === "away" ? "warning" : "check"} /> {SERVER_WORDS[state]}
        </p>
      )}
    </div>
  );
}
