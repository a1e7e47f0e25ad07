import { expect, test } from "@playwright/test";
import { MEMBERS, SEGMENT } from "./campaign-data";
import { FAN } from "./data";
import { testScreen } from "./screens";
import { lateAnswer, leave, problem, sessionOf, stub } from "./stub";

testScreen({
  name: "segments",
  address: "#/segments",
  main: "GET /v1/segments",
  full: { "GET /v1/segments": { body: { items: [SEGMENT], next: "c1" } } },
  empty: { "GET /v1/segments": { body: { items: [], next: null } } },
  further: {
    "creating one": async (page) => {
      await page.getByText("New segment").click();
      await page.getByRole("button", { name: "Create" }).click();
      await expect(page.getByLabel("Name")).toHaveAccessibleDescription(/This is needed/);
    },
  },
});

test("segments: one is created with the keyboard, and opened; a repeated request has the same key", async ({ page }) => {
  const keys: (string | undefined)[] = [];
  let failing = true;
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("edit") },
    "GET /v1/segments": { body: { items: [], next: null } },
    "POST /v1/segments": () => (failing ? "offline" : { body: SEGMENT }),
    "GET /v1/segments/{id}": { body: SEGMENT },
    "GET /v1/segments/{id}/members": { body: MEMBERS },
    "GET /v1/segments/{id}/members/count": { body: { count: 2, next: null } },
    "GET /v1/fans/{id}": { body: FAN },
  });
  page.on("request", (it) => {
    if (it.method() === "POST") keys.push(it.headers()["idempotency-key"]);
  });
  await page.goto("/#/segments");
  await page.getByText("New segment").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("New Fans");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Check your connection");
  failing = false;
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New Fans" })).toBeVisible();
  expect(api.sent.findLast((it) => it.request === "POST /v1/segments")?.body).toEqual({ name: "New Fans" });
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[0]).toBeTruthy();
  api.check();
});

test("segments: what is wrong with the name is said at it; who may only look is offered no form", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("edit") },
    "GET /v1/segments": { body: { items: [SEGMENT], next: null } },
    "POST /v1/segments": problem(400, "INVALID", "invalid", [{ pointer: "/name", detail: "is too long" }]),
  });
  await page.goto("/#/segments");
  await page.getByText("New segment").click();
  await page.getByLabel("Name").fill("x");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toHaveAccessibleDescription(/is too long/);
  api.answers["GET /v1/session"] = { body: sessionOf("look") };
  await page.reload();
  await expect(page.getByRole("link", { name: "New Fans" })).toBeVisible();
  await expect(page.getByText("New segment")).toHaveCount(0);
  api.check();
});

test("segments: a late answer does not lead away from another screen", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    "GET /v1/segments": { body: { items: [SEGMENT], next: null } },
    "GET /v1/fans/search": { body: { items: [], next: null } },
    "POST /v1/segments": { body: SEGMENT },
  });
  const answer = await lateAnswer(page, "**/v1/segments");
  await page.goto("/#/segments");
  await page.getByText("New segment").press("Enter");
  await page.getByLabel("Name").fill("Late");
  await page.keyboard.press("Enter");
  await leave(page);
  await answer();
  await expect(page).toHaveURL(/#\/fans$/);
  api.check();
});
