// Tone of a message: the colour its status gives it.
export { toneOfCode, type Tone } from "@sipglass/analyse";
