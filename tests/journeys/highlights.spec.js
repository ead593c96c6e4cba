// Partner Highlights: written, reviewed by somebody else, and taken up by another country, whose page shows the tree.
import { randomBytes } from 'node:crypto';

import { faultsOfContent, overflow, violations } from './support/axe.js';
import { MARISOL, PASSWORD } from './support/demo.js';
import { join } from './support/members.js';
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

/** Types into the fields with the keyboard. */
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

const toSubmit = (page) => page.locator('main [type=submit][name=then]');
const toSave = (page) => page.locator('main form .actions > [type=submit]:not([name])').last();
const form = (page, way) => page.locator(`form[action$="/${way}"] [type=submit]:not([formaction])`);
const judge = (page, way) => page.locator(`[type=submit][formaction$="/${way}"]`);

async function fill(page, { country, theme = 'care', ...texts }) {
  await page.locator('#country').selectOption(country);
  await type(page, texts);
  await page.locator(`input[name=themes][value=${theme}]`).check();
}

const texts = {
  summary: 'A centre for every twenty blocks.',
  context: 'Mothers could **not** take the jobs there were.',
  done: 'A hundred centres opened.',
  results: 'Four thousand more go to work.',
  lessons: 'The hours decide.',
  contact: 'desk@ministry.example',
};

const journeys = [
  { language: 'en', title: 'Evening care', note: 'How many places are there?', answer: 'They are in the results now.' },
  { language: 'es', title: 'مبادرة 😀 cuidados', note: '¿Cuántas plazas hay?', answer: 'Ya están en los resultados.' },
];

for (const { language, note, answer, ...told } of journeys) {
  test(`a highlight passes its review and another country takes it up in ${language}`, async ({ page, visitor }) => {
    test.setTimeout(180_000);
    const mark = randomBytes(4).toString('hex');
    const title = `${told.title} ${mark}`;
    const at = (path) => `/${language}/highlights${path}`;
    await join(page, 'Inés');
    const reviewer = await visitor();
    await reviewer.goto(`/${language}/sign-in?next=${at('/review')}`);
    await reviewer.locator('#email').fill(MARISOL);
    await reviewer.locator('#password').fill(PASSWORD);
    await press(reviewer, reviewer.locator('main form [type=submit]'));
    await reviewer.waitForURL(/\/highlights\/review$/);

    // A draft may lack anything; what is missing is said beside each field once it is submitted.
    await page.goto(at(''));
    await press(page, page.locator('main a[href$="/highlights/new"]').first());
    await page.waitForURL(/\/highlights\/new$/);
    await soundly(page, language);
    await type(page, { title });
    await press(page, toSubmit(page));
    await expect(page.locator('#lessons-error')).toBeVisible();
    await expect(page.locator('#country-error')).toBeVisible();
    await expect(page.locator('#title-error')).toHaveCount(0);
    await soundly(page, language);
    await fill(page, { country: 'UY', ...texts });
    await press(page, toSave(page));
    await page.waitForURL(/\/highlights\/drafts\/[0-9a-z]{10}$/);
    await expect(heading(page)).toHaveText(title);
    await soundly(page, language);
    const draft = page.url();
    await press(page, form(page, 'submit'));
    await expect(form(page, 'take-back')).toBeVisible();
    await soundly(page, language);

    // The reviewer asks for changes, the author answers.
    const review = draft.replace('/drafts/', '/review/');
    await reviewer.reload();
    await press(reviewer, reviewer.getByRole('link', { name: title }));
    await reviewer.waitForURL(review);
    await press(reviewer, judge(reviewer, 'ask'));
    await expect(reviewer.locator('#note-error')).toBeVisible();
    await soundly(reviewer, language);
    await type(reviewer, { note });
    await press(reviewer, judge(reviewer, 'ask'));
    await reviewer.waitForURL(/\/highlights\/review$/);
    await page.goto(at('/mine'));
    await soundly(page, language);
    await press(page, page.getByRole('link', { name: title }));
    await expect(page.locator('main')).toContainText(note);
    await press(page, page.locator('a[href$="/edit"]').first());
    await page.waitForURL(/\/edit$/);
    await soundly(page, language);
    await type(page, { results: 'Four thousand more go to work, on 120 places.', answer });
    await press(page, toSubmit(page));
    await page.waitForURL(draft);

    await reviewer.goto(review);
    await expect(reviewer.locator('main')).toContainText(answer);
    await press(reviewer, judge(reviewer, 'publish'));
    await reviewer.waitForURL(/\/highlights\/[0-9a-z]{10}(-|$)/);
    await expect(notice(reviewer)).toBeVisible();
    const original = reviewer.url();

    // Somebody elsewhere adapts it.
    const other = await visitor();
    await join(other, 'Joana');
    await other.goto(original);
    await expect(other.locator('main')).toContainText('desk@ministry.example');
    await press(other, other.locator('a[href*="/highlights/new?source="]'));
    await other.waitForURL(/source=/);
    await expect(other.locator('#relation')).toHaveValue('adapts');
    const adapted = `Creche ${mark}`;
    await fill(other, { country: 'BR', title: adapted, ...texts });
    await press(other, toSubmit(other));
    await other.waitForURL(/\/highlights\/drafts\/[0-9a-z]{10}$/);
    await reviewer.goto(other.url().replace('/drafts/', '/review/'));
    await press(reviewer, judge(reviewer, 'publish'));
    await reviewer.waitForURL(/\/highlights\/[0-9a-z]{10}-creche/);

    const reader = await visitor();
    await reader.goto(original);
    await expect(reader.locator('main')).not.toContainText('desk@ministry.example');
    const tree = reader.locator('#tree');
    await expect(tree.getByRole('listitem')).toHaveCount(2);
    await expect(tree.locator('[aria-current=page]')).toHaveText(title);
    await expect(tree.getByRole('listitem').getByRole('listitem')).toContainText(adapted);
    await soundly(reader, language);
    await press(reader, tree.getByRole('link', { name: adapted }));
    await expect(heading(reader)).toHaveText(adapted);
    await expect(reader.locator('.page-head').getByRole('link', { name: title })).toBeVisible();
    // Whoever reads it can cite it, and catalogues are told what it adapts.
    await expect(reader.locator('.citation')).toContainText(`Creche ${mark}`);
    const download = reader.waitForEvent('download');
    await press(reader, reader.getByRole('link', { name: 'BibTeX' }));
    expect((await download).suggestedFilename()).toMatch(/^creche-.*\.bib$/);
    const data = JSON.parse(await reader.locator('script[type="application/ld+json"]').textContent());
    expect(data.isBasedOn.name).toBe(title);
    // Reuse is credited to the author of the source.
    await expect(async () => {
      await page.goto(`/${language}/points`);
      await expect(page.locator('main')).toContainText(adapted, { timeout: 500 });
    }).toPass();

    // Its author corrects a number, for all to see; what is typed is kept while it is typed.
    await page.goto(original);
    await press(page, page.locator('a[href$="/correct"]'));
    await page.waitForURL(/\/correct$/);
    await soundly(page, language);
    await type(page, { results: 'Five thousand more go to work, on 120 places.', note: 'There are 5000.' });
    await press(page, page.locator('main form .actions > [type=submit]').last());
    await page.waitForURL(original);
    await expect(page.locator('main')).toContainText('Five thousand');
    await reader.goto(original);
    await press(reader, reader.locator('a[href$="/history"]'));
    await expect(reader.locator('main')).toContainText('There are 5000.');
    await expect(reader.locator('del')).toHaveText('Four');
    await soundly(reader, language);

    await page.goto(original);
    await press(page, page.locator('a[href$="/withdraw"]'));
    await page.waitForURL(/\/withdraw$/);
    await soundly(page, language);
    await type(page, { reason: 'The numbers were wrong.' });
    await press(page, page.locator('main form[method=post] [type=submit]').last());
    await page.waitForURL(/\/highlights$/);
    const gone = await reader.goto(original);
    expect(gone.status()).toBe(410);
    await soundly(reader, language);
  });
}

test('a highlight that evaluates another is declined with a reason, which its author reads', async ({ page, visitor }) => {
  const title = `Sin datos ${randomBytes(4).toString('hex')}`;
  const reason = 'No hay evidencia de los resultados.';
  await join(page, 'Inés');
  await page.goto('/es/highlights?country=UY&language=es');
  await press(page, page.getByRole('link', { name: /^Centros de cuidado de horario extendido/ }));
  await press(page, page.locator('a[href*="/highlights/new?source="]'));
  await page.locator('#relation').selectOption('evaluates');
  await fill(page, { country: 'UY', title, ...texts });
  await press(page, toSubmit(page));
  await page.waitForURL(/\/highlights\/drafts\/[0-9a-z]{10}$/);
  const draft = page.url();

  const reviewer = await visitor();
  await reviewer.goto('/es/sign-in?next=/es/highlights/review');
  await reviewer.locator('#email').fill(MARISOL);
  await reviewer.locator('#password').fill(PASSWORD);
  await press(reviewer, reviewer.locator('main form [type=submit]'));
  await reviewer.waitForURL(/\/highlights\/review$/);
  await press(reviewer, reviewer.getByRole('link', { name: title }));
  await press(reviewer, judge(reviewer, 'decline'));
  await expect(reviewer.locator('#reason-error')).toBeVisible();
  await type(reviewer, { reason });
  await press(reviewer, judge(reviewer, 'decline'));
  await reviewer.waitForURL(/\/highlights\/review$/);
  await expect(reviewer.getByRole('link', { name: title })).toHaveCount(0);

  await page.goto(draft);
  await expect(page.locator('main')).toContainText(reason);
  await soundly(page, 'es');
});

test('the demo shows how an idea went through three countries', async ({ page }) => {
  await page.goto('/es/highlights?country=UY&language=es');
  await press(page, page.getByRole('link', { name: /^Centros de cuidado de horario extendido/ }));
  const tree = page.locator('#tree');
  await expect(tree.getByRole('listitem')).toHaveCount(5);
  for (const country of ['Uruguay', 'Brasil', 'Haití', 'Jamaica']) await expect(tree).toContainText(country);
  await soundly(page, 'es');
});
