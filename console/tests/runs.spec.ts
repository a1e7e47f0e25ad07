import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { DONE_RUN, FAN, FLOW, RUN, STATS } from "./data";
import { testScreen } from "./screens";
import { type Answers, sessionOf, stub } from "./stub";

const FULL: Answers = {
  "GET /v1/flows/{id}/runs": { body: { items: [RUN, DONE_RUN], next: "c1" } },
  "GET /v1/flows/{id}/stats": { body: STATS },
  "GET /v1/flows/{id}": { body: FLOW },
  "GET /v1/fans/{id}": { body: FAN },
};

const ADDRESS = `#/flows/${FLOW.id}/runs`;

testScreen({
  name: "runs",
  address: ADDRESS,
  main: "GET /v1/flows/{id}/runs",
  full: FULL,
  empty: { "GET /v1/flows/{id}/runs": { body: { items: [], next: null } } },
  further: {
    "nothing found yet": async (page) => {
      await page.getByLabel("Reason").selectOption({ label: "no consent" });
      await expect(page.getByRole("list", { name: "Runs" })).toBeVisible();
    },
  },
});

test("runs: filters are in the address, and ask the API", async ({ page }) => {
  const asked: string[] = [];
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("look") },
    ...FULL,
    "GET /v1/flows/{id}/runs": ({ url }) => {
      asked.push(url.search);
      return { body: { items: [RUN], next: null } };
    },
  });
  await page.goto(`/${ADDRESS}?outcome=SKIPPED&reason=stopped`);
  const row = page.getByRole("list", { name: "Runs" }).getByRole("listitem");
  await expect(row).toContainText("Ada · +14155550123");
  await expect(row).toContainText("Step 2, Send a text: Failed: the provider refuses the project's access");
  expect(asked).toEqual(["?outcome=SKIPPED&reason=stopped"]);
  await expect(page.getByLabel("Reason").locator("option")).toHaveText([
    "All",
    "the fan sent STOP",
    "no consent",
    "the fan has not connected a streaming account",
  ]);
  await page.getByLabel("Status").selectOption("WAITING");
  await expect.poll(() => asked.at(-1)).toBe("?status=WAITING&outcome=SKIPPED&reason=stopped");
  await page.getByLabel("A step is").selectOption("FAILED");
  await expect.poll(() => asked.at(-1)).toBe("?status=WAITING&outcome=FAILED");
  await expect(page).toHaveURL(/runs\?outcome=FAILED&status=WAITING$/);
  api.check();
});

test("runs: those with a message that was held out can be found, as those with every outcome", async ({ page }) => {
  const [first, text] = DONE_RUN.steps as typeof DONE_RUN.steps & { 1: object };
  const steps = [first, { ...text, outcome: "HELD_OUT", reason: "holdout" }];
  const asked: string[] = [];
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("look") },
    ...FULL,
    "GET /v1/flows/{id}/runs": ({ url }) => {
      asked.push(url.search);
      return { body: { items: [{ ...DONE_RUN, steps }], next: null } };
    },
  });
  await page.goto(`/${ADDRESS}`);
  await expect(page.getByRole("list", { name: "Runs" }).getByRole("listitem")).toContainText(
    "Step 2, Send a text: Held out: the fan is in the share that gets no messages",
  );
  const contract = readFileSync(new URL("../../openapi.yaml", import.meta.url), "utf8");
  const all = /Only runs with a step with this outcome\.".*?enum: \[([^\]]+)\]/.exec(contract)?.[1]?.split(", ") ?? [];
  const offered = await page
    .getByLabel("A step is")
    .locator("option")
    .evaluateAll((options) => options.map((it) => (it as HTMLOptionElement).value));
  expect(offered.toSorted()).toEqual(["", ...all].toSorted());
  await page.getByLabel("A step is").selectOption({ label: "Held out" });
  await expect.poll(() => asked.at(-1)).toBe("?outcome=HELD_OUT");
  api.check();
});

test("runs: empty pages are passed over, and more can be searched for", async ({ page }) => {
  let pages = 0;
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    ...FULL,
    "GET /v1/flows/{id}/runs": () => {
      pages += 1;
      return { body: pages <= 12 ? { items: [], next: `c${pages}` } : { items: [RUN], next: null } };
    },
  });
  await page.goto(`/${ADDRESS}?status=FAILED`);
  await expect(page.getByText("Nothing found so far.")).toBeVisible();
  expect(pages).toBe(10);
  await page.getByRole("button", { name: "Show more" }).press("Enter");
  await expect(page.getByRole("list", { name: "Runs" }).getByRole("listitem")).toHaveCount(1);
  expect(pages).toBe(13);
  api.check();
});

test("runs: a filter that finds nothing can be taken back", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    ...FULL,
    "GET /v1/flows/{id}/runs": ({ url }) => ({ body: { items: url.search ? [] : [RUN], next: null } }),
  });
  await page.goto(`/${ADDRESS}?status=FAILED`);
  await expect(page.getByRole("heading", { name: "No run is like this" })).toBeVisible();
  await page.getByRole("button", { name: "All runs" }).click();
  await expect(page.getByRole("list", { name: "Runs" }).getByRole("listitem")).toHaveCount(1);
  api.check();
});
