import { expect, test } from "@playwright/test";
import { RELEASE, RELEASE_CANCELLED, RELEASE_OUT } from "./campaign-data";
import { testScreen } from "./screens";
import { lateAnswer, leave, problem, sessionOf, stub } from "./stub";

const LIST = { body: { items: [RELEASE_CANCELLED, RELEASE_OUT, RELEASE], next: null } };

testScreen({
  name: "releases",
  address: "#/releases",
  main: "GET /v1/releases",
  full: { "GET /v1/releases": LIST },
  empty: { "GET /v1/releases": { body: { items: [], next: null } } },
  further: {
    "adding one": async (page) => {
      await page.getByText("Add a release").click();
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await expect(page.getByLabel("Title")).toHaveAccessibleDescription(/This is needed/);
      await expect(page.getByLabel("Title")).toBeFocused();
    },
  },
});

test("releases: the next one is first, with its countdown and where it is found", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, "GET /v1/releases": LIST });
  await page.goto("/#/releases");
  const rows = page.getByRole("list", { name: "Releases" }).getByRole("listitem");
  await expect(rows).toHaveText([/Low Tide.*out in 13 days/, /Ebb.*came out 2 days ago/, /Flood.*cancelled/]);
  await expect(rows.first()).toContainText("Spotify: entered");
  await expect(rows.first()).toContainText("Apple Music: not found");
  await expect(rows.nth(1)).toContainText("Apple Music: found");
  api.check();
});

test("releases: one is added with the keyboard; what the API refuses is said at its field", async ({ page }) => {
  let refused = true;
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("edit") },
    "GET /v1/releases": { body: { items: [], next: null } },
    "POST /v1/releases": () =>
      refused
        ? problem(400, "INVALID", "the body is invalid", [{ pointer: "/upc", detail: "has a wrong check digit" }])
        : { body: RELEASE },
    "GET /v1/releases/{id}": "never",
    "GET /v1/releases/{id}/stats": "never",
  });
  await page.goto("/#/releases");
  await page.getByText("Add a release").focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Title").fill(" Low Tide ");
  await page.getByLabel("Artist").fill("Night Harbour");
  await page.getByLabel("What is known").selectOption("only the month");
  await page.getByLabel("Release date").fill("2026-12");
  await page.getByLabel("Barcode").fill("602445868163");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Barcode")).toHaveAccessibleDescription(/wrong check digit/);
  await expect(page.getByLabel("Barcode")).toBeFocused();
  refused = false;
  await page.getByLabel("Barcode").fill("602445868162");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#\/releases\/rel_2m4n6p8q0r1s3t5v$/);
  expect(api.sent.filter((it) => it.request === "POST /v1/releases").at(-1)?.body).toEqual({
    title: "Low Tide",
    artistName: "Night Harbour",
    releaseDate: "2026-12",
    timeZone: "Europe/Berlin",
    upc: "602445868162",
    spotifyUri: null,
    appleMusicId: null,
  });
  api.check();
});

test("releases: who may only look is not offered to add one", async ({ page }) => {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf("look") }, "GET /v1/releases": LIST });
  await page.goto("/#/releases");
  await expect(page.getByRole("link", { name: "Low Tide" })).toBeVisible();
  await expect(page.getByText("Add a release")).toHaveCount(0);
  api.check();
});

test("releases: a late answer does not lead away from another screen", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf() },
    "GET /v1/releases": LIST,
    "GET /v1/fans/search": { body: { items: [], next: null } },
    "POST /v1/releases": { body: RELEASE },
  });
  const answer = await lateAnswer(page, "**/v1/releases");
  await page.goto("/#/releases");
  await page.getByText("Add a release").press("Enter");
  await page.getByLabel("Title").fill("Late");
  await page.getByLabel("Artist").fill("Night Harbour");
  await page.getByLabel("Release date").fill("2026-12-24");
  await page.getByLabel("Barcode").press("Enter");
  await leave(page);
  await answer();
  await expect(page).toHaveURL(/#\/fans$/);
  api.check();
});
