// An auditor looks at the portal as it was, follows a contribution through the log, and sees personal data
// only after somebody else agreed.
import { faultsOfContent, overflow, violations } from './support/axe.js';
import { GRACE, HELENE, PASSWORD } from './support/demo.js';
import { signIn } from './support/members.js';
import { expect, test } from './support/test.js';

async function enter(page, email, language = 'en') {
  await page.goto('/en/sign-in');
  await signIn(page, { email, password: PASSWORD });
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  await page.goto(`/${language}`);
}

/** Nothing for axe to find, wide and narrow, light and dark. */
async function sound(page, language) {
  const found = await faultsOfContent(page, language);
  for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 640 }]) {
    await page.setViewportSize(viewport);
    found.push(...(await overflow(page)));
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await violations(page)));
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(found).toEqual([]);
}

/** A year ago at noon, as a field for date and time has it. */
function lastYear() {
  const day = new Date(Date.now() - 365 * 24 * 3600 * 1000);
  return `${day.toISOString().slice(0, 10)}T12:00`;
}

for (const javaScriptEnabled of [true, false]) {
  test(`the leaderboard of a year ago ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ visitor }) => {
    const page = await visitor({ javaScriptEnabled });
    await enter(page, GRACE);
    await page.goto('/en/leaderboard?period=all');
    const now = await page.locator('table').textContent();
    await page.locator('details.moment summary').click();
    await page.locator('#as_of').fill(lastYear());
    await page.locator('details.moment button').click();
    await expect(page.locator('.notice.warning')).toContainText('As of');
    expect(await page.locator('table').textContent()).not.toBe(now);
    await page.locator('table').getByRole('link').filter({ hasText: /./ }).last().click();
    await page.waitForURL((url) => !url.pathname.endsWith('/leaderboard'));
    await page.goBack();
    await page.getByRole('link', { name: 'Back to today' }).click();
    await expect.poll(() => page.locator('table').textContent()).toBe(now);
  });
}

for (const language of ['en', 'es']) {
  test(`pages as of a moment and of the log are sound in ${language}`, async ({ visitor }) => {
    test.setTimeout(240_000);
    const page = await visitor();
    await enter(page, GRACE, language);
    const moment = `as_of=${lastYear()}`;
    for (const path of [`/leaderboard?period=all&${moment}`, `/countries/br?${moment}`, `/points?${moment}`]) {
      await page.goto(`/${language}${path}`);
      await expect(page.locator('.notice.warning')).toBeVisible();
      await sound(page, language);
    }
    await page.goto(`/${language}/leaderboard?as_of=yesterday`);
    await sound(page, language);
    await page.goto(`/${language}/audit?kind=MemberJoined`);
    await sound(page, language);
    await page.locator('main table a').first().click();
    await expect(page.locator('pre').first()).toContainText('sealed');
    await sound(page, language);
    await page.goto(`/${language}/audit?kind=ResourcePublished`);
    await page.locator('main table a[href*="/audit/item/"]').last().click();
    await expect(page.locator('ol.timeline')).toBeVisible();
    await sound(page, language);
    await page.goto(`/${language}/audit?actor=nobody`);
    await sound(page, language);
  });
}

test('personal data are seen after somebody else agreed', async ({ visitor }) => {
  const grace = await visitor();
  await enter(grace, GRACE);
  await grace.goto('/en/audit?kind=MemberJoined');
  await grace.locator('main table a').first().click();
  const event = new URL(grace.url()).pathname;
  await grace.locator('#reason').fill('A journey looks for a name');
  await grace.getByRole('button', { name: 'Request to see them' }).click();
  await expect(grace.getByRole('status').first()).toContainText('is waiting for another person');
  await expect(grace.locator('pre').first()).not.toContainText('clear');

  const helene = await visitor();
  await enter(helene, HELENE);
  await helene.goto('/en/audit');
  await expect(helene.locator('main')).toContainText('A journey looks for a name');
  await helene.goto(event);
  await helene.locator('#reason').fill('It may');
  await helene.getByRole('button', { name: 'Approve' }).click();
  await expect(helene.getByRole('status').first()).toContainText('approved');
  await sound(helene, 'en');

  await grace.goto(event);
  await grace.getByRole('button', { name: 'Show the data' }).click();
  await expect(grace.locator('pre').first()).toContainText('clear');
  await sound(grace, 'en');
  await grace.goto('/en/audit?kind=DisclosureViewed');
  await expect(grace.locator('main table')).toContainText('Disclosed data viewed');
});
