import { expect, type Page, test } from "@playwright/test";
import { DRAFT, FLOW, TRIED_FLOW } from "./data";
import { DRY_RUN, LONG_FLOW, RELEASE, SEGMENT, TEMPLATE } from "./editor-data";
import { fitsAndIsAccessible, testScreen } from "./screens";
import { type Answers, problem, sessionOf, stub } from "./stub";

const TAG = { ETag: '"3"' };

const LISTS: Answers = {
  "GET /v1/flow-templates": { body: { items: [TEMPLATE], next: null } },
  "GET /v1/flows": { body: { items: [FLOW], next: null } },
  "GET /v1/releases": { body: { items: [RELEASE], next: null } },
  "GET /v1/artists": { body: { items: [], next: null } },
  "GET /v1/segments": { body: { items: [SEGMENT], next: null } },
  "POST /v1/flows/{id}/dry-run": { body: DRY_RUN },
};

const EDITED: Answers = { ...LISTS, "GET /v1/flows/{id}": { body: LONG_FLOW, headers: TAG } };

const EDIT = `#/flows/${LONG_FLOW.id}/edit`;
const EMPTY = "#/flows/new?template=empty";

async function opened(page: Page, address: string, answers: Answers = EDITED) {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf("edit") }, ...answers });
  await page.goto(`/${address}`);
  await expect(page.getByLabel("Name", { exact: true })).toBeVisible();
  return api;
}

const step = (page: Page, name: RegExp) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3, name }) });
const kindOf = (page: Page, name: RegExp) => step(page, name).getByLabel("Kind", { exact: true }).first();
const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click();

testScreen({
  name: "editor: new",
  address: "#/flows/new",
  main: "GET /v1/flow-templates",
  full: LISTS,
  empty: { "GET /v1/flow-templates": { body: { items: [], next: null } } },
});

testScreen({
  name: "editor",
  address: EDIT,
  main: "GET /v1/flows/{id}",
  full: EDITED,
  further: {
    "all options of a step": async (page) => {
      await kindOf(page, /2\. Wait/).selectOption("until");
      await step(page, /2\. Wait/)
        .getByText("More options")
        .click();
      await page.getByRole("region", { name: "Trigger" }).getByText("More options").click();
      await page.getByLabel("Only after several times").check();
    },
    "an empty flow that cannot be saved": async (page) => {
      await page.goto(`/${EMPTY}`);
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await save(page);
      await expect(page.getByRole("heading", { name: /could not be saved/ })).toBeVisible();
    },
    "leaving with changes": async (page) => {
      await page.getByLabel("Name", { exact: true }).fill("Another name");
      await page.getByRole("link", { name: "Inbox" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
});

test("editor: a template is completed with the keyboard alone, saved, and saved again", async ({ page }) => {
  const sent = { ...DRAFT, id: "flow_5g5h7j9k1m2n4p6q" };
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("edit") },
    ...LISTS,
    "POST /v1/flows": ({ body }) => ({
      body: { ...sent, ...(body as object), warnings: [{ pointer: "/steps/1", detail: "the project has no phone number yet" }] },
      headers: TAG,
    }),
    "PUT /v1/flows/{id}": ({ body }) => ({ body: { ...sent, ...(body as object), warnings: [] }, headers: { ETag: '"4"' } }),
  });
  await page.goto("/#/flows/new");
  await page.getByRole("link", { name: "Updates by text" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What is still missing" })).toBeVisible();
  await page.getByRole("button", { name: "Keyword" }).press("Enter");
  await expect(page.getByLabel("Keyword")).toBeFocused();
  await page.keyboard.type("NEWS");
  await page.getByRole("button", { name: "1. Add to a segment · Segment" }).press("Enter");
  await expect(page.getByLabel("Segment", { exact: true })).toBeFocused();
  await page.keyboard.type("Inner");
  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(page.getByRole("region", { name: "Saved, but please check" })).toBeFocused();
  await expect(step(page, /2\. Send a text/).getByText("the project has no phone number yet")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`#/flows/${sent.id}/edit`));
  expect(api.sent.find((it) => it.request === "POST /v1/flows")).toMatchObject({
    body: {
      name: "Updates by text",
      trigger: { type: "sms.keyword", keyword: "NEWS" },
      steps: [
        { type: "add_to_segment", segmentId: SEGMENT.id },
        { type: "send_text", text: "You are on the list of {{project_name}}." },
      ],
    },
    headers: { "idempotency-key": expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
  await page.getByLabel("Name", { exact: true }).fill("News");
  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(page.getByText("Unsaved changes")).toHaveCount(0);
  expect(api.sent.find((it) => it.request.startsWith("PUT"))).toMatchObject({
    body: { name: "News" },
    headers: { "if-match": '"3"' },
  });
  api.check();
});

test("editor: what is missing is at its field and in the summary; nothing is sent", async ({ page }) => {
  const api = await opened(page, EMPTY);
  await save(page);
  const summary = page.getByRole("region", { name: /could not be saved/ });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("listitem")).toHaveText([
    "Name Fill this in.",
    "Keyword Fill this in.",
    "Steps Add at least one step.",
  ]);
  await summary.getByRole("button", { name: "Name" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/Fill this in/);
  await page.keyboard.type("N");
  await expect(summary.getByRole("button", { name: "Name" })).toHaveCount(0);
  expect(api.sent.some((it) => it.request === "POST /v1/flows")).toBe(false);
  api.check();
});

test("editor: steps are added, moved and removed; conditions still mean the same steps", async ({ page }) => {
  const api = await opened(page, EDIT, { ...EDITED, "PUT /v1/flows/{id}": { body: LONG_FLOW, headers: TAG } });
  const headings = page.getByRole("heading", { level: 3 });
  const types = ["Pre-save the release", "Wait", "Send a text", "Send an email"];
  await page.getByRole("button", { name: "Move down: 1. Pre-save the release" }).press("Enter");
  await expect(page.getByRole("button", { name: "Move down: 2. Pre-save the release" })).toBeFocused();
  await expect(page.getByText("“Pre-save the release” is now step 2 of 4.")).toBeAttached();
  await page.getByLabel("What happens").selectOption("add_to_segment");
  await page.getByLabel("Where").selectOption("After 1. Wait");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { name: "2. Add to a segment" })).toBeFocused();
  await step(page, /2\. Add to a segment/)
    .getByLabel("Segment", { exact: true })
    .selectOption("Inner circle");
  await page.getByRole("button", { name: "Remove: 4. Send a text" }).click();
  await expect(headings).toHaveCount(4);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(headings).toHaveText([
    "1. Wait",
    "2. Add to a segment",
    "3. Pre-save the release",
    "4. Send a text",
    "5. Send an email",
  ]);
  await save(page);
  await expect(page.getByText("The flow is saved.")).toBeVisible();
  expect(api.sent.find((it) => it.request.startsWith("PUT"))?.body).toMatchObject({
    steps: [
      { type: "wait", for: "P3D" },
      { type: "add_to_segment", segmentId: SEGMENT.id },
      { type: "pre_save" },
      { type: "send_text" },
      { type: "send_email", when: { all: [{ consent: "email" }, { step: 2, outcome: ["skipped", "failed"] }] } },
    ],
  });
  await expect(headings).toHaveText(types.map((it, index) => `${index + 1}. ${it}`));
  api.check();
});

test("editor: a removed step takes the conditions on it along, and undo brings them back", async ({ page }) => {
  const api = await opened(page, EDIT);
  const earlier = step(page, /Send an email/).getByLabel("Earlier step");
  await expect(earlier).toHaveValue("0");
  await page.getByRole("button", { name: "Remove: 1. Pre-save the release" }).click();
  await expect(page.getByRole("heading", { name: "1. Wait" })).toBeFocused();
  await expect(earlier).toHaveValue("");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(earlier).toHaveValue("0");
  api.check();
});

test("editor: every kind of field writes what the API reads", async ({ page }) => {
  const api = await opened(page, EMPTY, { ...LISTS, "POST /v1/flows": { body: LONG_FLOW, headers: TAG }, ...EDITED });
  await page.getByLabel("Name", { exact: true }).fill("All kinds");
  await page.getByLabel("Keyword").fill("DROPPED");
  await page.getByLabel("What starts the flow").selectOption("release.presaved");
  await page.getByLabel("Release", { exact: true }).selectOption("Any (set how often below)");
  await page.getByLabel("Number of times").fill("3");
  await page.getByLabel("Within", { exact: true }).fill("30");
  const add = async (type: string) => {
    await page.getByLabel("What happens").selectOption(type);
    await page.getByRole("button", { name: "Add", exact: true }).click();
  };
  await add("add_to_library");
  const library = step(page, /1\. Add to the library/);
  await kindOf(page, /1\. Add/).selectOption("Track");
  await library.getByLabel("Spotify").fill("https://open.spotify.com/intl-de/track/0TnOYISbd1XYRBk9myaseg?si=1");
  await library.getByLabel("Apple Music").fill("https://music.apple.com/de/album/neon-rain/1440650428?i=1440650711");
  await add("wait");
  const wait = step(page, /2\. Wait/);
  await wait.getByLabel("For a time", { exact: true }).fill("12");
  await wait.getByLabel("Unit: For a time").selectOption("hours");
  await add("wait");
  const until = step(page, /3\. Wait/);
  await kindOf(page, /3\. Wait/).selectOption("Until a time");
  await until.getByLabel("Kind of time").selectOption("Release day");
  await until.getByText("More options").click();
  await until.getByLabel("Time of day").fill("09:00");
  await until.getByLabel(/Time zone/).selectOption("Europe/Berlin");
  await add("send_text");
  const text = step(page, /4\. Send a text/);
  await text.getByLabel("Text", { exact: true }).fill("Hi!");
  await text.getByLabel("Text", { exact: true }).press("ArrowLeft");
  await text.getByRole("button", { name: "First name" }).press("Enter");
  await expect(text.getByLabel("Text", { exact: true })).toBeFocused();
  await page.keyboard.type(" there");
  await expect(text.getByText("The preview follows when you have saved.")).toBeVisible();
  await expect(text.getByText("54 characters")).toBeVisible();
  await text.getByText("More options").click();
  await text.getByLabel("Send only if the step before it could not act").check();
  await text.getByLabel("If it is not possible yet").selectOption("Skip this step");
  await text.getByRole("group", { name: "Only if" }).getByLabel("Kind").selectOption("Something is not the case");
  await text.getByRole("group", { name: "None of this" }).getByLabel("Connected service").selectOption("Apple Music");
  await page.getByRole("region", { name: "Settings" }).getByText("More options").click();
  await page.getByLabel("Can a fan enter again?").selectOption("Yes, but only after some time");
  await page.getByLabel("After how long", { exact: true }).fill("7");
  await page.getByLabel("When the fan replies").selectOption("Stop: a person takes over");
  await save(page);
  await expect(page.getByText("The flow is saved.")).toBeVisible();
  expect(api.sent.find((it) => it.request === "POST /v1/flows")?.body).toEqual({
    name: "All kinds",
    trigger: { type: "release.presaved", releaseId: "*", threshold: { count: 3, within: "P30D" } },
    steps: [
      { type: "add_to_library", track: { spotifyUri: "spotify:track:0TnOYISbd1XYRBk9myaseg", appleMusicId: "1440650711" } },
      { type: "wait", for: "PT12H" },
      { type: "wait", until: "release_day", at: "09:00", timeZone: "Europe/Berlin" },
      {
        type: "send_text",
        text: "Hi{{#first_name}} {{first_name}}{{/first_name}} there!",
        fallback: true,
        onUnmet: "skip",
        when: { not: { connection: "apple_music" } },
      },
    ],
    reEntry: "cooldown",
    cooldown: "P7D",
    onReply: "stop",
  });
  api.check();
});

test("editor: each type of trigger and step has a form", async ({ page }) => {
  const api = await opened(page, EMPTY);
  const scopes: Record<string, string> = {
    "release.presaved": "Release",
    "artist.followed": "Artist",
    "segment.entered": "Segment",
    "link.clicked": "Flow",
    "sms.keyword": "Keyword",
    "instagram.dm": "Keyword",
  };
  for (const [type, label] of Object.entries(scopes)) {
    await page.getByLabel("What starts the flow").selectOption(type);
    await expect(page.getByRole("region", { name: "Trigger" }).getByLabel(label, { exact: true })).toBeVisible();
  }
  await page.getByLabel("What starts the flow").selectOption("artist.followed");
  await expect(page.getByText("There is nothing to choose yet.")).toBeVisible();
  await page.getByLabel("What starts the flow").selectOption("sms.keyword");
  const fields: Record<string, string> = {
    pre_save: "Release",
    follow_artist: "Spotify",
    next_save: "Artist",
    add_to_segment: "Segment",
    send_email: "Subject",
    send_instagram_dm: "Text",
  };
  for (const [index, [type, label]] of Object.entries(fields).entries()) {
    await page.getByLabel("What happens").selectOption(type);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(step(page, new RegExp(`^${index + 1}\\. `)).getByLabel(label, { exact: true })).toBeVisible();
  }
  await fitsAndIsAccessible(page);
  api.check();
});

test("editor: the saved texts are shown as a fan reads them, until they are changed", async ({ page }) => {
  const api = await opened(page, EDIT);
  const text = step(page, /Send a text/);
  await expect(text.getByText("Hi Ada! It’s out.")).toBeVisible();
  await expect(text.getByText("Text · 2 parts · 2 credits")).toBeVisible();
  await expect(text.getByText("Use ' instead. The text would then cost 1 credit.")).toBeVisible();
  await expect(step(page, /Send an email/).getByText("Neon Rain is out")).toBeVisible();
  await text.getByLabel("Text", { exact: true }).fill("Hi!");
  await expect(text.getByText("Hi Ada! It’s out.")).toHaveCount(0);
  await expect(text.getByText("The preview follows when you have saved.")).toBeVisible();
  api.check();
});

test("editor: the API's violations are at their fields, also at hidden ones", async ({ page }) => {
  const api = await opened(page, EDIT, {
    ...EDITED,
    "PUT /v1/flows/{id}": problem(400, "INVALID", "The body is invalid.", [
      { pointer: "/steps/2/text", detail: "the tag first_name is absent for some fans" },
      { pointer: "/steps/0/onUnmet", detail: "must be skip" },
      { pointer: "/steps/3/when/all/1/step", detail: "must be an earlier step" },
      { pointer: "/steps/1", detail: "has no effect" },
    ]),
  });
  await page.getByLabel("Name", { exact: true }).fill("N");
  await save(page);
  const summary = page.getByRole("region", { name: /could not be saved/ });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("listitem")).toHaveCount(4);
  await summary.getByRole("button", { name: "3. Send a text · Text" }).click();
  await expect(page.getByLabel("Text", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Text", { exact: true })).toHaveAccessibleDescription(/absent for some fans/);
  await summary.getByRole("button", { name: "1. Pre-save the release" }).click();
  await expect(step(page, /Pre-save/).getByLabel("If it is not possible yet")).toBeFocused();
  await summary.getByRole("button", { name: "4. Send an email · Earlier step" }).click();
  await expect(page.getByLabel("Earlier step")).toBeFocused();
  await page.getByRole("button", { name: "Move up: 3. Send a text" }).click();
  await expect(summary.getByRole("button", { name: "2. Send a text · Text" })).toBeVisible();
  await fitsAndIsAccessible(page);
  api.check();
});

test("editor: a change of somebody else is not overwritten unasked", async ({ page }) => {
  const theirs = { ...LONG_FLOW, name: "Theirs" };
  const api = await opened(page, EDIT, { ...EDITED, "PUT /v1/flows/{id}": problem(412, "CHANGED", "The flow has changed.") });
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await save(page);
  await expect(page.getByRole("region", { name: "Somebody else has changed this flow" })).toBeFocused();
  await fitsAndIsAccessible(page);
  api.answers = {
    ...api.answers,
    "GET /v1/flows/{id}": { body: theirs, headers: { ETag: '"9"' } },
    "PUT /v1/flows/{id}": ({ body }) => ({ body: { ...theirs, ...(body as object) }, headers: { ETag: '"10"' } }),
  };
  await page.getByRole("button", { name: "Replace it with mine" }).click();
  await expect(page.getByText("The flow is saved.")).toBeVisible();
  expect(api.sent.filter((it) => it.request.startsWith("PUT")).map((it) => it.headers["if-match"])).toEqual(['"3"', '"9"']);
  await page.getByLabel("Name", { exact: true }).fill("Mine again");
  api.answers = { ...api.answers, "PUT /v1/flows/{id}": problem(412, "CHANGED", "The flow has changed.") };
  await save(page);
  await page.getByRole("button", { name: "Load the other version" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Theirs");
  await expect(page.getByText("Unsaved changes")).toHaveCount(0);
  api.check();
});

test("editor: a lost answer is followed by the same key, other content by another", async ({ page }) => {
  const api = await opened(page, EDIT, { ...EDITED, "PUT /v1/flows/{id}": "offline" });
  await page.getByLabel("Name", { exact: true }).fill("One");
  await save(page);
  await expect(page.getByText(/Check your connection/)).toBeVisible();
  await save(page);
  await page.getByLabel("Name", { exact: true }).fill("Two");
  api.answers = { ...api.answers, "PUT /v1/flows/{id}": { body: { ...LONG_FLOW, name: "Two" }, headers: TAG } };
  await save(page);
  await expect(page.getByText("The flow is saved.")).toBeVisible();
  const [first, second, third] = api.sent.filter((it) => it.request.startsWith("PUT")).map((it) => it.headers["idempotency-key"]);
  expect(first).toBe(second);
  expect(third).not.toBe(second);
  api.check();
});

test("editor: activating saves first, and says why it is not possible", async ({ page }) => {
  const other = FLOW.id;
  const api = await opened(page, EDIT, {
    ...EDITED,
    "PUT /v1/flows/{id}": ({ body }) => ({ body: { ...LONG_FLOW, ...(body as object) }, headers: { ETag: '"4"' } }),
    "POST /v1/flows/{id}/activate": problem(409, "SCOPE_TAKEN", `flow ${other} already listens to this keyword; pause it first`, [
      { pointer: "/trigger", detail: `is owned by flow ${other}` },
    ]),
  });
  await page.getByLabel("Name", { exact: true }).fill("Renamed");
  await page.getByRole("button", { name: "Save and activate" }).click();
  await expect(page.getByText(/already listens to this keyword/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the other flow" })).toHaveAttribute("href", `#/flows/${other}`);
  await expect(page.getByText("Unsaved changes")).toHaveCount(0);
  expect(api.sent.find((it) => it.request.endsWith("/activate"))?.headers["if-match"]).toBe('"4"');
  api.answers = {
    ...api.answers,
    "POST /v1/flows/{id}/activate": { body: { ...LONG_FLOW, name: "Renamed", status: "ACTIVE" }, headers: { ETag: '"5"' } },
  };
  await page.getByRole("button", { name: "Save and activate" }).click();
  await expect(page.getByText("The flow is active.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save and activate" })).toHaveCount(0);
  expect(api.sent.filter((it) => it.request.startsWith("PUT"))).toHaveLength(1);
  api.check();
});

test("editor: unsaved changes are not lost unasked", async ({ page }) => {
  const api = await opened(page, EDIT, { ...EDITED, "GET /v1/fans/search": { body: { items: [], next: null } } });
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await page.getByRole("link", { name: "Fans" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/edit$/);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Mine");
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  expect((await asked).type()).toBe("beforeunload");
  await (await asked).dismiss();
  await page.getByRole("link", { name: "Fans" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).click();
  await expect(page).toHaveURL(/#\/fans$/);
  api.check();
});

test("editor: what was typed survives the end of the session", async ({ page }) => {
  const api = await opened(page, EDIT, {
    ...EDITED,
    "PUT /v1/flows/{id}": problem(401, "UNAUTHENTICATED", "The session has ended."),
    "POST /v1/session": { body: sessionOf("edit") },
  });
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await save(page);
  await page.getByLabel("Key").fill("ek_1");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Mine");
  await expect(page.getByText("Unsaved changes")).toBeVisible();
  api.check();
});

test("editor: a list that cannot be fetched is fetched again", async ({ page }) => {
  const api = await opened(page, EDIT, { ...EDITED, "GET /v1/releases": "offline" });
  await expect(page.getByText(/Check your connection/)).toBeVisible();
  api.answers = { ...api.answers, "GET /v1/releases": { body: { items: [RELEASE], next: null } } };
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByLabel("Release", { exact: true }).locator("option:checked")).toHaveText("Neon Rain · Night Harbour");
  api.check();
});

test("editor: an archived flow, and who may only look", async ({ page }) => {
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("edit") },
    ...EDITED,
    "GET /v1/flows/{id}": { body: { ...LONG_FLOW, status: "ARCHIVED" }, headers: TAG },
  });
  await page.goto(`/${EDIT}`);
  await expect(page.getByText("An archived flow cannot be changed.")).toBeVisible();
  api.answers = { ...api.answers, "GET /v1/session": { body: sessionOf("look") } };
  await page.reload();
  await expect(page.getByText("You can look at flows, but not change them.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  api.check();
});

test("editor: pressing both buttons creates one flow", async ({ page }) => {
  const api = await opened(page, EMPTY, { ...LISTS, "POST /v1/flows": "never" });
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await page.getByLabel("Keyword").fill("MINE");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel("Text", { exact: true }).fill("Hello");
  await save(page);
  await expect.poll(() => api.sent.filter((it) => it.request === "POST /v1/flows").length).toBe(1);
  await page.getByRole("button", { name: "Save and activate" }).click();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  expect(api.sent.filter((it) => it.request === "POST /v1/flows")).toHaveLength(1);
  api.check();
});

test("editor: Back asks, and leads to where it would have led", async ({ page }) => {
  const api = await opened(page, EDIT, { ...EDITED, "GET /v1/flows/{id}/stats": "never" });
  await page.goto("/#/flows");
  await page.getByRole("link", { name: FLOW.name }).click();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await expect(page.getByText("Unsaved changes")).toBeVisible();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  await page.evaluate(() => history.back());
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/edit$/);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Mine");
  await page.evaluate(() => history.back());
  await dialog.getByRole("button", { name: "Discard changes" }).click();
  await expect(page).toHaveURL(new RegExp(`#/flows/${FLOW.id}$`));
  await expect(page.getByLabel("Name", { exact: true })).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(/#\/flows$/);
  await page.goForward();
  await page.goForward();
  await expect(page).toHaveURL(/edit$/);
  api.check();
});

test("editor: a second question takes the place of the first, which is answered with no", async ({ page }) => {
  const api = await opened(page, EDIT, { ...EDITED, "GET /v1/fans/search": { body: { items: [], next: null } } });
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await expect(page.getByText("Unsaved changes")).toBeVisible();
  await page.evaluate(() => {
    location.hash = "#/inbox";
  });
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await expect(page).toHaveURL(/edit$/);
  await page.evaluate(() => {
    location.hash = "#/fans";
  });
  await expect(page).toHaveURL(/edit$/);
  await dialog.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Fans" })).toBeVisible();
  await expect(dialog).toHaveCount(0);
  api.check();
});

test("editor: signing out asks when there are unsaved changes, and leaves nothing behind", async ({ page }) => {
  const api = await opened(page, EDIT, {
    ...EDITED,
    "DELETE /v1/session": { status: 204 },
    "POST /v1/session": { body: sessionOf("edit") },
  });
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  expect(api.sent.filter((it) => it.request.startsWith("DELETE"))).toEqual([]);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Mine");
  api.answers = { ...api.answers, "GET /v1/session": problem(401, "UNAUTHENTICATED", "a valid key is required") };
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).click();
  await loaded;
  await page.getByLabel("Key").fill("ek_1");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(LONG_FLOW.name);
  api.check();
});

const fileOf = (content: unknown) => ({
  name: "flow.json",
  mimeType: "application/json",
  buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
});

test("editor: a file becomes a new draft, once", async ({ page }) => {
  const document = {
    name: "From elsewhere",
    trigger: { type: "sms.keyword", keyword: "HI" },
    steps: [{ type: "send_text", text: "Hi!" }],
  };
  const stored = { ...DRAFT, ...document, id: "flow_5g5h7j9k1m2n4p6q", warnings: [] };
  const api = await stub(page, { "GET /v1/session": { body: sessionOf("edit") }, ...LISTS, "POST /v1/flows": "offline" });
  await page.goto("/#/flows/new");
  const file = page.getByLabel("File of a flow");
  await file.setInputFiles(fileOf("name,trigger"));
  await expect(file).toHaveAccessibleDescription(/This is not the file of a flow/);
  expect(api.sent.filter((it) => it.request.startsWith("POST"))).toEqual([]);
  await file.setInputFiles(fileOf(document));
  await expect(file).toHaveAccessibleDescription(/Check your connection/);
  api.answers["POST /v1/flows"] = { body: stored, headers: TAG };
  await file.setInputFiles(fileOf(document));
  await expect(page).toHaveURL(new RegExp(`#/flows/${stored.id}/edit`));
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("From elsewhere");
  const posts = api.sent.filter((it) => it.request === "POST /v1/flows");
  expect(posts.map((it) => it.body)).toEqual([document, document]);
  expect(posts[0]?.headers["idempotency-key"]).toBe(posts[1]?.headers["idempotency-key"]);
  api.check();
});

test("editor: what is wrong with a file is shown at its place, and can be mended there", async ({ page }) => {
  const document = {
    name: "From elsewhere",
    color: "red",
    trigger: { type: "sms.keyword", keyword: "HI" },
    steps: [{ type: "add_to_segment", segmentId: "seg_0000000000000000" }, null],
  };
  const stored = { ...DRAFT, id: "flow_5g5h7j9k1m2n4p6q", warnings: [] };
  const api = await stub(page, {
    "GET /v1/session": { body: sessionOf("edit") },
    ...LISTS,
    "POST /v1/flows": problem(400, "invalid_request", "3 violations", [
      { pointer: "/color", detail: "is unknown" },
      { pointer: "/steps/0/segmentId", detail: "the project has no such segment" },
      { pointer: "/steps/1", detail: "must be an object" },
    ]),
  });
  await page.goto("/#/flows/new");
  await page.getByLabel("File of a flow").setInputFiles(fileOf(document));
  await expect(page.getByRole("region", { name: /could not be saved/ })).toBeFocused();
  await fitsAndIsAccessible(page);
  const segment = step(page, /1\. Add to a segment/).getByLabel("Segment", { exact: true });
  await expect(segment).toHaveAccessibleDescription(/no such segment/);
  await page.getByRole("button", { name: "1. Add to a segment · Segment" }).press("Enter");
  await expect(segment).toBeFocused();
  await page.keyboard.type("Inner");
  await step(page, /^2\./)
    .getByRole("button", { name: /^Remove/ })
    .press("Enter");
  api.answers["POST /v1/flows"] = ({ body }) => ({ body: { ...stored, ...(body as object) }, headers: TAG });
  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(page).toHaveURL(new RegExp(`#/flows/${stored.id}/edit`));
  expect(api.sent.findLast((it) => it.request === "POST /v1/flows")?.body).toEqual({
    name: "From elsewhere",
    trigger: { type: "sms.keyword", keyword: "HI" },
    steps: [{ type: "add_to_segment", segmentId: SEGMENT.id }],
  });
  api.check();
});

test("editor: what the event is about is chosen by its name, where it is a thing of the project", async ({ page }) => {
  const api = await opened(page, EMPTY);
  await page.getByLabel("What starts the flow").selectOption("release.presaved");
  await page.getByRole("button", { name: "Add", exact: true }).press("Enter");
  const first = step(page, /^1\./);
  await first.getByText("More options").press("Enter");
  await kindOf(page, /^1\./).selectOption("The event is about something certain");
  const scope = first.getByLabel("What the event is about");
  await scope.selectOption(`${RELEASE.title} · ${RELEASE.artistName}`);
  await expect(scope).toHaveValue(RELEASE.id);
  await page.getByLabel("What starts the flow").selectOption("instagram.dm");
  await expect(first.getByRole("textbox", { name: "What the event is about" })).toHaveValue(RELEASE.id);
  api.check();
});

const TRIED: Answers = {
  ...EDITED,
  "GET /v1/flows/{id}": { body: { ...LONG_FLOW, experiment: TRIED_FLOW.experiment }, headers: TAG },
  "PUT /v1/flows/{id}": { body: LONG_FLOW, headers: TAG },
};
const versions = (page: Page, name: RegExp) => step(page, name).getByRole("group", { name: "Other versions, to compare" });
const put = (api: Awaited<ReturnType<typeof opened>>) => api.sent.find((it) => it.request.startsWith("PUT"))?.body;

testScreen({
  name: "editor: an experiment",
  address: EDIT,
  main: "GET /v1/flows/{id}",
  full: TRIED,
  further: {
    "with versions": async (page) => {
      const email = step(page, /Send an email/);
      await email.getByRole("button", { name: "Add a version" }).click();
      await email.getByRole("group", { name: "Version B" }).getByLabel("Subject", { exact: true }).fill("Out now");
      await page.getByRole("region", { name: "Settings" }).getByText("More options").last().click();
    },
  },
});

test("editor: an experiment is set up and versions are written with the keyboard alone", async ({ page }) => {
  const api = await opened(page, EDIT, { ...TRIED, "GET /v1/flows/{id}": { body: LONG_FLOW, headers: TAG } });
  const settings = page.getByRole("group", { name: "Experiment" });
  await expect(settings.getByLabel("Percent of fans who get no messages")).toHaveCount(0);
  await settings.getByLabel("Find out whether the messages work").press("Space");
  await settings.getByLabel("Percent of fans who get no messages").pressSequentially("10");
  await settings.getByLabel("Days until the result").pressSequentially("14");
  await settings.getByText("More options").press("Enter");
  await settings.getByLabel("Name that flows share").pressSequentially("autumn");

  await step(page, /Send a text/)
    .getByText("More options")
    .press("Enter");
  const text = versions(page, /Send a text/);
  const add = text.getByRole("button", { name: "Add a version" });
  for (const letter of ["B", "C", "D"]) {
    await add.press("Enter");
    await expect(text.getByRole("group", { name: `Version ${letter}` })).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.type(`${letter}!`);
  }
  await expect(add).toHaveCount(0);
  await text.getByRole("button", { name: "Remove version C" }).press("Enter");
  await expect(text).toBeFocused();
  await text.getByRole("group", { name: "Version B" }).getByRole("button", { name: "Release title" }).press("Enter");
  await expect(text.getByText("19 characters")).toBeVisible();

  const email = versions(page, /Send an email/);
  await email.getByRole("button", { name: "Add a version" }).press("Enter");
  await email.getByLabel("Subject", { exact: true }).pressSequentially("Out now");
  await save(page);
  await expect(page.getByText("The flow is saved.")).toBeVisible();
  expect(put(api)).toMatchObject({
    experiment: { days: 14, holdoutPercent: 10, seed: "autumn" },
    steps: [
      {},
      {},
      { type: "send_text", variants: [{ text: "B!{{release_title}}" }, { text: "D!" }] },
      { type: "send_email", variants: [{ subject: "Out now" }] },
    ],
  });
  api.check();
});

test("editor: a stored experiment stays as it is, and ends when it is switched off", async ({ page }) => {
  const { experiment } = TRIED_FLOW;
  const [, text] = TRIED_FLOW.steps;
  const email = { type: "send_email", subject: "Out", body: "Listen.", variants: [{ body: "Now." }, { subject: "New" }] };
  const flow = { ...LONG_FLOW, experiment, steps: [text, email] };
  const api = await opened(page, EDIT, { ...TRIED, "GET /v1/flows/{id}": { body: flow, headers: TAG } });
  await page.getByLabel("Name", { exact: true }).fill("Another name");
  await save(page);
  await expect(page.getByText("The flow is saved.")).toBeVisible();
  expect(put(api)).toMatchObject({ name: "Another name", experiment, steps: [text, email] });
  api.sent.length = 0;
  // Not before the editor has gone: two changes of the address at once are one, and would leave it as it is.
  await page.goto("/#/flows");
  await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeVisible();
  await page.goto(`/${EDIT}`);
  await versions(page, /Send a text/)
    .getByRole("button", { name: "Remove version B" })
    .click();
  await page.getByLabel("Find out whether the messages work").uncheck();
  await save(page);
  await expect.poll(() => put(api)).toBeTruthy();
  expect(put(api)).not.toHaveProperty("experiment");
  expect(put(api)).toMatchObject({ steps: [{ type: "send_text", text: "Thanks!" }, email] });
  expect(JSON.stringify(put(api))).not.toContain("You are in.");
  api.check();
});

test("editor: what is wrong with a version is said at its text", async ({ page }) => {
  const steps = [TRIED_FLOW.steps[1]];
  const detail = "needs a section for fans without a first name";
  const api = await opened(page, EDIT, {
    ...TRIED,
    "GET /v1/flows/{id}": { body: { ...LONG_FLOW, steps }, headers: TAG },
    "PUT /v1/flows/{id}": problem(400, "invalid_request", "invalid", [{ pointer: "/steps/0/variants/0/text", detail }]),
  });
  const version = versions(page, /Send a text/).getByRole("group", { name: "Version B" });
  await version.getByLabel("Text", { exact: true }).fill("");
  await save(page);
  await expect(version.getByText("Fill this in.")).toBeVisible();
  expect(put(api)).toBeUndefined();
  await version.getByLabel("Text", { exact: true }).fill("Hi {{first_name}}");
  await save(page);
  await page.getByRole("button", { name: "1. Send a text · Version B · Text" }).press("Enter");
  await expect(version.getByLabel("Text", { exact: true })).toBeFocused();
  await expect(version.getByLabel("Text", { exact: true })).toHaveAccessibleDescription(new RegExp(detail));
  api.check();
});
