import { hashKey, MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { Problem } from "./api/client";
import { keys } from "./api/queries";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/header.css";
import "./styles/dialog.css";
import "./styles/campaign.css";
import "./styles/steps.css";
import "./styles/brief.css";
import "./styles/assets.css";
import "./styles/shares.css";
import "./styles/viewer.css";
import "./styles/news.css";
import "./styles/hub.css";
import "./styles/project.css";
import "./styles/workbench.css";
import "./styles/film.css";
import "./styles/talk.css";
import "./styles/motion.css";

/** Refusals that asking again does not change. */
const FINAL = [400, 401, 402, 403, 404, 409, 422];

const statusOf = (error: Error): number => (error instanceof Problem ? error.status : 0);

/** Any refused request may be the first to find that the session has ended. */
function noticeSignOut(error: Error): void {
  if (statusOf(error) === 401) void client.invalidateQueries({ queryKey: keys.me });
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryHash !== hashKey(keys.me)) noticeSignOut(error);
    },
  }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      // Events say what has changed, so nothing goes stale by age.
      staleTime: Number.POSITIVE_INFINITY,
      retry: (failures, error) => failures < 3 && !FINAL.includes(statusOf(error)),
    },
  },
});

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
