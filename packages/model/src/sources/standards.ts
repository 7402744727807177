// Standards that are cited and whose text could not be had while this was written. Titles are from published tables of contents and
// registries; what a section says is from memory. Who has the text: read it, and move the row to a table of what was checked.
import type { DocumentRow } from "./documents.ts";

export const UNCHECKED_STANDARDS: Readonly<Record<string, DocumentRow>> = {
  "3GPP TS 24.229": {
    title: "IP multimedia call control protocol based on SIP and SDP; Stage 3",
    sections: { "§7.2A.20": "" },
  },
  "GSMA IR.42": { title: "Definition of Quality of Service parameters and their computation", sections: {} },
  "ITU-T E.425": {
    title: "Internal automatic observations",
    sections: { "§1.3": "Answer Seizure Ratio (ASR)", "§1.4": "Answer Bid Ratio (ABR)", "§1.5": "Network Effectiveness Ratio (NER)" },
  },
  "ITU-T E.431": { title: "Service quality assessment for connection set-up and release delays", sections: {} },
  "ITU-T E.437": { title: "Comparative metrics for network performance management", sections: {} },
  "ITU-T E.721": {
    title: "Network grade of service parameters and target values for circuit-switched services in the evolving ISDN",
    sections: {},
  },
  "ITU-T G.107": {
    title: "The E-model: a computational model for use in transmission planning",
    sections: {
      "§7.5": "Equipment impairment factor, Ie",
      "Annex B": "Quality measures derived from the transmission rating factor R",
    },
  },
  "ITU-T G.107.1": { title: "Wideband E-model", sections: {} },
  "ITU-T G.107.2": { title: "Fullband E-model", sections: { "§7.1": "Calculation of the transmission rating factor, R" } },
  "ITU-T G.109": {
    title: "Definition of categories of speech transmission quality",
    sections: { "§5": "Definition of categories of speech transmission quality" },
  },
  "ITU-T G.113": {
    title: "Transmission impairments due to speech processing",
    sections: { "Appendix I": "" },
  },
  "ITU-T G.114": { title: "One-way transmission time", sections: {} },
  "ITU-T Q.850": {
    title: "Usage of cause and location in the Digital Subscriber Signalling System No. 1 and the Signalling System No. 7 ISDN user part",
    sections: { "§2.2.7": "Cause definitions" },
  },
  "ITU-T T.38": {
    title: "Procedures for real-time Group 3 facsimile communication over IP networks",
    sections: { "Annex D": "SIP/SDP call establishment procedures" },
  },
};
