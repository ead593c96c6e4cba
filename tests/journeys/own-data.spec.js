// Taking along everything that the portal keeps about oneself, and reading it without the portal.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { faultsOfContent, overflow, violations } from './support/axe.js';
import { join } from './support/members.js';
import { expect, test } from './support/test.js';
import { unpack } from './support/zip.js';

/** Downloads the archive in this language and unpacks it. */
async function taken(page, language, { password }, folder) {
  await page.goto(`/${language}/account/data`);
  await page.locator('#password').fill(password);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('main form').getByRole('button').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^iaspn-data-\d{4}-\d\d-\d\d\.zip$/);
  const archive = `${folder}.zip`;
  await download.saveAs(archive);
  expect(unpack(archive, folder)).toEqual(['data.json', 'index.html']);
  return folder;
}

test('takes the own data along and reads them offline, in two languages', async ({ page, browser }, testInfo) => {
  const member = await join(page);
  await page.goto('/en/account');
  await page.getByRole('link', { name: 'Download your data' }).click();
  await page.locator('#password').fill('not my password');
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(page.locator('#password-error')).toHaveText('This is not your password');

  for (const language of ['en', 'es']) {
    const folder = await taken(page, language, member, testInfo.outputPath(language));
    const data = JSON.parse(readFileSync(`${folder}/data.json`, 'utf8'));
    expect(data.account.email).toBe(member.email);
    expect(data.events.map(({ event }) => event)).toEqual(['MemberJoined', 'EmailConfirmed']);

    const context = await browser.newContext({ offline: true, viewport: { width: 320, height: 900 } });
    const reader = await context.newPage();
    await reader.goto(pathToFileURL(`${folder}/index.html`).href);
    await expect(reader.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(reader.locator('main')).toContainText(member.email);
    await expect(reader.locator('header')).toContainText(member.name);
    const faults = [...(await violations(reader)), ...(await faultsOfContent(reader, language)), ...(await overflow(reader))];
    expect(faults).toEqual([]);
    await context.close();
  }
});

test('works without scripts', async ({ page, visitor }, testInfo) => {
  const member = await join(page);
  const plain = await visitor({ javaScriptEnabled: false });
  await plain.goto('/en/sign-in');
  await plain.locator('#email').fill(member.email);
  await plain.locator('#password').fill(member.password);
  await plain.locator('main').getByRole('button', { name: 'Sign in' }).click();
  const folder = await taken(plain, 'fr', member, testInfo.outputPath('fr'));
  expect(readFileSync(`${folder}/index.html`, 'utf8')).toContain('<html lang="fr">');
});
