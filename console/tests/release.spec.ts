import { expect, type Page, test } from "@playwright/test";
import {
  ARTIST_NAMED,
  FUNNEL,
  HEALTH,
  NO_FUNNEL,
  RELEASE,
  RELEASE_CANCELLED,
  RELEASE_DAY,
  RELEASE_OUT,
  RELEASE_PAGE,
} from "./campaign-data";
import { fitsAndIsAccessible, testScreen } from "./screens";
import { type Answers, problem, sessionOf, stub } from "./stub";

const NO_PAGE = problem(404, "NOT_FOUND", "the release has no page");

const FULL: Answers = {
  "GET /v1/releases/{id}": { body: RELEASE },
  "GET /v1/releases/{id}/health": { body: HEALTH },
  "GET /v1/releases/{id}/stats": { body: { releaseId: RELEASE.id, ...FUNNEL } },
  "GET /v1/releases/{id}/page": { body: RELEASE_PAGE },
  "GET /v1/artists": { body: { items: [ARTIST_NAMED], next: null } },
};

const OUT: Answers = {
  ...FULL,
  "GET /v1/releases/{id}": { body: RELEASE_OUT },
  "GET /v1/releases/{id}/day": { body: RELEASE_DAY },
};

const ADDRESS = `#/releases/${RELEASE.id}`;

testScreen({
  name: "release",
  address: ADDRESS,
  main: `GET /v1/releases/${RELEASE.id}`,
  full: { ...FULL, [`GET /v1/releases/${RELEASE.id}`]: { body: RELEASE } },
  empty: {
    "GET /v1/releases/{id}/health": { body: { ...HEALTH, fans: 0, saved: 0, erased: 0, expiring: 0, notSaved: {} } },
    "GET /v1/releases/{id}/stats": { body: { releaseId: RELEASE.id, ...NO_FUNNEL } },
    "GET /v1/releases/{id}/page": NO_PAGE,
  },
  further: {
    "all forms": async (page) => {
      for (const name of ["Change links and codes", "Change the page", "Move it to another date"])
        await page.getByText(name).click();
      await expect(page.getByLabel("End of the address")).toHaveValue("low-tide");
    },
    "asking whether to cancel it": async (page) => {
      await page.getByRole("button", { name: "Cancel the release" }).click();
      await expect(page.getByRole("dialog", { name: "Cancel “Low Tide”?" })).toBeVisible();
    },
  },
});

async function open(page: Page, answers: Answers, role: "look" | "edit" | "operate" = "edit") {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf(role) }, ...answers });
  await page.goto(`/${ADDRESS}`);
  return api;
}

const sentOf = (api: { sent: { request: string; body: unknown }[] }, start: string) =>
  api.sent.filter((it) => it.request.startsWith(start)).map((it) => it.body);

test("release: for whom it will be saved, and why not for the others, the most frequent reason first", async ({ page }) => {
  const api = await open(page, FULL);
  await expect(page.getByText("out in 13 days")).toBeVisible();
  const health = page.getByRole("region", { name: "Will it be saved?" });
  await expect(health).toContainText("90.7% of those who pre-saved it: 9,070 of 10,000");
  await expect(health.getByRole("listitem")).toHaveText([
    /will be saved9,070/,
    /has to reconnect.*send a link to reconnect.*879/,
    /has not connected a streaming account.*49/,
    /data deleted2/,
  ]);
  await expect(health).toContainText("540 of them could be saved today");
  await expect(health).toContainText("chosen at random");
  const fans = page.getByRole("region", { name: "What fans do with it" });
  await expect(fans.getByRole("list", { name: "How often fans have acted" }).getByRole("listitem")).toHaveCount(6);
  await expect(fans).toContainText("2 actions or more80 66.7%");
  await expect(fans.getByRole("link", { name: "Download as CSV" })).toHaveAttribute(
    "href",
    `/v1/releases/${RELEASE.id}/stats.csv`,
  );
  api.check();
});

test("release: it is moved, once that is confirmed", async ({ page }) => {
  const api = await open(page, {
    ...FULL,
    "PUT /v1/releases/{id}/date": { body: { ...RELEASE, outAt: "2026-12-31T23:00:00Z" } },
  });
  await page.getByText("Move it to another date").click();
  await page.getByLabel("Release date").fill("2027-01-01");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Move it from Dec 12, 2026 to Jan 1, 2027?" });
  await expect(dialog).toContainText("Everything that waits for this release moves with it");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(sentOf(api, "PUT")).toEqual([]);
  await page.getByRole("button", { name: "Move it" }).click();
  await dialog.getByRole("button", { name: "Move it" }).click();
  await expect(page.getByRole("log")).toContainText("Moved: Jan 1, 2027");
  expect(sentOf(api, "PUT")).toEqual([{ releaseDate: "2027-01-01", timeZone: "Europe/Berlin" }]);
  await expect(page.getByText("Move it to another date")).toBeFocused();
  api.check();
});

test("release: it is cancelled, once that is confirmed, and can be reinstated", async ({ page }) => {
  let release = RELEASE;
  const api = await open(page, {
    ...FULL,
    "GET /v1/releases/{id}": () => ({ body: release }),
    "POST /v1/releases/{id}/cancel": () => {
      release = RELEASE_CANCELLED;
      return { body: release };
    },
  });
  await page.getByRole("button", { name: "Cancel the release" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the release" }).click();
  await expect(page.getByText("Reinstate it with a date")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel the release" })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  expect(sentOf(api, "POST")).toEqual([null]);
  await fitsAndIsAccessible(page);
  api.check();
});

test("release: a candidate is chosen without losing the id that was given at the other service", async ({ page }) => {
  const api = await open(page, { ...FULL, "PUT /v1/releases/{id}/ids": { body: RELEASE } });
  await expect(page.getByText("Perhaps the distributor has not delivered it yet.")).toBeVisible();
  await page.getByRole("button", { name: "Choose “Low Tide (Deluxe)”" }).click();
  await expect(page.getByRole("log")).toContainText("The links are saved.");
  expect(sentOf(api, "PUT")).toEqual([{ spotifyUri: RELEASE.spotifyUri, appleMusicId: "1440857781", absentFrom: [] }]);
  api.check();
});

test("release: ids are changed; a code that was found is not sent as if it had been given", async ({ page }) => {
  const api = await open(page, {
    ...FULL,
    "PUT /v1/releases/{id}/ids": ({ body }) =>
      JSON.stringify(body).includes("https")
        ? problem(400, "INVALID", "invalid", [{ pointer: "/isrc", detail: "is no ISRC" }])
        : { body: RELEASE },
  });
  await page.getByText("Change links and codes").click();
  await page.getByLabel("Link at Spotify").fill("https://open.spotify.com/album/5aawyAB9vmqN3uQ7FjRGTy");
  await page.getByLabel("Recording (ISRC)").fill("DE");
  await page.getByLabel("It will not be at Apple Music").check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByLabel("Recording (ISRC)")).toHaveAccessibleDescription(/is no ISRC/);
  await page.getByLabel("Link at Spotify").fill("");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("log")).toContainText("The links are saved.");
  expect(sentOf(api, "PUT")).toEqual([
    {
      spotifyUri: "https://open.spotify.com/album/5aawyAB9vmqN3uQ7FjRGTy",
      appleMusicId: null,
      absentFrom: ["apple_music"],
      isrc: "DE",
    },
    { spotifyUri: null, appleMusicId: null, absentFrom: ["apple_music"], isrc: "DE" },
  ]);
  api.check();
});

test("release: missing ids are searched again, and followed until they are found", async ({ page }) => {
  let state: "not_found" | "pending" | "matched" = "not_found";
  const api = await open(page, {
    ...FULL,
    "GET /v1/releases/{id}": () => ({
      body: { ...RELEASE, services: { ...RELEASE.services, apple_music: { ...RELEASE.services.spotify, state, link: null } } },
    }),
    "POST /v1/releases/{id}/match": () => {
      state = "pending";
      return { body: RELEASE };
    },
  });
  await page.getByRole("button", { name: "Search again" }).click();
  await expect(page.getByText("being searched", { exact: false }).first()).toBeVisible();
  state = "matched";
  await page.clock.runFor(6_000);
  await expect(page.getByRole("listitem").filter({ hasText: "Apple Music" })).toContainText("found");
  await expect(page.getByRole("button", { name: "Search again" })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  expect(sentOf(api, "POST")).toEqual([null]);
  api.check();
});

test("release: on its day, progress is followed, and it is saved again once that is confirmed", async ({ page }) => {
  let day = RELEASE_DAY;
  const api = await open(
    page,
    {
      ...OUT,
      "GET /v1/releases/{id}/day": () => ({ body: day }),
      "POST /v1/releases/{id}/day": { body: { releaseId: RELEASE_OUT.id, jobId: "job_6r7s9t1v3w5x7y9z" } },
    },
    "operate",
  );
  const section = page.getByRole("region", { name: "Release day" });
  await expect(section.getByRole("status")).toHaveText("Saved for 40,118 of 41,250 fans.");
  await fitsAndIsAccessible(page);
  day = {
    ...RELEASE_DAY,
    state: "COMPLETED",
    saved: 41_000,
    endedAt: "2026-11-30T12:00:00Z",
    notSaved: { reconnect_needed: 248 },
  };
  await page.clock.runFor(5_000);
  await expect(section.getByRole("status")).toHaveText("Saved for 41,000 of 41,250 fans.");
  await section.getByRole("button", { name: "Save again" }).click();
  const dialog = page.getByRole("dialog", { name: "Try again to save it?" });
  await expect(dialog).toContainText("Afterwards, it would be saved for 9,070 fans.");
  await dialog.getByRole("button", { name: "Save again" }).click();
  await expect(page.getByRole("log")).toContainText("It is being saved.");
  expect(sentOf(api, "POST")).toEqual([null]);
  api.check();
});

test("release: what is tried again after a lost answer has the same key, and what is meant again another one", async ({
  page,
}) => {
  const api = await open(page, { ...OUT, "POST /v1/releases/{id}/day": "offline" }, "operate");
  const again = async (said: string) => {
    await page.getByRole("region", { name: "Release day" }).getByRole("button", { name: "Save again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save again" }).click();
    await expect(page.getByRole("log").getByText(said)).toBeVisible();
    await page.getByRole("button", { name: "Dismiss" }).click();
  };
  await again("Check your connection");
  api.answers["POST /v1/releases/{id}/day"] = { body: { releaseId: RELEASE_OUT.id, jobId: "job_6r7s9t1v3w5x7y9z" } };
  await again("It is being saved.");
  await again("It is being saved.");
  const [lost, repeated, other, ...more] = api.sent
    .filter((it) => it.request.startsWith("POST"))
    .map((it) => it.headers["idempotency-key"]);
  expect(lost).toBeTruthy();
  expect(repeated).toBe(lost);
  expect(other).toBeTruthy();
  expect(other).not.toBe(lost);
  expect(more).toEqual([]);
  api.check();
});

test("release: the artist of its page stays chosen, on whichever page of the list it is, and if it is on none", async ({
  page,
}) => {
  const others = Array.from({ length: 100 }, (_, index) => ({ id: `art_${index}`, name: `Artist ${index}` }));
  let second: { id: string; name: string }[] = [ARTIST_NAMED];
  const api = await open(page, {
    ...FULL,
    "GET /v1/artists": ({ url }) => ({
      body: url.searchParams.has("cursor") ? { items: second, next: null } : { items: others, next: "c1" },
    }),
    "PUT /v1/releases/{id}/page": { body: RELEASE_PAGE },
  });
  const artist = page.getByLabel("Artist to follow");
  const save = async () => {
    await page.getByRole("button", { name: "Publish the page" }).click();
    await expect(artist).toHaveCount(0);
  };
  await page.getByText("Change the page").click();
  await expect(artist.locator("option:checked")).toHaveText("Night Harbour");
  await save();
  second = [];
  await page.getByText("Change the page").click();
  await expect(artist.locator("option:checked")).toHaveText(ARTIST_NAMED.id);
  await save();
  expect(sentOf(api, "PUT")).toMatchObject([{ artistId: ARTIST_NAMED.id }, { artistId: ARTIST_NAMED.id }]);
  api.check();
});

test("release: what the API refuses is said in its words, in its language, and not by their number", async ({ page }) => {
  const api = await open(page, {
    ...FULL,
    "PUT /v1/releases/{id}/ids": problem(400, "INVALID", "2 violations; see violations", [
      { pointer: "/a", detail: "one is wrong" },
      { pointer: "/b", detail: "another is too" },
      { pointer: "/isrc", detail: "is no ISRC" },
    ]),
    "POST /v1/releases/{id}/cancel": problem(400, "INVALID", "2 violations; see violations", [
      { pointer: "/a", detail: "one is wrong" },
      { pointer: "/b", detail: "another is too" },
    ]),
  });
  await page.getByText("Change links and codes").click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert").locator("[lang=en]")).toHaveText("one is wrong; another is too");
  await expect(page.getByLabel("Recording (ISRC)")).toHaveAccessibleDescription(/is no ISRC/);
  await expect(page.getByText("is no ISRC")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "Cancel the release" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the release" }).click();
  await expect(page.getByRole("log")).toContainText("one is wrong; another is too");
  await expect(page.getByText("see violations")).toHaveCount(0);
  api.check();
});

test("release: a page is published, and removed once that is confirmed", async ({ page }) => {
  let has = false;
  const api = await open(page, {
    ...FULL,
    "GET /v1/releases/{id}/page": () => (has ? { body: RELEASE_PAGE } : NO_PAGE),
    "PUT /v1/releases/{id}/page": () => {
      has = true;
      return { body: RELEASE_PAGE };
    },
    "DELETE /v1/releases/{id}/page": () => {
      has = false;
      return { status: 204 };
    },
  });
  await expect(page.getByText("It has no page yet.")).toBeVisible();
  await page.getByText("Publish the page").click();
  await page.getByLabel("End of the address").fill("low-tide");
  await page.getByLabel("Artist to follow").selectOption("Night Harbour");
  await page.getByLabel("Sign-up for texts: wording").fill("I agree.");
  await page.getByLabel("Sign-up for texts: name of the wording").fill("text-1");
  await page.getByRole("button", { name: "Publish the page" }).click();
  await expect(page.getByRole("link", { name: RELEASE_PAGE.url })).toBeVisible();
  expect(sentOf(api, "PUT")).toEqual([
    {
      slug: "low-tide",
      coverUrl: null,
      artistId: ARTIST_NAMED.id,
      text: { wording: "I agree.", version: "text-1" },
      termsUrl: null,
      privacyUrl: null,
    },
  ]);
  await page.getByRole("button", { name: "Remove the page" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the page" }).click();
  await expect(page.getByText("It has no page yet.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  api.check();
});

test("release: what is typed outlasts a closed fold, and whoever leaves is asked until it is saved", async ({ page }) => {
  const api = await open(page, {
    ...FULL,
    "GET /v1/releases": { body: { items: [RELEASE], next: null } },
    "PUT /v1/releases/{id}/ids": { body: RELEASE },
  });
  const fold = page.getByText("Change links and codes");
  const upc = page.getByLabel("Barcode");
  await fold.click();
  await upc.fill("602445868162");
  await fold.click();
  await expect(upc).toBeHidden();
  await fold.click();
  await expect(upc).toHaveValue("602445868162");
  const leave = page.getByRole("main").getByRole("link", { name: "Releases" });
  const dialog = page.getByRole("dialog", { name: "Discard your changes?" });
  await leave.click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(upc).toHaveValue("602445868162");
  expect(await page.evaluate(() => dispatchEvent(new Event("beforeunload", { cancelable: true })))).toBe(false);
  // a form that is saved leaves the others unsaved
  await page.getByText("Move it to another date").click();
  await page.getByLabel("Release date").fill("2027-01-01");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("log")).toContainText("The links are saved.");
  await leave.click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  // not moved after all: still unsaved
  await page.getByRole("button", { name: "Move it" }).click();
  await page
    .getByRole("dialog", { name: /Move it from/ })
    .getByRole("button", { name: "Cancel" })
    .click();
  await leave.click();
  await dialog.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Releases");
  expect(await page.evaluate(() => dispatchEvent(new Event("beforeunload", { cancelable: true })))).toBe(true);
  api.check();
});

test("release: who may only look is offered nothing to change", async ({ page }) => {
  const api = await open(page, FULL, "look");
  await expect(page.getByRole("link", { name: RELEASE_PAGE.url })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("main").locator("details")).toHaveCount(0);
  api.check();
});

test("release: a failure of one part leaves the others", async ({ page }) => {
  const api = await open(page, { ...FULL, "GET /v1/releases/{id}/health": problem(503, "BUSY", "busy") });
  await expect(page.getByRole("region", { name: "Will it be saved?" }).getByRole("alert")).toContainText("busy");
  await expect(page.getByRole("region", { name: "What fans do with it" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel the release" }).click();
  api.answers["POST /v1/releases/{id}/cancel"] = problem(503, "BUSY", "try later");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the release" }).click();
  await expect(page.getByRole("log")).toContainText("try later");
  api.check();
});
