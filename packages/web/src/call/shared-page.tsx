// What a link shows to somebody without an account: the page of its call, with what is shared and until when above it.
import { fromRfc3339, isSipglassError } from "@sipglass/model";
import { useParams } from "@tanstack/react-router";
import { useShared } from "../api/questions.ts";
import { Icon } from "../ui/icon.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { useSettings } from "../ui/settings.ts";
import { SHARED_WORDS } from "../words/call.ts";
import { shortTime } from "../words/clock.ts";
import { CallView } from "./call-page.tsx";

export function SharedPage() {
  const { secret = "" } = useParams({ strict: false });
  const { zone } = useSettings();
  const shared = useShared(secret);
  const [call] = shared.data?.calls ?? [];
  if (shared.error)
    return (
      <div className="blank">
        <h1>{SHARED_WORDS.gone}</h1>
        {isSipglassError(shared.error) && shared.error.code === "not_found" ? (
          <p>{SHARED_WORDS.goneHelp}</p>
        ) : (
          <ErrorNotice error={shared.error} />
        )}
      </div>
    );
  if (!shared.data || !call) return <div className="call call-wait" aria-busy="true" />;
  const { expires_at, masked } = shared.data;
  return (
    <div className="shared">
      <p className="shared-note">
        <Icon name="share" size={13} /> {SHARED_WORDS.until(shortTime(fromRfc3339(expires_at), zone, true))} {masked && SHARED_WORDS.masked}
      </p>
      <CallView call={call} />
    </div>
  );
}
