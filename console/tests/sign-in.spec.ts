import { expect, test } from "@playwright/test";
import { FAN, FLOW, RUN, SINGLE } from "./data";
import { fitsAndIsAccessible } from "./screens";
import { problem, sessionOf, stub } from "./stub";

const NOT_SIGNED_IN = problem(401, "NOT_AUTHENTICATED", "a valid key is required");
const FLOWS = { body: { items: [], next: null } };

test("sign-in: with the keyboard, and out again", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": NOT_SIGNED_IN,
    "POST /v1/session": { body: sessionOf("edit") },
    "DELETE /v1/session": { status: 204 },
    "GET /v1/flows": FLOWS,
  });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await fitsAndIsAccessible(page);
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Key")).toBeFocused();
  await page.keyboard.type(" ek_7zqk3v9m2c4x8b1d_key ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Flows", exact: true })).toBeFocused();
  expect(api.sent.find((it) => it.request === "POST /v1/session")?.body).toEqual({ key: "ek_7zqk3v9m2c4x8b1d_key" });
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  api.check();
});

test("sign-in: a wrong key and a missing one are explained at the field", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": NOT_SIGNED_IN, "POST /v1/session": NOT_SIGNED_IN });
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("Key")).toHaveAccessibleDescription(/Enter a key/);
  await page.getByLabel("Key").fill("sk_wrong");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Key")).toHaveAccessibleDescription(/not valid here/);
  await expect(page.getByLabel("Key")).toBeFocused();
  await fitsAndIsAccessible(page);
  api.check();
});

test("sign-in: a session that ends leads back, and says so", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, "GET /v1/flows": NOT_SIGNED_IN });
  await page.goto("/#/flows");
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await fitsAndIsAccessible(page);
  api.check();
});

for (const [code, title] of [
  ["de", "Anmelden"],
  ["es", "Iniciar sesión"],
  ["fr", "Se connecter"],
  ["pt", "Entrar"],
] as const) {
  test(`sign-in: in the language ${code}, which is remembered`, async ({ page }) => {
    const api = await stub(page, { "GET /v1/session": NOT_SIGNED_IN });
    await page.goto("/");
    await page.getByLabel("Language").selectOption(code);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", code);
    await fitsAndIsAccessible(page);
    api.check();
  });
}

for (const [state, answer, text] of [
  ["fails", problem(503, "try_again", "The service is busy."), "The service is busy."],
  ["finds no connection", "offline", "No connection"],
] as const)
  test(`sign-in: a start that ${state} is no sign-out, and can be tried again`, async ({ page }) => {
    const api = await stub(page, { "GET /v1/session": answer, "GET /v1/flows": FLOWS });
    await page.goto("/");
    await expect(page.getByRole("alert")).toContainText(text);
    await expect(page.getByLabel("Key")).toHaveCount(0);
    await fitsAndIsAccessible(page);
    api.answers["GET /v1/session"] = { body: sessionOf() };
    await page.getByRole("button", { name: "Try again" }).press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeVisible();
    api.check();
  });

test("sign-in: a start without texts is explained, and can be tried again", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": NOT_SIGNED_IN });
  const texts = /\/assets\/en-.*\.json$/;
  await page.route(texts, (route) => route.abort("internetdisconnected"));
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "The console could not be loaded" })).toBeVisible();
  await fitsAndIsAccessible(page);
  await page.unroute(texts);
  await page.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "could not be loaded" })).toHaveCount(0);
  api.check();
});

test("sign-in: a session that ends takes the notices and the names along", async ({ page }) => {
  const run = { ...RUN, status: "COMPLETED", endedAt: RUN.startedAt };
  const answers = {
    "GET /v1/session": { body: sessionOf() },
    "POST /v1/session": { body: sessionOf() },
    "GET /v1/runs/{id}": { body: run },
    "GET /v1/flows/{id}/versions/{version}": { body: FLOW },
    "GET /v1/flows/{id}": { body: FLOW },
    "GET /v1/fans/{id}": { body: FAN },
    "GET /v1/releases/{id}": { body: SINGLE },
    "POST /v1/flows/{id}/duplicate": "offline",
  } as const;
  const api = await stub(page, { ...answers, "GET /v1/flows/{id}/stats": "never" });
  await page.goto(`/#/runs/${run.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada");
  await page.getByRole("link", { name: FLOW.name }).click();
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("log")).toContainText("Check your connection");
  api.answers["GET /v1/flows"] = NOT_SIGNED_IN;
  await page.getByRole("link", { name: "Flows" }).first().click();
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await expect(page.getByRole("log")).toBeEmpty();
  api.answers["GET /v1/fans/{id}"] = "never";
  api.answers["GET /v1/flows"] = FLOWS;
  await page.getByLabel("Key").fill("ek_1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeVisible();
  await page.evaluate((address) => {
    location.hash = address;
  }, `#/runs/${run.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(run.fanId);
  api.check();
});

test("sign-in: a language whose texts cannot be had is said to be, and the one before stays", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": problem(401, "NOT_AUTHENTICATED", "missing") });
  await page.route("**/de-*.json", (route) => route.abort("internetdisconnected"));
  await page.goto("/");
  await page.getByLabel("Language").selectOption("de");
  await expect(page.getByRole("log")).toContainText("No connection");
  await expect(page.getByLabel("Language")).toHaveValue("en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await page.unroute("**/de-*.json");
  await page.getByLabel("Language").selectOption("de");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  api.check();
});
