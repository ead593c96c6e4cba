// The vocabulary of themes: a new one is found while typing and published with, and merged into another afterwards.
import { randomBytes } from 'node:crypto';

import { faultsOfContent, overflow, violations } from './support/axe.js';
import { HELENE, PASSWORD } from './support/demo.js';
import { describe, describeLink, send } from './support/library.js';
import { join, signIn } from './support/members.js';
import { expect, test } from './support/test.js';

const heading = (page) => page.getByRole('heading', { level: 1 });

/** What is wrong with the page as it stands, wide and narrow. */
async function faults(page, language) {
  const found = [];
  for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 640 }]) {
    await page.setViewportSize(viewport);
    found.push(...(await violations(page)), ...(await overflow(page)));
  }
  found.push(...(await faultsOfContent(page, language)));
  await page.setViewportSize({ width: 1280, height: 900 });
  return found;
}

/** Letters alone, so that a word of it is one word. */
const mark = () => [...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');

test('a theme is added, found by a synonym, published with and merged', async ({ visitor }) => {
  const word = mark();
  const names = { en: `Water ${word}`, es: `Agua ${word}`, pt: `Água ${word}`, fr: `Eau ${word}` };
  const admin = await visitor();
  await admin.goto('/en/sign-in?next=/en/themes');
  await signIn(admin, { email: HELENE, password: PASSWORD });
  await admin.getByRole('link', { name: 'Manage the vocabulary' }).click();
  await admin.getByRole('link', { name: 'Add a theme' }).click();
  await send(admin);
  for (const field of ['name_en', 'name_es', 'name_pt', 'name_fr', 'reason']) {
    await expect(admin.locator(`#${field}-error`)).toBeVisible();
  }
  for (const [language, name] of Object.entries(names)) await admin.locator(`#name_${language}`).fill(name);
  await admin.locator('#synonyms_es').fill(`saneamiento ${word}\nÑandú ${word}`);
  await admin.locator('#reason').fill('Asked for by the ministries 🌊 مرحبا');
  await send(admin);
  await expect(heading(admin)).toHaveText(names.en);
  const address = new URL(admin.url()).pathname;
  const slug = address.split('/').at(-2);

  const member = await visitor();
  await join(member);
  const resource = { ...describeLink(), theme: undefined };
  await member.goto('/en/library/new');
  await describe(member, resource);
  const themes = member.locator('fieldset#themes');
  await themes.getByLabel('Find a theme').fill(`nandu ${word}`);
  await expect(themes.getByRole('checkbox')).toHaveCount(1);
  await expect(themes.getByRole('status')).toHaveText('Matching themes: 1');
  // By the keyboard, without sending the form.
  await member.keyboard.press('Enter');
  await expect(themes.getByRole('checkbox', { name: names.en })).toBeFocused();
  await member.keyboard.press('Space');
  await themes.getByLabel('Find a theme').fill('xyzzy');
  await expect(themes.getByRole('status')).toContainText('No theme matches');
  await expect(themes.getByRole('checkbox', { name: names.en }), 'what is ticked stays in sight').toBeChecked();
  expect(await violations(member)).toEqual([]);
  await member.keyboard.press('Escape');
  await expect(themes.getByRole('checkbox', { name: 'Youth' })).toBeVisible();
  await send(member);
  await expect(heading(member)).toHaveText(resource.title);
  await expect(member.locator('main').getByRole('link', { name: names.en })).toBeVisible();

  await admin.getByRole('link', { name: 'Merge into another theme' }).click();
  await admin.locator('#into').selectOption('infrastructure');
  await admin.getByRole('button', { name: 'Show what is affected' }).click();
  await expect(admin.getByRole('row').filter({ hasText: slug })).toContainText('1');
  expect(await faults(admin, 'en')).toEqual([]);
  await admin.locator('#reason').fill('The same subject');
  await send(admin);
  await expect(heading(admin)).toHaveText('Infrastructure');
  await expect(admin.locator('main')).toContainText('The same subject');
  expect(await faults(admin, 'en')).toEqual([]);

  await member.reload();
  await expect(member.locator('main').getByRole('link', { name: 'Infrastructure' })).toBeVisible();
  await member.goto(`/es/library?theme=${slug}&language=en`);
  await expect(member).toHaveURL(/theme=infrastructure/);
  await expect(member.locator('main')).toContainText(resource.title);
  await expect(member.locator('.filters')).not.toContainText(names.es);
  await member.goto('/es/themes');
  await expect(member.getByRole('row').filter({ hasText: 'Infraestructura' })).toContainText(`Ñandú ${word}`);
  expect(await faults(member, 'es')).toEqual([]);
});

test('without JavaScript all themes are there to be ticked', async ({ visitor, page }) => {
  const member = await join(page);
  const plain = await visitor({ javaScriptEnabled: false });
  await plain.goto('/en/sign-in?next=/en/library/new');
  await signIn(plain, member);
  await plain.waitForURL((url) => url.pathname === '/en/library/new');
  await expect(plain.getByLabel('Find a theme')).toHaveCount(0);
  await expect(plain.locator('fieldset#themes').getByRole('checkbox', { name: 'Youth' })).toBeVisible();
});
