import { expect, type Page, test } from "@playwright/test";
import type { Schemas } from "../src/api/client";
import { HEALTH, RELEASE, RELEASE_OUT } from "./campaign-data";
import { FLOW } from "./data";
import { fitsAndIsAccessible, testScreen } from "./screens";
import { type Answers, problem, sessionOf, stub } from "./stub";

function entry(kind: string, subject: string | null, reason: string | null, count = 1): Schemas["InboxItem"] {
  return { kind, subject, reason, count, atLeast: false, since: "2026-11-28T10:00:00.000Z", until: null, see: "/v1/flows" };
}

const FULL: Answers = {
  "GET /v1/inbox": {
    body: {
      items: [
        entry("credits_nearly_used", null, "monthly"),
        entry("sending_stopped", null, null),
        { ...entry("steps_failed", FLOW.id, "filtered", 6), atLeast: true },
        entry("streaming_app_limited", "apple_music", null),
        entry("releases_not_matched", RELEASE.id, "not_at_provider"),
        entry("runs_set_aside", "run_0123456789abcdefghjkmnpqrs", null, 2),
      ],
      complete: false,
    },
  },
  "GET /v1/releases": {
    body: {
      items: [RELEASE, RELEASE_OUT, { ...RELEASE, id: "rel_5m4n6p8q0r1s3t5v", outAt: "2027-03-01T00:00:00Z" }],
      next: null,
    },
  },
  "GET /v1/releases/{id}": { body: RELEASE },
  "GET /v1/releases/{id}/health": { body: HEALTH },
  "GET /v1/flows/{id}": { body: FLOW },
};

const NOTHING: Answers = {
  "GET /v1/inbox": { body: { items: [], complete: true } },
  "GET /v1/releases": { body: { items: [RELEASE_OUT], next: null } },
};

testScreen({ name: "inbox", address: "#/inbox", main: "GET /v1/inbox", full: FULL, empty: NOTHING });

async function open(page: Page, answers: Answers, role: "look" | "operate" = "operate") {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf(role) }, ...answers });
  await page.goto("/#/inbox");
  return api;
}

test("inbox: messages that the system could not process are for its operator, who is told where to look", async ({ page }) => {
  const items = [entry("dead_letters", "WakeUpsDeadLetters", null, 3)];
  const api = await open(page, { ...NOTHING, "GET /v1/inbox": { body: { items, complete: true } } });
  const row = page.getByRole("list", { name: "Inbox" }).getByRole("listitem");
  await expect(row.getByRole("heading")).toHaveText("Messages within the system that could not be processed: 3");
  await expect(row).toContainText("in docs/operations.md under WakeUpsDeadLetters");
  await expect(row.getByRole("link")).toHaveCount(0);
  await fitsAndIsAccessible(page);
  api.check();
});

test("inbox: what needs a person, the urgent first, with why and where it is mended", async ({ page }) => {
  const api = await open(page, FULL);
  await expect(page.getByRole("list", { name: "Inbox" }).getByRole("heading")).toHaveText([
    "All messages are stopped",
    "“Pre-save by text”: steps that failed in the last 7 days: 6+",
    "Runs that make no progress: 2",
    "80% of the credits are used",
    "Apple Music does not serve the project’s app for a while",
    "Releases that were not found at a streaming service: 1, such as “Low Tide”",
    "Low Tide · out in 13 days: fans for whom it will not be saved: 928",
  ]);
  await expect(page.getByRole("link", { name: /6\+/ })).toHaveAttribute(
    "href",
    `#/flows/${FLOW.id}/runs?outcome=FAILED&reason=filtered`,
  );
  await expect(page.getByText("blocked by the carrier. The carrier took the message for spam")).toBeVisible();
  await expect(page.getByText("(879); the fan has not connected a streaming account (49)")).toBeVisible();
  await expect(page.getByRole("link", { name: /928/ })).toHaveAttribute("href", `#/releases/${RELEASE.id}`);
  await expect(page.getByRole("link", { name: /not found at a streaming/ })).toHaveAttribute("href", `#/releases/${RELEASE.id}`);
  await expect(page.getByRole("link", { name: "80% of the credits are used" })).toHaveAttribute("href", "#/usage");
  await expect(page.getByRole("link", { name: /no progress/ })).toHaveAttribute("href", "#/runs/run_0123456789abcdefghjkmnpqrs");
  await expect(page.getByText("The project has more flows or releases than were looked at here.")).toBeVisible();
  expect(api.sent.filter((it) => it.request.endsWith("/health"))).toHaveLength(1);
  api.check();
});

test("inbox: nothing needs anybody", async ({ page }) => {
  const api = await open(page, NOTHING);
  await expect(page.getByRole("heading", { name: "Nothing needs you" })).toBeVisible();
  api.check();
});

test("inbox: messages go on once that is confirmed, by who may", async ({ page }) => {
  let stopped = true;
  const api = await open(page, {
    ...NOTHING,
    "GET /v1/inbox": () => ({ body: { items: stopped ? [entry("sending_stopped", null, null)] : [], complete: true } }),
    "PUT /v1/projects/{id}/sending": () => {
      stopped = false;
      return { body: { stopped } };
    },
  });
  await page.getByRole("button", { name: "Let messages go on" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Let messages go on" }).click();
  await expect(page.getByRole("heading", { name: "Nothing needs you" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  expect(api.sent.filter((it) => it.request.startsWith("PUT")).map((it) => it.body)).toEqual([{ stopped: false }]);
  stopped = true;
  api.answers["GET /v1/session"] = { body: sessionOf("look") };
  await page.reload();
  await expect(page.getByRole("heading", { name: "All messages are stopped" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Let messages go on" })).toHaveCount(0);
  api.check();
});

test("inbox: the names of what it is about are fetched and shown", async ({ page }) => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const api = await stub(page, { "GET /v1/session": { body: sessionOf() }, ...FULL });
  await page.route(`**/v1/flows/${FLOW.id}`, async (route) => {
    await answered;
    await route.fallback();
  });
  await page.goto("/#/inbox");
  await expect(page.getByRole("heading", { name: /6\+/ })).toContainText(FLOW.id);
  answer();
  await expect(page.getByRole("heading", { name: /6\+/ })).toContainText(FLOW.name);
  api.check();
});

test("inbox: releases of further pages count, up to a bound", async ({ page }) => {
  const cursors: (string | null)[] = [];
  const api = await open(page, {
    ...FULL,
    "GET /v1/inbox": { body: { items: [], complete: true } },
    "GET /v1/releases": ({ url }) => {
      const cursor = url.searchParams.get("cursor");
      cursors.push(cursor);
      return { body: { items: cursor === "2" ? [RELEASE] : [RELEASE_OUT], next: String(cursors.length) } };
    },
  });
  await expect(page.getByRole("heading", { name: /928/ })).toBeVisible();
  await expect(page.getByText("The project has more flows or releases than were looked at here.")).toBeVisible();
  expect(cursors).toEqual([null, "1", "2", "3", "4"]);
  api.check();
});

test("inbox: it is there although the health of a release cannot be had", async ({ page }) => {
  const api = await open(page, {
    ...FULL,
    "GET /v1/inbox": { body: { items: [entry("sending_stopped", null, null)], complete: true } },
    "GET /v1/releases/{id}/health": problem(503, "try_again", "busy"),
  });
  await expect(page.getByRole("list", { name: "Inbox" }).getByRole("heading")).toHaveText(["All messages are stopped"]);
  await expect(page.getByText("The project has more flows or releases than were looked at here.")).toBeVisible();
  api.check();
});

for (const [outAt, when] of [
  ["2026-12-02T11:00:00Z", "in 2 days"],
  ["2026-12-01T13:00:00Z", "tomorrow"],
  ["2026-12-01T11:00:00Z", "in 23 hours"],
] as const)
  test(`inbox: what comes out at ${outAt} comes out ${when}`, async ({ page }) => {
    const api = await open(page, { ...FULL, "GET /v1/releases": { body: { items: [{ ...RELEASE, outAt }], next: null } } });
    await expect(page.getByRole("heading", { name: /928/ })).toContainText(`Low Tide · out ${when}`);
    api.check();
  });
