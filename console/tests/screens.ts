import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";
import type { run } from "axe-core";
import { type Answers, problem, sessionOf, stub } from "./stub";

/** A screen and what it shows in each state. */
export interface Case {
  name: string;
  /** Its address, such as `#/flows`. */
  address: string;
  /** The request without which it can show nothing, such as `GET /v1/flows`. */
  main: string;
  /** The API's answers when there is something to show. */
  full: Answers;
  /** The answers that differ when there is nothing yet; absent if the screen is of one thing, which exists or does not. */
  empty?: Answers;
  /** Brings the screen into further states, such as an open dialog; each is checked as the others are. */
  further?: Record<string, (page: Page) => Promise<void>>;
}

/** Tests every state of a screen: it says what it is, has no violations that axe finds, and fits, at any size and in both colors. */
export function testScreen(it: Case): void {
  const withSession = (answers: Answers): Answers => ({ "GET /v1/session": { body: sessionOf() }, ...answers });
  const states: [string, Answers, string | RegExp][] = [
    ["ready", it.full, ""],
    ["loading", { ...it.full, [it.main]: "never" }, "Loading…"],
    [
      "failed",
      { ...it.full, [it.main]: problem(503, "BUSY", "The service is busy; try again.") },
      "The service is busy; try again.",
    ],
    ["offline", { ...it.full, [it.main]: "offline" }, "No connection"],
  ];
  if (it.empty) states.push(["empty", { ...it.full, ...it.empty }, ""]);
  for (const [state, answers, text] of states) {
    test(`${it.name}: ${state}`, async ({ page }) => {
      const api = await stub(page, withSession(answers));
      await page.goto(`/${it.address}`);
      if (text) await expect(page.getByText(text).first()).toBeVisible();
      else await expect(page.getByText("Loading…")).toHaveCount(0);
      await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
      await fitsAndIsAccessible(page);
      if (state === "failed" || state === "offline") {
        api.answers = withSession(it.full);
        await page.getByRole("button", { name: "Try again" }).click();
        await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
      }
      api.check();
    });
  }
  for (const [state, act] of Object.entries(it.further ?? {})) {
    test(`${it.name}: ${state}`, async ({ page }) => {
      const api = await stub(page, withSession(it.full));
      await page.goto(`/${it.address}`);
      await act(page);
      await fitsAndIsAccessible(page);
      api.check();
    });
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds. By evaluation, which is not subject to the page's policy. */
async function violations(page: Page, only?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: { run: typeof run } };
    const found = await axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
    return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join("\n")}`);
  }, only);
}

/** axe finds nothing, in both colors; nothing is cut off or scrolls sideways at 320 px, and with a font of twice the size. */
export async function fitsAndIsAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  // Everything else is the same as in the light one.
  expect(await violations(page, ["color-contrast"])).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
  const before = page.viewportSize();
  for (const [width, font] of [
    [320, "100%"],
    [640, "200%"],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
    }, font);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, `pixels too wide at ${width} px, font ${font}`).toBe(0);
  }
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "";
  });
  if (before) await page.setViewportSize(before);
}
