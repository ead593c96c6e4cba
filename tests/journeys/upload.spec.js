// Uploading files beside the form: progress, a line that breaks, a page that is loaded anew, and films that play.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, describeLink, send } from './support/library.js';
import { join } from './support/members.js';
import { expect, test } from './support/test.js';

const heading = (page) => page.getByRole('heading', { level: 1 });
const status = (page) => page.locator('[data-upload] [role=status]');
const uploads = /\/library\/uploads/;

function describeFile(file) {
  const { link, ...resource } = describeLink();
  return { ...resource, file };
}

/** A table of so many million bytes. */
const table = (millions) => ({
  name: 'register.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from('country,families\nPE,70000\n'.repeat(Math.ceil((millions * 1e6) / 26))),
});

/** A film of a few seconds, as in the demo. */
const film = { name: 'film.mp4', mimeType: 'video/mp4', buffer: readFileSync(fileURLToPath(new URL('support/film.mp4', import.meta.url))) };

test('a file is uploaded while the form is filled in, and not a second time with it', async ({ page }) => {
  await join(page);
  const { file, ...texts } = describeFile(table(3));
  await page.goto('/en/library/new');
  await page.locator('#file').setInputFiles(file);
  await expect(status(page)).toHaveText('register.csv is uploaded. Publish when the form is filled in.');
  await describe(page, texts);
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/library/new'));
  await send(page);
  expect(Number((await (await sent).allHeaders())['content-length'])).toBeLessThan(20_000);
  await expect(heading(page)).toHaveText(texts.title);
  await expect(page.getByText('register.csv')).toBeVisible();
});

test('an upload goes on after the line has broken and after the page was loaded anew', async ({ browser, baseURL }, info) => {
  // Not watched for failures: the browser complains of the line, as it should.
  const context = await browser.newContext({ baseURL, locale: 'en-US' });
  const page = await context.newPage();
  await join(page);
  // On the disk, so that it is the same file with the same date when it is chosen again.
  const { name, buffer } = table(12);
  writeFileSync(info.outputPath(name), buffer);
  const resource = describeFile(info.outputPath(name));
  const offsets = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  // The first time the line breaks behind the first five million bytes.
  let broken = 0;
  await page.route(uploads, async (route) => {
    const request = route.request();
    if (request.method() !== 'PATCH' || broken++ > 0) return route.continue();
    const part = buffer.subarray(0, 5_500_000);
    await page.request.patch(request.url(), {
      data: part,
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'sec-fetch-site': 'same-origin',
      },
    });
    await route.abort('connectionreset');
  });
  await page.goto('/en/library/new');
  await describe(page, resource);
  await expect(status(page)).toContainText('The connection was lost');
  await expect(status(page)).toContainText('is uploaded');
  expect(offsets).toEqual([0, 5_500_000]);

  // Loaded anew, the same file is known: all of it is there already.
  await page.reload();
  await describe(page, resource);
  await expect(status(page)).toContainText('is uploaded');
  expect(offsets).toEqual([0, 5_500_000, buffer.length]);
  await send(page);
  await expect(heading(page)).toHaveText(resource.title);
  await context.close();
});

test('an upload is cancelled by the keyboard, and a form that is sent too early waits', async ({ page }) => {
  await join(page);
  const resource = describeFile(table(1));
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(uploads, async (route) => {
    if (route.request().method() === 'PATCH') await held;
    await route.continue().catch(() => {});
  });
  await page.goto('/en/library/new');
  await describe(page, resource);
  const cancel = page.getByRole('button', { name: 'Cancel the upload' });
  await cancel.focus();
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText('The upload was cancelled.');
  await expect(page.locator('#file')).toHaveValue('');
  await expect(page.locator('#file')).toBeFocused();

  await page.locator('#file').setInputFiles(resource.file);
  await send(page);
  await expect(status(page)).toHaveText('The form is sent as soon as the file has been uploaded.');
  release();
  await expect(heading(page)).toHaveText(resource.title);
});

test('a film plays and seeks in the page, and its new version takes its place', async ({ page }) => {
  await join(page);
  const resource = describeFile(film);
  await page.goto('/en/library/new');
  await describe(page, resource);
  await send(page);
  await expect(heading(page)).toHaveText(resource.title);
  const video = page.locator('video');
  await expect(video).toBeVisible();
  // The demo's browser may be built without the codecs of MP4; then it says that it cannot play.
  const playable = await video.evaluate((element) => element.canPlayType('video/mp4; codecs="avc1.42E01E"'));
  if (playable) {
    await expect.poll(() => video.evaluate((element) => element.readyState)).toBeGreaterThan(0);
    await video.evaluate((element) => (element.currentTime = element.duration / 2));
    await expect.poll(() => video.evaluate((element) => element.seeking || element.currentTime === 0)).toBe(false);
    await video.evaluate((element) => ((element.muted = true), element.play()));
    await expect.poll(() => video.evaluate((element) => element.currentTime > element.duration / 2)).toBe(true);
  }

  await page.getByRole('link', { name: 'Replace the document' }).click();
  await page.locator('#change').fill('With figures of this year.');
  await page.locator('#file').setInputFiles(table(1));
  await send(page);
  await expect(heading(page)).toHaveText(resource.title);
  const versions = page.getByRole('region', { name: 'Versions' });
  await expect(versions.getByRole('listitem')).toHaveCount(2);
  await expect(versions.getByRole('listitem').first()).toContainText('With figures of this year.');
  const first = await page.request.get(await versions.getByRole('link', { name: 'film.mp4' }).getAttribute('href'));
  expect((await first.body()).equals(film.buffer)).toBe(true);
});

test('without JavaScript the file goes with the form', async ({ visitor }) => {
  const page = await visitor({ javaScriptEnabled: false });
  await join(page);
  const resource = describeFile(table(1));
  await page.goto('/en/library/new');
  await expect(page.locator('[data-upload]')).toBeHidden();
  await describe(page, resource);
  await send(page);
  await expect(heading(page)).toHaveText(resource.title);
});
