// Asks who is here: a known user gets the shell and the page, anybody else the sign-in form at the same URL.
import { isSipglassError } from "@sipglass/model";
import { useMe } from "../api/questions.ts";
import { Shell } from "../shell/shell.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { SignIn } from "./sign-in.tsx";

export function Gate() {
  const me = useMe();
  if (me.data) return <Shell user={me.data} />;
  if (!me.error) return null;
  if (isSipglassError(me.error) && me.error.code === "unauthorized") return <SignIn />;
  return (
    <div className="blank">
      <ErrorNotice error={me.error} retry={() => void me.refetch()} />
    </div>
  );
}
