// The country of the month: why it is that one, the months ahead, and an administrator's choice in its place.
import { faultsOfContent, overflow, violations } from './support/axe.js';
import { HELENE, PASSWORD } from './support/demo.js';
import { send } from './support/library.js';
import { signIn } from './support/members.js';
import { expect, test } from './support/test.js';

// One after the other: a month that is overruled moves the months behind it.
test.describe.configure({ mode: 'default' });

const heading = (page) => page.getByRole('heading', { level: 1 });

/** The key of a month so many ahead: `2026-05`. */
function month(ahead) {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 7);
}

for (const [ahead, javaScriptEnabled] of [[3, true], [4, false]]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`a month is overruled with a reason and given back ${how} JavaScript`, async ({ page, visitor }) => {
    const admin = await visitor({ javaScriptEnabled });
    const path = `/en/featured/${month(ahead)}`;
    await admin.goto(`/en/sign-in?next=${path}`);
    await signIn(admin, { email: HELENE, password: PASSWORD });
    await admin.waitForURL((url) => url.pathname === path);
    const before = await heading(admin).textContent();
    const other = before.endsWith('Haiti') ? 'PE' : 'HT';
    await admin.getByRole('link', { name: 'Choose another country' }).click();
    await send(admin);
    await expect(admin.locator('#country-error')).toBeVisible();
    await admin.locator('#country').selectOption(other);
    await admin.locator('#reason').fill(`It hosts the assembly ${how} 🏛 مرحبا`);
    await send(admin);
    await expect(admin.getByRole('status').first()).toContainText('The country of the month is chosen');
    // Everybody reads it, and what the rule would have chosen comes later.
    await page.goto('/en/featured');
    const row = page.getByRole('row').filter({ has: page.locator(`a[href="${path}"]`) });
    await expect(row).toContainText(`An administrator: It hosts the assembly ${how} 🏛`);
    await row.locator(`a[href="${path}"]`).click();
    await expect(heading(page)).not.toHaveText(before);
    await expect(page.locator('main')).toContainText('The rule alone would have chosen');
    await expect(page.getByRole('link', { name: 'Choose another country' })).toHaveCount(0);
    await admin.getByRole('link', { name: 'Choose another country' }).click();
    await admin.locator('#back_reason').fill('The assembly was postponed');
    await send(admin);
    await expect(admin.getByRole('status').first()).toContainText('follows the rule again');
    await expect(heading(admin)).toHaveText(before);
  });
}

test('the home page says why, and leads to the figures', async ({ page }) => {
  await page.goto('/en');
  await page.getByText('Why this country?').press('Enter');
  await page.getByRole('link', { name: 'How it was computed' }).click();
  await expect(heading(page)).toContainText('Country of');
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(36);
  const faults = [];
  for (const language of ['en', 'es']) {
    for (const path of ['/featured', `/featured/${month(0)}`]) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`/${language}${path}`);
      const found = [...(await violations(page)), ...(await faultsOfContent(page, language)), ...(await overflow(page))];
      await page.setViewportSize({ width: 320, height: 640 });
      found.push(...(await violations(page)), ...(await overflow(page)));
      faults.push(...found.map((fault) => `${language}${path}: ${fault}`));
    }
  }
  expect(faults).toEqual([]);
});
