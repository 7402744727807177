// The page's entry: styles, the query client, the router.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { isSipglassError } from "@sipglass/model";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "./router.tsx";
import "./styles/all.css";

const retriable = (failures: number, error: Error): boolean => failures < 2 && isSipglassError(error) && error.code === "unavailable";

const client = new QueryClient({ defaultOptions: { queries: { retry: retriable, refetchOnWindowFocus: false, gcTime: 300_000 } } });

// A session that ended while the page was open: ask who we are again, which leads to the sign-in form; the URL stays.
client.getQueryCache().subscribe(({ type, query }) => {
  const error = query.state.error;
  // Who was never signed in (and looks at a file of their own) has nothing that could end.
  const known = client.getQueryData(["me"]) !== undefined;
  if (known && type === "updated" && query.queryKey[0] !== "me" && isSipglassError(error) && error.code === "unauthorized")
    void client.resetQueries({ queryKey: ["me"] });
});

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
