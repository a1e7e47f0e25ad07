import { expect, type Page, test } from "@playwright/test";
import type { Schemas } from "../src/api/client";
import { CREDITS, FUNNEL, USAGE } from "./campaign-data";
import { CONSENTS, DONE_RUN, FAN, FLOW, RUN, SINGLE, STATS } from "./data";
import { DRY_RUN, SEGMENT } from "./editor-data";
import { press, type } from "./keyboard";
import { type Answers, problem, sessionOf, stub } from "./stub";

/**
 * The tasks of the README's tour, each from signing in to its end with the Tab key, Enter and what is typed, and by roles and names. What
 * the tour does with the API alone (an account is connected, messages and events come in) has no screen; its effects have.
 */
const LISTS: Answers = {
  "GET /v1/session": problem(401, "not_authenticated", "sign in"),
  "DELETE /v1/session": { status: 204 },
  "POST /v1/session": { body: sessionOf() },
  "GET /v1/flows": { body: { items: [FLOW], next: null } },
  "GET /v1/flows/{id}": { body: FLOW, headers: { ETag: '"3"' } },
  "GET /v1/flows/{id}/stats": { body: STATS },
  "GET /v1/flows/{id}/runs": { body: { items: [DONE_RUN], next: null } },
  "GET /v1/flows/{id}/versions/{version}": { body: FLOW },
  "GET /v1/runs/{id}": { body: DONE_RUN },
  "GET /v1/fans/search": { body: { items: [FAN], next: null } },
  "GET /v1/fans/{id}": { body: FAN },
  "GET /v1/fans/{id}/timeline": { body: { items: [], next: null } },
  "GET /v1/fans/{id}/consents": { body: { items: CONSENTS, next: null } },
  "GET /v1/releases": { body: { items: [SINGLE], next: null } },
  "GET /v1/releases/{id}": { body: SINGLE },
  "GET /v1/segments": { body: { items: [SEGMENT], next: null } },
  "GET /v1/segments/{id}": { body: SEGMENT },
  "GET /v1/artists": { body: { items: [], next: null } },
  "GET /v1/flow-templates": { body: { items: [], next: null } },
  "GET /v1/usage": { body: USAGE },
  "GET /v1/projects/{id}/credits": { body: CREDITS },
  "GET /v1/projects/{id}/funnel": { body: { projectId: sessionOf().projectId, ...FUNNEL } },
};

async function signedIn(page: Page, answers: Answers = {}) {
  const api = await stub(page, { ...LISTS, ...answers });
  await page.goto("/");
  await type(page, page.getByLabel("Key"), "sk_a-key");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeFocused();
  return api;
}

const section = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name, exact: true });
const openFlow = (page: Page) => press(page, page.getByRole("link", { name: FLOW.name }));

test("tour: the flow of the demo is made, and tried out on a sample fan", async ({ page }) => {
  const made = { ...FLOW, id: "flow_5g5h7j9k1m2n4p6q", status: "DRAFT", version: 1, warnings: [] };
  const answer = { body: made, headers: { ETag: '"1"' } };
  const api = await signedIn(page, { "POST /v1/flows": answer, [`GET /v1/flows/${made.id}`]: answer });
  api.answers["POST /v1/flows/{id}/dry-run"] = { body: { ...DRY_RUN, steps: DRY_RUN.steps.slice(0, 1) } };
  await press(page, page.getByRole("link", { name: "New flow" }).first());
  await press(page, page.getByRole("link", { name: "Empty flow" }));
  await type(page, page.getByLabel("Name", { exact: true }), "Pre-save by text");
  await type(page, page.getByLabel("Keyword"), "PRESAVE");
  for (const step of ["Pre-save the release", "Add to a segment", "Send a text"]) {
    await type(page, page.getByLabel("What happens"), step);
    await press(page, page.getByRole("button", { name: "Add", exact: true }));
  }
  await type(page, page.getByLabel("Release", { exact: true }), SINGLE.title);
  await type(page, page.getByLabel("Segment", { exact: true }), SEGMENT.name);
  await type(page, page.getByLabel("Text", { exact: true }), "Thanks! ");
  await press(page, page.getByRole("button", { name: "Link to connect" }));
  await press(page, page.getByRole("button", { name: "Save", exact: true }));
  await expect(page).toHaveURL(new RegExp(`#/flows/${made.id}/edit`));
  expect(api.sent.find((it) => it.request === "POST /v1/flows")?.body).toMatchObject({
    trigger: { type: "sms.keyword", keyword: "PRESAVE" },
    steps: [
      { type: "pre_save", releaseId: SINGLE.id },
      { type: "add_to_segment", segmentId: SEGMENT.id },
      { type: "send_text", text: "Thanks! {{#connect_link}} {{connect_link}}{{/connect_link}}" },
    ],
  });
  await press(page, page.getByRole("link", { name: "Try it out" }));
  await press(page, page.getByRole("button", { name: "Show what would happen" }));
  await expect(page.getByRole("list", { name: "Steps" }).getByRole("listitem")).toHaveCount(1);
  api.check();
});

test("tour: the runs of a flow, and each step of one with its outcome and reason", async ({ page }) => {
  const api = await signedIn(page);
  await openFlow(page);
  await press(page, page.getByRole("link", { name: "All runs" }));
  await press(
    page,
    page
      .getByRole("list", { name: "Runs" })
      .getByRole("listitem")
      .getByRole("link", { name: /^Started/ })
      .first(),
  );
  const steps = page.getByRole("list", { name: "Steps" }).getByRole("listitem");
  await expect(steps.filter({ hasText: "Send a text" })).toContainText("Completed");
  await press(page, steps.getByText("What permitted this message"));
  await expect(page.getByText("It cost 7 credits")).toBeVisible();
  api.check();
});

test("tour: a run that waits for an account says so", async ({ page }) => {
  const api = await signedIn(page, {
    "GET /v1/runs/{id}": { body: RUN },
    "GET /v1/flows/{id}/runs": { body: { items: [RUN], next: null } },
  });
  await openFlow(page);
  await press(page, page.getByRole("link", { name: "All runs" }));
  await press(
    page,
    page
      .getByRole("list", { name: "Runs" })
      .getByRole("listitem")
      .getByRole("link", { name: /^Started/ })
      .first(),
  );
  await expect(page.getByRole("list", { name: "Steps" }).getByText("Waiting").first()).toBeVisible();
  api.check();
});

test("tour: what the flow did in numbers, and how far the project’s fans have come", async ({ page }) => {
  const api = await signedIn(page);
  await openFlow(page);
  await expect(page.getByRole("list", { name: "How far fans get" }).getByText("95.5%")).toBeVisible();
  await press(page, page.getByText("Runs by day: exact numbers"));
  await expect(page.getByRole("row", { name: /Nov 30, 2026/ })).toContainText("370");
  await press(page, section(page, "Usage"));
  await expect(page.getByRole("list", { name: "What fans have done" })).toBeVisible();
  api.check();
});

test("tour: a fan is found, with consents and connections", async ({ page }) => {
  const api = await signedIn(page);
  await press(page, section(page, "Fans"));
  await press(page, page.getByRole("list", { name: "Fans" }).getByRole("link").first());
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada");
  await expect(page.getByText("Spotify").first()).toBeVisible();
  api.check();
});

test("tour: the flow is paused, and started again", async ({ page }) => {
  let status: Schemas["Flow"]["status"] = "ACTIVE";
  const answer = () => ({ body: { ...FLOW, status, warnings: [] }, headers: { ETag: '"3"' } });
  const becomes = (next: typeof status) => () => {
    status = next;
    return answer();
  };
  const api = await signedIn(page, {
    "GET /v1/flows/{id}": answer,
    "POST /v1/flows/{id}/pause": becomes("PAUSED"),
    "POST /v1/flows/{id}/activate": becomes("ACTIVE"),
  });
  await openFlow(page);
  await press(page, page.getByRole("button", { name: "Pause" }));
  await expect(page.getByText("Paused").first()).toBeVisible();
  await press(page, page.getByRole("button", { name: "Undo" }));
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await press(page, page.getByRole("button", { name: "Sign out" }));
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  api.check();
});
