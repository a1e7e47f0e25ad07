import { expect, type Page, test } from "@playwright/test";
import type { Schemas } from "../src/api/client";
import { DRAFT, EXPERIMENT, FAN, FLOW, PREVIEW, REPLAY, RUN, SINGLE, STATS, TRIED_FLOW } from "./data";
import { testScreen } from "./screens";
import { type Answers, lateAnswer, problem, sessionOf, stub } from "./stub";

const NO_FIGURES: Schemas["FlowStats"] = {
  ...STATS,
  runs: { started: 0, running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0 },
  versions: [],
  days: [],
};

/** What the flow said, from the first version on. */
const VERSIONS: Schemas["NewFlow"][] = (() => {
  const { name, trigger, steps } = FLOW;
  const [preSave, text] = steps as [Schemas["NewFlow"]["steps"][number], Schemas["NewFlow"]["steps"][number]];
  const first = { ...text, text: "Welcome to {{project_name}}." } as typeof text;
  const wait = { type: "wait", for: "P3D" } as typeof text;
  return [
    {
      name: "A draft",
      trigger: { ...trigger, keyword: "SAVE" } as typeof trigger,
      steps: [first, wait, preSave],
      reEntry: "once",
    },
    { name, trigger, steps: [text], reEntry: "every_event" },
    { name, trigger, steps: [preSave, text], reEntry: "every_event" },
  ];
})();

const FULL: Answers = {
  "GET /v1/flows/{id}": { body: FLOW },
  "GET /v1/flows/{id}/stats": { body: STATS },
  "GET /v1/flows/{id}/runs": ({ url }) => ({
    body: { items: url.searchParams.get("status") === "WAITING" ? [RUN] : [], next: null },
  }),
  "GET /v1/fans/{id}": { body: FAN },
  "GET /v1/releases/{id}": { body: SINGLE },
  "GET /v1/jobs/{id}": { body: PREVIEW },
  "GET /v1/flows/{id}/versions/{version}": ({ url }) => ({ body: VERSIONS[Number(url.pathname.split("/").at(-1)) - 1] }),
};

const ADDRESS = `#/flows/${FLOW.id}`;

testScreen({
  name: "flow",
  address: ADDRESS,
  main: "GET /v1/flows/{id}",
  full: FULL,
  empty: { "GET /v1/flows/{id}/stats": { body: NO_FIGURES }, "GET /v1/flows/{id}/runs": { body: { items: [], next: null } } },
  further: {
    "asking before it is archived": async (page) => {
      await page.getByRole("button", { name: "Archive" }).click();
      await expect(page.getByRole("dialog", { name: "Archive “Pre-save by text”?" })).toBeVisible();
    },
    "a counted replay": async (page) => {
      await page.goto(`/${ADDRESS}?job=${PREVIEW.id}`);
      await expect(page.getByRole("button", { name: "Repeat these steps" })).toBeVisible();
    },
    "the exact numbers of the days": async (page) => {
      await page.getByText("Runs by day: exact numbers").click();
      await expect(page.getByRole("row", { name: /Nov 30, 2026/ })).toContainText("370");
    },
  },
});

async function open(page: Page, answers: Answers = {}, role: Schemas["Session"]["role"] = "own", address = ADDRESS) {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf(role) }, ...FULL, ...answers });
  await page.goto(`/${address}`);
  await expect(page.getByRole("heading", { level: 1, name: FLOW.name })).toBeVisible();
  return api;
}

test("flow: the funnel says what became of each step, in words, and leads to the runs", async ({ page }) => {
  const api = await open(page, { "GET /v1/flows/{id}/experiment": { body: { ...EXPERIMENT, results: [] } } });
  const steps = page.getByRole("list", { name: "How far fans get" }).locator("> li");
  await expect(steps).toHaveCount(2);
  await expect(steps.nth(0)).toContainText("Harbour Lights");
  await expect(steps.nth(0)).toContainText("95.5%");
  await expect(steps.nth(1)).toContainText("“Thanks!”");
  await expect(steps.nth(1)).toContainText("900 sent · 840 delivered · 311 clicked · 6,300 credits");
  await expect(steps.nth(1).getByRole("link", { name: "no consent: 60" })).toHaveAttribute(
    "href",
    `#/flows/${FLOW.id}/runs?outcome=SKIPPED&reason=no_consent`,
  );
  await expect(steps.nth(1).getByRole("link", { name: "Failed: 12" })).toHaveAttribute(
    "href",
    `#/flows/${FLOW.id}/runs?outcome=FAILED`,
  );
  await expect(page.getByText("Shares are of 1,000 runs that have started.")).toBeVisible();
  await page.getByLabel("Steps of").selectOption("2");
  await expect(steps).toHaveCount(1);
  await expect(steps.nth(0)).toContainText("93.3%");
  await expect(page.getByRole("link", { name: "Ada · +14155550123" })).toHaveAttribute("href", `#/fans/${FAN.id}`);
  api.check();
});

test("flow: a period asks for its days, and the file is of the same ones", async ({ page }) => {
  const asked: string[] = [];
  const api = await open(page, {
    "GET /v1/flows/{id}/stats": ({ url }) => {
      asked.push(url.search);
      return { body: { ...STATS, from: url.searchParams.get("from"), to: url.searchParams.get("to") } };
    },
  });
  await page.getByLabel("Period").selectOption("7");
  await expect.poll(() => asked.at(-1)).toBe("?from=2026-11-24&to=2026-11-30");
  await expect(page).toHaveURL(/days=7/);
  await expect(page.getByText("These figures say what happened in the period")).toBeVisible();
  const file = page.getByRole("link", { name: "Download by day (CSV)" });
  await expect(file).toHaveAttribute("href", `/v1/flows/${FLOW.id}/stats.csv?from=2026-11-24&to=2026-11-30`);
  await expect(file).toHaveAttribute("download", "Pre-save by text.csv");
  api.check();
});

test("flow: it is paused with the keyboard, and that is undone", async ({ page }) => {
  let flow = FLOW;
  const become = (status: Schemas["Flow"]["status"]) => () => {
    flow = { ...FLOW, status, pausedReason: status === "PAUSED" ? "requested" : null };
    return { body: flow };
  };
  const api = await open(page, {
    "GET /v1/flows/{id}": () => ({ body: flow }),
    "POST /v1/flows/{id}/pause": become("PAUSED"),
    "POST /v1/flows/{id}/activate": become("ACTIVE"),
  });
  await page.getByRole("button", { name: "Pause" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nobody enters, and whoever is in it stays where they are")).toBeVisible();
  await expect(page.getByRole("log")).toContainText("The flow is paused.");
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log")).toContainText("Undone.");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  expect(api.sent.filter((it) => it.request.startsWith("POST")).map((it) => it.request.split("/").at(-1))).toEqual([
    "pause",
    "activate",
  ]);
  api.check();
});

test("flow: activating a draft says what still keeps it from doing everything, and a refusal is announced", async ({ page }) => {
  const api = await open(page, {
    "GET /v1/flows/{id}": { body: { ...DRAFT, name: FLOW.name } },
    "POST /v1/flows/{id}/activate": problem(409, "trigger_taken", "another active flow owns this keyword"),
  });
  await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(0);
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("log")).toContainText("another active flow owns this keyword");
  api.answers["POST /v1/flows/{id}/activate"] = {
    body: { ...FLOW, warnings: [{ pointer: "/steps/1", detail: "the project has no phone number yet" }] },
  };
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("alert")).toContainText("the project has no phone number yet");
  api.check();
});

test("flow: a draft is deleted only after a confirmation", async ({ page }) => {
  const api = await open(page, {
    "GET /v1/flows/{id}": { body: { ...DRAFT, name: FLOW.name } },
    "DELETE /v1/flows/{id}": { status: 204 },
    "GET /v1/flows": { body: { items: [], next: null } },
  });
  const deleted = () => api.sent.filter((it) => it.request.startsWith("DELETE")).length;
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(deleted()).toBe(0);
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeVisible();
  expect(deleted()).toBe(1);
  api.check();
});

test("flow: it is archived only after a confirmation, and then offers nothing but a duplicate and to be deleted", async ({
  page,
}) => {
  let flow = FLOW;
  const api = await open(
    page,
    {
      "GET /v1/flows/{id}": () => ({ body: flow }),
      "POST /v1/flows/{id}/archive": () => {
        flow = { ...FLOW, status: "ARCHIVED" };
        return { body: flow };
      },
    },
    "edit",
  );
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  expect(api.sent.filter((it) => it.request.startsWith("POST"))).toEqual([]);
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("It has ended for good.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("main").getByRole("button")).toHaveText(["Duplicate", "Delete"]);
  api.check();
});

test("flow: a duplicate is opened", async ({ page }) => {
  const copy = { ...DRAFT, name: "Pre-save by text (copy)" };
  const api = await open(page, {
    [`GET /v1/flows/${copy.id}`]: { body: copy },
    "POST /v1/flows/{id}/duplicate": { body: copy },
  });
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { level: 1, name: copy.name })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(copy.id));
  api.check();
});

test("flow: all runs are cancelled after the number is confirmed", async ({ page }) => {
  const api = await open(page, {
    "POST /v1/flows/{id}/runs/cancel": { body: { flowId: FLOW.id, flowStatus: "PAUSED" } },
  });
  await page.getByRole("button", { name: "Cancel all runs" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel 31 runs that are under way?" });
  await expect(dialog).toBeVisible();
  expect(api.sent.map((it) => it.request)).not.toContain(`POST /v1/flows/${FLOW.id}/runs/cancel`);
  await dialog.getByRole("button", { name: "Cancel all runs" }).click();
  await expect(page.getByRole("log")).toContainText("its runs are being cancelled");
  expect(api.sent.map((it) => it.request)).toContain(`POST /v1/flows/${FLOW.id}/runs/cancel`);
  api.check();
});

test("flow: failed steps are counted, then repeated with progress, and stopped", async ({ page }) => {
  let replay: Schemas["Job"] = REPLAY;
  const api = await open(page, {
    "POST /v1/flows/{id}/replays": ({ body }) => ({ body: (body as { preview?: boolean }).preview ? PREVIEW : REPLAY }),
    [`GET /v1/jobs/${PREVIEW.id}`]: { body: PREVIEW },
    [`GET /v1/jobs/${REPLAY.id}`]: () => ({ body: replay }),
    "POST /v1/jobs/{id}/cancel": () => {
      replay = { ...REPLAY, state: "CANCELLED", endedAt: "2026-11-30T12:00:09.000Z" };
      return { body: replay };
    },
  });
  const part = page.getByRole("region", { name: "Repeat failed steps" });
  await part.getByLabel("Reason").selectOption({ label: "the provider refuses the project's access: 12" });
  await part.getByRole("button", { name: "Count them" }).press("Enter");
  await expect(part.locator(":focus")).toContainText("12 runs");
  await expect(part.getByRole("status")).toContainText("12 runs with 12 steps to do, of 1,300 examined.");
  await expect(part).toContainText("$0.0012 to $0.0024");
  await part.getByRole("button", { name: "Repeat these steps" }).click();
  await page
    .getByRole("dialog", { name: "Repeat the failed steps of 12 runs?" })
    .getByRole("button", { name: "Repeat these steps" })
    .click();
  await expect(part.getByRole("progressbar", { name: "Progress" })).toHaveAttribute("value", "3");
  await expect(part.getByRole("status")).toContainText("5 runs go on.");
  await part.getByRole("button", { name: "Stop this" }).click();
  await expect(part.getByRole("status")).toContainText("Cancelled");
  await expect(part.getByRole("progressbar")).toHaveCount(0);
  expect(api.sent.filter((it) => it.request.endsWith("/replays")).map((it) => it.body)).toEqual([
    { preview: true, reason: "credentials_rejected" },
    { previewId: PREVIEW.id },
  ]);
  await part.getByRole("button", { name: "Close" }).click();
  await expect(part.getByRole("button", { name: "Count them" })).toBeVisible();
  api.check();
});

test("flow: progress is polled until the job has ended", async ({ page }) => {
  const answers = [REPLAY, { ...REPLAY, shardsDone: 8, state: "COMPLETED", endedAt: "2026-11-30T12:00:09.000Z" }];
  const api = await open(
    page,
    { "GET /v1/jobs/{id}": () => ({ body: answers.length > 1 ? answers.shift() : answers[0] }) },
    "own",
    `${ADDRESS}?job=${REPLAY.id}`,
  );
  const part = page.getByRole("region", { name: "Repeat failed steps" });
  await expect(part.getByRole("status")).toContainText("Running");
  await expect(part.getByRole("status")).toContainText("Completed");
  api.check();
});

test("flow: a job that is gone can be put away", async ({ page }) => {
  const answers = { "GET /v1/jobs/{id}": problem(404, "not_found", "the project has no such job") };
  const api = await open(page, answers, "own", `${ADDRESS}?job=${REPLAY.id}`);
  const part = page.getByRole("region", { name: "Repeat failed steps" });
  await expect(part.getByRole("alert")).toContainText("the project has no such job");
  await part.getByRole("button", { name: "Close" }).press("Enter");
  await expect(part.getByRole("button", { name: "Count them" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${FLOW.id}$`));
  api.check();
});

test("flow: two versions stand side by side, with what has changed in words", async ({ page }) => {
  const api = await open(page);
  const part = page.getByRole("region", { name: "Versions", exact: true });
  const changes = part.getByRole("list", { name: "What has changed" });
  await expect(part.getByRole("row").first()).toContainText("version 2version 3 (current)");
  await expect(part.getByRole("row", { name: /Started/ })).toContainText("3001,000");
  await expect(changes).toContainText("Added as step 1: Pre-save the release");
  await expect(changes).toContainText("Release: now “Harbour Lights”");
  await expect(changes.locator("> li")).toHaveCount(1);
  await expect(part.getByRole("row", { name: /1\. Pre-save/ })).toContainText("–95.5%");
  await expect(part.getByRole("row", { name: /2\. Send a text/ })).toContainText("93.3%90%");
  // Either may be chosen first: what is earlier comes first.
  await part.getByLabel("Compare").selectOption("3");
  await part.getByLabel("with").selectOption("1");
  await expect(part.getByRole("row").first()).toContainText("version 1version 3 (current)");
  await expect(changes.getByRole("listitem").filter({ hasText: /^Name:/ })).toHaveText(
    "Name: was “A draft”, is now “Pre-save by text”",
  );
  await expect(changes).toContainText("Trigger · Keyword: was “SAVE”, is now “PRESAVE”");
  await expect(changes).toContainText("Can a fan enter again?: was “No, only once”, is now “Yes, every time”");
  await expect(changes).toContainText("Text: was “Welcome to {{project_name}}.”, is now “Thanks");
  await expect(changes).toContainText("Removed, was step 2: Wait");
  await expect(changes).toContainText("For a time: no longer “3 days”");
  await part.getByLabel("with").selectOption("3");
  await expect(changes).toHaveText("Nothing differs between the two.");
  expect(new Set(api.sent.filter((it) => it.request.includes("/versions/")).map((it) => it.request.at(-1)))).toEqual(
    new Set(["1", "2", "3"]),
  );
  api.check();
});

test("flow: a version that cannot be read is asked for again; a flow of one version has none to compare", async ({ page }) => {
  const second = `GET /v1/flows/${FLOW.id}/versions/2`;
  const api = await open(page, { [second]: problem(503, "try_again", "busy") });
  const part = page.getByRole("region", { name: "Versions", exact: true });
  await expect(part.getByRole("alert")).toContainText("busy");
  api.answers[second] = { body: VERSIONS[1] };
  await part.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(part.getByRole("list", { name: "What has changed" })).toContainText("Added as step 1");
  api.answers["GET /v1/flows/{id}"] = { body: { ...FLOW, version: 1 } };
  const asked = api.sent.length;
  await page.reload();
  await expect(page.getByRole("region", { name: "Day by day" })).toBeVisible();
  await expect(part).toHaveCount(0);
  expect(api.sent.slice(asked).filter((it) => it.request.includes("/versions/"))).toEqual([]);
  api.check();
});

for (const [role, offered] of [
  ["look", []],
  ["edit", ["Pause", "Duplicate", "Archive"]],
  ["operate", ["Pause", "Duplicate", "Archive", "Cancel all runs", "Count them"]],
] as const)
  test(`flow: who may ${role} is offered ${offered.length} actions`, async ({ page }) => {
    const api = await open(page, {}, role);
    await expect(page.getByRole("link", { name: "Ada" })).toBeVisible();
    const buttons = page.getByRole("main").getByRole("button");
    await expect(buttons).toHaveText([...offered]);
    await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(role === "look" ? 0 : 1);
    await expect(page.getByRole("link", { name: "Test", exact: true })).toBeVisible();
    api.check();
  });

test("flow: figures that cannot be refreshed for a moment stay", async ({ page }) => {
  await page.clock.install({ time: "2026-11-30T12:00:00Z" });
  const api = await open(page);
  const funnel = page.getByRole("list", { name: "How far fans get" }).getByText("95.5%");
  await expect(funnel).toBeVisible();
  api.answers["GET /v1/flows/{id}/stats"] = problem(503, "try_again", "busy");
  const asked = api.sent.length;
  await page.clock.runFor(15_500);
  await expect.poll(() => api.sent.length).toBeGreaterThan(asked);
  await expect(funnel).toBeVisible();
  api.answers["GET /v1/flows/{id}/stats"] = {
    body: { ...STATS, runs: { ...STATS.runs, started: 1301 } },
  };
  await page.clock.runFor(15_500);
  await expect(page.getByRole("link", { name: "1,301" })).toBeVisible();
  api.check();
});

test("flow: runs are searched for only where the figures say that there are some, and seldom", async ({ page }) => {
  await page.clock.install({ time: "2026-11-30T12:00:00Z" });
  let refreshed = 0;
  const asked: string[] = [];
  const api = await open(page, {
    "GET /v1/flows/{id}/stats": () => {
      refreshed += 1;
      return { body: { ...STATS, runs: { ...STATS.runs, running: 0, started: 1300 + refreshed } } };
    },
    "GET /v1/flows/{id}/runs": ({ url }) => {
      asked.push(url.search);
      return { body: { items: [], next: "more" } };
    },
  });
  await expect(page.getByRole("heading", { name: "Nothing found so far. There may be more." })).toBeVisible();
  expect(new Set(asked)).toEqual(new Set(["?status=WAITING&limit=100", "?status=WAITING&limit=100&cursor=more"]));
  const before = asked.length;
  for (const shown of ["1,302", "1,303"]) {
    await page.clock.runFor(15_500);
    await expect(page.getByRole("link", { name: shown })).toBeVisible();
  }
  expect(asked).toHaveLength(before);
  api.check();
});

test("flow: a duplicate is asked for again under the same key after a lost answer, and the next one under another", async ({
  page,
}) => {
  const copy = { ...DRAFT, name: "Pre-save by text (copy)" };
  const api = await open(page, { [`GET /v1/flows/${copy.id}`]: { body: copy }, "POST /v1/flows/{id}/duplicate": "offline" });
  const keys = () => api.sent.filter((it) => it.request.startsWith("POST")).map((it) => it.headers["idempotency-key"]);
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("log")).toContainText("Check your connection");
  api.answers["POST /v1/flows/{id}/duplicate"] = { body: copy };
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { level: 1, name: copy.name })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: FLOW.name })).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { level: 1, name: copy.name })).toBeVisible();
  const [first, second, third] = keys();
  expect(first).toBeTruthy();
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  api.check();
});

test("flow: only the revision that is shown is changed; somebody else's change is announced and fetched", async ({ page }) => {
  const at = (revision: number, status: Schemas["Flow"]["status"], name = FLOW.name) => ({
    body: { ...FLOW, status, name },
    headers: { ETag: `"${revision}"` },
  });
  let flow = at(3, "ACTIVE");
  const api = await open(page, {
    "GET /v1/flows/{id}": () => flow,
    "POST /v1/flows/{id}/pause": () => {
      flow = at(4, "PAUSED");
      return flow;
    },
    "POST /v1/flows/{id}/activate": () => {
      flow = at(5, "ACTIVE");
      return flow;
    },
  });
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("log")).toContainText("Undone.");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  flow = at(6, "ACTIVE", "Renamed meanwhile");
  api.answers["POST /v1/flows/{id}/archive"] = problem(412, "precondition_failed", "the resource has changed");
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("log")).toContainText("Somebody else has changed this flow");
  await expect(page.getByRole("heading", { level: 1, name: "Renamed meanwhile" })).toBeVisible();
  flow = at(7, "DRAFT");
  await page.reload();
  api.answers["DELETE /v1/flows/{id}"] = { status: 204 };
  api.answers["GET /v1/flows"] = { body: { items: [], next: null } };
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeVisible();
  const changes = api.sent.filter((it) => /^(POST|DELETE)/.test(it.request));
  expect(changes.map((it) => it.headers["if-match"])).toEqual(['"3"', '"4"', '"5"', '"7"']);
  api.check();
});

for (const [action, late] of [
  ["Duplicate", "POST /v1/flows/{id}/duplicate"],
  ["Count them", "POST /v1/flows/{id}/replays"],
] as const)
  test(`flow: ${action}, whose answer is late, does not lead away from another screen`, async ({ page }) => {
    const api = await open(page, { "GET /v1/flows": { body: { items: [], next: null } }, [late]: { body: DRAFT } });
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(/\/(duplicate|replays)$/, async (route) => {
      await answered;
      await route.fallback();
    });
    await page.getByRole("button", { name: action }).click();
    await page.getByRole("link", { name: "Flows" }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeVisible();
    const response = page.waitForResponse(/\/(duplicate|replays)$/);
    answer();
    await (await response).finished();
    // Whatever the answer leads to has happened when the page has drawn again.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
    await expect(page).toHaveURL(/#\/flows$/);
    api.check();
  });

test("flow: an answer that is late takes the focus from nobody who has gone elsewhere", async ({ page }) => {
  const api = await open(page, {
    "POST /v1/flows/{id}/archive": { body: DRAFT },
    "GET /v1/flows": { body: { items: [], next: null } },
  });
  const answer = await lateAnswer(page, "**/archive");
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("link", { name: "Flows" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeFocused();
  const language = page.getByRole("combobox", { name: "Language" });
  await language.focus();
  await answer();
  await expect(page.getByRole("log")).toContainText("archived");
  await expect(language).toBeFocused();
  api.check();
});

test("flow: figures that take longer than the interval arrive", async ({ page }) => {
  await page.clock.install({ time: "2026-11-30T12:00:00Z" });
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, ...FULL });
  const late: (() => void)[] = [];
  await page.route("**/stats", async (route) => {
    await new Promise<void>((resolve) => late.push(resolve));
    await route.fallback().catch(() => {});
  });
  await page.goto(`/${ADDRESS}`);
  await expect.poll(() => late.length).toBe(1);
  // The timer runs only while the page is there: a first value, then one that is slower than it.
  late[0]?.();
  await expect(page.getByRole("link", { name: "1,300" })).toBeVisible();
  api.answers["GET /v1/flows/{id}/stats"] = { body: { ...STATS, runs: { ...STATS.runs, started: 1301 } } };
  await page.clock.runFor(15_500);
  await expect.poll(() => late.length).toBe(2);
  await page.clock.runFor(31_000);
  late[1]?.();
  await expect(page.getByRole("link", { name: "1,301" })).toBeVisible();
  expect(late).toHaveLength(2);
  api.check();
});

test("flow: a name that could not be had is asked for again, but not with every refresh", async ({ page }) => {
  await page.clock.install({ time: "2026-11-30T12:00:00Z" });
  const api = await open(page, { "GET /v1/fans/{id}": problem(503, "busy", "busy") });
  const asked = () => api.sent.filter((it) => it.request === `GET /v1/fans/${FAN.id}`).length;
  const refreshed = () => api.sent.filter((it) => it.request.endsWith("/stats")).length;
  await expect(page.getByRole("link", { name: FAN.id })).toBeVisible();
  await expect.poll(asked).toBe(1);
  api.answers["GET /v1/fans/{id}"] = { body: FAN };
  await page.clock.runFor(16_000);
  await expect.poll(refreshed).toBe(2);
  expect(asked()).toBe(1);
  await page.clock.runFor(15_000);
  await page.clock.runFor(31_000);
  await expect(page.getByRole("link", { name: "Ada · +14155550123" })).toBeVisible();
  expect(asked()).toBe(2);
  api.check();
});

test("flow: the focus returns to where it was when a notice goes", async ({ page }) => {
  const api = await open(page, { "POST /v1/flows/{id}/duplicate": "offline" });
  const button = page.getByRole("button", { name: "Duplicate" });
  await button.press("Enter");
  await page.getByRole("button", { name: /^Dismiss/ }).press("Enter");
  await expect(page.getByRole("log").getByRole("button")).toHaveCount(0);
  await expect(button).toBeFocused();
  api.check();
});

test("flow: counting failed steps again after a lost answer keeps its key; counting others has another", async ({ page }) => {
  const api = await open(page, { "POST /v1/flows/{id}/replays": "offline" });
  const count = page.getByRole("button", { name: "Count them" });
  await count.press("Enter");
  await expect(page.getByRole("log")).toContainText("Check your connection");
  await count.press("Enter");
  const keys = () => api.sent.filter((it) => it.request.endsWith("/replays")).map((it) => it.headers["idempotency-key"]);
  await expect.poll(() => keys().length).toBe(2);
  await expect(count).toHaveAttribute("aria-busy", "false");
  await page.getByRole("region", { name: "Repeat failed steps" }).getByLabel("Reason").selectOption({ index: 1 });
  await count.press("Enter");
  await expect.poll(() => keys().length).toBe(3);
  const [first, second, third] = keys();
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  api.check();
});

test("flow: its document is saved as a file", async ({ page }) => {
  const api = await open(page, {}, "look");
  const link = page.getByRole("link", { name: "Save as a file" });
  await expect(link).toHaveAttribute("href", `/v1/flows/${FLOW.id}/document`);
  await expect(link).toHaveAttribute("download", "Pre-save by text.json");
  api.check();
});

const TRIED: Answers = {
  ...FULL,
  "GET /v1/flows/{id}": { body: TRIED_FLOW },
  "GET /v1/flows/{id}/experiment": { body: EXPERIMENT },
};

testScreen({
  name: "flow with an experiment",
  address: ADDRESS,
  main: "GET /v1/flows/{id}/experiment",
  full: TRIED,
  empty: { "GET /v1/flows/{id}/experiment": { body: { ...EXPERIMENT, results: [] } } },
});

const experiment = (page: Page) => page.getByRole("region", { name: "Experiment" });

test("flow: what the experiment has shown, in words and in numbers", async ({ page }) => {
  const api = await open(page, TRIED, "look");
  const part = experiment(page);
  await expect(part).toContainText("Up to the end of Nov 29, 2026 (UTC).");
  await expect(part.getByRole("listitem")).toHaveText([
    "Fans who get the messages act more often: +4.0 points (between +0.8 and +6.7), shown since Nov 12, 2026.",
    "Version B: No difference shown yet, day 14 of 28: -1.0 points (between -3.2 and +1.2).",
    "Version B: Too few fans yet to compare, day 0 of 28.",
  ]);
  await expect(part.getByRole("heading", { level: 3 })).toHaveText(["With and without messages", "Step 2", "Step 2"]);
  await expect(part.getByRole("row", { name: /^No messages/ })).toHaveText("No messages1,012818%probably 6.4% to 9.9%");
  await expect(part.getByRole("row", { name: /^With messages/ })).toHaveText("With messages8,9881,07812%probably 11.3% to 12.7%");
  await expect(part.getByRole("row", { name: /^Version B/ }).nth(1)).toHaveText("Version B00–");
  const ranges = part.getByRole("table").first().locator(".range > span");
  const [whole, held] = [await ranges.first().locator("..").boundingBox(), await ranges.first().boundingBox()];
  // From 6.4 % to 9.85 % on a bar that ends at 12.68 %.
  expect((held?.x ?? 0) - (whole?.x ?? 0)).toBeCloseTo(((whole?.width ?? 0) * 0.064) / 0.1268, 0);
  expect(held?.width ?? 0).toBeCloseTo(((whole?.width ?? 0) * 0.0345) / 0.1268, 0);
  api.check();
});

test("flow: an experiment's other verdicts say what to do", async ({ page }) => {
  const [holdout, clicked] = EXPERIMENT.results as [Schemas["TrialResult"], Schemas["TrialResult"]];
  const compared = { difference: -0.02, interval: [-0.035, -0.005], since: "2026-11-20" };
  const api = await open(page, {
    ...TRIED,
    "GET /v1/flows/{id}/experiment": {
      body: {
        ...EXPERIMENT,
        results: [
          { ...holdout, comparisons: [{ ...compared, arm: "SENT", interval: null, verdict: "mismatch", since: null }] },
          {
            ...clicked,
            day: 28,
            comparisons: [
              { ...compared, arm: "B", verdict: "lower" },
              { ...compared, arm: "C", verdict: "no_difference_shown", interval: [-0.035, 0.001], since: null },
            ],
          },
        ],
      },
    },
  });
  await expect(experiment(page).getByRole("listitem")).toHaveText([
    "Fans were not divided as planned: do not use this, and have the cause looked for.",
    "Version B: Fans click less often than with version A: -2.0 points (between -3.5 and -0.5), shown since Nov 20, 2026.",
    "Version C: No difference was shown in 28 days, which does not mean that there is none: -2.0 points (between -3.5 and +0.1).",
  ]);
  api.check();
});

test("flow: its experiment is asked for only if it has one, and of the version that is chosen", async ({ page }) => {
  const asked: string[] = [];
  const api = await open(page, { "GET /v1/flows/{id}": { body: { ...FLOW, experiment: { days: 7, holdoutPercent: 0 } } } });
  await expect(page.getByRole("region", { name: "Under way" })).toBeVisible();
  await expect(experiment(page)).toHaveCount(0);
  api.answers = {
    ...api.answers,
    ...TRIED,
    "GET /v1/flows/{id}/experiment": ({ url }) => {
      asked.push(url.search);
      return { body: EXPERIMENT };
    },
  };
  await page.reload();
  await expect(experiment(page).getByRole("row")).toHaveCount(9);
  await page.getByLabel("Steps of").selectOption("2");
  await expect.poll(() => asked).toEqual(["?version=3", "?version=2"]);
  api.check();
});

test("flow: an earlier version shows its experiment although the latest compares nobody", async ({ page }) => {
  const api = await open(page, {
    "GET /v1/flows/{id}/experiment": ({ url }) => ({
      body: url.search === "?version=2" ? EXPERIMENT : { ...EXPERIMENT, results: [] },
    }),
  });
  await expect(page.getByRole("region", { name: "Under way" })).toBeVisible();
  await expect(experiment(page)).toHaveCount(0);
  await page.getByLabel("Steps of").selectOption("2");
  await expect(experiment(page).getByRole("row")).toHaveCount(9);
  await page.getByLabel("Steps of").selectOption("3");
  await expect(experiment(page)).toHaveCount(0);
  api.answers = { ...api.answers, "GET /v1/flows/{id}/experiment": { body: { ...EXPERIMENT, results: [] } } };
  const answer = page.waitForResponse(/experiment/);
  await page.getByLabel("Steps of").selectOption("2");
  await (await answer).finished();
  // until what was answered is drawn
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(experiment(page)).toHaveCount(0);
  api.check();
});

test("flow: fans who were held out are told apart from those who were skipped", async ({ page }) => {
  const [, now] = STATS.versions as [Schemas["FlowStats"]["versions"][number], Schemas["FlowStats"]["versions"][number]];
  const [first, second] = now.steps as [Schemas["StepFigures"], Schemas["StepFigures"]];
  const text = { ...second, completed: 801, heldOut: 99, outcomes: [{ outcome: "HELD_OUT", reason: "holdout", count: 99 }] };
  const api = await open(page, {
    "GET /v1/flows/{id}/stats": { body: { ...STATS, versions: [{ ...now, steps: [first, text] }] } },
  });
  const step = page.getByRole("list", { name: "How far fans get" }).locator("> li").nth(1);
  const runs = `#/flows/${FLOW.id}/runs?outcome=HELD_OUT`;
  await expect(step.getByRole("link", { name: "Held out: 99" })).toHaveAttribute("href", runs);
  await expect(step.getByRole("link", { name: "the fan is in the share that gets no messages: 99" })).toHaveAttribute(
    "href",
    `${runs}&reason=holdout`,
  );
  api.check();
});
