import { expect, test } from "@playwright/test";
import { DRAFT, FLOW } from "./data";
import { testScreen } from "./screens";
import { sessionOf, stub } from "./stub";

testScreen({
  name: "flows",
  address: "#/flows",
  main: "GET /v1/flows",
  full: { "GET /v1/flows": { body: { items: [FLOW, DRAFT], next: "c1" } } },
  empty: { "GET /v1/flows": { body: { items: [], next: null } } },
});

test("flows: the next page is added to the list, and a filter asks for a status", async ({ page }) => {
  const asked: string[] = [];
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    "GET /v1/flows": ({ url }) => {
      asked.push(url.search);
      return {
        body: { items: [url.searchParams.has("cursor") ? DRAFT : FLOW], next: url.searchParams.has("cursor") ? null : "c1" },
      };
    },
  });
  await page.goto("/#/flows");
  await expect(page.getByRole("list", { name: "Flows" }).getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: "Show more" }).press("Enter");
  await expect(page.getByRole("list", { name: "Flows" }).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
  // The button that had the focus is gone.
  await expect(page.getByRole("link", { name: DRAFT.name })).toBeFocused();
  await page.getByLabel("Status").selectOption("PAUSED");
  await expect.poll(() => asked.at(-1)).toBe("?status=PAUSED");
  api.check();
});

test("flows: who may only look is offered nothing to change", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("look") },
    "GET /v1/flows": { body: { items: [], next: null } },
  });
  await page.goto("/#/flows");
  await expect(page.getByRole("heading", { name: "No flows yet" })).toBeVisible();
  await expect(page.getByRole("link", { name: "New flow" })).toHaveCount(0);
  api.check();
});
