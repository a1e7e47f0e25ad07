import { expect, type Page, test } from "@playwright/test";
import { FAN } from "./data";
import { fitsAndIsAccessible, testScreen } from "./screens";
import { problem, sessionOf, stub } from "./stub";

const FAN_ANSWERS = {
  "GET /v1/session": { body: sessionOf("look") },
  "GET /v1/fans/search": { body: { items: [FAN], next: null } },
  "GET /v1/fans/{id}": { body: FAN },
  "GET /v1/fans/{id}/timeline": { body: { items: [], next: null } },
  "GET /v1/fans/{id}/consents": { body: { items: [], next: null } },
};

/** The API with one fan, and the addresses by which the fan was asked for. */
async function stubOfOneFan(page: Page) {
  const asked: string[] = [];
  const api = await stub(page, {
    ...FAN_ANSWERS,
    "GET /v1/fans": ({ url }) => {
      asked.push(url.search);
      return { body: FAN };
    },
  });
  return { api, asked };
}

testScreen({
  name: "fans",
  address: "#/fans",
  main: "GET /v1/fans/search",
  full: { "GET /v1/fans/search": { body: { items: [FAN], next: "c1" } } },
  empty: { "GET /v1/fans/search": { body: { items: [], next: null } } },
});

test("fans: those with a first name are listed, and all of them again", async ({ page }) => {
  const asked: string[] = [];
  const api = await stub(page, {
    ...FAN_ANSWERS,
    "GET /v1/fans/search": ({ url }) => {
      asked.push(url.search);
      return { body: { items: url.searchParams.get("name") === "zo" ? [] : [FAN], next: null } };
    },
  });
  await page.goto("/#/fans");
  await expect(page.getByRole("list", { name: "Latest fans" }).getByRole("link")).toHaveText("Ada · +14155550123");
  const field = page.getByRole("searchbox", { name: "Phone number, email address or first name" });
  await field.fill(" zo ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "No fan has such a first name" })).toBeVisible();
  await expect(page).toHaveURL(/#\/fans$/);
  await field.fill("ad");
  await page.keyboard.press("Enter");
  await page
    .getByRole("list", { name: /begins with “ad”/ })
    .getByRole("link")
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Ada · +14155550123" })).toBeFocused();
  expect(asked).toEqual(["", "?name=zo", "?name=ad"]);
  api.check();
});

test("fans: one is found by phone with the keyboard, however the number is written, and opened", async ({ page }) => {
  const { api, asked } = await stubOfOneFan(page);
  await page.goto("/#/fans");
  await expect(page.getByRole("heading", { level: 1, name: "Fans" })).toBeFocused();
  await fitsAndIsAccessible(page);
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Phone number, email address or first name")).toBeFocused();
  await page.keyboard.type(" +1 (415) 555-0123 ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Ada · +14155550123" })).toBeFocused();
  expect(asked).toEqual(["?phone=%2B14155550123"]);
  expect(api.sent.filter((it) => !it.request.startsWith("GET"))).toEqual([]);
  api.check();
});

test("fans: by email; what is typed is not in the address", async ({ page }) => {
  const { api, asked } = await stubOfOneFan(page);
  await page.goto("/#/fans");
  await page.getByRole("searchbox", { name: "Phone number, email address or first name" }).fill("ada@fans.example");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(new RegExp(`#/fans/${FAN.id}$`));
  expect(asked).toEqual(["?email=ada%40fans.example"]);
  api.check();
});

for (const [what, typed, answer, text] of [
  ["no such fan", "+14155550199", problem(404, "not_found", "no such fan"), "No fan has this number or address."],
  ["an invalid number", "12", problem(400, "invalid_request", "phone must be in E.164"), "phone must be in E.164"],
  ["no connection", "+14155550199", "offline", "Check your connection"],
] as const)
  test(`fans: ${what} is explained at the field`, async ({ page }) => {
    const api = await stub(page, { ...FAN_ANSWERS, "GET /v1/fans": answer });
    await page.goto("/#/fans");
    const field = page.getByLabel("Phone number, email address or first name");
    await field.fill(typed);
    await page.keyboard.press("Enter");
    await expect(field).toHaveAccessibleDescription(new RegExp(text.replaceAll(".", "\\.")));
    await expect(field).toBeFocused();
    await expect(page.getByRole("alert")).toContainText(text);
    await fitsAndIsAccessible(page);
    api.check();
  });

test("fans: an answer that comes when another screen is open leads nowhere", async ({ page }) => {
  const api = await stub(page, {
    ...FAN_ANSWERS,
    "GET /v1/flows": { body: { items: [], next: null } },
    "GET /v1/fans": { body: FAN },
  });
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/v1/fans?*", async (route) => {
    await answered;
    await route.fallback();
  });
  await page.goto("/#/fans");
  await page.getByLabel("Phone number, email address or first name").fill("+14155550123");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Flows", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeVisible();
  const response = page.waitForResponse(/\/v1\/fans\?/);
  answer();
  await (await response).finished();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  await expect(page).toHaveURL(/#\/flows$/);
  api.check();
});
