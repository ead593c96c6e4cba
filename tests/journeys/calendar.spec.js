// Announcing an event, registering, the waiting list that moves up by itself, who came, and calendars.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { faultsOfContent, overflow, violations } from './support/axe.js';
import { MARISOL, PASSWORD } from './support/demo.js';
import { send } from './support/library.js';
import { join, openMail, signIn } from './support/members.js';
import { expect, test } from './support/test.js';

/** With icalendar from PyPI; bin/test installs it. */
const PYTHON = resolve(import.meta.dirname, '../../target/tools/harvest/bin/python');

const heading = (page) => page.getByRole('heading', { level: 1 });
const notice = (page) => page.getByRole('status').first();

async function soundly(page, language = 'en') {
  const found = [...(await faultsOfContent(page, language)), ...(await violations(page))];
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...(await overflow(page)));
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(found, page.url()).toEqual([]);
}

/** As the field of a date with a time has it: so many hours from now in Lima, which is five hours behind UTC. */
function inHours(hours) {
  return new Date(Date.now() + (hours - 5) * 3_600_000).toISOString().slice(0, 16);
}

/** Announces an event with one place and returns the path of its page. */
async function announce(page, { title, starts, ends }) {
  await page.goto('/en/events/new');
  await page.locator('#title').fill(title);
  await page.locator('#description').fill('How **care** is organised in small towns.');
  await page.locator('#starts').fill(starts);
  await page.locator('#ends').fill(ends);
  await page.locator('#zone').fill('Bogotá');
  await page.locator('#venue').fill('Centro de convenciones');
  await page.locator('#city').fill('Lima');
  await page.locator('#country').selectOption('PE');
  await page.locator('#online').fill('https://meet.example.org/care');
  await page.locator('input[name=themes][value=care]').check();
  await page.locator('#capacity').fill('1');
  await send(page);
  await expect(notice(page)).toContainText('Your event is announced');
  return new URL(page.url()).pathname;
}

/** What a parser that nobody here wrote reads in a calendar: summary, status and start of each event. */
function parsed(file) {
  const program = [
    'import icalendar, json, sys',
    'calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())',
    'print(json.dumps([[str(e["SUMMARY"]), str(e["STATUS"]), e["DTSTART"].dt.isoformat(), int(e["SEQUENCE"])]',
    '                  for e in calendar.walk("VEVENT")]))',
  ].join('\n');
  return JSON.parse(execFileSync(PYTHON, ['-c', program, file], { encoding: 'utf8' }));
}

async function taken(page, click) {
  const download = page.waitForEvent('download');
  await click();
  return (await download).path();
}

test('one place, two members: who waits moves up by itself and gets the mail', async ({ page, visitor }) => {
  await join(page, 'Inés');
  // In the months beside each other with the doors open: it begins within two hours.
  const title = `Care in small towns; with "quotes", and commas ${randomBytes(4).toString('hex')}`;
  const event = await announce(page, { title, starts: inHours(1.5), ends: inHours(3) });
  await soundly(page);

  const first = await visitor();
  await join(first, 'Luis');
  await first.goto(event);
  await first.getByRole('button', { name: 'Register' }).click();
  await expect(notice(first)).toContainText('You are registered');
  await expect(first.locator('#registration')).toContainText('https://meet.example.org/care');
  await soundly(first);

  const second = await visitor();
  const rosa = await join(second, 'Rosa');
  await second.goto(event);
  await expect(second.locator('#registration')).not.toContainText('meet.example.org');
  await second.getByRole('button', { name: 'Join the waiting list' }).click();
  await expect(second.locator('#registration')).toContainText('You are number 1 on the waiting list');

  await first.getByRole('button', { name: 'Cancel my registration' }).click();
  await expect(notice(first)).toContainText('Your registration is cancelled');
  await expect(async () => {
    await second.goto('/dev/mail');
    await second.getByRole('link', { name: `You have a place: ${title}` }).click({ timeout: 500 });
  }).toPass();
  await second.locator(`a[href$="/events/${event.split('/').pop().split('-')[0]}"]`).click();
  await expect(heading(second)).toHaveText(title);
  await expect(second.locator('#registration')).toContainText('You are registered');

  // The organiser alone sees who comes, and notes it.
  await page.goto(event);
  await page.getByRole('link', { name: 'Attendance list' }).click();
  await expect(page.locator('main')).toContainText('Registered: 1. Waiting: 0. Attended: 0.');
  await page.getByLabel(`Attended: ${rosa.name}`).check();
  await page.getByRole('button', { name: 'Save attendance' }).click();
  await expect(page.locator('main')).toContainText('Attended: 1.');
  await soundly(page);
  const list = await taken(page, () => page.getByRole('link', { name: 'Download the list' }).click());
  expect(readFileSync(list, 'utf8')).toContain(`"${rosa.name}",registered,`);
  await second.goto(`${event}/attendance`);
  await expect(heading(second)).not.toHaveText('Attendance list');

  // Calendars that others wrote read it.
  await second.goto(event);
  const file = await taken(second, () => second.getByRole('link', { name: 'Add to my calendar' }).click());
  const [[summary, status, , sequence]] = parsed(file);
  expect([summary, status, sequence]).toEqual([title, 'CONFIRMED', 0]);

  // In a larger hall somebody moves up, and there are never fewer places than people.
  await first.goto(event);
  await first.getByRole('button', { name: 'Join the waiting list' }).click();
  await expect(first.locator('#registration')).toContainText('You are number 1 on the waiting list');
  const edit = async (fields) => {
    await page.goto(event);
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    for (const [name, value] of Object.entries(fields)) await page.locator(`#${name}`).fill(value);
    await send(page);
  };
  await edit({ venue: 'Sala Amauta', capacity: '2' });
  await expect(notice(page)).toContainText('The event is changed');
  await expect(page.locator('main')).toContainText('Sala Amauta');
  await first.reload();
  await expect(first.locator('#registration')).toContainText('You are registered');
  await edit({ capacity: '1' });
  await expect(page.locator('#capacity-error')).toContainText('2 people are registered already');
  await expect(page.locator('#venue')).toHaveValue('Sala Amauta');
});

test('an event that is cancelled says why, and calendars learn of it', async ({ page, visitor }) => {
  await join(page, 'Inés');
  const title = `Cancelled soon ${randomBytes(4).toString('hex')}`;
  const event = await announce(page, { title, starts: inHours(48), ends: inHours(50) });
  const other = await visitor();
  const luis = await join(other, 'Luis');
  await other.goto(event);
  await other.getByRole('button', { name: 'Register' }).click();
  await page.goto(event);
  await page.getByRole('link', { name: 'Cancel the event' }).click();
  await soundly(page);
  await send(page);
  await expect(page.locator('#reason-error')).toContainText('must not be empty');
  await page.locator('#reason').fill('A strike of the buses.');
  await send(page);
  await expect(page.locator('main')).toContainText('This event was cancelled: A strike of the buses.');
  await soundly(page);
  await openMail(other, luis.email, '/events/');
  await expect(other.locator('main')).toContainText('A strike of the buses.');
  const file = await taken(page, () => page.getByRole('link', { name: 'Add to my calendar' }).click());
  expect(parsed(file).map(([summary, status, , sequence]) => [summary, status, sequence])).toEqual([[title, 'CANCELLED', 1]]);

  // What somebody still has open can no longer be saved; what has no business here is removed.
  expect((await page.goto(`${event}/edit`)).status()).toBe(409);
  await soundly(page);
  const moderator = await visitor();
  await moderator.goto('/en/sign-in');
  await signIn(moderator, { email: MARISOL, password: PASSWORD });
  await moderator.goto(event);
  await moderator.getByRole('link', { name: 'Remove as moderator' }).click();
  await moderator.locator('#reason').fill('It advertises a product.');
  await send(moderator);
  await expect(notice(moderator)).toContainText('The event is removed');
  expect((await page.goto(event)).status()).toBe(410);
  await expect(page.locator('main')).toContainText('It advertises a product.');
});

test('whoever has had a place for days is reminded a day before', async ({ page }) => {
  // Its guests have had their places for weeks, and it begins within a day of the demo's first start.
  await expect(async () => {
    await page.goto('/dev/mail');
    await page.getByRole('link', { name: 'Pronto: Paying benefits by telephone' }).click({ timeout: 500 });
  }).toPass();
  await expect(page.locator('main')).toContainText('Este evento comienza en menos de un día.');
  await page.locator('a[href*="/events/"]').first().click();
  await expect(heading(page)).toContainText('an open question hour');
});

test('the feed is read by another parser, and the month by keyboard', async ({ page, request }, info) => {
  const feed = await request.get('/es/events/feed.ics');
  expect(feed.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  const file = info.outputPath('feed.ics');
  writeFileSync(file, await feed.body());
  const events = parsed(file);
  expect(events.length).toBeGreaterThan(5);
  expect(events.map(([, status]) => status)).toContain('CANCELLED');

  for (const [language, next] of [['en', /→$/], ['es', /→$/]]) {
    await page.goto(`/${language}/events/month`);
    await soundly(page, language);
    const before = await page.locator('.month-name').textContent();
    const step = page.getByRole('link', { name: next });
    await step.focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('.month-name')).not.toHaveText(before);
    await soundly(page, language);
  }

  // On a telephone the days on which something is are a list.
  await page.goto('/en/events/month');
  await page.setViewportSize({ width: 320, height: 640 });
  await expect(page.locator('.month thead')).toBeHidden();
  await expect(page.locator('.month td.empty').first()).toBeHidden();
  const link = page.locator('.month a').first();
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(heading(page)).toBeVisible();

  // The device has told its zone; the reader chooses another.
  const own = page.locator('.own-time');
  await page.goto('/en/events');
  await expect(own.first()).toContainText('Panama');
  await page.getByText('Show the times in my time zone').click();
  await page.locator('#tz').selectOption('America/Los_Angeles');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(own.first()).toContainText('Los Angeles');
  await page.goto('/en/events?when=past');
  await page.locator('article.card h3 a').first().click();
  await expect(own).toContainText('Los Angeles');
});
