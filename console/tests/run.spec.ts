import { expect, test } from "@playwright/test";
import type { Schemas } from "../src/api/client";
import { DONE_RUN, FAN, FLOW, RUN, SINGLE, TRIED_FLOW } from "./data";
import { testScreen } from "./screens";
import { type Answers, problem, sessionOf, stub } from "./stub";

const FULL: Answers = {
  "GET /v1/runs/{id}": { body: RUN },
  "GET /v1/flows/{id}": { body: FLOW },
  "GET /v1/flows/{id}/versions/{version}": { body: FLOW },
  "GET /v1/fans/{id}": { body: FAN },
  "GET /v1/releases/{id}": { body: SINGLE },
  "GET /v1/segments/{id}": { body: { id: "seg_6t8v0w2x4y6z8a0b", name: "Superfans", createdAt: "2026-11-01T10:00:00.000Z" } },
};

const ADDRESS = `#/runs/${RUN.id}`;

testScreen({
  name: "run",
  address: ADDRESS,
  main: "GET /v1/runs/{id}",
  full: FULL,
  further: {
    "asking before it is cancelled": async (page) => {
      await page.getByRole("button", { name: "Cancel this run" }).click();
      await expect(page.getByRole("dialog", { name: "Cancel this run?" })).toBeVisible();
    },
  },
});

testScreen({
  name: "run that has ended",
  address: ADDRESS,
  main: "GET /v1/runs/{id}",
  full: { ...FULL, "GET /v1/runs/{id}": { body: DONE_RUN } },
  further: {
    "what permitted a message": async (page) => {
      await page.getByText("What permitted this message").click();
      await expect(page.getByText("It cost 7 credits")).toBeVisible();
    },
  },
});

test("run: each step says what became of it, why, and what that means", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, ...FULL });
  await page.goto(`/${ADDRESS}`);
  await expect(page.getByRole("heading", { level: 1, name: "Run of Ada · +14155550123" })).toBeVisible();
  const steps = page.getByRole("list", { name: "Steps" }).locator("> li");
  await expect(steps.nth(0)).toContainText("Harbour Lights");
  await expect(steps.nth(0)).toContainText("Waiting: the fan has not connected a streaming account");
  await expect(steps.nth(0)).toContainText("Send the fan a link to connect");
  await expect(steps.nth(0)).toContainText("until Dec 30, 2026");
  await expect(steps.nth(1)).toContainText("2 attempts");
  await expect(page.getByRole("main")).toContainText("A fan texts a keyword · “presave”");
  api.check();
});

test("run: what permitted a message, its clicks, what the run led to and what it kept out", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    ...FULL,
    "GET /v1/runs/{id}": { body: DONE_RUN },
  });
  await page.goto(`/${ADDRESS}`);
  await page.getByText("What permitted this message").press("Enter");
  const second = page.getByRole("list", { name: "Steps" }).locator("> li").nth(1);
  await expect(second).toContainText("consent SM00000000000000000000000000000001");
  await expect(second).toContainText("US, US-TX in the time zone America/Chicago (as the fan declared)");
  await expect(second).toContainText("Message 1 of at most 3 within 7 days.");
  await expect(second).toContainText("clicked its link 2 times");
  await expect(page.getByRole("main")).toContainText("A fan enters a segment · Superfans");
  await expect(page.getByRole("link", { name: "because of step 2 of another run" })).toHaveAttribute(
    "href",
    `#/runs/${DONE_RUN.event.cause?.runId}`,
  );
  const led = page.getByRole("region", { name: "What it led to" });
  await expect(led).toContainText("A fan pre-saves a release · Harbour Lights");
  await expect(led.getByRole("link", { name: "Run", exact: true })).toHaveAttribute(
    "href",
    "#/runs/run_3123456789abcdefghjkmnpqrs",
  );
  await expect(page.getByRole("region", { name: "What did not start another run" })).toContainText(
    "No run started: the fan has been in this flow before.",
  );
  await expect(page.getByRole("button", { name: "Cancel this run" })).toHaveCount(0);
  api.check();
});

test("run: it is cancelled with the keyboard after a confirmation", async ({ page }) => {
  let run: Schemas["Run"] = RUN;
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("operate") },
    ...FULL,
    "GET /v1/runs/{id}": () => ({ body: run }),
    "POST /v1/runs/{id}/cancel": () => {
      run = { ...RUN, status: "CANCELLED", endedAt: "2026-11-30T12:00:00.000Z" };
      return { body: run };
    },
  });
  await page.goto(`/${ADDRESS}`);
  await page.getByRole("button", { name: "Cancel this run" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel this run" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log")).toContainText("The run is cancelled.");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("main")).toContainText("Cancelled");
  await expect(page.getByRole("button", { name: "Cancel this run" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Repeat step 2" })).toHaveCount(0);
  api.check();
});

test("run: a failed step is repeated, and a refusal is announced", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("operate") },
    ...FULL,
    "POST /v1/runs/{id}/steps/1/retry": problem(409, "not_retryable", "the message may have been accepted"),
  });
  await page.goto(`/${ADDRESS}`);
  await page.getByRole("button", { name: "Repeat step 2" }).click();
  await expect(page.getByRole("log")).toContainText("the message may have been accepted");
  api.answers["POST /v1/runs/{id}/steps/1/retry"] = { body: { ...RUN, status: "RUNNING" } };
  await page.getByRole("button", { name: "Repeat step 2" }).click();
  await expect(page.getByRole("log")).toContainText("The run goes on from this step.");
  await expect(page.getByRole("list", { name: "Steps" }).locator("> li").nth(1)).toBeFocused();
  api.check();
});

test("run: who may not operate is offered nothing to change", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf("edit") }, ...FULL });
  await page.goto(`/${ADDRESS}`);
  await expect(page.getByText("2 attempts")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  api.check();
});

test("run: it is fetched again until it has ended", async ({ page }) => {
  await page.clock.install({ time: "2026-11-30T12:00:00Z" });
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, ...FULL });
  await page.goto(`/${ADDRESS}`);
  await expect(page.getByText("2 attempts")).toBeVisible();
  api.answers["GET /v1/runs/{id}"] = { body: DONE_RUN };
  await page.clock.runFor(5_500);
  await expect(page.getByText("clicked its link 2 times")).toBeVisible();
  const asked = api.sent.filter((it) => it.request.startsWith("GET /v1/runs")).length;
  await page.clock.runFor(20_000);
  expect(api.sent.filter((it) => it.request.startsWith("GET /v1/runs"))).toHaveLength(asked);
  api.check();
});

/** Of a flow with an experiment: one message went out in its second version, the next was held out. */
const TRIED: Answers = (() => {
  const [first, text] = DONE_RUN.steps as [Schemas["RunStep"], Schemas["RunStep"]];
  const sent: Schemas["RunStep"] = { ...text, permittedBy: { ...text.permittedBy, variant: "B" } };
  const { permittedBy: _, ...held } = { ...text, index: 2, outcome: "HELD_OUT", reason: "holdout" };
  return {
    ...FULL,
    "GET /v1/runs/{id}": { body: { ...DONE_RUN, steps: [first, sent, held] } },
    "GET /v1/flows/{id}/versions/{version}": {
      body: { ...TRIED_FLOW, steps: [...TRIED_FLOW.steps, { type: "send_text", text: "Last call." }] },
    },
  };
})();

testScreen({ name: "run in an experiment", address: ADDRESS, main: "GET /v1/runs/{id}", full: TRIED });

test("run: a step says which version of its message was sent, and why one was held out", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf("look") }, ...TRIED });
  await page.goto(`/${ADDRESS}`);
  const steps = page.getByRole("list", { name: "Steps" }).locator("> li");
  await expect(steps.nth(0)).not.toContainText("Version");
  await expect(steps.nth(1)).toContainText("Version B of the message");
  await expect(steps.nth(1)).toContainText("“You are in.”");
  await expect(steps.nth(1)).not.toContainText("Thanks!");
  await expect(steps.nth(2)).toContainText("“Last call.”");
  await expect(steps.nth(2)).toContainText("Held out: the fan is in the share that gets no messages");
  await expect(steps.nth(2)).toContainText("to find out whether its messages work");
  await expect(steps.nth(2)).not.toContainText("Version");
  api.check();
});
