import { expect, type Page, test } from "@playwright/test";
import { RELEASE } from "./campaign-data";
import { FAN, FLOW, RUN, SINGLE, STATS } from "./data";
import { DRY_RUN, LONG_FLOW } from "./editor-data";
import { type Answers, sessionOf, stub } from "./stub";

/** The pictures of the README; `PICTURES=1` replaces them. */
const FOLDER = process.env.PICTURES === undefined ? "test-results/pictures" : "../docs/images";

const ANSWERS: Answers = {
  "GET /v1/session": { body: sessionOf() },
  "GET /v1/flows/{id}": { body: FLOW },
  "GET /v1/flows/{id}/stats": { body: STATS },
  "GET /v1/flows/{id}/runs": { body: { items: [RUN], next: null } },
  "GET /v1/flows/{id}/versions/{version}": { body: FLOW },
  "GET /v1/flows": { body: { items: [FLOW], next: null } },
  "GET /v1/fans/{id}": { body: FAN },
  "GET /v1/releases/{id}": { body: SINGLE },
  "GET /v1/releases": { body: { items: [RELEASE, { ...RELEASE, id: "rel_1a2b3c4d5e6f7g8h", title: "Neon Rain" }], next: null } },
  "GET /v1/artists": { body: { items: [], next: null } },
  "GET /v1/segments": { body: { items: [], next: null } },
};

async function take(page: Page, name: string): Promise<void> {
  await expect(page.getByText("Loading…")).toHaveCount(0);
  const picture = await page.screenshot({ path: `${FOLDER}/console-${name}.png`, animations: "disabled" });
  expect(picture.length).toBeLessThan(200_000);
}

test.use({ viewport: { width: 1100, height: 880 } });

test("pictures: a flow with what became of its fans", async ({ page }) => {
  const api = await stub(page, ANSWERS);
  await page.goto(`/#/flows/${FLOW.id}`);
  await expect(page.getByRole("heading", { name: "How far fans get" })).toBeVisible();
  await take(page, "flow");
  api.check();
});

test("pictures: the editor", async ({ page }) => {
  const api = await stub(page, {
    ...ANSWERS,
    "GET /v1/flows/{id}": { body: LONG_FLOW },
    "POST /v1/flows/{id}/dry-run": { body: DRY_RUN },
  });
  await page.goto(`/#/flows/${LONG_FLOW.id}/edit`);
  await expect(page.getByRole("heading", { level: 1, name: "Edit flow" })).toBeVisible();
  await take(page, "editor");
  api.check();
});
