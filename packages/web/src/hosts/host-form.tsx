// Naming an address or a network, with a colour.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../api/request.ts";
import type { AliasJson } from "../api/site-shapes.ts";
import { FormDialog, textOf } from "../settings/form-dialog.tsx";
import { HOST_COLOURS, HOST_WORDS } from "../words/hosts.ts";
import { HostSwatch } from "./host-swatch.tsx";

export function HostForm({ host, close }: { host: AliasJson | null; close: () => void }) {
  const client = useQueryClient();
  const [colour, setColour] = useState(host?.colour ?? "");
  const put = async (form: FormData): Promise<null> => {
    const address = textOf(form, "address");
    await request(`aliases/${encodeURIComponent(address)}`, { method: "PUT", body: { name: textOf(form, "name"), colour } });
    await client.invalidateQueries({ queryKey: ["settings"] });
    return null;
  };
  return (
    <FormDialog title={host ? HOST_WORDS.edit : HOST_WORDS.add} submit={HOST_WORDS.saved} close={close} send={put}>
      <label className="field">
        {HOST_WORDS.address}
        <input name="address" className="mono" required readOnly={host !== null} defaultValue={host?.address ?? ""} placeholder={HOST_WORDS.addressExample} spellCheck={false} />
      </label>
      <label className="field">
        {HOST_WORDS.name}
        <input name="name" required maxLength={64} defaultValue={host?.name ?? ""} placeholder={HOST_WORDS.nameExample} spellCheck={false} />
      </label>
      <fieldset className="colours">
        <legend>{HOST_WORDS.colour}</legend>
        {["", ...Object.keys(HOST_COLOURS)].map((each) => (
          <label key={each} className="colour">
            <input type="radio" name="colour" value={each} checked={colour === each} onChange={() => setColour(each)} />
            <HostSwatch colour={each} /> {each === "" ? HOST_WORDS.noColour : HOST_COLOURS[each as keyof typeof HOST_COLOURS]}
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}
