/**
 * Checks what a browser loads against the budgets, compressed as a server would: all JavaScript, the first screen's, and the texts of one
 * language, which are no JavaScript and which nobody loads more than one of.
 */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const ALL = 45_000;
const FIRST = 25_000;
const TEXTS = 20_000;

interface Chunk {
  file: string;
  imports?: string[];
}

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8")) as Record<string, Chunk>;

function size(file: string): number {
  return gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
}

/** The files that the browser needs before this one runs. */
function needed(file: string, found = new Set<string>()): Set<string> {
  const chunk = Object.values(manifest).find((it) => it.file === file);
  if (chunk === undefined) throw new Error(`the build has no ${file}`);
  if (!found.has(file)) {
    found.add(file);
    for (const name of chunk.imports ?? []) needed(manifest[name]?.file ?? name, found);
  }
  return found;
}

const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + size(file), 0);
const page = readFileSync(new URL("index.html", dist), "utf8");
const scripts = [...page.matchAll(/<script [^>]*src="\.\/([^"]+)"/g)].map((found) => found[1] ?? "");
if (scripts.length === 0) throw new Error("the page has no script");
const first = sum(new Set(scripts.flatMap((script) => [...needed(script)])));
const all = sum(
  readdirSync(new URL("assets/", dist))
    .filter((name) => name.endsWith(".js"))
    .map((name) => `assets/${name}`),
);
const texts = Math.max(
  ...["en", "de", "es", "fr", "pt"].map((language) =>
    size(manifest[`src/text/${language}.json`]?.file ?? `no texts in ${language}`),
  ),
);
const fits = first <= FIRST && all <= ALL && texts <= TEXTS;
const said = `JavaScript: ${first} B of ${FIRST} for the first screen, ${all} B of ${ALL} in all; texts of a language: ${texts} B of ${TEXTS}`;
process.stdout.write(fits ? `${said}\n` : `too large: ${said}\n`);
process.exitCode = fits ? 0 : 1;
