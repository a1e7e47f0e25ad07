import { defineConfig, type Plugin } from "vite";
import texts from "./src/text/en.json" with { type: "json" };

/**
 * `t("flows.title")` becomes `t(412)`: the text's place among all texts, which is the same in each language. The names are a kilobyte of what
 * browsers would load.
 */
const numberedTexts: Plugin = {
  name: "numbered-texts",
  apply: "build",
  enforce: "pre",
  transform(code, file) {
    if (!/\/src\/.*\.tsx?$/.test(file)) return;
    const names = Object.keys(texts);
    const numbered = (literal: string, name: string) => (names.includes(name) ? ` ${names.indexOf(name)}` : literal);
    return code.replace(/\bt\([^()]*/g, (call) => call.replace(/"([\w.]+)"/g, numbered));
  },
};

export default defineConfig({
  // Relative, so that the console works at any address.
  base: "./",
  // Elements as calls of `h`, which are a little smaller than those of the automatic runtime.
  oxc: { jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" }, jsxInject: 'import { h, Fragment } from "preact"' },
  plugins: [numberedTexts],
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
