// The newsroom: a text from its draft to its withdrawal, links with what their pages say, and links that the portal
// cannot read.
import { randomBytes } from 'node:crypto';

import { faultsOfContent, overflow, violations } from './support/axe.js';
import { ANA, PASSWORD } from './support/demo.js';
import { send } from './support/library.js';
import { GUIDE } from './support/linked.js';
import { join, signIn } from './support/members.js';
import { expect, test } from './support/test.js';

const heading = (page) => page.getByRole('heading', { level: 1 });
const notice = (page) => page.getByRole('status').first();

async function soundly(page, language) {
  const found = [...(await faultsOfContent(page, language)), ...(await violations(page))];
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...(await overflow(page)));
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(found, page.url()).toEqual([]);
}

/** Types into the fields and sends the form, all with the keyboard. */
async function type(page, fields) {
  for (const [name, text] of Object.entries(fields)) {
    await page.locator(`#${name}`).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
  }
}

async function press(page, locator) {
  await locator.focus();
  await page.keyboard.press('Enter');
}

const sendButton = (page) => page.locator('main form[method=post] [type=submit]').last();

/** Writes a draft and comes to its preview. */
async function draft(page, language, { theme = 'rural', kind, ...fields }) {
  await page.goto(`/${language}/news/new`);
  if (kind) await page.locator('#kind').selectOption(kind);
  await type(page, fields);
  if (theme) {
    await page.locator(`input[name=themes][value=${theme}]`).focus();
    await page.keyboard.press('Space');
  }
  await press(page, sendButton(page));
  await page.waitForURL(/\/news\/drafts\/[0-9a-z]{10}$/);
}

const journeys = [
  { language: 'en', title: 'Registry opens', was: 'on Monday', is: 'on Tuesday', note: 'It was Tuesday.' },
  { language: 'es', title: 'مبادرة الحماية 😀', was: 'el lunes', is: 'el martes', note: 'Fue el martes.' },
];

for (const { language, was, is, note, ...told } of journeys) {
  test(`a text goes from the draft to the withdrawal in ${language}, by keyboard`, async ({ page, visitor }) => {
    const title = `${told.title} ${randomBytes(4).toString('hex')}`;
    await join(page, 'Inés');
    await page.goto(`/${language}/news`);
    await press(page, page.locator('main a[href$="/news/new"]').first());
    await page.waitForURL(/\/news\/new$/);
    await soundly(page, language);

    await draft(page, language, { title, summary: `${title}: ${was}.`, body: `The office opened **${was}**.` });
    await expect(heading(page)).toHaveText(title);
    await expect(page.locator('article strong')).toHaveText(was);
    await soundly(page, language);
    const preview = page.url();
    const reader = await visitor();
    await reader.goto(preview);
    await expect(reader).toHaveURL(/\/sign-in/);

    await page.locator('#publish_at').fill('2001-01-01T10:00');
    await press(page, page.locator('form[action$="/schedule"] [type=submit]'));
    await expect(page.locator('#publish_at-error')).toBeVisible();
    const ahead = `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T12:34`;
    await page.locator('#publish_at').fill(ahead);
    await press(page, page.locator('form[action$="/schedule"] [type=submit]'));
    await expect(notice(page)).toBeVisible();
    await expect(page.locator('main')).toContainText('12:34 (');
    await page.goto(`/${language}/news/drafts`);
    await expect(page.getByRole('link', { name: title })).toBeVisible();
    await soundly(page, language);
    await page.goto(preview);
    await press(page, page.locator('form[action$="/unschedule"] [type=submit]'));
    await press(page, page.locator('form[action$="/publish"] [type=submit]'));
    await page.waitForURL(/\/news\/[0-9a-z]{10}/);
    await expect(heading(page)).toHaveText(title);
    const item = page.url();
    await reader.goto(`/${language}/news`);
    await reader.getByRole('link', { name: title }).click();
    await expect(heading(reader)).toHaveText(title);
    const data = JSON.parse(await reader.locator('script[type="application/ld+json"]').textContent());
    expect(data.headline).toBe(title);

    await press(page, page.locator('a[href$="/correct"]'));
    await page.waitForURL(/\/correct$/);
    await soundly(page, language);
    await type(page, { body: `The office opened **${is}**.` });
    await press(page, sendButton(page));
    await expect(page.locator('#note-error')).toBeVisible();
    await type(page, { note });
    await press(page, sendButton(page));
    await expect(page.locator('article strong')).toHaveText(is);
    await reader.goto(item);
    await reader.locator('a[href$="/history"]').click();
    await expect(reader.locator('main')).toContainText(note);
    await expect(reader.locator('main ins')).toContainText(is.split(' ')[1]);
    await soundly(reader, language);

    await press(page, page.locator('a[href$="/withdraw"]'));
    await page.waitForURL(/\/withdraw$/);
    await soundly(page, language);
    await type(page, { reason: 'It was another office.' });
    await press(page, sendButton(page));
    await page.waitForURL(/\/news$/);
    const gone = await reader.goto(item);
    expect(gone.status()).toBe(410);
    await expect(reader.locator('main')).toContainText('It was another office.');
    await soundly(reader, language);
  });
}

/** Waits until the portal has tried to read the page behind the draft's link. */
async function read(page, told) {
  await expect(async () => {
    await page.reload();
    await expect(page.locator('main')).toContainText(told, { timeout: 500 });
  }).toPass();
}

const filled = 'it was taken from the linked page';

test('a link brings title, summary and picture of its page, or leaves the picture there', async ({ page, visitor }) => {
  const address = `${process.env.LINKED_URL}/guide`;
  const host = new URL(address).host;
  await join(page, 'Inés');
  await draft(page, 'en', { kind: 'link', link: address });
  await read(page, filled);
  await expect(heading(page)).toHaveText(GUIDE.title);
  const picture = (where) => where.getByRole('img', { name: `Picture of the page at ${host}` });
  await expect(picture(page)).toBeVisible();
  await page.locator('a[href$="/edit"]').first().click();
  await expect(page.locator('#title')).toHaveValue(GUIDE.title);
  await expect(page.locator('#summary')).toHaveValue(GUIDE.summary);
  const title = `${GUIDE.title} ${randomBytes(4).toString('hex')}`;
  await type(page, { title });
  await press(page, sendButton(page));
  await press(page, page.locator('form[action$="/publish"] [type=submit]'));
  await page.waitForURL(/\/news\/[0-9a-z]{10}-/);

  const reader = await visitor();
  await reader.goto('/en/news?kind=link');
  const card = reader.getByRole('article').filter({ hasText: title });
  const thumbnail = card.locator('img');
  await thumbnail.scrollIntoViewIfNeeded();
  await expect(thumbnail).toHaveJSProperty('naturalWidth', 480);
  // Beside the title that leads to it, it says nothing more.
  await expect(thumbnail).toHaveAttribute('alt', '');
  await card.getByRole('link', { name: title }).click();
  await expect(picture(reader)).toHaveJSProperty('naturalWidth', 480);
  await expect(reader.locator('meta[property="og:image"]')).toHaveAttribute('content', /\/pictures\//);
  await expect(reader.getByRole('link', { name: 'Read it there' })).toHaveAttribute('href', address);
  await soundly(reader, 'en');

  // Another draft of the same page does without its picture.
  await page.goto('/en/news/new');
  await page.locator('#kind').selectOption('link');
  await type(page, { link: address });
  await page.locator('#pictureless').check();
  await send(page);
  await read(page, filled);
  await expect(heading(page)).toHaveText(GUIDE.title);
  await expect(page.locator('article img')).toHaveCount(0);

  // What is trusted leads to nothing beside it.
  await draft(page, 'en', { kind: 'link', link: `${process.env.LINKED_URL}/away` });
  await read(page, 'does not lead to a public web page');
});

test('a link that leads inside the network is not read, and says so kindly', async ({ page }) => {
  await join(page, 'Inés');
  await draft(page, 'en', { kind: 'link', link: 'http://127.0.0.1/', theme: 'rural' });
  await read(page, 'does not lead to a public web page');
  await expect(page.locator('main')).toContainText('write the title and summary yourself');
  await soundly(page, 'en');
  await page.locator('a[href$="/edit"]').first().click();
  await soundly(page, 'en');
  await type(page, { title: 'A page that I know', summary: 'What it says.' });
  await press(page, sendButton(page));
  await press(page, page.locator('form[action$="/publish"] [type=submit]'));
  await page.waitForURL(/\/news\/[0-9a-z]{10}-a-page/);
  await expect(page.getByRole('link', { name: 'Read it there' })).toHaveAttribute('href', 'http://127.0.0.1/');
});

test('two windows lose no text', async ({ page }) => {
  await join(page, 'Inés');
  await draft(page, 'en', { title: 'Twice', summary: 'Said once.', body: 'The beginning' });
  const edit = `${page.url()}/edit`;
  const other = await page.context().newPage();
  for (const one of [page, other]) await one.goto(edit);
  await other.locator('#body').fill('The first change');
  await send(other);
  await expect(notice(other)).toContainText('The draft is saved');
  await page.locator('#body').fill('The second change');
  await send(page);
  await expect(page.locator('main')).toContainText('Somebody changed this text');
  await expect(page.locator('main')).toContainText('The first change');
  await expect(page.locator('#body')).toHaveValue('The second change');
  await soundly(page, 'en');
  await send(page);
  await expect(notice(page)).toContainText('The draft is saved');
});

test('a draft is discarded after a question', async ({ page }) => {
  await page.goto('/en/sign-in?next=/en/news/drafts');
  await signIn(page, { email: ANA, password: PASSWORD });
  await draft(page, 'en', { title: `Not today ${randomBytes(4).toString('hex')}`, theme: null });
  const title = await heading(page).textContent();
  await page.locator('a[href$="/discard"]').click();
  await soundly(page, 'en');
  await send(page);
  await expect(page).toHaveURL(/\/news\/drafts$/);
  await expect(page.getByRole('link', { name: title })).toHaveCount(0);
});
