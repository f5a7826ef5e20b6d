import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    // The page's Content-Security-Policy allows no inline script, and a preload polyfill would be one.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { main: "index.html", mic: "src/voice/element.ts" },
      // A page that embeds the microphone names the file, so its name must stay.
      output: { entryFileNames: (chunk) => (chunk.name === "mic" ? "mic.js" : "assets/[name]-[hash].js") },
      preserveEntrySignatures: "exports-only",
    },
  },
  server: { proxy: { "/api": server, "/signin": server } },
});
