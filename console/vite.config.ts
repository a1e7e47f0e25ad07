import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the console works at any address.
  base: "./",
  // Elements as calls of `h`, which are a little smaller than those of the automatic runtime.
  oxc: { jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" }, jsxInject: 'import { h, Fragment } from "preact"' },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // scripts/size.ts finds in it what the first screen loads.
    manifest: true,
    rolldownOptions: {
      output: {
        // What the first screen needs is one file, and the rest another: one file is smaller than many, which compress less.
        codeSplitting: { groups: [{ name: "index", tags: ["$initial"] }] },
      },
    },
  },
  server: {
    // The schema of flows is at the repository's root.
    fs: { allow: [".."] },
    // `npm run dev` forwards the API, as CloudFront does.
    proxy: process.env.BASE_URL === undefined ? {} : { "/v1": { target: process.env.BASE_URL, changeOrigin: true } },
  },
});
