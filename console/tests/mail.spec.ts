import { expect, type Locator, test } from "@playwright/test";
import { DRY_RUN, LONG_FLOW, MAIL } from "./editor-data";
import { sessionOf, stub } from "./stub";

const STYLES = ["color", "backgroundColor", "fontSize", "fontFamily", "lineHeight", "margin", "borderTop", "maxWidth"] as const;

/** What people see of a mail: its texts, its lines, and how each element looks. */
function look(of: Locator) {
  return of.evaluate((root, names) => {
    const elements = [...root.querySelectorAll<HTMLElement>("p, a, br, hr, div")];
    return {
      text: root.textContent?.trim(),
      elements: elements.map((it) => [it.tagName, ...names.map((name) => getComputedStyle(it)[name])].join("; ")),
    };
  }, STYLES);
}

const dryRunWith = (html: string) => ({
  ...DRY_RUN,
  steps: DRY_RUN.steps.map((it) => (it.type === "send_email" ? { ...it, effects: [{ ...it.effects[0], html }] } : it)),
});

const answersWith = (html: string) => ({
  "GET /v1/session": { body: sessionOf() },
  "GET /v1/flows/{id}": { body: LONG_FLOW },
  "GET /v1/artists": { body: { items: [], next: null } },
  "GET /v1/releases": { body: { items: [], next: null } },
  "GET /v1/segments": { body: { items: [], next: null } },
  "GET /v1/flows": { body: { items: [], next: null } },
  "POST /v1/flows/{id}/dry-run": { body: dryRunWith(html) },
});

for (const colorScheme of ["light", "dark"] as const)
  test(`mail: it looks in the ${colorScheme} console as it does in a light mail program`, async ({ page, context }) => {
    const api = await stub(page, answersWith(MAIL));
    await page.emulateMedia({ colorScheme });
    await page.goto(`/#/flows/${LONG_FLOW.id}/test`);
    await page.getByRole("button", { name: "Show what would happen" }).press("Enter");
    const shown = page.getByRole("figure").filter({ hasText: "Neon Rain is out" });
    await expect(shown.getByText("<script>document.title = 'run'</script>")).toBeVisible();
    const program = await context.newPage();
    // No wider than what the mail fills.
    await program.setViewportSize({ width: 500, height: 800 });
    await program.setContent(MAIL);
    const expected = await look(program.locator("body"));
    const found = await look(shown.locator(".as-sent > div"));
    expect(expected.elements.length).toBeGreaterThan(6);
    expect(found).toEqual(expected);
    api.check();
  });

test("mail: nothing in it runs, is fetched or leads anywhere, even if the API were to send it unescaped", async ({ page }) => {
  const hostile = `<body onload="document.title='run'"><script>document.title='run'</script><img src="https://other.example/a.png"
    onerror="document.title='run'"><a href="javascript:document.title='run'" onclick="document.title='run'">Link</a>
    <iframe src="https://other.example/"></iframe><form action="https://other.example/"><button>Send</button></form>
    <p style="background:url(https://other.example/b.png)" id="content">Styled</p>
    <p style="background:\\75rl(https://other.example/c.png)">Also</p><svg onload="document.title='run'"></svg>`;
  const api = await stub(page, answersWith(hostile));
  await page.goto(`/#/flows/${LONG_FLOW.id}/test`);
  await page.getByRole("button", { name: "Show what would happen" }).click();
  const shown = page.locator(".as-sent");
  await shown.getByText("Link").click();
  await expect(shown.getByText("Styled")).toBeVisible();
  const inside = await shown.evaluate((it) => [...it.querySelectorAll("*")].map((element) => element.outerHTML.slice(0, 30)));
  expect(inside.map((it) => /^<\w+/.exec(it)?.[0])).toEqual(["<div", "<a", "<p", "<p"]);
  const attributes = await shown.evaluate((it) =>
    [...it.querySelectorAll("*")].flatMap((element) => element.getAttributeNames()),
  );
  expect(new Set(attributes)).toEqual(new Set(["style"]));
  await expect(page).not.toHaveTitle("run");
  api.check();
});
