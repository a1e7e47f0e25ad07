import { expect, test } from "@playwright/test";
import { DRAFT, FLOW } from "./data";
import { DRY_RUN, FAN, LONG_FLOW, RELEASE } from "./editor-data";
import { testScreen } from "./screens";
import { type Answers, problem, sessionOf, stub } from "./stub";

const TEST_MODE = { fanIds: [FAN.id], until: "2026-12-01T12:00:00.000Z" };

const FULL: Answers = {
  "GET /v1/flows/{id}": { body: { ...LONG_FLOW, testMode: TEST_MODE } },
  "GET /v1/flows": { body: { items: [FLOW, LONG_FLOW], next: null } },
  "GET /v1/releases": { body: { items: [RELEASE], next: null } },
  "GET /v1/fans/{id}": { body: FAN },
  "GET /v1/fans": { body: FAN },
  "POST /v1/flows/{id}/dry-run": { body: DRY_RUN },
};

const ADDRESS = `#/flows/${LONG_FLOW.id}/test`;
const RUN = { name: "Show what would happen" };

testScreen({
  name: "test",
  address: ADDRESS,
  main: "GET /v1/flows/{id}",
  full: FULL,
  further: {
    "the result of a dry run": async (page) => {
      await page.getByRole("button", RUN).click();
      await expect(page.getByRole("heading", { name: "The flow would not start" })).toBeFocused();
    },
    "a fan of the project": async (page) => {
      await page.getByLabel("A fan of the project").check();
      await page.getByRole("group", { name: "Sample fan" }).getByLabel("Phone number or email address").fill("ada@fans.example");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("link", { name: "Ada · +14155550123" })).toHaveCount(2);
    },
  },
});

test("test: a dry run shows why the flow does not start, and each step", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, ...FULL });
  await page.goto(`/${ADDRESS}`);
  await page.getByLabel("Has sent STOP").check();
  await page.getByLabel("Has agreed to texts and email").uncheck();
  await page.getByLabel("Has connected Spotify").check();
  await page.getByLabel("Date and time").fill("2026-12-04T18:00");
  await page.getByRole("button", RUN).press("Enter");
  await expect(page.getByRole("heading", { name: "The flow would not start" })).toBeFocused();
  expect(api.sent.find((it) => it.request.endsWith("/dry-run"))?.body).toEqual({
    fan: {
      phone: true,
      email: true,
      instagram: true,
      firstName: true,
      consented: false,
      stopped: true,
      connections: ["spotify"],
    },
    at: "2026-12-04T17:00:00.000Z",
  });
  await expect(page.getByRole("link", { name: "Pre-save by text" })).toHaveAttribute("href", `#/flows/${FLOW.id}`);
  await expect(page.getByRole("link", { name: /keeps the fan from entering/ })).toHaveAttribute(
    "href",
    `#/runs/${DRY_RUN.runId}`,
  );
  const steps = page.getByRole("list", { name: "Steps" }).getByRole("listitem");
  await expect(steps).toHaveCount(4);
  await expect(steps.nth(0)).toContainText("Notes the pre-save for release day: Neon Rain · Night Harbour");
  await expect(steps.nth(2)).toContainText("Text · 2 parts · 2 credits");
  await expect(steps.nth(2)).toContainText("The character ’ (position 11) leaves less room in each part.");
  await expect(steps.nth(3)).toContainText("until");
  await expect(steps.nth(3)).toContainText("Neon Rain is out");
  api.check();
});

test("test: other effects, and a flow that starts", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    ...FULL,
    "POST /v1/flows/{id}/dry-run": {
      body: {
        ...DRY_RUN,
        starts: true,
        reason: null,
        reasons: [],
        listeningFlowId: LONG_FLOW.id,
        runId: null,
        steps: [
          {
            index: 0,
            type: "follow_artist",
            outcome: "COMPLETED",
            reason: "followed",
            effects: [
              { type: "streaming", provider: "spotify", operation: "follow_artist", id: "spotify:artist:1" },
              { type: "confirmation_request", channel: "email", text: "Please confirm." },
            ],
          },
          { index: 1, type: "wait", outcome: null, reason: null, effects: [] },
        ],
      },
    },
  });
  await page.goto(`/${ADDRESS}`);
  await page.getByRole("button", RUN).click();
  await expect(page.getByRole("heading", { name: "The flow would start" })).toBeFocused();
  const steps = page.getByRole("list", { name: "Steps" }).getByRole("listitem");
  await expect(steps.nth(0)).toContainText("Spotify: follows the artist");
  await expect(steps.nth(0)).toContainText("Asks first for the confirmation of the consent · Email");
  await expect(steps.nth(1)).toContainText("Not reached");
  api.check();
});

test("test: a dry run for a fan of the project, about a certain release; a failure is explained", async ({ page }) => {
  const flow = { ...DRAFT, trigger: { type: "release.presaved", releaseId: "*", threshold: { count: 2, within: "P7D" } } };
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, ...FULL, "GET /v1/flows/{id}": { body: flow } });
  await page.goto(`/${ADDRESS}`);
  await page.getByLabel("A fan of the project").check();
  await expect(page.getByRole("button", RUN)).toHaveAttribute("aria-disabled", "true");
  const find = page.getByRole("group", { name: "Sample fan" }).getByLabel("Phone number or email address");
  await page.getByRole("group", { name: "Sample fan" }).getByRole("button", { name: "Find" }).click();
  await expect(find).toHaveAccessibleDescription(/Enter a number or an address/);
  api.answers = { ...api.answers, "GET /v1/fans": problem(404, "NOT_FOUND", "There is no such fan.") };
  await find.fill("+1 (415) 555-0123");
  await page.keyboard.press("Enter");
  await expect(find).toHaveAccessibleDescription(/The project has no fan with this number/);
  const asked: string[] = [];
  api.answers = {
    ...api.answers,
    "GET /v1/fans": ({ url }) => {
      asked.push(url.search);
      return { body: FAN };
    },
  };
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Ada · +14155550123" })).toBeVisible();
  expect(asked).toEqual(["?phone=%2B14155550123"]);
  await page.getByLabel("Release", { exact: true }).selectOption("Neon Rain · Night Harbour");
  api.answers = {
    ...api.answers,
    "POST /v1/flows/{id}/dry-run": problem(400, "INVALID", "The body is invalid.", [
      { pointer: "/scope", detail: "is unknown" },
      { pointer: "/at", detail: "is too late" },
    ]),
  };
  await page.getByRole("button", RUN).click();
  await expect(page.getByRole("heading", { name: "is unknown; is too late" })).toHaveAttribute("lang", "en");
  expect(api.sent.find((it) => it.request.endsWith("/dry-run"))?.body).toEqual({ fan: { id: FAN.id }, scope: RELEASE.id });
  api.check();
});

test("test: chosen fans test the flow for real, until the test is ended", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("edit") },
    ...FULL,
    "GET /v1/flows/{id}": { body: LONG_FLOW },
    "PUT /v1/flows/{id}/test-mode": { body: TEST_MODE },
    "DELETE /v1/flows/{id}/test-mode": { status: 204 },
  });
  await page.goto(`/${ADDRESS}`);
  await expect(page.getByText("Nobody is testing this flow.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Start the test" })).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Phone number or email address").fill("+14155550123");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Test fans" }).getByRole("listitem")).toHaveCount(1);
  await page.getByLabel("Duration of the test").selectOption("3 days");
  await page.getByRole("button", { name: "Start the test" }).press("Enter");
  await expect(page.getByText("Test until Dec 1, 2026, 1:00 PM")).toBeVisible();
  await page.getByRole("button", { name: "End the test" }).press("Enter");
  await expect(page.getByText("Nobody is testing this flow.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  expect(api.sent.filter((it) => it.request.endsWith("/test-mode")).map((it) => it.body)).toEqual([
    { fanIds: [FAN.id], hours: 72 },
    null,
  ]);
  await page.getByRole("button", { name: "Start the test" }).focus();
  await page.getByRole("button", { name: "Remove +14155550123" }).press("Enter");
  await expect(page.getByRole("list", { name: "Test fans" })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  api.check();
});

test("test: an active flow, a fan that cannot be read, and who may only look", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("edit") },
    ...FULL,
    "GET /v1/fans/{id}": problem(404, "NOT_FOUND", "There is no such fan."),
  });
  await page.goto(`/${ADDRESS}`);
  await expect(page.getByRole("link", { name: FAN.id })).toBeVisible();
  api.answers = { ...api.answers, "GET /v1/flows/{id}": { body: FLOW } };
  await page.reload();
  await expect(page.getByText("Pause it to test it with chosen fans.")).toBeVisible();
  api.answers = { ...api.answers, "GET /v1/session": { body: sessionOf("look") } };
  await page.reload();
  await expect(page.getByRole("heading", { name: "With real fans" })).toBeVisible();
  await expect(page.getByText("Pause it to test it with chosen fans.")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
  api.check();
});
