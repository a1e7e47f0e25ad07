import { expect, test } from "@playwright/test";
import { CREDITS, FUNNEL, NO_FUNNEL, USAGE } from "./campaign-data";
import { FLOW } from "./data";
import { testScreen } from "./screens";
import { type Answers, sessionOf, stub } from "./stub";

const PROJECT = sessionOf().projectId;

const FULL: Answers = {
  "GET /v1/usage": { body: USAGE },
  "GET /v1/flows": { body: { items: [FLOW], next: null } },
  "GET /v1/projects/{id}/credits": { body: CREDITS },
  "GET /v1/projects/{id}/funnel": { body: { projectId: PROJECT, ...FUNNEL } },
};

const UNLIMITED = { ...CREDITS, granted: null, used: null, balance: null, monthlyLimit: null, usedInMonth: null };

testScreen({
  name: "usage",
  address: "#/usage",
  main: "GET /v1/usage",
  full: FULL,
  empty: {
    "GET /v1/usage": { body: { month: "2026-11", messages: 0, credits: 0, channels: [], flows: [] } },
    "GET /v1/projects/{id}/credits": { body: UNLIMITED },
    "GET /v1/projects/{id}/funnel": { body: { projectId: PROJECT, ...NO_FUNNEL } },
  },
});

test("usage: a month by channel and by flow with its name, and what is left", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf("look") }, ...FULL });
  await page.goto("/#/usage");
  await expect(page.getByRole("list", { name: "Messages by channel" }).getByRole("listitem")).toHaveText([
    /Text900 60%/,
    /Email600 40%/,
  ]);
  await expect(page.getByRole("row")).toHaveText([
    /Flow/,
    /Pre-save by textText8802,060/,
    /Pre-save by textEmail6000/,
    /Deleted flow flow_9g5h7j9k1m2n4p6qText2040/,
  ]);
  await expect(page.getByRole("link", { name: "Pre-save by text" }).first()).toHaveAttribute("href", `#/flows/${FLOW.id}`);
  const credits = page.getByRole("region", { name: "Credits" });
  await expect(credits).toContainText("7,588 of 10,000 left");
  await expect(credits).toContainText("400 of 2,500 left");
  await expect(credits.getByText("80% of the credits are used")).toHaveCount(1);
  await expect(credits).toContainText("texts wait for more credits");
  await expect(page.getByRole("link", { name: "Download as CSV" })).toHaveAttribute("href", `/v1/projects/${PROJECT}/funnel.csv`);
  api.check();
});

test("usage: another month is asked for and stays in the address; used up is said", async ({ page }) => {
  const asked: (string | null)[] = [];
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    ...FULL,
    "GET /v1/usage": ({ url }) => {
      asked.push(url.searchParams.get("month"));
      return { body: USAGE };
    },
    "GET /v1/projects/{id}/credits": { body: { ...CREDITS, used: 10_000, balance: 0, monthlyLimit: null } },
  });
  await page.goto("/#/usage");
  await expect(page.getByText("The credits are used up")).toBeVisible();
  await page.getByLabel("Month").selectOption("October 2026");
  await expect(page).toHaveURL(/month=2026-10/);
  await expect.poll(() => asked).toEqual(["2026-11", "2026-10"]);
  await expect(page.getByLabel("Month").getByRole("option")).toHaveCount(12);
  api.check();
});
