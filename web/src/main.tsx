import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { Problem } from "./api/client";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/campaign.css";
import "./styles/assets.css";
import "./styles/talk.css";
import "./styles/motion.css";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Events say what has changed, so nothing goes stale by age.
      staleTime: Number.POSITIVE_INFINITY,
      retry: (failures, error) => failures < 3 && !(error instanceof Problem && error.status in ANSWERS),
    },
  },
});

/** Refusals that asking again does not change. */
const ANSWERS = { 400: true, 401: true, 403: true, 404: true, 409: true, 422: true };

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
