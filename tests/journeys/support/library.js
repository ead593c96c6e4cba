// Publishing through the form of the library.
import { randomBytes } from 'node:crypto';

import { expect } from './test.js';

/** A resource with a title that no other has. */
export function describeLink() {
  const mark = randomBytes(4).toString('hex');
  return {
    title: `Paying cash transfers by phone ${mark}`,
    summary: 'What it costs, whom it leaves out, and what **three** countries did about it.',
    language: 'en',
    kind: 'guide',
    country: 'PE',
    theme: 'cash-transfers',
    link: `https://reports.example.org/${mark}`,
  };
}

/** Fills the form for a new resource, or what `resource` names of it. */
export async function describe(page, resource) {
  for (const name of ['title', 'summary', 'authors', 'year', 'link']) {
    if (resource[name] !== undefined) await page.locator(`#${name}`).fill(resource[name]);
  }
  for (const name of ['language', 'kind', 'country', 'licence']) {
    if (resource[name] !== undefined) await page.locator(`#${name}`).selectOption(resource[name]);
  }
  if (resource.theme) await page.locator(`input[name=themes][value=${resource.theme}]`).check();
  if (resource.file) await page.locator('#file').setInputFiles(resource.file);
}

export const send = (page) => page.locator('main form[method=post] [type=submit]').last().click();

/** Publishes and returns the path of the resource's page. */
export async function publish(page, resource) {
  await page.goto('/en/library/new');
  await describe(page, resource);
  await send(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(resource.title);
  return new URL(page.url()).pathname;
}
