// Ends that never speak SIP: ports of a media proxy, senders of logs. They stand apart, right of the hosts that the call is about.
export { mediaEnds, type MediaEnds } from "@sipglass/analyse";
