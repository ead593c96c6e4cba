// Publishing links and documents, editing, withdrawing, and what goes wrong on the way.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

import { violations } from './support/axe.js';
import { MARISOL, PASSWORD } from './support/demo.js';
import { describe, describeLink, publish, send } from './support/library.js';
import { join, loseSession, signIn } from './support/members.js';
import { expect, test } from './support/test.js';

const heading = (page) => page.getByRole('heading', { level: 1 });
const notice = (page) => page.getByRole('status').first();

/** A small PDF that no other test has. */
function pdf(name = 'Guía de campo.pdf') {
  const text = `%PDF-1.4\n% ${randomBytes(512).toString('base64')}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text) };
}

function describeDocument(file = pdf()) {
  const { link, ...resource } = describeLink();
  return { ...resource, file };
}

test('a document comes back byte for byte', async ({ page, visitor }) => {
  await join(page);
  const resource = describeDocument();
  const address = await publish(page, resource);
  const reader = await visitor();
  await reader.goto(address);
  const download = reader.waitForEvent('download');
  await reader.getByRole('link', { name: 'Download' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('Guía de campo.pdf');
  expect(readFileSync(await saved.path()).equals(resource.file.buffer)).toBe(true);
});

test('what cannot be taken is told beside the field, and the texts are kept', async ({ page }) => {
  await join(page);
  const files = [
    [{ name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) }, 'This file is empty'],
    [{ ...pdf('photo.png'), mimeType: 'image/png' }, 'does not match its name'],
    [{ ...pdf('tool.exe'), mimeType: 'application/pdf' }, 'Files of this type are not accepted'],
  ];
  const resource = describeDocument();
  await page.goto('/en/library/new');
  for (const [file, message] of files) {
    await describe(page, { ...resource, file });
    await send(page);
    await expect(page.locator('#file-error')).toContainText(message);
    await expect(page.locator('#title')).toHaveValue(resource.title);
  }
  await describe(page, { file: resource.file });
  await send(page);
  await expect(heading(page)).toHaveText(resource.title);
});

test('a document that is too large is refused before it is read', async ({ page }, info) => {
  await join(page);
  const large = info.outputPath('large.pdf');
  writeFileSync(large, Buffer.concat([pdf().buffer, Buffer.alloc(51 * 1024 * 1024)]));
  await page.goto('/en/library/new');
  await describe(page, describeDocument(large));
  await expect(page.getByText('This file is larger than 50 MB')).toBeVisible();
  await expect(page.locator('#title')).toHaveValue(/\S/);
});

test('a form that is not complete says so beside each field', async ({ page }) => {
  await join(page);
  await page.goto('/en/library/new');
  await describe(page, { summary: '<img src=x onerror=alert(1)> **bold**', year: '1492', link: 'javascript:alert(1)' });
  await page.locator('main form').evaluate((form) => (form.noValidate = true));
  await send(page);
  for (const name of ['title', 'themes', 'year', 'link']) await expect(page.locator(`#${name}-error`)).toBeVisible();
  await expect(page.locator('#summary')).toHaveValue('<img src=x onerror=alert(1)> **bold**');
});

test('hostile Markdown does no harm', async ({ page }) => {
  await join(page);
  const summary = '<script>alert(1)</script> [x](javascript:alert(2)) ![y](https://elsewhere.example/y.png) **loud**';
  await publish(page, { ...describeLink(), summary });
  await expect(page.locator('main').getByText('loud')).toBeVisible();
  await expect(page.locator('main script, main img, main a[href^="javascript:"]')).toHaveCount(0);
});

test('sending a form twice makes one resource', async ({ page }) => {
  await join(page);
  const resource = describeLink();
  await page.goto('/en/library/new');
  await describe(page, resource);
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  // The second click comes before the first is answered.
  await page.locator('main form[method=post] [type=submit]').last().dblclick();
  await expect(heading(page)).toHaveText(resource.title);
  // And once more as it was, as a browser does that is told to send again.
  const first = await sent;
  const headers = { 'content-type': first.headers()['content-type'] };
  const again = await page.request.post(first.url(), { data: first.postDataBuffer(), headers });
  expect(again.url()).toBe(page.url());
  await page.goto('/en/library');
  await expect(page.locator('main').getByRole('link', { name: resource.title })).toHaveCount(1);
});

test('an edit of what was changed in another tab shows both versions', async ({ page }) => {
  await join(page);
  const resource = describeLink();
  const address = await publish(page, resource);
  const tab = await page.context().newPage();
  for (const one of [page, tab]) await one.goto(`${address}/edit`);
  await describe(tab, { summary: 'The first change' });
  await send(tab);
  await expect(notice(tab)).toContainText('Your changes are saved');
  await describe(page, { summary: 'The second change' });
  await send(page);
  await expect(page.locator('main')).toContainText('This resource was changed while you were writing');
  await expect(page.locator('main')).toContainText('The first change');
  await expect(page.locator('#summary')).toHaveValue('The second change');
  await send(page);
  await expect(notice(page)).toContainText('Your changes are saved');
  await expect(page.locator('main')).toContainText('The second change');
});

test('what was withdrawn says so, leaves the library, and keeps what is being typed', async ({ page, visitor }) => {
  await join(page);
  const resource = describeLink();
  const address = await publish(page, resource);
  const tab = await page.context().newPage();
  await tab.goto(`${address}/edit`);
  await describe(tab, { summary: 'Typed in vain' });
  await page.getByRole('link', { name: 'Withdraw' }).click();
  await page.locator('#reason').fill('The figures of chapter two are wrong');
  await send(page);
  await expect(notice(page)).toBeVisible();
  await expect(page.locator('main').getByRole('link', { name: resource.title })).toHaveCount(0);
  const reader = await visitor();
  expect((await reader.goto(address)).status()).toBe(410);
  await expect(heading(reader)).toHaveText('This resource was withdrawn');
  await expect(reader.locator('main')).toContainText('The figures of chapter two are wrong');

  await send(tab);
  await expect(tab.locator('main')).toContainText('Nothing was saved');
  await expect(tab.locator('#summary')).toHaveValue('Typed in vain');
  // Opened anew, the page offers what the browser kept of it.
  expect((await tab.goto(`${address}/edit`)).status()).toBe(410);
  await tab.getByRole('button', { name: 'Restore the draft' }).click();
  await expect(tab.locator('#summary')).toHaveValue('Typed in vain');
  expect(await violations(tab)).toEqual([]);
});

test('a resource is cited, and leads to its translation', async ({ page, visitor }) => {
  await join(page);
  const original = { ...describeLink(), authors: 'Díaz, Ana; MIDIS', year: '2024' };
  const translation = { ...describeLink(), title: `${original.title} (español)`, language: 'es' };
  const first = await publish(page, original);
  const second = await publish(page, translation);
  await page.getByRole('link', { name: 'Translations' }).click();
  await page.locator('#of').fill('https://elsewhere.example/r/4x2m0c9k1a');
  await send(page);
  await expect(page.locator('#of-error')).toContainText('no resource in the library at this address');
  await page.locator('#of').fill(new URL(first, page.url()).href);
  await send(page);
  await expect(notice(page)).toContainText('The translation is linked');

  const reader = await visitor();
  await reader.goto(second);
  await reader.locator('main a[hreflang=en]').click();
  await expect(heading(reader)).toHaveText(original.title);
  await expect(reader.locator('main a[hreflang=es]')).toHaveText('Español');
  const cited = `Díaz, A., & MIDIS. (2024). ${original.title}.`;
  await expect(reader.locator('.citation')).toContainText(cited);
  const download = reader.waitForEvent('download');
  await reader.getByRole('link', { name: 'BibTeX' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^paying-cash-transfers-by-phone-.*\.bib$/);
  expect(readFileSync(await saved.path(), 'utf8')).toContain('author = {Díaz, Ana and {MIDIS}}');
  const data = JSON.parse(await reader.locator('script[type="application/ld+json"]').textContent());
  expect(data.name).toBe(original.title);
});

test('nobody edits or withdraws what is somebody else’s', async ({ page, visitor }) => {
  await join(page);
  const address = await publish(page, describeLink());
  const other = await visitor();
  await join(other, 'Bruno');
  for (const action of ['edit', 'withdraw']) {
    expect((await other.goto(`${address}/${action}`)).status()).toBe(403);
  }
  await other.goto(address);
  await expect(other.getByRole('link', { name: 'Withdraw' })).toHaveCount(0);

  // But a moderator, with a reason.
  await other.context().clearCookies();
  await other.goto('/en/sign-in');
  await signIn(other, { email: MARISOL, password: PASSWORD });
  await other.goto(address);
  await other.getByRole('link', { name: 'Withdraw' }).click();
  await other.locator('#reason').fill('It advertises a product');
  await send(other);
  await expect(notice(other)).toContainText('The resource was withdrawn');
  expect((await page.goto(address)).status()).toBe(410);
  await expect(page.locator('main')).toContainText('The moderators of the portal have removed it');
});

test('what was typed is there after signing in again', async ({ page }) => {
  const member = await join(page);
  const resource = describeLink();
  await page.goto('/en/library/new');
  await describe(page, resource);
  await loseSession(page);
  await send(page);
  await expect(page.locator('main')).toContainText('What you typed is kept');
  await signIn(page, member);
  await page.waitForURL('**/en/library/new**');
  await expect(page.locator('#summary')).toHaveValue(resource.summary);
  await expect(page.locator('#link')).toHaveValue(resource.link);
  await expect(page.locator(`input[name=themes][value=${resource.theme}]`)).toBeChecked();
  await send(page);
  await expect(heading(page)).toHaveText(resource.title);
});

test('publishes by the keyboard alone', async ({ page }) => {
  await join(page);
  const resource = describeLink();
  await page.goto('/en/library/new');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const typed = { '#title': resource.title, '#summary': resource.summary, '#link': resource.link };
  const pressed = { [`input[name=themes][value=${resource.theme}]`]: 'Space' };
  let sent = false;
  for (let stops = 0; stops < 80 && !sent; stops += 1) {
    await page.keyboard.press('Tab');
    const at = (target) => page.evaluate((target) => document.activeElement.matches(target), target);
    for (const [target, text] of Object.entries(typed)) if (await at(target)) await page.keyboard.type(text);
    for (const [target, key] of Object.entries(pressed)) if (await at(target)) await page.keyboard.press(key);
    sent = await at('main form[method=post] [type=submit]');
  }
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText(resource.title);
});
