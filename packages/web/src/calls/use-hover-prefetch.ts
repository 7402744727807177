// Fetches ladder and messages of the row under a resting pointer, so that opening it is instant; a passing pointer asks nothing.
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { ladderQuestion, messagesQuestion } from "../api/questions.ts";
import type { CallJson } from "../api/shapes.ts";

const REST_MS = 120;

export function useHoverPrefetch(call: CallJson): { onPointerEnter: () => void; onPointerLeave: () => void } {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return {
    onPointerEnter: () => {
      timer.current = setTimeout(() => {
        void client.prefetchQuery(ladderQuestion(call.id, call.revision));
        void client.prefetchQuery(messagesQuestion(call.id, call.revision));
      }, REST_MS);
    },
    onPointerLeave: () => clearTimeout(timer.current),
  };
}
