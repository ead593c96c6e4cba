// Every page in every language, wide and narrow, light and dark: axe finds nothing, nothing sticks out,
// every text is translated. Axe, which takes most of the time, looks at each page in English and in one of the other
// languages in turn; `AXE_LANGUAGES=all` has it look at all of them.
import { faultsOfContent, overflow, violations } from './support/axe.js';
import { ANA, HELENE, PASSWORD, RAFAEL } from './support/demo.js';
import { describeLink, publish, send } from './support/library.js';
import { join } from './support/members.js';
import { PAGES, below, isListed } from './support/pages.js';
import { draftRules } from './support/points.js';
import { expect, test as base, watch } from './support/test.js';

const LANGUAGES = ['en', 'es', 'pt', 'fr'];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };
/** Pictures for people to look at, where PICTURES is set: they take a third of the time. */
const SHOTS = '../../target/screenshots';
const PICTURED = new Set(process.env.PICTURES ? ['en light', 'en dark', 'es light'] : []);

/** One browser for all pages of a worker: as a visitor, as a member, as an administrator, as the editor of a country. */
const test = base.extend({
  visitorPage: [({ browser }, use) => inBrowser(browser, use), { scope: 'worker' }],
  memberPage: [
    ({ browser }, use) =>
      inBrowser(browser, async (opened) => {
        await enter(opened.page, ANA);
        const { link, ...described } = describeLink();
        const file = { name: 'figures.csv', mimeType: 'text/csv', buffer: Buffer.from(`country,link\nPE,${link}\n`) };
        const own = await publish(opened.page, { ...described, file });
        const withdrawn = await publish(opened.page, describeLink());
        await opened.page.goto(`${withdrawn}/withdraw`);
        await opened.page.locator('#reason').fill('Published twice');
        await send(opened.page);
        await opened.page.waitForURL((url) => !url.pathname.endsWith('/withdraw'));
        await dispute(opened.page);
        await use({ ...opened, own: own.replace(/^\/en/, ''), withdrawn: withdrawn.replace(/^\/en/, '') });
      }),
    { scope: 'worker' },
  ],
  adminPage: [
    ({ browser }, use) =>
      inBrowser(browser, async (opened) => {
        // Somebody new: a day's cap would leave Ana without a line to dispute.
        await join(opened.page, 'Rosa');
        await publish(opened.page, describeLink());
        await dispute(opened.page);
        await opened.page.context().clearCookies();
        await enter(opened.page, HELENE);
        const draft = await draftRules(opened.page, 40);
        await use({ ...opened, draft: draft.replace(/^\/en/, '') });
      }),
    { scope: 'worker' },
  ],
  editorPage: [
    ({ browser }, use) =>
      inBrowser(browser, async (opened) => {
        await enter(opened.page, RAFAEL);
        await use(opened);
      }),
    { scope: 'worker' },
  ],
});

/** Disputes the newest line of the statement that was not disputed yet, and leaves others. */
async function dispute(page) {
  // Another worker may take the same line at the same time: then the next one is tried.
  await expect(async () => {
    await page.goto('/en/points');
    await page.getByRole('link', { name: 'Dispute this line' }).first().click({ timeout: 1_000 });
    await page.locator('#objection').fill('This was a law, not a guide.', { timeout: 2_000 });
    await send(page);
    await page.waitForURL('**/en/points', { timeout: 5_000 });
  }).toPass();
}

async function enter(page, email) {
  await page.goto('/en/sign-in');
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('main form [type=submit]').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
}

async function inBrowser(browser, use) {
  const baseURL = process.env.PORTAL_URL;
  const context = await browser.newContext({ baseURL, reducedMotion: 'reduce' });
  await use({ page: await context.newPage(), faults: watch(context, baseURL) });
  await context.close();
}

// What fails is told by its text; recording each step would double the time.
test.use({ trace: 'off' });
test.describe.configure({ timeout: 240_000 });

for (const [place, entry] of PAGES.entries()) {
  const [english, ...others] = LANGUAGES;
  const axed = process.env.AXE_LANGUAGES === 'all' ? LANGUAGES : [english, others[place % others.length]];
  if (entry.member) test(entry.name, ({ memberPage }) => look(entry, axed, memberPage));
  else if (entry.admin) test(entry.name, ({ adminPage }) => look(entry, axed, adminPage));
  else if (entry.editor) test(entry.name, ({ editorPage }) => look(entry, axed, editorPage));
  else test(entry.name, ({ visitorPage }) => look(entry, axed, visitorPage));
}

async function look(entry, axed, { page, faults, ...mine }) {
  const found = [];
  const one = Object.keys(mine).find((one) => entry[one] !== undefined);
  for (const language of LANGUAGES) {
    const tell = (faults, where = '') => found.push(...faults.map((fault) => `${language}${where}: ${fault}`));
    await open(page, one ? { ...entry, at: mine[one] + entry[one] } : entry, language);
    tell(await faultsOfContent(page, language));
    if (language === 'en') tell(await unlisted(page), ' has links to pages missing in support/pages.js');
    for (const [width, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
      await page.setViewportSize(viewport);
      tell(await overflow(page), ` ${width}`);
      // Colours are the same in every language.
      for (const colorScheme of language === 'en' ? ['light', 'dark'] : ['light']) {
        await page.emulateMedia({ colorScheme });
        const colours = colorScheme === 'dark' ? 'only' : language === 'en' ? 'too' : 'none';
        // What a narrow page hides and opens is the same in every language.
        const looked = axed.includes(language) && (language === 'en' || width === 'wide');
        if (looked) tell(await violations(page, { colours }), ` ${width} ${colorScheme}`);
        if (PICTURED.has(`${language} ${colorScheme}`)) {
          const file = [entry.name.replace(/\W+/g, '-'), language, width, colorScheme, 'png'].join('.');
          await page.screenshot({ path: `${SHOTS}/${file}`, fullPage: true });
        }
      }
    }
  }
  expect([...new Set(found), ...faults.splice(0)]).toEqual([]);
}

async function open(page, { at, on, kind, then = '', fill = {}, submit, status = 200 }, language) {
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
  let answer = await page.goto(`/${language}${at ?? on}`);
  if (kind) {
    const paths = (await links(page)).filter((path) => kind.test(path));
    expect(paths, `${on} has a link that fits ${kind}`).not.toEqual([]);
    answer = await page.goto(`/${language}${paths[0]}${then}`);
  }
  for (const [field, text] of Object.entries(fill)) await page.locator(field).fill(text);
  if (submit) {
    // As it is sent where the browser does not check it first.
    const sent = page.waitForResponse((response) => response.request().method() === 'POST');
    const shown = page.waitForEvent('domcontentloaded');
    await page.locator(submit).last().evaluate((form) => {
      form.noValidate = true;
      form.requestSubmit();
    });
    answer = await sent;
    await shown;
  }
  expect(answer.status(), answer.url()).toBe(status);
}

/** What is taken away as a file. */
const FILES =
  /\.(atom|bib|csv|ics|json|ndjson|ris)$|^\/admin\/certificates\/|^\/audit\/receipt\/|^\/library\/[^/]+\/(receipt|file(\/\d+)?)$/;

/** Paths below the language that the page links to. */
async function links(page) {
  const hrefs = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const addresses = hrefs.map((href) => new URL(href, page.url()));
  const own = addresses.filter(({ origin }) => origin === process.env.PORTAL_URL);
  return [...new Set(own.map(below).filter((path) => path !== null))];
}

async function unlisted(page) {
  return (await links(page)).filter((path) => !isListed(path) && !FILES.test(path));
}
