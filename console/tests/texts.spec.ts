import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

type Texts = Record<string, string>;

const LANGUAGES = ["en", "de", "es", "fr", "pt"] as const;

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

const texts = Object.fromEntries(LANGUAGES.map((it) => [it, JSON.parse(read(`../src/text/${it}.json`)) as Texts])) as Record<
  (typeof LANGUAGES)[number],
  Texts
>;

/** The keys that are made of a value of the API, or that the source puts together. */
const GROUPS = /^(step|trigger|outcome|reason|status|provider|channel|role|field|webhook)\./;

const source = readdirSync(new URL("../src", import.meta.url), { recursive: true, encoding: "utf8" })
  .filter((it) => /\.tsx?$/.test(it) && !it.endsWith("contract.ts"))
  .map((it) => read(`../src/${it}`))
  .join("\n");

/** A key without the ending of its plural form: the source names it so. */
const stem = (key: string): string => key.replace(/\.(one|other)$/, "");

for (const code of LANGUAGES.slice(1)) {
  test(`texts: ${code} has all texts of English, with the same values`, () => {
    const theirs = texts[code];
    expect(Object.keys(theirs)).toEqual(Object.keys(texts.en));
    for (const [key, text] of Object.entries(texts.en)) {
      expect.soft(placeholders(theirs[key] ?? ""), `${code} ${key}`).toEqual(placeholders(text));
      expect.soft((theirs[key] ?? "").trim(), `${code} ${key}`).not.toBe("");
    }
  });

  test(`texts: ${code} is no copy of English`, () => {
    // Names and words that are the same in both languages are short.
    const same = Object.keys(texts.en).filter((key) => texts[code][key] === texts.en[key] && (texts.en[key] ?? "").length > 30);
    expect(same).toEqual([]);
  });
}

test("texts: each is sorted, so that changes to different ones can be merged", () => {
  for (const code of LANGUAGES) expect(Object.keys(texts[code])).toEqual(Object.keys(texts[code]).toSorted());
});

test("texts: each one that the source names exists", () => {
  const named = [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map((it) => it[1] ?? "");
  const counted = [...source.matchAll(/\btn\(\s*"([^"]+)"/g)].flatMap((it) => [`${it[1]}.one`, `${it[1]}.other`]);
  expect(named.length).toBeGreaterThan(20);
  expect([...named, ...counted].filter((key) => !(key in texts.en))).toEqual([]);
});

test("texts: each one is used, and its plural forms are complete", () => {
  const used = (key: string): boolean =>
    GROUPS.test(key) ||
    [key, stem(key)].some((it) => source.includes(`"${it}"`)) ||
    // of a question, or of what stands where a list is empty
    [`sure("${key.replace(/\.(title|text)$/, "")}"`, `<None of="${key.replace(/\.text$/, "")}"`].some((it) =>
      source.includes(it),
    ) ||
    // such as t(`runs.${name}`)
    [...key.matchAll(/\./g)].some((dot) => source.includes(`\`${key.slice(0, dot.index + 1)}\${`));
  const unused = Object.keys(texts.en).filter((key) => !used(key));
  expect(unused).toEqual([]);
  for (const key of Object.keys(texts.en))
    if (key.endsWith(".one")) expect.soft(texts.en, key).toHaveProperty([`${stem(key)}.other`]);
});

/** What the contract says about values; it is read as text, since its reasons are in its descriptions. */
const contract = read("../../openapi.yaml");

/** The lines of a schema. */
function schema(name: string): string {
  const from = contract.search(new RegExp(`\\n    ${name}:[ \\n]`));
  expect(from, name).toBeGreaterThan(0);
  const rest = contract.slice(from + 1);
  const end = rest.search(/\n {4}\w+:[ \n]/);
  return end < 0 ? rest : rest.slice(0, end);
}

/** The description of a schema's property that states reasons. */
function reasonsOf(name: string, property = "reason"): string[] {
  const part = schema(name).match(new RegExp(`\\n {8}${property}:\\n((?: {10,}.*\\n?)+)`))?.[1] ?? "";
  const values = [...part.matchAll(/`([a-z_]+)`/g)].map((it) => it[1] ?? "").filter((it) => it !== "reasons");
  expect(values.length, name).toBeGreaterThan(3);
  return values;
}

/** The values of an enumeration in a schema. */
function valuesOf(name: string, property: string): string[] {
  const values = schema(name).match(new RegExp(`${property}:[^[]*?enum: \\[([^\\]]+)\\]`))?.[1] ?? "";
  expect(values, `${name}.${property}`).not.toBe("");
  return values.split(",").map((it) => it.trim());
}

const has = (group: string, values: readonly string[]) =>
  expect(values.map((it) => `${group}.${it}`).filter((key) => !(key in texts.en))).toEqual([]);

test("texts: every reason of the contract has a name", () => {
  has("reason", reasonsOf("RunStep"));
  has("reason", reasonsOf("EventResult"));
  has("reason", reasonsOf("DryRun"));
  has(
    "reason",
    valuesOf("ServiceState", "reason").filter((it) => it !== "null"),
  );
  // examples
  has(
    "reason",
    [...contract.matchAll(/\b(?:reason|pausedReason): "?([a-z_]+)"?[,}\n ]/g)]
      .map((it) => it[1] ?? "")
      .filter((it) => it !== "null"),
  );
  has(
    "reason",
    [...contract.matchAll(/notSaved: \{ ([^}]+)\}/g)].flatMap((it) =>
      (it[1] ?? "").split(",").map((one) => one.split(":")[0]?.trim() ?? ""),
    ),
  );
  has("reason", ["requested", "plan"]);
});

test("texts: an explanation of a reason belongs to a reason", () => {
  const helps = Object.keys(texts.en).filter((key) => /^reason\..+\.help$/.test(key));
  expect(helps.length).toBeGreaterThan(20);
  expect(helps.filter((key) => !(key.replace(/\.help$/, "") in texts.en))).toEqual([]);
});

test("texts: every step, trigger, outcome, status, service and channel has a name", () => {
  has("step", valuesOf("StepType", "StepType"));
  const triggers = [...contract.matchAll(/^ {4}\w+Trigger:\n(?: {6}.*\n)+/gm)].flatMap((it) =>
    [...it[0].matchAll(/\btype: \{[^}]*?enum: \[([^\]]+)\]/g)].flatMap((found) =>
      (found[1] ?? "").split(",").map((one) => one.trim()),
    ),
  );
  expect(triggers).toContain("sms.keyword");
  expect(triggers.length).toBeGreaterThan(10);
  has("trigger", triggers);
  const outcomes = /\^\(([A-Z_|]+)\)\$/.exec(schema("RunStep"))?.[1]?.split("|") ?? [];
  expect(outcomes).toContain("COMPLETED");
  has("outcome", outcomes);
  expect(
    valuesOf("StepCondition", "items")
      .map((it) => it.toUpperCase())
      .toSorted(),
  ).toEqual(outcomes.toSorted());
  has("status", valuesOf("Flow", "status"));
  has("status", valuesOf("Run", "status"));
  has("status", valuesOf("Job", "state"));
  has("status", valuesOf("Release", "status"));
  has("status", valuesOf("ReleaseDay", "state"));
  has("status", valuesOf("Erasure", "state"));
  has("channel", valuesOf("Usage", "channel"));
});

test("texts: every event and failure of a webhook has a name, and nothing else", () => {
  const events =
    schema("WebhookEventType")
      .match(/enum: \[([^\]]+)\]/)?.[1]
      ?.split(", ") ?? [];
  const values = [
    ...events,
    "webhook.test",
    ...valuesOf("Webhook", "reason"),
    ...valuesOf("WebhookDelivery", "failure").filter((it) => it !== "null"),
  ];
  expect(values.length).toBeGreaterThan(15);
  expect(Object.keys(texts.en).filter((it) => it.startsWith("webhook."))).toEqual(values.map((it) => `webhook.${it}`).toSorted());
  has("status", valuesOf("WebhookDelivery", "state"));
});

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map((it) => it[0]).toSorted();
}
