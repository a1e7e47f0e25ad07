import { defineConfig } from "@playwright/test";

const port = Number(process.env.CONSOLE_PORT ?? 4569);
const browser = process.env.HEADLESS_SHELL ?? process.env.CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "tests",
  // These need the local cloud, whose variables `make test` sets.
  testIgnore: process.env.ADMIN_KEY === undefined ? "cloud/**" : [],
  outputDir: "test-results",
  // Playwright downloads no browser. In the headless shell, these tests take half as long as in the whole one.
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: { executablePath: browser, args: ["--no-sandbox"] },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  },
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  // `make test` keeps the machine busy with other tests; what passes only the second time is listed as flaky.
  retries: 1,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [["list"], ["junit", { outputFile: "test-results/TEST-console.xml" }]],
  webServer: {
    command: `${process.env.PYTHON ?? "python3"} ../local/cloud/web_console_site.py ${port} ${process.env.ENV_FILE ?? "none"}`,
    url: `http://localhost:${port}/health`,
  },
});
