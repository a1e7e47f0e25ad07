import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { decoded, parsed, pieces } from "../src/csv";
import { MEMBERS, SEGMENT } from "./campaign-data";
import { FAN } from "./data";
import { testScreen } from "./screens";
import { type Answer, type Answers, problem, sessionOf, stub } from "./stub";

const FULL: Answers = {
  "GET /v1/segments/{id}": { body: SEGMENT },
  "GET /v1/segments/{id}/members": { body: MEMBERS },
  "GET /v1/segments/{id}/members/count": { body: { count: 1280, next: null } },
  "GET /v1/fans/{id}": ({ url }) => ({ body: { ...FAN, id: url.pathname.split("/").at(-1) ?? "" } }),
};

const ADDRESS = `#/segments/${SEGMENT.id}`;

const FILE = "phone,first_name,favorite\n+14155550123,Ada,cats\n4.15555E+09,Bob,dogs\n+14155550124,Cy,\n";

const DONE = {
  added: 1,
  alreadyMembers: 1,
  rejected: 1,
  continueAtLine: null,
  ignoredColumns: ["favorite"],
  lines: [
    { line: 2, result: "added", fanId: "fan_8d6f4g2h0j1k3m5n", fanCreated: true, stored: ["phone"] },
    {
      line: 3,
      result: "rejected",
      problems: [{ column: "phone", detail: "was changed by a spreadsheet" }, { detail: "no fan" }],
    },
    { line: 4, result: "already_member", fanId: "fan_9d6f4g2h0j1k3m5n", fanCreated: false, stored: [] },
  ],
};

const choose = (page: Page, text: string | Buffer, name = "fans.csv") =>
  page.getByLabel("CSV file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

testScreen({
  name: "segment",
  address: ADDRESS,
  main: `GET /v1/segments/${SEGMENT.id}`,
  full: { ...FULL, [`GET /v1/segments/${SEGMENT.id}`]: { body: SEGMENT }, "POST /v1/segments/{id}/imports": { body: DONE } },
  empty: {
    "GET /v1/segments/{id}/members": { body: { items: [], next: null } },
    "GET /v1/segments/{id}/members/count": { body: { count: 0, next: null } },
  },
  further: {
    "a file is imported": async (page) => {
      await page.getByText("Import fans from a file").click();
      await choose(page, FILE);
      await page.getByRole("button", { name: "Import 3 lines" }).click();
      await expect(page.getByText("Line 3:")).toBeVisible();
    },
    "a file that is none": async (page) => {
      await page.getByText("Import fans from a file").click();
      await choose(page, "name\nAda\n");
      await expect(page.getByLabel("CSV file")).toHaveAccessibleDescription(/names none of the columns/);
    },
  },
});

async function open(page: Page, answers: Answers, role: "edit" | "operate" = "operate") {
  const api = await stub(page, { "GET /v1/session": { body: sessionOf(role) }, ...FULL, ...answers });
  await page.goto(`/${ADDRESS}`);
  return api;
}

test("segment: parts of a count are added up, and members come page by page, with links to fans", async ({ page }) => {
  const asked: string[] = [];
  const api = await open(page, {
    "GET /v1/segments/{id}/members/count": ({ url }) => ({
      body: url.searchParams.has("cursor") ? { count: 280, next: null } : { count: 50_000, next: "c2" },
    }),
    "GET /v1/segments/{id}/members": ({ url }) => {
      asked.push(url.search);
      return { body: { ...MEMBERS, next: url.searchParams.has("cursor") ? null : "c1" } };
    },
  });
  await expect(page.getByText("50,280 members")).toBeVisible();
  await expect(page.getByRole("link", { name: /Ada/ }).first()).toHaveAttribute("href", "#/fans/fan_8d6f4g2h0j1k3m5n");
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(page.getByRole("list", { name: "Members" }).getByRole("listitem")).toHaveCount(4);
  expect(asked).toEqual(["", "?cursor=c1"]);
  api.check();
});

test("segment: a member is removed once that is confirmed, and a failure is said", async ({ page }) => {
  const api = await open(page, { "DELETE /v1/segments/{id}/members/{fanId}": problem(503, "BUSY", "try later") });
  const remove = page.getByRole("listitem").filter({ hasText: "fan_9d6f4g2h0j1k3m5n" }).getByRole("button", { name: "Remove" });
  const dialog = page.getByRole("dialog", { name: "Remove this fan?" });
  await remove.press("Enter");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  expect(api.sent.filter((it) => it.request.startsWith("DELETE"))).toEqual([]);
  await remove.press("Enter");
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("log")).toContainText("try later");
  api.answers["DELETE /v1/segments/{id}/members/{fanId}"] = { status: 204 };
  await remove.press("Enter");
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("log")).toContainText("The fan was removed");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  expect(api.sent.findLast((it) => it.request.startsWith("DELETE"))?.request).toBe(
    `DELETE /v1/segments/${SEGMENT.id}/members/fan_9d6f4g2h0j1k3m5n`,
  );
  api.check();
});

test("segment: all pages of an export become one file", async ({ page }) => {
  const api = await open(page, {});
  await page.route("**/members.csv*", (route) => {
    const second = new URL(route.request().url()).searchParams.get("cursor") === "a/b";
    return route.fulfill({
      contentType: "text/csv",
      headers: second ? {} : { Link: `</v1/segments/${SEGMENT.id}/members.csv?cursor=a%2Fb>; rel="next"` },
      body: second ? "fan_2\r\n" : "fan_id\r\nfan_1\r\n",
    });
  });
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${SEGMENT.id}.csv`);
  expect(readFileSync(await file.path(), "utf8")).toBe("fan_id\r\nfan_1\r\nfan_2\r\n");
  api.check();
});

test("segment: a file is previewed, imported in pieces, and goes on where a connection failed", async ({ page }) => {
  const asked: string[] = [];
  let failing = true;
  const header = "phone,consent_text_wording";
  const lines = Array.from({ length: 300 }, (_, index) => `+1415555${1000 + index},"one\ntwo"`);
  const result = (from: number, count: number, more: object = {}) => ({
    body: {
      ...DONE,
      added: count,
      alreadyMembers: 0,
      rejected: 0,
      ignoredColumns: [],
      lines: Array.from({ length: count }, (_, index) => ({ line: from + 2 * index, result: "added", fanCreated: false })),
      ...more,
    },
  });
  const api = await open(page, {
    "POST /v1/segments/{id}/imports": ({ url, body }) => {
      asked.push(`${url.searchParams.get("fromLine")} ${String(body).split('"\n').length} ${String(body).split("\n", 1)[0]}`);
      if (url.searchParams.get("fromLine") === "402") return result(402, 50);
      if (String(body).includes("+14155551000")) return result(2, 200, { continueAtLine: 402 });
      if (failing) return "offline";
      return result(2, 50, {
        rejected: 1,
        lines: [...result(2, 49).body.lines, { line: 100, result: "rejected", problems: [{ detail: "is no number" }] }],
      });
    },
  });
  await page.getByText("Import fans from a file").click();
  await choose(page, `${header}\n${lines.join("\n")}\n`);
  const preview = page.getByRole("region", { name: "First lines of the file" });
  await expect(preview.getByRole("row")).toHaveCount(6);
  await expect(preview.getByRole("row").nth(1)).toContainText("+14155551000");
  await page.getByRole("button", { name: "Import 300 lines" }).click();
  await expect(page.getByRole("log")).toContainText("Check your connection");
  await expect(page.getByRole("status")).toContainText("250 of 300 lines");
  await expect(page.getByRole("progressbar")).toHaveAttribute("value", "250");
  failing = false;
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("status")).toContainText("All 300 lines were read.");
  // 250 records of two lines each, and the header, precede the second piece
  await expect(page.getByText("Line 600:")).toBeVisible();
  expect(asked).toEqual([`null 250 ${header}`, `402 250 ${header}`, `null 50 ${header}`, `null 50 ${header}`]);
  await expect(page.getByRole("button", { name: "Continue" })).toHaveCount(0);
  api.check();
});

test("segment: an import that fails in the middle of a piece goes on at the line where it was", async ({ page }) => {
  const asked: (string | null)[] = [];
  let failing = true;
  const part = (line: number, continueAtLine: number | null): Answer => ({
    body: { ...DONE, rejected: 0, continueAtLine, lines: [{ line, result: "added", fanCreated: false }] },
  });
  const api = await open(page, {
    "POST /v1/segments/{id}/imports": ({ url }) => {
      const from = url.searchParams.get("fromLine");
      asked.push(from);
      if (from === null) return part(2, 3);
      if (from === "3" && failing) return problem(503, "BUSY", "try later");
      return from === "3" ? part(3, 4) : part(4, null);
    },
  });
  await page.getByText("Import fans from a file").click();
  await choose(page, FILE);
  await page.getByRole("button", { name: "Import 3 lines" }).click();
  await expect(page.getByRole("log")).toContainText("try later");
  await expect(page.getByRole("status")).toContainText("1 of 3 lines");
  failing = false;
  await page.getByRole("button", { name: "Continue" }).press("Enter");
  await expect(page.getByRole("status")).toContainText("All 3 lines were read.");
  expect(asked).toEqual([null, "3", "3", "4"]);
  await expect(page.getByRole("log")).toContainText("The import is complete");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  api.check();
});

test("segment: an import goes on behind a closed fold, without another file meanwhile; whoever leaves is asked", async ({
  page,
}) => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const api = await open(page, { "GET /v1/segments": { body: { items: [SEGMENT], next: null } } });
  await page.route("**/imports*", async (route) => {
    await answered;
    await route.fulfill({ json: { ...DONE, continueAtLine: 3 } });
  });
  await page.getByText("Import fans from a file").click();
  await choose(page, FILE);
  await page.getByRole("button", { name: "Import 3 lines" }).click();
  await expect(page.getByLabel("CSV file")).toBeDisabled();
  await page.getByText("Import fans from a file").click();
  await expect(page.getByLabel("CSV file")).toBeHidden();
  await page.getByText("Import fans from a file").click();
  await expect(page.getByRole("button", { name: "Import 3 lines" })).toHaveAttribute("aria-busy", "true");
  const leave = page.getByRole("main").getByRole("link", { name: "Segments" });
  const dialog = page.getByRole("dialog", { name: "Stop the import?" });
  await leave.click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(SEGMENT.name);
  expect(await page.evaluate(() => dispatchEvent(new Event("beforeunload", { cancelable: true })))).toBe(false);
  await leave.click();
  await dialog.getByRole("button", { name: "Stop the import" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Segments");
  const response = page.waitForResponse("**/imports*");
  answer();
  await (await response).finished();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  await expect(page.getByRole("log")).toBeEmpty();
  expect(await page.evaluate(() => dispatchEvent(new Event("beforeunload", { cancelable: true })))).toBe(true);
  api.check();
});

test("segment: refused lines are listed with the reasons", async ({ page }) => {
  const api = await open(page, { "POST /v1/segments/{id}/imports": { body: DONE } });
  await page.getByText("Import fans from a file").focus();
  await page.keyboard.press("Enter");
  await choose(page, FILE);
  await page.getByRole("button", { name: "Import 3 lines" }).press("Enter");
  await expect(page.getByRole("list", { name: "Refused" }).getByRole("listitem")).toHaveText([
    "Line 3: phone: was changed by a spreadsheet; no fan",
  ]);
  await expect(page.locator("li [lang=en]")).toHaveText("phone: was changed by a spreadsheet; no fan");
  await expect(page.getByText("These columns were not read: favorite")).toBeVisible();
  expect(api.sent.find((it) => it.request.startsWith("POST"))?.body).toBe(FILE.trimEnd());
  api.check();
});

test("segment: who may not act on fans is offered no file and nothing to remove", async ({ page }) => {
  const api = await open(page, {}, "edit");
  await expect(page.getByText("1,280 members")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Export as CSV" })).toHaveCount(0);
  await expect(page.getByText("Import fans from a file")).toHaveCount(0);
  api.check();
});

test("segment: files are read as spreadsheets save them", () => {
  const bytes = (...values: number[]) => new Uint8Array(values).buffer;
  expect(decoded(bytes(0xff, 0xfe, 0x61, 0, 0xe4, 0))).toBe("aä");
  expect(decoded(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa4))).toBe("ä");
  expect(decoded(bytes(0x61, 0xe4))).toBe("aä");
  const lines = parsed('name;phone\r\n\r\n"A ""B""; C";1\r\n"two\nlines";2\r\n5" vinyl;3');
  expect(lines.map((it) => it.at)).toEqual([1, 3, 4, 6]);
  expect(lines.map((it) => it.cells)).toEqual([
    ["name", "phone"],
    ['A "B"; C', "1"],
    ["two\nlines", "2"],
    ['5" vinyl', "3"],
  ]);
  const [first, second, ...others] = pieces(lines, 2);
  expect(others).toEqual([]);
  expect(first?.text).toBe('name;phone\n"A ""B""; C";1\n"two\nlines";2');
  expect([2, 3].map((it) => first?.at(it))).toEqual([3, 4]);
  expect(second).toMatchObject({ text: 'name;phone\n5" vinyl;3', lines: 1 });
  expect(second?.at(2)).toBe(6);
});
