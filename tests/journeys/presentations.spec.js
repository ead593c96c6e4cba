// What organisations say of themselves: words counted while typing, history, an earlier version brought back,
// what waits for translation, programmes and their portfolio, the map.
import { faultsOfContent, overflow, violations } from './support/axe.js';
import { PASSWORD, RAFAEL } from './support/demo.js';
import { signIn } from './support/members.js';
import { expect, test } from './support/test.js';

// One country, one after the other.
test.describe.configure({ mode: 'serial' });

const save = (page) => page.getByRole('button', { name: 'Save the presentation' }).click();

async function enter(page, next) {
  await page.goto(`/en/sign-in?next=${next}`);
  await signIn(page, { email: RAFAEL, password: PASSWORD });
  await page.waitForURL((url) => url.pathname === next);
}

async function sound(page, paths) {
  const faults = [];
  for (const language of ['en', 'pt']) {
    for (const path of paths) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`/${language}${path}`);
      const found = [...(await violations(page)), ...(await faultsOfContent(page, language)), ...(await overflow(page))];
      await page.setViewportSize({ width: 320, height: 640 });
      found.push(...(await violations(page)), ...(await overflow(page)));
      faults.push(...found.map((fault) => `${language}${path}: ${fault}`));
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(faults).toEqual([]);
}

test('words are counted while one types, as the portal counts them', async ({ page }) => {
  await enter(page, '/en/organisations/br/edit');
  const count = page.locator('[data-editor=vision-en] .count');
  await page.locator('#vision-en').fill('- one *two* — 3rd 🌽 مرحبا');
  await expect(count).toContainText('Words: 4 of 150');
  await page.locator('#vision-en').fill('word '.repeat(151));
  await expect(count).toContainText('Words: 151 of 150');
  await expect(count).toHaveAttribute('data-over');
  await save(page);
  await expect(page.locator('#vision-en-error')).toContainText('this has 151 words; the limit is 150');
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`an earlier version is brought back ${how} JavaScript`, async ({ visitor }) => {
    const page = await visitor({ javaScriptEnabled });
    await enter(page, '/en/organisations/br/edit');
    for (const text of [`A network for all, ${how} everyone.`, `One table ${how} room for all 🌽.`]) {
      await page.goto('/en/organisations/br/edit');
      await page.locator('#cooperation-en').fill(text);
      await save(page);
      await expect(page.locator('main')).toContainText(text);
    }
    await page.getByRole('link', { name: 'History of this page' }).click();
    const newest = page.locator('main ol.stack > li').first();
    await expect(newest.locator('ins').first()).toContainText('One table');
    await expect(newest.locator('del').filter({ hasText: 'network' })).toBeVisible();
    await expect(newest.getByRole('link', { name: 'Rafael Moura' })).toBeVisible();
    await page.getByRole('button', { name: /^Restore version/ }).first().press('Enter');
    await expect(page.getByRole('status').first()).toContainText('The earlier version was restored');
    await expect(page.locator('main')).toContainText(`A network for all, ${how} everyone.`);
    await page.getByRole('link', { name: 'History of this page' }).click();
    await expect(newest).toContainText('restores version');
  });
}

test('what waits for translation leads to the field that is missing', async ({ page }) => {
  await enter(page, '/en/countries/br');
  await page.getByRole('link', { name: 'Waiting for translation' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Horizontal cooperation' }).filter({ hasText: 'Français' });
  await row.getByRole('link').click();
  await expect(page.locator('#cooperation-fr')).toBeInViewport();
  await sound(page, ['/organisations/br/history', '/organisations/translations', '/organisations/br/edit']);
});

test('a programme is described, found in the portfolio, and edited by two at once', async ({ page, visitor }) => {
  await enter(page, '/en/countries/br');
  await page.getByRole('link', { name: 'Add a programme' }).click();
  const fill = async (page, fields) => {
    for (const [name, text] of Object.entries(fields)) await page.locator(`#${name}`).fill(text);
  };
  const send = (page) => page.getByRole('button', { name: 'Save the programme' }).click();
  // With the retry of a journey, another one.
  const name = `Cozinha Comunitária ${Date.now()}`;
  await fill(page, { name, short: 'CC', since: '2021', until: '2019', agency: 'MDS', 'summary-en': 'Meals *for all* 🌽' });
  await expect(page.locator('[data-editor=summary-en] .count')).toContainText('of 3,000');
  await page.locator('#themes input[value=nutrition]').check();
  await send(page);
  await expect(page.locator('#until-error')).toContainText('The last year is before the first.');
  await expect(page.locator('#name')).toHaveValue(name);
  await page.locator('#until').fill('');
  await send(page);
  await expect(page.getByRole('status').first()).toContainText('The programme was saved');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await page.getByRole('link', { name: 'Edit this programme' }).click();

  const other = await visitor({ javaScriptEnabled: false });
  await enter(other, '/en/programmes');
  await other.locator('#filters a[href*="country=BR"]').click();
  await other.getByRole('link', { name }).click();
  await other.getByRole('link', { name: 'Edit this programme' }).click();
  await fill(other, { 'summary-en': 'Meals for everyone.' });
  await send(other);
  await expect(other.locator('main')).toContainText('Meals for everyone.');

  await fill(page, { 'summary-en': 'Meals, every day.' });
  await send(page);
  await expect(page.locator('main')).toContainText('Someone else saved this page in the meantime');
  await expect(page.locator('blockquote').filter({ hasText: 'Meals for everyone.' })).toBeVisible();
  await expect(page.locator('#summary-en')).toHaveValue('Meals, every day.');
  expect(await violations(page)).toEqual([]);
  await send(page);
  await expect(page.locator('main')).toContainText('Meals, every day.');

  // What was there before is seen, and brought back.
  await page.getByRole('link', { name: 'History of this page' }).click();
  await expect(page.locator('main ins').filter({ hasText: 'day.' }).first()).toBeVisible();
  const history = new URL(page.url()).pathname;
  await sound(page, [history.slice('/en'.length)]);
  await page.goto(history);
  await page.getByRole('button', { name: 'Restore version 2' }).click();
  await expect(page.getByRole('status').first()).toContainText('The earlier version was restored');
  await expect(page.locator('main')).toContainText('Meals for everyone.');
});

test('the map has a legend, and says the same in tables by region', async ({ page }) => {
  await page.goto('/en/countries');
  await expect(page.getByRole('list', { name: 'What the colours mean' })).toContainText('No contributions yet');
  const tables = page.getByText('The map as tables, by region');
  await tables.press('Enter');
  const south = page.getByRole('table', { name: /^South America: / });
  await expect(south.getByRole('row')).toHaveCount(13);
  expect(await violations(page)).toEqual([]);
  await south.getByRole('link', { name: 'Uruguay' }).click();
  await expect(page).toHaveURL(/\/en\/countries\/uy$/);
});
