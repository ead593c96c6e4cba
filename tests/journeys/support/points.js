// Rules of points, as an administrator drafts them.
import { expect } from './test.js';
import { send } from './library.js';

/** A UTC day so many days ahead, as a form takes it. */
export function ahead(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Drafts rules by which publishing earns so many points, and returns the path of the draft. Ends on its rehearsal. */
export async function draftRules(page, days, points = '8') {
  await page.goto('/en/admin/points/drafts/new');
  await page.locator('#valid_from').fill(ahead(days));
  await page.locator('#each-resource_published').fill(points);
  await send(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rehearsal of new rules');
  return new URL(page.url()).pathname.replace(/\/rehearsal$/, '');
}
