// What holds for all pages: languages, errors, the weight of the first visit, and getting about by keyboard.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

import { overflow, violations } from './support/axe.js';
import { ANA } from './support/demo.js';
import { openMail, somebody } from './support/members.js';
import { expect, test } from './support/test.js';

/** Reads feeds with what bin/test has installed from PyPI. */
const PYTHON = resolve(import.meta.dirname, '../../target/tools/harvest/bin/python');
const FEEDS = resolve(import.meta.dirname, '../harvest/feeds.py');

const LANGUAGES = { en: 'English', es: 'Español', pt: 'Português', fr: 'Français' };

test('the language switch keeps the page and what was filtered', async ({ page }) => {
  await page.goto('/en/library?language=es&kind=guide');
  for (const [code, name] of Object.entries(LANGUAGES).reverse()) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveURL(`/${code}/library?language=es&kind=guide`);
    await expect(page.locator('html')).toHaveAttribute('lang', code);
    await expect(page.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'true');
  }
});

test('the portal opens in the language of the browser, and remembers another that was chosen', async ({ visitor }) => {
  const page = await visitor({ locale: 'pt-BR' });
  await page.goto('/');
  await expect(page).toHaveURL('/pt');
  await page.getByRole('link', { name: 'Français', exact: true }).click();
  await expect(page).toHaveURL('/fr');
  await page.goto('/');
  await expect(page).toHaveURL('/fr');
});

test('an address that leads nowhere is answered by a page with a way on', async ({ page }) => {
  for (const address of ['/es/nada', '/es/library/0000000000', '/es/members/nobody', '/es/countries/zz', '/es/library?kind=x']) {
    const answer = await page.goto(address);
    expect(answer.status(), address).toBe(404);
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page.locator('main')).toContainText(answer.headers()['x-request-id']);
    await page.locator('main').getByRole('link', { name: 'Ir a la página de inicio' }).click();
    await expect(page).toHaveURL('/es');
  }
});

test('an address that does not do that is answered by a page', async ({ page }) => {
  expect((await page.goto('/fr/sign-out')).status()).toBe(405);
  await expect(page.getByRole('navigation').first()).toBeVisible();
});

test('too many attempts are answered by a page that says to wait', async ({ page }) => {
  const form = { email: somebody().email, password: 'una tras otra sin parar' };
  const answers = await Promise.all(Array.from({ length: 10 }, () => page.request.post('/en/sign-in', { form })));
  expect(answers.map((answer) => answer.status())).toEqual(Array(10).fill(422));
  await page.goto('/en/sign-in');
  await page.locator('#email').fill(form.email);
  await page.locator('#password').fill(form.password);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  expect((await answer).status()).toBe(429);
  expect(Number((await answer).headers()['retry-after'])).toBeGreaterThan(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A moment, please');
  await expect(page.getByRole('navigation').first()).toBeVisible();
});

test('the mails of the demo are pages that everybody can read', async ({ page }) => {
  await page.goto('/en/forgot');
  await page.locator('#email').fill(ANA);
  await page.locator('main form [type=submit]').click();
  await expect(async () => {
    await page.goto('/dev/mail');
    await page.locator('main').getByRole('listitem').filter({ hasText: ANA }).getByRole('link').first().click();
    await page.waitForURL('**/dev/mail/**', { timeout: 500 });
  }).toPass();
  for (const address of [page.url(), '/dev/mail']) {
    await page.goto(address);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect([...(await overflow(page)), ...(await violations(page))], `${address} ${width}`).toEqual([]);
    }
  }
});

test('the first visit of home and of every list is light, on a phone too', async ({ visitor }) => {
  for (const path of ['', '/library', '/news', '/highlights', '/events', '/countries', '/partners', '/programmes']) {
    const page = await visitor({ viewport: { width: 320, height: 640 } });
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    let requests = 0;
    let bytes = 0;
    network.on('Network.requestWillBeSent', () => (requests += 1));
    network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(`/en${path}`, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready);
    expect(requests, path).toBeGreaterThan(1);
    expect(requests, path).toBeLessThanOrEqual(10);
    expect(bytes, path).toBeGreaterThan(10_000);
    expect(bytes, path).toBeLessThan(60_000);
    await page.context().close();
  }
});

test('lists and countries have feeds that readers of others take, and hold what the list shows', async ({ page }) => {
  const paths = ['/en/library?kind=evaluation', '/es/news', '/pt/highlights', '/fr/events', '/en/countries/br', '/es/library?theme=care', '/pt/programmes'];
  const read = execFileSync(PYTHON, [FEEDS, process.env.PORTAL_URL, ...paths], { encoding: 'utf8' });
  const found = JSON.parse(read);
  await page.goto(paths[0]);
  const shown = await page.locator('main article h3').allInnerTexts();
  expect(found['/en/library/feed.atom?kind=evaluation']).toEqual(shown.map((title) => title.replace(/\s+/g, ' ')));
  for (const feed of ['/es/news/feed.json', '/pt/highlights/feed.atom', '/fr/events/feed.atom', '/fr/events/feed.ics', '/pt/programmes/feed.atom']) {
    expect(found[feed].length, feed).toBeGreaterThan(3);
  }
  const ofBrazil = Object.keys(found).filter((feed) => feed.endsWith('?country=BR'));
  expect(ofBrazil.map((feed) => feed.split('/')[2]).sort()).toEqual(
    ['events', 'events', 'events', 'highlights', 'highlights', 'library', 'library', 'news', 'news'],
  );
});

test('filters narrow the library to what they count, and pages turn', async ({ page }) => {
  await page.goto('/en/library');
  const counted = async () => Number((await page.locator('main').getByText(/^[\d,]+ resources?$/).innerText()).replace(/\D/g, ''));
  const all = await counted();
  const choice = page.locator('.filters a[href*="theme="]').first();
  const count = Number((await choice.innerText()).match(/([\d,]+)\s*$/)[1].replace(',', ''));
  await choice.click();
  await expect(page).toHaveURL(/theme=/);
  expect(await counted()).toBe(count);
  expect(count).toBeLessThan(all);

  await page.goto('/en/library');
  const first = await page.locator('main article h3').allInnerTexts();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next' }).click();
  await expect(page).toHaveURL(/page=2/);
  const second = await page.locator('main article h3').allInnerTexts();
  expect(second.filter((title) => first.includes(title))).toEqual([]);
});

test('a country leads to its programmes, resources and members; a partner has a page', async ({ page }) => {
  await page.goto('/en/countries');
  await page.locator('main').getByRole('link', { name: /^Brazil/ }).first().click();
  await expect(page).toHaveURL('/en/countries/br');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brazil');
  await page.getByRole('link', { name: 'Bolsa Família', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bolsa Família');
  await page.goBack();
  await page.getByRole('link', { name: 'All resources' }).click();
  await expect(page).toHaveURL(/\/en\/library\?country=BR/);
  await page.goto('/en/partners');
  const partner = page.locator('main h3 a').first();
  const name = await partner.innerText();
  await partner.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
});

test('joins by the keyboard alone, and always sees where the focus is', async ({ page }) => {
  const member = somebody('Inés');
  await page.goto('/en/join');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await tabTo(page, '#name');
  await page.keyboard.type(member.name);
  await tabTo(page, '#email');
  await page.keyboard.type(member.email);
  await tabTo(page, '#country');
  await page.keyboard.type('Peru');
  await tabTo(page, '#password');
  await page.keyboard.type(member.password);
  await tabTo(page, '#consent');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your mailbox');
  await openMail(page, member.email, '/confirm?token=');
  await tabTo(page, '#password');
  await page.keyboard.type(member.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(member.name);
  await expect(page.locator('main')).toContainText('Peru');
});

/** Presses Tab until this is focused; each stop on the way must show that it is. */
async function tabTo(page, target) {
  for (let stops = 0; stops < 40; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((target) => {
      const focused = document.activeElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
      const { width, height } = focused.getBoundingClientRect();
      return {
        name: focused.outerHTML.slice(0, 120),
        marked: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
        seen: width > 0 && height > 0,
        reached: focused.matches(target),
      };
    }, target);
    expect(stop.marked && stop.seen, `the focus is visible at ${stop.name}`).toBe(true);
    if (stop.reached) return;
  }
  throw new Error(`${target} is not reached by the Tab key`);
}
