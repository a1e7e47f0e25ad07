import { expect, type Page, test } from "@playwright/test";
import type { Schemas } from "../src/api/client";
import { press } from "./keyboard";
import { fitsAndIsAccessible, testScreen } from "./screens";
import { type Answers, problem, sessionOf, stub } from "./stub";

type Delivery = Schemas["WebhookDelivery"];

const WEBHOOK: Schemas["Webhook"] = {
  id: "wh_4q6r8s0t2v4w6x8y",
  url: "https://hooks.label.example/flows",
  events: ["run.completed", "consent.stopped"],
  enabled: true,
  disabled: null,
  failingSince: "2026-11-30T10:00:00.000Z",
  formerSecretUntil: null,
  createdAt: "2026-11-02T12:00:00.000Z",
};

const GONE: Schemas["Webhook"] = {
  ...WEBHOOK,
  id: "wh_5q6r8s0t2v4w6x8y",
  url: `https://warehouse.label.example/${"a-long-way/".repeat(12)}`,
  enabled: false,
  disabled: { reason: "gone", at: "2026-11-29T10:00:00.000Z" },
};

const PAUSED: Schemas["Webhook"] = {
  ...GONE,
  id: "wh_6q6r8s0t2v4w6x8y",
  url: "https://chat.label.example/",
  disabled: { reason: "paused", at: "2026-11-28T10:00:00.000Z" },
};

const RETRIED: Delivery = {
  id: "evt_1k6gfl8rr00112233445566778899",
  type: "run.completed",
  at: "2026-11-30T10:00:00.000Z",
  state: "PENDING",
  attempts: 2,
  lastAttemptAt: "2026-11-30T10:01:04.000Z",
  status: 503,
  failure: null,
  nextAttemptAt: "2026-11-30T12:06:10.000Z",
};

const FAILED: Delivery = {
  ...RETRIED,
  id: "evt_2k6gfl8rr00112233445566778899",
  type: "consent.stopped",
  state: "FAILED",
  attempts: 10,
  status: null,
  failure: "timed_out",
  nextAttemptAt: null,
};

const DELIVERED: Delivery = {
  ...FAILED,
  id: "evt_3k6gfl8rr00112233445566778899",
  type: "webhook.test",
  state: "DELIVERED",
  attempts: 1,
  status: 204,
  failure: null,
};

const MISSED: Delivery = {
  ...FAILED,
  id: "evt_4k6gfl8rr00112233445566778899",
  state: "WEBHOOK_DISABLED",
  attempts: 0,
  failure: null,
};

const LOG = "GET /v1/webhooks/{id}/deliveries";
const REDELIVERY = `/v1/webhooks/${WEBHOOK.id}/deliveries/${FAILED.id}/redelivery`;

const deliveries = ({ url }: { url: URL }) => ({
  body: url.searchParams.has("cursor") ? { items: [DELIVERED, MISSED], next: null } : { items: [RETRIED, FAILED], next: "c1" },
});

const FULL: Answers = { "GET /v1/webhooks": { body: { items: [WEBHOOK, GONE, PAUSED], next: null } }, [LOG]: deliveries };

const webhook = (page: Page, { url }: Schemas["Webhook"]) => page.getByRole("region", { name: url });
const rows = (page: Page) => webhook(page, WEBHOOK).getByRole("list", { name: "Deliveries" }).getByRole("listitem");
const log = (page: Page, of = WEBHOOK) => webhook(page, of).getByText("Deliveries of the last 30 days");

/** Whether the page is visible: while it is not, the log is not fetched again by itself. */
const visible = (page: Page, value: "visible" | "hidden") =>
  page.evaluate((it) => Object.defineProperty(document, "visibilityState", { value: it, configurable: true }), value);

testScreen({
  name: "webhooks",
  address: "#/webhooks",
  main: "GET /v1/webhooks",
  full: FULL,
  empty: { "GET /v1/webhooks": { body: { items: [], next: null } } },
  further: {
    "with deliveries": async (page) => {
      await log(page).click();
      await webhook(page, WEBHOOK).getByRole("button", { name: "Show more" }).click();
      await expect(rows(page)).toHaveCount(4);
    },
  },
});

async function open(page: Page, answers: Answers = {}, role: "edit" | "operate" = "operate") {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf(role) }, ...FULL, ...answers });
  await page.goto("/#/webhooks");
  await expect(page.getByRole("heading", { level: 1, name: "Webhooks" })).toBeFocused();
  return api;
}

test("webhooks: each has its address, its events in words and its state, with the reason if it is disabled", async ({ page }) => {
  const api = await open(page);
  const works = webhook(page, WEBHOOK);
  await expect(works).toContainText("Run completed · Consent ended");
  await expect(works).toContainText("✓ Active");
  await expect(works).toContainText("No attempt has succeeded since Nov 30, 2026, 11:00 AM");
  await expect(webhook(page, GONE)).toContainText("✕ Webhook disabled");
  await expect(webhook(page, GONE)).toContainText(
    "(answer 410). Developers can enable the webhook again. (Nov 29, 2026, 11:00 AM)",
  );
  await expect(webhook(page, GONE)).not.toContainText("No attempt");
  await expect(webhook(page, PAUSED)).toContainText("? Paused");
  await expect(webhook(page, PAUSED)).toContainText("Paused by a developer: nothing is delivered. (Nov 28, 2026, 11:00 AM)");
  expect(api.sent.some((it) => it.request.endsWith("/deliveries"))).toBe(false);
  api.check();
});

test("webhooks: where there is none, it says who makes one, and how", async ({ page }) => {
  const api = await open(page, { "GET /v1/webhooks": { body: { items: [], next: null } } });
  await expect(page.getByRole("heading", { name: "No webhooks yet" })).toBeVisible();
  await expect(page.getByText("Developers create and change webhooks with the API; docs/webhooks.md tells how.")).toBeVisible();
  api.check();
});

test("webhooks: the log says of each delivery what came of it, page by page", async ({ page }) => {
  const cursors: (string | null)[] = [];
  const api = await open(page, {
    [LOG]: (request) => {
      cursors.push(request.url.searchParams.get("cursor"));
      return deliveries(request);
    },
  });
  await press(page, log(page));
  await expect(rows(page)).toHaveText([
    /^Run completed2 attempts · answered 503 · next attempt Nov 30, 2026, 1:06 PMNov 30, 2026, 11:00 AM · evt_1k\w+… Pending/,
    /^Consent ended10 attempts · no answer within ten secondsNov 30.*✕ Failed/,
  ]);
  await press(page, page.getByRole("button", { name: "Show more" }));
  await expect(rows(page)).toHaveCount(4);
  await expect(rows(page).nth(2)).toHaveText(/^Test event1 attempt · answered 204Nov 30.*✓ Delivered/);
  await expect(rows(page).nth(3)).toHaveText(/^Consent ended0 attemptsNov 30.*✕ Not delivered/);
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
  expect(cursors).toEqual([null, "c1"]);
  api.check();
});

test("webhooks: a log that is fetched again while its next page is on its way has that page", async ({ page }) => {
  let lost = true;
  const api = await open(page, {
    [LOG]: (request) => {
      if (!lost || !request.url.searchParams.has("cursor")) return deliveries(request);
      lost = false;
      return "never";
    },
  });
  await page.clock.install();
  await press(page, log(page));
  await press(page, page.getByRole("button", { name: "Show more" }));
  await expect.poll(() => lost).toBe(false);
  await expect(rows(page)).toHaveCount(2);
  await page.clock.runFor(10_000);
  await expect(rows(page)).toHaveCount(4);
  api.check();
});

test("webhooks: one that is disabled meanwhile is shown so, and its log stays open", async ({ page }) => {
  const api = await open(page);
  await page.clock.install();
  await page.reload();
  await press(page, log(page));
  await expect(rows(page)).toHaveCount(2);
  const disabled = { ...WEBHOOK, enabled: false, disabled: GONE.disabled };
  api.answers = { ...api.answers, "GET /v1/webhooks": { body: { items: [disabled], next: null } } };
  await page.clock.runFor(30_000);
  await expect(webhook(page, WEBHOOK)).toContainText("✕ Webhook disabled");
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole("button", { name: /^Deliver/ })).toHaveCount(0);
  api.check();
});

test("webhooks: an event is delivered again with the keyboard, and the log shows what comes of it", async ({ page }) => {
  let state: Delivery["state"] = "FAILED";
  const api = await open(page, {
    [LOG]: () => ({ body: { items: [{ ...FAILED, state }], next: null } }),
    [`POST ${REDELIVERY}`]: () => {
      state = "PENDING";
      return { body: { ...FAILED, state } };
    },
  });
  await page.clock.install();
  await press(page, log(page));
  await visible(page, "hidden");
  await press(page, rows(page).getByRole("button", { name: "Deliver again" }));
  await expect(page.getByRole("log")).toContainText("It is being delivered.");
  await expect(rows(page)).toContainText("Pending");
  await expect(rows(page).getByRole("button", { name: "Deliver again" })).toBeFocused();
  expect(api.sent.filter((it) => it.request.startsWith("POST"))).toMatchObject([{ request: `POST ${REDELIVERY}`, body: null }]);
  state = "DELIVERED";
  await visible(page, "visible");
  await page.clock.runFor(10_000);
  await expect(rows(page)).toContainText("✓ Delivered");
  api.check();
});

test("webhooks: a test event is delivered, and is in the log", async ({ page }) => {
  let items: Delivery[] = [];
  const api = await open(page, {
    [LOG]: () => ({ body: { items, next: null } }),
    "POST /v1/webhooks/{id}/test": () => {
      items = [{ ...DELIVERED, state: "PENDING", attempts: 0, status: null }];
      return { body: items[0] };
    },
  });
  await press(page, log(page));
  await expect(webhook(page, WEBHOOK).getByRole("heading", { name: "Nothing to deliver yet" })).toBeVisible();
  await fitsAndIsAccessible(page);
  await visible(page, "hidden");
  await press(page, page.getByRole("button", { name: "Deliver a test event" }));
  await expect(rows(page)).toHaveText([/^Test event0 attempts/]);
  expect(api.sent.filter((it) => it.request.startsWith("POST"))).toMatchObject([
    { request: `POST /v1/webhooks/${WEBHOOK.id}/test`, body: null },
  ]);
  api.check();
});

test("webhooks: a redelivery that is refused is said, and the log stays", async ({ page }) => {
  const api = await open(page, { [`POST ${REDELIVERY}`]: problem(409, "CONFLICT", "The webhook is disabled; enable it first.") });
  await press(page, log(page));
  await press(page, rows(page).nth(1).getByRole("button", { name: "Deliver again" }));
  await expect(page.getByRole("log")).toContainText("✕ The webhook is disabled; enable it first.");
  await expect(page.getByRole("log")).not.toContainText("It is being delivered.");
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).nth(1)).toContainText("✕ Failed");
  await fitsAndIsAccessible(page);
  api.check();
});

test("webhooks: a log that cannot be had is asked for again", async ({ page }) => {
  const api = await open(page, { [LOG]: problem(503, "BUSY", "The service is busy; try again.") });
  await press(page, log(page));
  await expect(page.getByRole("alert")).toContainText("The service is busy; try again.");
  api.answers = { ...api.answers, [LOG]: deliveries };
  await press(page, page.getByRole("button", { name: "Try again" }));
  await expect(rows(page)).toHaveCount(2);
  api.check();
});

test("webhooks: who may not operate sees the log alone, as does everyone of a webhook that is disabled", async ({ page }) => {
  const api = await open(page, {}, "edit");
  await log(page).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole("button", { name: /^Deliver/ })).toHaveCount(0);
  api.answers = { ...api.answers, "GET /v1/session": { body: sessionOf("operate") } };
  await page.reload();
  await log(page).click();
  // The test, and one for each delivery.
  await expect(page.getByRole("button", { name: /^Deliver/ })).toHaveCount(3);
  await log(page, GONE).click();
  await expect(webhook(page, GONE).getByRole("listitem")).toHaveCount(2);
  await expect(webhook(page, GONE).getByRole("button", { name: /^Deliver/ })).toHaveCount(0);
  api.check();
});
