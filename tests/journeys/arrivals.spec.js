// What is new comes to whoever looks at home or the library, and changes nothing that somebody is busy with.
import { violations } from './support/axe.js';
import { describeLink, publish } from './support/library.js';
import { join } from './support/members.js';
import { expect, test } from './support/test.js';

/** Whether the page has begun to listen. */
const listening = (page) => page.waitForResponse((response) => new URL(response.url()).pathname === '/en/arrivals');

/** Keeps all that is said to screen readers of what is new. */
const listen = (page) =>
  page.addInitScript(() => {
    window.said = [];
    addEventListener('DOMContentLoaded', () => {
      const status = document.querySelector('[data-said]');
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
    });
  });

/** Opens the page as somebody who will be told what is new. */
async function look(page, path) {
  const begun = listening(page);
  await page.goto(path);
  await begun;
}

for (const path of ['/en', '/en/library?theme=cash-transfers']) {
  test(`what is published appears at ${path} by itself, and by reload without JavaScript`, async ({ page, visitor }) => {
    const author = await visitor();
    await join(author);
    await listen(page);
    await look(page, path);
    const resource = describeLink();
    await publish(author, resource);
    const found = page.getByRole('link', { name: resource.title });
    await expect(found).toBeVisible({ timeout: 30_000 });
    // Other journeys publish as well, before and after it.
    await expect.poll(() => page.evaluate(() => window.said.join('\n'))).toMatch(new RegExp(`New: .*${resource.title}`));
    expect(await violations(page)).toEqual([]);
    const plain = await visitor({ javaScriptEnabled: false });
    await plain.goto(path);
    await expect(plain.getByRole('link', { name: resource.title })).toBeVisible();
  });
}

test('nothing changes around the focus until it has left', async ({ page, visitor }) => {
  const author = await visitor();
  await join(author);
  await look(page, '/en');
  const held = page.locator('[data-new] article a').first();
  await held.focus();
  const before = await held.getAttribute('href');
  const brought = page.waitForResponse((response) => new URL(response.url()).pathname === '/en', { timeout: 30_000 });
  const resource = describeLink();
  await publish(author, resource);
  await (await brought).finished();
  await expect(held).toBeFocused();
  expect(await held.getAttribute('href')).toBe(before);
  await page.locator('header a').first().focus();
  await expect(page.getByRole('link', { name: resource.title })).toBeVisible({ timeout: 30_000 });
});
