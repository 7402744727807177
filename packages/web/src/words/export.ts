// Words of taking a call away: as a file, as a link, as a text for a ticket.

export const EXPORT_WORDS = {
  button: "Export",
  whole: (legs: number): string => `All ${legs} legs of the session`,
  rtcp: "with media reports",
  logs: "with log lines",
  anonymise: "Anonymous: pseudonyms for names, numbers and addresses",
  copyLink: "Copy link to this view",
  formats: [
    { format: "pcap", label: "pcap", hint: "opens anywhere" },
    { format: "pcapng", label: "pcapng", hint: "for Wireshark" },
    { format: "text", label: "text", hint: "messages to read" },
    { format: "html", label: "HTML report", hint: "one file, for people" },
    { format: "sipp", label: "SIPp, caller", hint: "to play again" },
    { format: "sipp-uas", label: "SIPp, called", hint: "the other end" },
    { format: "json", label: "JSON", hint: "for programs" },
  ],
};

export const SHARE_WORDS = {
  button: "Share",
  title: "A link for somebody without an account",
  what: "Who has the link sees this call, its messages, ladder, findings and quality; nothing around it. Keys pressed are hidden.",
  ends: "It ends",
  days: [
    { days: 1, label: "in a day" },
    { days: 7, label: "in a week" },
    { days: 30, label: "in a month" },
    { days: 90, label: "in three months" },
  ],
  masked: "Hide the middle of telephone numbers, and addresses",
  whole: (legs: number): string => `All ${legs} legs`,
  make: "Make link",
  made: "This is the only time that the link is shown.",
  copy: "Copy link",
  own: "Links to this call that are in force",
  until: "until",
  isMasked: "masked",
  neverUsed: "never opened",
  lastUsed: "last opened",
  end: "End",
};

export const TICKET_WORDS = {
  button: "Ticket",
  hint: "Copies what happened, why, the evidence and the ladder as text, for a ticket",
  copied: "Copied",
  what: "What to do",
  evidence: "Evidence",
  ladder: "Ladder",
  link: "Link",
  more: (rows: number): string => `… and ${rows} more messages`,
};
