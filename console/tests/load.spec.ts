import { expect, test } from "@playwright/test";
import { SEGMENT } from "./campaign-data";
import { FAN } from "./data";
import { sessionOf, stub } from "./stub";

test("load: a list that is fetched again keeps the pages that were shown", async ({ page }) => {
  const members = [0, 1, 2].map((it) => ({ fanId: `fan_${it}d6f4g2h0j1k3m5n`, since: "2026-11-28T10:00:00.000Z" }));
  let gone = "";
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    "GET /v1/segments/{id}": { body: SEGMENT },
    "GET /v1/segments/{id}/members/count": { body: { count: 3, next: null } },
    "GET /v1/segments/{id}/members": ({ url }) => {
      const at = Number(url.searchParams.get("cursor"));
      const items = members.slice(at, at + 1).filter((it) => it.fanId !== gone);
      return { body: { items, next: at < 2 ? String(at + 1) : null } };
    },
    "DELETE /v1/segments/{id}/members/{fanId}": ({ url }) => {
      gone = url.pathname.split("/").at(-1) ?? "";
      return { status: 204 };
    },
    "GET /v1/fans/{id}": ({ url }) => ({ body: { ...FAN, id: url.pathname.split("/").at(-1) } }),
  });
  await page.goto(`/#/segments/${SEGMENT.id}`);
  const links = page.locator('a[href^="#/fans/"]');
  await expect(links).toHaveCount(1);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(links).toHaveCount(2);
  await page.getByRole("main").getByRole("button", { name: "Remove" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute("href", `#/fans/${members[1]?.fanId}`);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(links).toHaveCount(2);
  await expect(links.last()).toHaveAttribute("href", `#/fans/${members[2]?.fanId}`);
  api.check();
});

for (const [status, said] of [
  [200, "The service did not answer as expected."],
  [502, "The service did not answer as expected."],
  [401, "Your session has ended."],
] as const)
  test(`load: a response ${status} that is JSON only by name is no missing connection`, async ({ page }) => {
    const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, "GET /v1/flows": { status } });
    await page.goto("/#/flows");
    await expect(page.getByText(said)).toBeVisible();
    await expect(page.getByText("No connection").filter({ visible: true })).toHaveCount(0);
    api.check();
  });
