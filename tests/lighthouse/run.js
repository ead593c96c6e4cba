// Starts the demo and lets Lighthouse look at its main pages as a phone on a slow line does. Run it by `bin/lighthouse`.
import * as chrome from 'chrome-launcher';
import lighthouse from 'lighthouse';

import { chromium } from '../journeys/support/chromium.js';
import start from '../journeys/support/portal.js';

/** The least of each score, of a hundred. */
const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

/** Home, the list, a resource and a country. */
async function pages(portal) {
  const list = await (await fetch(`${portal}/en/library`)).text();
  const resource = /href="(\/en\/library\/[0-9a-z]+-[^"?/]+)"/.exec(list)[1];
  return ['/en', '/en/library', resource, '/en/countries/br'];
}

const stop = await start();
const { executablePath, args } = chromium();
const browser = await chrome.launch({ chromePath: executablePath, chromeFlags: ['--headless=new', ...args] });
let low = 0;
try {
  const portal = process.env.PORTAL_URL;
  for (const page of await pages(portal)) {
    const options = { port: browser.port, logLevel: 'error', onlyCategories: CATEGORIES };
    const { lhr } = await lighthouse(portal + page, options);
    const scores = CATEGORIES.map((name) => [name, Math.round(lhr.categories[name].score * 100)]);
    console.log(`${page}\n  ${scores.map(([name, score]) => `${name} ${score}`).join(', ')}`);
    for (const [name, score] of scores.filter(([, score]) => score < LEAST)) {
      low += 1;
      const lost = lhr.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score < 1);
      for (const { id } of lost) console.log(`  ${name}: ${lhr.audits[id].title} ${lhr.audits[id].displayValue ?? ''}`);
    }
  }
} finally {
  await browser.kill();
  await stop();
}
if (low > 0) {
  console.error(`${low} of the scores are below ${LEAST}.`);
  process.exitCode = 1;
}
