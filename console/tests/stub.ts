import { expect, type Page, type Route } from "@playwright/test";
import type { Schemas } from "../src/api/client";

/** How the stub of the API answers a request. */
export type Answer =
  | { body: unknown; headers?: Record<string, string> }
  | { problem: Schemas["Problem"] }
  | { status: number }
  | "offline"
  | "never";

/** The answers by request, such as `GET /v1/flows`; a path in braces matches any segment: `GET /v1/flows/{id}`. */
export type Answers = Record<string, Answer | ((request: { url: URL; body: unknown }) => Answer)>;

/** A request as it was sent. */
export interface Sent {
  request: string;
  body: unknown;
  headers: Record<string, string>;
}

export const NOW = new Date("2026-11-30T12:00:00Z");

export function sessionOf(role: Schemas["Session"]["role"] = "own"): Schemas["Session"] {
  return { projectId: "prj_7zqk3v9m2c4x8b1d", projectName: "Night Harbour", role, expiresAt: "2026-11-30T23:00:00Z" };
}

/**
 * Answers the API's requests of a page. Every other request to another origin fails the test, as does one that has no answer here, and a
 * message in the browser's console.
 *
 * @returns checks all of that; call it at the end
 */
export async function stub(page: Page, answers: Answers): Promise<{ answers: Answers; sent: Sent[]; check: () => void }> {
  const wrong: string[] = [];
  const sent: Sent[] = [];
  const state = { answers, sent, check: () => expect(wrong).toEqual([]) };
  await page.clock.setFixedTime(NOW);
  page.on("console", (message) => {
    // What the browser itself reports of a failed request is part of the tests of failures.
    if (["error", "warning"].includes(message.type()) && !message.text().startsWith("Failed to load resource"))
      wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== new URL(page.url() === "about:blank" ? request.url() : page.url()).origin)
      wrong.push(`a request to ${url.origin}`);
  });
  await page.route("**/v1/**", async (route: Route) => {
    const request = route.request();
    const url = new URL(request.url());
    const name = `${request.method()} ${url.pathname}`;
    const text = request.postData();
    const body: unknown = text === null ? null : request.headers()["content-type"]?.includes("json") ? JSON.parse(text) : text;
    sent.push({ request: name, body, headers: request.headers() });
    const found = state.answers[name] ?? Object.entries(state.answers).find(([pattern]) => matches(pattern, name))?.[1];
    if (found === undefined) {
      wrong.push(`no answer for ${name}`);
      await route.fulfill({ status: 500 });
      return;
    }
    const answer = typeof found === "function" ? found({ url, body }) : found;
    if (answer === "offline") await route.abort("internetdisconnected");
    else if (answer === "never") return;
    else if ("problem" in answer)
      await route.fulfill({
        status: answer.problem.status,
        contentType: "application/problem+json",
        body: JSON.stringify(answer.problem),
      });
    // With the media type that an API Gateway adds.
    else if ("status" in answer) await route.fulfill({ status: answer.status, contentType: "application/json", body: "" });
    else
      await route.fulfill({
        status: request.method() === "POST" ? 201 : 200,
        contentType: "application/json",
        ...(answer.headers && { headers: answer.headers }),
        body: JSON.stringify(answer.body),
      });
  });
  return state;
}

export function problem(
  status: number,
  code: string,
  detail: string,
  violations?: { pointer: string; detail: string }[],
): Answer {
  return {
    problem: { type: "about:blank", title: code, status, detail, code, requestId: "req-1", ...(violations && { violations }) },
  };
}

function matches(pattern: string, name: string): boolean {
  const [one, other] = [pattern.split("/"), name.split("/")];
  return one.length === other.length && one.every((part, index) => part.startsWith("{") || part === other[index]);
}

/**
 * Holds the answers to POST back.
 *
 * @returns lets them through, once the browser has them
 */
export async function lateAnswer(page: Page, pattern: string): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(pattern, async (route) => {
    if (route.request().method() === "POST") await released;
    await route.fallback();
  });
  return async () => {
    const response = page.waitForResponse((it) => it.request().method() === "POST");
    release();
    await (await response).finished();
    // What the page does with it has been done before this.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  };
}

/** Opens the list of fans, leaving what has been typed. */
export async function leave(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Fans", exact: true }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Fans" })).toBeVisible();
}
