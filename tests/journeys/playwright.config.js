// Runs the journeys against the real program, see support/portal.js, in a Chromium that the machine has.
import { defineConfig } from '@playwright/test';

import { chromium } from './support/chromium.js';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  outputDir: '../../target/journeys/results',
  globalSetup: './support/portal.js',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  // What fails and then passes is told as flaky, to be mended.
  retries: 1,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    // Set by the global setup before the workers read this file.
    baseURL: process.env.PORTAL_URL,
    locale: 'en-US',
    timezoneId: 'America/Panama',
    viewport: { width: 1280, height: 900 },
    actionTimeout: 10_000,
    trace: 'retain-on-failure',
    launchOptions: chromium(),
  },
});
