// The editor of long texts: by keyboard, with and without its script; previews, pictures, mentions, drafts.
import { faultsOfContent, overflow, violations } from './support/axe.js';
import { ANA, MARISOL, PASSWORD } from './support/demo.js';
import { describe, describeLink, publish, send } from './support/library.js';
import { join, signIn, signOut } from './support/members.js';
import { expect, test } from './support/test.js';

const heading = (page) => page.getByRole('heading', { level: 1 });
const notice = (page) => page.getByRole('status').first();
const editor = (page, name) => page.locator(`[data-editor="${name}"]`);

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);

async function sound(page, language = 'en') {
  const found = [...(await violations(page)), ...(await faultsOfContent(page, language))];
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...(await violations(page)), ...(await overflow(page)));
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(found).toEqual([]);
}

test('a text is written, marked and previewed by the keyboard alone', async ({ page }) => {
  await join(page);
  await page.goto('/en/library/new');
  const text = page.locator('#summary');
  await text.focus();
  await page.keyboard.type('Paid by phone');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Control+b');
  await expect(text).toHaveValue('**Paid by phone**');
  await page.keyboard.press('Control+b');
  await expect(text).toHaveValue('Paid by phone');
  // The toolbar is one stop; the arrows go along it.
  await page.keyboard.press('Shift+Tab');
  await expect(editor(page, 'summary').getByRole('button', { name: 'Bold' })).toBeFocused();
  for (const tool of ['Italic', 'Heading', 'List']) {
    await page.keyboard.press('ArrowRight');
    await expect(editor(page, 'summary').getByRole('button', { name: tool })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(text).toHaveValue('- Paid by phone');
  await expect(text).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(' 🌽 \u0645\u0631\u062d\u0628\u0627');
  await expect(editor(page, 'summary').locator('.count')).toContainText('Characters: 23 of');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const preview = page.getByRole('region', { name: 'Preview: Summary' });
  await expect(preview.getByRole('listitem')).toHaveText('Paid by phone 🌽 مرحبا');
  await text.press('Control+End');
  await page.keyboard.type('\n- **and fast**');
  await expect(preview.locator('strong')).toHaveText('and fast');
  await sound(page);
  // Undoing undoes what the toolbar did, too.
  await text.fill('plain');
  await text.selectText();
  await editor(page, 'summary').getByRole('button', { name: 'Quotation' }).click();
  await expect(text).toHaveValue('> plain');
  await text.press('Control+z');
  await expect(text).toHaveValue('plain');
});

for (const language of ['en', 'es']) {
  test(`without JavaScript a button shows the text in ${language}, and nothing is saved`, async ({ page, visitor }) => {
    const member = await join(page);
    const plain = await visitor({ javaScriptEnabled: false });
    await plain.goto(`/${language}/sign-in?next=/${language}/profile`);
    await signInAnywhere(plain, member);
    const words = '# Work\n\n*Ten years* 🌽 <b>x</b>\n\nمرحبا';
    await plain.locator('#biography').fill(words);
    await expect(plain.getByRole('toolbar')).toHaveCount(0);
    await plain.locator('button[name=preview]').click();
    const preview = plain.locator('#biography-preview');
    await expect(preview.locator('em')).toHaveText('Ten years');
    await expect(preview).toContainText('<b>x</b>');
    await expect(plain.locator('#biography')).toHaveValue(words);
    await page.reload();
    await expect(page.locator('main')).not.toContainText('Ten years');
    await plain.locator('main form[method=post] .actions').last().locator('[type=submit]').click();
    await plain.waitForURL('**/members/**');
    await expect(plain.locator('main em')).toHaveText('Ten years');
  });
}

async function signInAnywhere(page, { email, password }) {
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('main form [type=submit]').click();
  await page.waitForURL('**/profile');
}

test('a member is found by an @, and the reader sees the name of the profile', async ({ page, visitor }) => {
  await join(page);
  const other = await visitor();
  const bruno = await join(other, 'Bruno');
  await page.goto('/en/library/new');
  const resource = describeLink();
  await describe(page, resource);
  const text = page.locator('#summary');
  await text.fill('Thanks to ');
  await text.press('Control+End');
  await page.keyboard.type(`@${bruno.name.slice(0, 18)}`, { delay: 20 });
  const option = page.getByRole('option', { name: bruno.name });
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(text).toHaveValue(new RegExp(`^Thanks to @\\[${bruno.name}\\]\\(member:[0-9a-f-]{36}\\) $`));
  await page.keyboard.type('for the figures.');
  await send(page);
  await expect(heading(page)).toHaveText(resource.title);
  await page.locator('main').getByRole('link', { name: bruno.name }).click();
  await expect(heading(page)).toContainText(bruno.name);
});

test('a picture comes by the clipboard, and a wrong file leaves the text as it is', async ({ page, visitor }) => {
  // Three people's browsers.
  test.slow();
  await join(page);
  const resource = describeLink();
  await page.goto('/en/library/new');
  await describe(page, { ...resource, summary: 'See: ' });
  const text = page.locator('#summary');
  await text.press('Control+End');
  const paste = (bytes, name) =>
    text.evaluate(
      (area, { bytes, name }) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([Uint8Array.from(bytes)], name, { type: 'image/png' }));
        area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      },
      { bytes: [...bytes], name },
    );
  await paste(Buffer.from('<svg onload="alert(1)"/>'), 'x.png');
  await expect(editor(page, 'summary')).toContainText('Only JPEG, PNG and WebP');
  await expect(text).toHaveValue('See: ');
  await paste(PNG, 'x.png');
  await expect(text).toHaveValue(/^See: !\[Describe the picture\]\(\/pictures\/[0-9a-f-]{36}-1x1\)$/);
  // What is to be described is selected already.
  await page.keyboard.type('A maize field');
  await send(page);
  await expect(heading(page)).toHaveText(resource.title);
  const address = new URL(page.url()).pathname;
  const reader = await visitor();
  await reader.goto(address);
  const picture = reader.locator('main .prose img');
  await expect(picture).toHaveAttribute('alt', 'A maize field');
  await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBe(1);

  // A moderator takes it down from where it stands; its words stay.
  const moderator = await visitor();
  await moderator.goto(`/en/sign-in?next=${address}`);
  await signIn(moderator, { email: MARISOL, password: PASSWORD });
  await moderator.getByRole('link', { name: 'Take this picture down' }).click();
  await sound(moderator);
  await moderator.getByRole('button', { name: 'Take it down' }).click();
  await expect(moderator.locator('#reason-error')).toBeVisible();
  await moderator.locator('#reason').fill('Nobody asked the owner of the field.');
  await moderator.getByRole('button', { name: 'Take it down' }).click();
  await expect(heading(moderator)).toHaveText('This picture was taken down');
  const file = await picture.getAttribute('src');
  expect((await reader.request.get(file)).status()).toBe(410);
  await reader.reload();
  await expect(reader.locator('main .prose')).toContainText('Picture taken down: A maize field');
  await sound(reader);
  await reader.getByRole('link', { name: 'Picture taken down' }).click();
  await expect(reader.locator('main')).toContainText('Nobody asked the owner of the field.');
});

test('without JavaScript a picture has a page of its own', async ({ page, visitor }) => {
  const member = await join(page);
  const plain = await visitor({ javaScriptEnabled: false });
  await plain.goto('/en/sign-in?next=/en/profile');
  await signInAnywhere(plain, member);
  const [opened] = await Promise.all([
    plain.context().waitForEvent('page'),
    editor(plain, 'biography').getByRole('link', { name: 'A picture for your text' }).click(),
  ]);
  await opened.locator('#file').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: PNG });
  await opened.getByRole('button', { name: 'Upload the picture' }).click();
  await expect(heading(opened)).toHaveText('The picture is ready');
  await expect(opened.locator('#markdown')).toHaveValue(/^!\[Describe the picture\]\(\/pictures\//);

  // It is found again among one's own, and taken down.
  await opened.goto('/en/account');
  await opened.getByRole('link', { name: 'Pictures that you have sent' }).click();
  const own = opened.getByRole('article');
  await expect(own).toHaveCount(1);
  await own.getByRole('link').click();
  await opened.getByRole('link', { name: 'Take this picture down' }).click();
  await opened.locator('#reason').fill('It was the wrong one.');
  await opened.getByRole('button', { name: 'Take it down' }).click();
  await expect(notice(opened)).toContainText('The picture was taken down');
  await expect(own).toContainText('Picture taken down');
});

test('a draft survives a closed page, and goes when the form is saved', async ({ page }) => {
  const member = await join(page);
  await page.goto('/en/library/new');
  const resource = describeLink();
  await describe(page, { ...resource, link: undefined });
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft ')).length)).toBe(1);
  await page.goto('/en/library');
  await page.goto('/en/library/new');
  await expect(page.locator('#summary')).toHaveValue('');
  await sound(page);
  await page.getByRole('button', { name: 'Restore the draft' }).click();
  await expect(page.locator('#title')).toHaveValue(resource.title);
  await expect(page.locator('#summary')).toHaveValue(resource.summary);
  await expect(page.locator(`input[name=themes][value=${resource.theme}]`)).toBeChecked();
  await page.locator('#link').fill(resource.link);
  await send(page);
  await expect(notice(page)).toBeVisible();
  await page.goto('/en/library/new');
  await expect(page.getByRole('button', { name: 'Restore the draft' })).toBeHidden();
  // Somebody else at the same browser finds nothing.
  await page.locator('#title').fill('Only mine');
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('Only mine');
  await page.goto('/en');
  await signOut(page);
  await page.goto('/en/sign-in?next=/en/library/new');
  await signIn(page, { email: ANA, password: PASSWORD });
  await page.waitForURL('**/library/new');
  await expect(page.getByRole('button', { name: 'Restore the draft' })).toBeHidden();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Only mine');
  expect(member.name).toBeTruthy();
});

test('a portal that cannot be reached leaves the text as it is', async ({ page }) => {
  await join(page);
  await page.goto('/en/library/new');
  await page.locator('#summary').fill('Typed on a bus');
  await page.route('**/preview', (route) => route.fulfill({ status: 429, body: '' }));
  await editor(page, 'summary').getByRole('button', { name: /^Preview/ }).click();
  await expect(editor(page, 'summary')).toContainText('Your text is untouched');
  await expect(page.locator('#summary')).toHaveValue('Typed on a bus');
});

test('a summary with a preview is saved as usual', async ({ page }) => {
  await join(page);
  const resource = describeLink();
  const address = await publish(page, resource);
  await page.goto(`${address}/edit`);
  await editor(page, 'summary').getByRole('button', { name: /^Preview/ }).click();
  await expect(page.getByRole('region', { name: 'Preview: Summary' }).locator('strong')).toHaveText('three');
  await page.locator('#summary').fill('Shorter.');
  await send(page);
  await expect(page.locator('main')).toContainText('Shorter.');
});
