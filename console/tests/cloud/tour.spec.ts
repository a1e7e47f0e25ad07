import { expect, type Page, test } from "@playwright/test";
import { press, type } from "../keyboard";

/**
 * A campaign from the first sign-in to its first fan, on the local cloud, by somebody who has only a keyboard. BASE_URL is its API, and
 * ADMIN_KEY its administrator key.
 */
const BASE_URL = process.env.BASE_URL ?? "";

interface Made {
  id: string;
  secretKey: string;
}

async function call<T>(method: string, path: string, key: string, body: unknown): Promise<T> {
  const response = await fetch(BASE_URL + path, {
    method,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`).toBe(true);
  return (await response.json()) as T;
}

function project(name: string): Promise<Made> {
  return call("POST", "/v1/projects", process.env.ADMIN_KEY ?? "", { name, plan: "ENTERPRISE", publicBaseUrl: BASE_URL });
}

async function signIn(page: Page, key: string): Promise<void> {
  await page.goto("/");
  await type(page, page.getByLabel("Key"), key);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Flows" })).toBeFocused();
}

test.setTimeout(180_000);
test.use({ locale: "en-US" });

test("a flow is made, tried out, started and understood with the keyboard alone", async ({ page }) => {
  const label = await project("Night Harbour");
  await call("POST", "/v1/segments", label.secretKey, { name: "Inner circle" });
  await signIn(page, label.secretKey);
  await expect(page.getByRole("heading", { name: "No flows yet" })).toBeVisible();

  await press(page, page.getByRole("link", { name: "New flow" }).first());
  await press(page, page.getByRole("link", { name: "Empty flow" }));
  await type(page, page.getByLabel("Name", { exact: true }), "Welcome");
  await type(page, page.getByLabel("What starts the flow"), "A fan signs up for email");
  await type(page, page.getByLabel("What happens"), "Add to a segment");
  await press(page, page.getByRole("button", { name: "Add", exact: true }));
  await expect(page.getByRole("option", { name: "Inner circle" })).toBeAttached();
  await type(page, page.getByLabel("Segment", { exact: true }), "Inner circle");
  await type(page, page.getByLabel("What happens"), "Send a text");
  await press(page, page.getByRole("button", { name: "Add", exact: true }));
  await type(page, page.getByLabel("Text", { exact: true }), "Hello!");
  await press(page, page.getByRole("button", { name: "Save", exact: true }));
  await expect(page).toHaveURL(/#\/flows\/flow_[0-9a-z]+\/edit/);

  await press(page, page.getByRole("link", { name: "Try it out" }));
  await press(page, page.getByRole("button", { name: "Show what would happen" }));
  await expect(page.getByRole("heading", { name: "The flow would not start" })).toBeVisible();
  // The project has no number yet, from which a text could be sent.
  const text = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "2. Send a text" }) });
  await expect(text.getByText(/Waiting/)).toBeVisible();

  await press(page, page.getByRole("link", { name: "Edit", exact: true }));
  await press(page, page.getByRole("button", { name: "Save and activate" }));
  await expect(page.getByText("The flow is active.").first()).toBeVisible();

  await call("POST", "/v1/events", label.secretKey, {
    type: "email.opted_in",
    email: "ada@fans.example",
    consent: { wording: "Mail me about tours.", version: "1" },
  });

  await press(page, page.getByRole("link", { name: "Flows", exact: true }).first());
  await press(page, page.getByRole("link", { name: "Welcome" }));
  await press(page, page.getByRole("link", { name: "All runs" }));
  // The figures and the list of runs are of what has been counted a moment ago.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("list", { name: "Runs" }).getByRole("listitem")).toHaveCount(1, { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await press(page, page.getByRole("list", { name: "Runs" }).getByRole("link", { name: "ada@fans.example" }));
  await expect(page.getByRole("heading", { level: 1, name: "ada@fans.example" })).toBeFocused();
  await expect(page.getByText("A fan signs up for email").first()).toBeVisible();
  await press(page, page.getByRole("link", { name: "Run", exact: true }));
  await expect(page.getByText("Completed").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Skipped: the fan has given no phone number")).toBeVisible({ timeout: 30_000 });

  await press(page, page.getByRole("link", { name: "Flows", exact: true }).first());
  await press(page, page.getByRole("link", { name: "Welcome" }));
  await press(page, page.getByRole("button", { name: "Pause" }));
  await press(page, page.getByRole("button", { name: "Undo" }));
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await press(page, page.getByRole("button", { name: "Sign out" }));
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("whoever has a key to look sees everything, changes nothing, and is out once the key is replaced", async ({ page }) => {
  const label = await project("Low Tide");
  const rotate = (revokeOldAfter: string) =>
    call<{ key: string }>("POST", `/v1/projects/${label.id}/keys/look/rotate`, label.secretKey, { revokeOldAfter });
  const { key } = await rotate("PT24H");
  await signIn(page, key);
  await expect(page.getByText("Low Tide")).toBeVisible();
  await expect(page.getByRole("link", { name: "New flow" })).toHaveCount(0);
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([{ name: "af_session", httpOnly: true, sameSite: "Strict", path: "/v1" }]);
  expect(await page.evaluate(() => document.cookie)).toBe("");
  // Without the console's own header, a page of another site cannot change anything with the cookie.
  expect((await page.request.post("/v1/segments", { data: { name: "Mine" } })).status()).toBe(403);

  await rotate("PT0S");
  // The project is remembered for a moment.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
});
