// Words of the hosts: names and colours that people give to addresses and networks.

export const HOST_WORDS = {
  title: "Hosts",
  about: "What ladders call an address. The most exact name counts: address and port, then address, then the narrowest network.",
  add: "Add a name",
  edit: "Change",
  remove: "Remove",
  reallyRemove: "Forget this name?",
  address: "address or network",
  addressExample: "10.0.0.5, 10.0.0.5:5060 or 10.1.0.0/16",
  name: "name",
  nameExample: "sbc1",
  colour: "colour",
  noColour: "none",
  changed: "changed",
  by: "by",
  calls: "its calls",
  callsOf: (name: string): string => `Calls that pass ${name}`,
  none: "No address has a name yet. Ladders show addresses and ports.",
  filter: "Find a host",
  saved: "Save",
} as const;

/** In the order of the picker; the server takes no other. */
export const HOST_COLOURS = { blue: "blue", violet: "violet", teal: "teal", pink: "pink", amber: "amber", green: "green", red: "red", grey: "grey" } as const;
