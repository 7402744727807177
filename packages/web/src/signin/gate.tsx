// Asks who is here: a known user gets the shell and the page, anybody else the sign-in form at the same URL. Files can be opened without signing in: they
// are read in the browser and the server has no part in it. What somebody shared needs its link alone.
import { isSipglassError } from "@sipglass/model";
import { useLocation } from "@tanstack/react-router";
import { useMe } from "../api/questions.ts";
import { DropZone } from "../imports/drop-zone.tsx";
import { Shell } from "../shell/shell.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { answeringPage } from "../url/answering-page.ts";
import { SignIn } from "./sign-in.tsx";

export function Gate() {
  const me = useMe();
  const { pathname } = useLocation();
  if (me.data) return <Shell user={me.data} />;
  if (!me.error) return null;
  if (answeringPage(pathname).startsWith("/files/") || pathname.startsWith("/shared/")) return <Shell user={null} />;
  if (isSipglassError(me.error) && me.error.code === "unauthorized")
    return (
      <>
        <SignIn />
        <DropZone mayImport={false} />
      </>
    );
  return (
    <div className="blank">
      <ErrorNotice error={me.error} retry={() => void me.refetch()} />
      <DropZone mayImport={false} />
    </div>
  );
}
