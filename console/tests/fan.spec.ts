import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import type { Schemas } from "../src/api/client";
import { SEGMENT } from "./campaign-data";
import { CONSENTS, DONE_RUN, FAN, FLOW, RECEIPT, SINGLE } from "./data";
import { testScreen } from "./screens";
import { type Answers, problem, sessionOf, stub } from "./stub";

const TIMELINE: Schemas["TimelineEvent"][] = [
  {
    ...(DONE_RUN.keptOut?.[0] as Schemas["TimelineEvent"]),
    event: { ...DONE_RUN.event, id: "sms:SM3", type: "sms.keyword", scope: "stop", cause: null },
    flowId: null,
    runId: null,
    reason: "stopped",
  },
  ...(DONE_RUN.ledTo ?? []),
  ...(DONE_RUN.keptOut ?? []),
];

const FULL: Answers = {
  "GET /v1/fans/{id}": { body: FAN },
  "GET /v1/fans/{id}/timeline": { body: { items: TIMELINE, next: "c1" } },
  "GET /v1/fans/{id}/consents": { body: { items: CONSENTS, next: null } },
  "GET /v1/flows/{id}": { body: FLOW },
  "GET /v1/releases/{id}": { body: SINGLE },
};

const ADDRESS = `#/fans/${FAN.id}`;

testScreen({
  name: "fan",
  address: ADDRESS,
  main: "GET /v1/fans/{id}",
  full: FULL,
  empty: {
    "GET /v1/fans/{id}": { body: { ...FAN, connections: [], firstName: null, timeZone: null, smsStopped: true } },
    "GET /v1/fans/{id}/timeline": { body: { items: [], next: null } },
    "GET /v1/fans/{id}/consents": { body: { items: [], next: null } },
  },
  further: {
    "asking before the fan is erased": async (page) => {
      await page.getByText("Erase this fan …").click();
      await page.getByRole("button", { name: "Erase for good" }).click();
      await expect(page.getByLabel("Type ERASE to confirm")).toHaveAccessibleDescription("Type ERASE to confirm");
    },
  },
});

testScreen({
  name: "fan who is erased",
  address: `${ADDRESS}?erasure=${RECEIPT.erasureId}`,
  main: "GET /v1/erasures/{id}",
  full: { "GET /v1/erasures/{id}": { body: RECEIPT } },
});

test("fan: what they did, what it started, and why it did not", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("look") },
    ...FULL,
    "GET /v1/fans/{id}/timeline": ({ url }) => ({
      body: url.searchParams.has("cursor") ? { items: TIMELINE.slice(1, 2), next: null } : { items: TIMELINE, next: "c1" },
    }),
  });
  await page.goto(`/${ADDRESS}`);
  const rows = page.getByRole("list", { name: "What the fan did, and what came of it" }).locator("> li");
  await expect(rows.nth(0)).toContainText("No run started: the fan sent STOP.");
  await expect(rows.nth(1)).toContainText("A fan pre-saves a release · Harbour Lights");
  await expect(rows.nth(1)).toContainText("Waiting");
  await expect(rows.nth(1).getByRole("link", { name: "Pre-save by text" })).toBeVisible();
  await expect(rows.nth(1).getByRole("link", { name: "Run", exact: true })).toHaveAttribute(
    "href",
    "#/runs/run_3123456789abcdefghjkmnpqrs",
  );
  await expect(rows.nth(2)).toContainText("No run started: the fan has been in this flow before.");
  await page.getByRole("button", { name: "Show more" }).press("Enter");
  await expect(rows).toHaveCount(4);
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  api.check();
});

test("fan: a photo, and a message of which no word is stored, have no keyword", async ({ page }) => {
  const messages = ["no-text", "project", "neon"].map((scope, index) => ({
    ...(TIMELINE[0] as Schemas["TimelineEvent"]),
    event: { ...DONE_RUN.event, id: `ig:m${index}`, type: "instagram.dm", scope, cause: null },
    reason: "no_flow" as const,
  }));
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("look") },
    ...FULL,
    "GET /v1/fans/{id}/timeline": { body: { items: messages, next: null } },
  });
  await page.goto(`/${ADDRESS}`);
  const rows = page.getByRole("list", { name: "What the fan did, and what came of it" }).locator("> li");
  await expect(rows.nth(0).locator(".name")).toHaveText("A fan writes on Instagram");
  await expect(rows.nth(1).locator(".name")).toHaveText("A fan writes on Instagram");
  await expect(rows.nth(2).locator(".name")).toHaveText("A fan writes on Instagram · “neon”");
  api.check();
});

test("fan: consents with their evidence, and connections with their health", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, ...FULL });
  await page.goto(`/${ADDRESS}`);
  const consents = page.getByRole("list", { name: "Consents and opt-outs" }).locator("> li");
  await expect(consents.nth(0)).toContainText("Sent STOP");
  await expect(consents.nth(0)).toContainText("Ends messages");
  await expect(consents.nth(1)).toContainText("Signed up in a form");
  await expect(consents.nth(1)).toContainText("Mail me about new music.");
  await expect(consents.nth(1)).toContainText("version of the text: 2 · reported by: a page of yours");
  const connections = page.getByRole("list", { name: "Streaming connections" }).locator("> li");
  await expect(connections.nth(0)).toContainText("Works");
  await expect(connections.nth(0)).toContainText("in 152 days");
  await expect(connections.nth(0)).toContainText("text 3, in English");
  await expect(connections.nth(1)).toContainText("Has ended");
  await expect(connections.nth(1)).toContainText("Expired 29 days ago");
  api.check();
});

test("fan: first name and time zone are saved with the keyboard, and a refusal is explained at the field", async ({ page }) => {
  let fan = FAN;
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("operate") },
    ...FULL,
    "GET /v1/fans/{id}": () => ({ body: fan }),
    "PUT /v1/fans/{id}/first-name": ({ body }) => {
      fan = { ...fan, ...(body as { firstName: string }) };
      return { body: fan };
    },
    "PUT /v1/fans/{id}/time-zone": problem(400, "invalid_request", "no such time zone"),
  });
  await page.goto(`/${ADDRESS}`);
  await page.getByLabel("First name").fill(" Grace ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Grace · +14155550123" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "First name" })).toBeFocused();
  await expect(page.getByRole("textbox", { name: "First name" })).toHaveValue("Grace");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ada · +14155550123" })).toBeVisible();
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  expect(api.sent.filter((it) => it.request.startsWith("PUT")).map((it) => it.body)).toEqual([
    { firstName: "Grace" },
    { firstName: "Ada" },
  ]);
  await page.getByLabel("Time zone").fill("Atlantis");
  await page.getByRole("button", { name: "Save: Time zone" }).click();
  await expect(page.getByLabel("Time zone")).toHaveAccessibleDescription(/no such time zone/);
  await expect(page.getByLabel("Time zone")).toBeFocused();
  expect(api.sent.at(-1)?.body).toEqual({ timeZone: "Atlantis" });
  api.check();
});

test("fan: the export is one file of all pages", async ({ page }) => {
  const part: Schemas["FanExport"] = {
    exportedAt: "2026-11-30T12:00:00.000Z",
    fan: null,
    consents: [],
    activity: [],
    next: null,
  };
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("operate") },
    ...FULL,
    "GET /v1/fans/{id}/export": ({ url }) => ({
      body: url.searchParams.has("cursor")
        ? { ...part, consents: CONSENTS.slice(1) }
        : { ...part, fan: { id: FAN.id }, consents: CONSENTS.slice(0, 1), next: "c1" },
    }),
  });
  await page.goto(`/${ADDRESS}`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).press("Enter");
  const file = await downloading;
  expect(file.suggestedFilename()).toBe(`${FAN.id}.json`);
  const whole = JSON.parse(readFileSync(await file.path(), "utf8"));
  expect(whole).toEqual({ ...part, fan: { id: FAN.id }, consents: CONSENTS });
  await expect(page.getByText("2 entries collected")).toBeVisible();
  api.check();
});

test("fan: erased only after the word is typed; the receipt is followed until everything is gone", async ({ page }) => {
  await page.clock.install({ time: "2026-11-30T12:00:00Z" });
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("operate") },
    ...FULL,
    "DELETE /v1/fans/{id}": { body: RECEIPT },
    "GET /v1/erasures/{id}": { body: RECEIPT },
  });
  const deleted = () => api.sent.filter((it) => it.request === `DELETE /v1/fans/${FAN.id}`).length;
  await page.goto(`/${ADDRESS}`);
  await page.getByText("Erase this fan …").press("Enter");
  await page.getByLabel("Type ERASE to confirm").fill("yes");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Type ERASE to confirm")).toHaveAttribute("aria-invalid", "true");
  expect(deleted()).toBe(0);
  await page.getByLabel("Type ERASE to confirm").fill("erase");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Erasure of a fan" })).toBeFocused();
  expect(deleted()).toBe(1);
  await expect(page).toHaveURL(new RegExp(`erasure=${RECEIPT.erasureId}$`));
  await expect(page.getByRole("status")).toContainText("no message is sent any more");
  await expect(page.getByText("Kept: that the address gets no more messages")).toBeVisible();
  api.answers["GET /v1/erasures/{id}"] = { body: { ...RECEIPT, state: "COMPLETED", completedAt: "2026-11-30T12:15:00.000Z" } };
  await page.clock.runFor(5_500);
  await expect(page.getByRole("status")).toContainText("Everything is removed.");
  api.check();
});

test("fan: who may not operate is offered no change of data", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf("edit") }, ...FULL });
  await page.goto(`/${ADDRESS}`);
  await expect(page.getByText("Signed up in a form")).toBeVisible();
  await expect(page.getByRole("heading", { name: "The fan's data" })).toHaveCount(0);
  api.check();
});

test("fan: who is erased has no name any more, and a late receipt leads nowhere", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    ...FULL,
    "GET /v1/runs/{id}": { body: DONE_RUN },
    "GET /v1/flows/{id}/versions/{version}": { body: FLOW },
    "GET /v1/segments/{id}": { body: SEGMENT },
    "DELETE /v1/fans/{id}": { body: RECEIPT },
  });
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(`**/v1/fans/${FAN.id}`, async (route) => {
    if (route.request().method() === "DELETE") await answered;
    await route.fallback();
  });
  await page.goto(`/${ADDRESS}`);
  await page.getByText("Erase this fan …").press("Enter");
  await page.getByLabel("Type ERASE to confirm").fill("erase");
  await page.keyboard.press("Enter");
  await page.evaluate((address) => {
    location.hash = address;
  }, `#/runs/${DONE_RUN.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada");
  answer();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(FAN.id);
  await expect(page.getByRole("log")).toContainText("no message is sent any more");
  await expect(page).toHaveURL(new RegExp(`#/runs/${DONE_RUN.id}$`));
  api.check();
});
