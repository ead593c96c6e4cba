// What every journey builds on: visitors with a network address of their own, and a watch over all that
// their browsers ask for and complain about.
import { randomBytes } from 'node:crypto';

import { expect, test as base } from '@playwright/test';

export { expect };

/** An address that no other journey has, from the block for private networks. */
function address() {
  return `10.${[...randomBytes(3)].join('.')}`;
}

/** Collects requests to other hosts, violations of the content policy, and failures of scripts. */
export function watch(context, portal) {
  const faults = [];
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== portal) faults.push(`asked ${request.url()}`);
  });
  context.on('console', (message) => {
    // Chromium calls every refused form and missing page a failure; the journeys look at those themselves.
    const status = /^Failed to load resource: the server responded with a status of 4/.test(message.text());
    const asset = message.location().url.includes('/assets/');
    if (message.type() === 'error' && !(status && !asset)) faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`script: ${error.error()}`));
  return faults;
}

export const test = base.extend({
  /** Opens further browsers, each somebody else's: `await visitor({ javaScriptEnabled: false })`. */
  visitor: async ({ browser, baseURL, contextOptions }, use) => {
    const opened = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL,
        locale: 'en-US',
        viewport: { width: 1280, height: 900 },
        extraHTTPHeaders: { 'x-forwarded-for': address() },
        ...options,
      });
      opened.push({ context, faults: watch(context, baseURL) });
      return context.newPage();
    });
    const faults = opened.flatMap(({ faults }) => faults);
    await Promise.all(opened.map(({ context }) => context.close()));
    expect(faults, 'no request to another host, no violated policy, no failed script').toEqual([]);
  },

  page: async ({ visitor }, use) => use(await visitor()),
});
