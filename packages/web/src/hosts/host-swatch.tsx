// The colour of a host; its name is for those who do not see colours.
import { HOST_COLOURS } from "../words/hosts.ts";

const nameOf = (colour: string): string | undefined =>
  Object.hasOwn(HOST_COLOURS, colour) ? HOST_COLOURS[colour as keyof typeof HOST_COLOURS] : undefined;

export function HostSwatch({ colour }: { colour: string }) {
  return <i className={`host-swatch host-${colour || "none"}`} title={nameOf(colour)} />;
}
