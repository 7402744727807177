// A link for somebody without an account: how long it holds, what it hides, which are in force.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { fromRfc3339, toRfc3339 } from "@sipglass/model";
import { useState } from "react";
import { useShares } from "../api/questions.ts";
import { request } from "../api/request.ts";
import type { CallJson, ShareJson } from "../api/shapes.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { useSettings } from "../ui/settings.ts";
import { hrefOf } from "../url/base-path.ts";
import { shortTime } from "../words/clock.ts";
import { SHARE_WORDS } from "../words/export.ts";

interface MadeShare extends ShareJson {
  secret: string;
}

export function ShareButton({ call, legs }: { call: CallJson; legs: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" aria-haspopup="dialog" aria-label={SHARE_WORDS.button} title={SHARE_WORDS.title} onClick={() => setOpen(true)}>
        <Icon name="share" /> <span className="button-word">{SHARE_WORDS.button}</span>
      </button>
      {open && <ShareDialog call={call} legs={legs} close={() => setOpen(false)} />}
    </>
  );
}

const USUAL_DAYS = 7;
const DAY_US = 86_400e6;

function ShareDialog({ call, legs, close }: { call: CallJson; legs: number; close: () => void }) {
  const [days, setDays] = useState(USUAL_DAYS);
  const [masked, setMasked] = useState(true);
  const [whole, setWhole] = useState(true);
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      request<MadeShare>("shares", {
        method: "POST",
        body: {
          ...(whole && legs > 1 ? { session: call.session_id } : { call: call.id }),
          masked,
          expires_at: toRfc3339(Date.now() * 1000 + days * DAY_US),
        },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["shares"] }),
  });
  const href = make.data && new URL(hrefOf(`/shared/${make.data.secret}`), location.href).href;
  return (
    <Dialog title={SHARE_WORDS.title} className="share" close={close}>
      <div className="share-body">
        <p>{SHARE_WORDS.what}</p>
        {href ? (
          <div className="share-made">
            <input readOnly value={href} aria-label={SHARE_WORDS.copy} onFocus={(event) => event.currentTarget.select()} />
            <CopyButton text={href} label={SHARE_WORDS.copy} />
            <p className="quiet">{SHARE_WORDS.made}</p>
          </div>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              make.mutate();
            }}
          >
            <label className="field">
              {SHARE_WORDS.ends}
              <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
                {SHARE_WORDS.days.map((choice) => (
                  <option key={choice.days} value={choice.days}>
                    {choice.label}
                  </option>
                ))}
              </select>
            </label>
            <label className="check">
              <input type="checkbox" checked={masked} onChange={(event) => setMasked(event.currentTarget.checked)} />
              <span>{SHARE_WORDS.masked}</span>
            </label>
            {legs > 1 && (
              <label className="check">
                <input type="checkbox" checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} />
                <span>{SHARE_WORDS.whole(legs)}</span>
              </label>
            )}
            {make.error && <ErrorNotice error={make.error} />}
            <button type="submit" className="button button-primary" disabled={make.isPending}>
              {SHARE_WORDS.make}
            </button>
          </form>
        )}
        <OwnShares objects={[call.id, call.session_id]} />
      </div>
    </Dialog>
  );
}

/** One's own links to this call or its session, and the way to end each. */
function OwnShares({ objects }: { objects: readonly string[] }) {
  const { zone } = useSettings();
  const shares = useShares(true);
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => request<unknown>(`shares/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["shares"] }),
  });
  const own = (shares.data?.items ?? []).filter(({ object }) => objects.includes(object));
  if (own.length === 0) return null;
  const time = (at: string): string => shortTime(fromRfc3339(at), zone, true);
  return (
    <section className="share-own">
      <h3>{SHARE_WORDS.own}</h3>
      <ul>
        {own.map(({ id, expires_at, masked, last_used_at }) => (
          <li key={id}>
            <span>
              {SHARE_WORDS.until} {time(expires_at)}
              {masked && `, ${SHARE_WORDS.isMasked}`},{" "}
              {last_used_at === null ? SHARE_WORDS.neverUsed : `${SHARE_WORDS.lastUsed} ${time(last_used_at)}`}
            </span>
            <button type="button" className="button" disabled={end.isPending} onClick={() => end.mutate(id)}>
              {SHARE_WORDS.end}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
