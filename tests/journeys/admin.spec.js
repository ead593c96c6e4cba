// An admin looks after the machinery: lag, a rebuild with its certificate, a read model that has stopped,
// mails that were given up. With and without JavaScript.
import { readFileSync } from 'node:fs';

import { faultsOfContent, overflow, violations } from './support/axe.js';
import { reading, sql } from './support/database.js';
import { HELENE, PASSWORD } from './support/demo.js';
import { signIn } from './support/members.js';
import { expect, test } from './support/test.js';

// One rebuild runs at a time, and the faults are the whole portal's.
test.describe.configure({ mode: 'serial' });

const row = (page, name) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });

async function enter(page, next) {
  await page.goto(`/en/sign-in?next=${next}`);
  await signIn(page, { email: HELENE, password: PASSWORD });
  await page.waitForURL((url) => url.pathname === next);
}

/** Reloads, as one does without scripts, until the page says so. */
async function reloadUntil(page, check) {
  await expect(async () => {
    await page.reload();
    await check();
  }).toPass({ timeout: 45_000 });
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`a read model is rebuilt from the page ${how} JavaScript`, async ({ visitor }) => {
    const page = await visitor({ javaScriptEnabled });
    await enter(page, '/en');
    await page.locator('.member-menu summary').click();
    await page.getByRole('link', { name: 'Administration' }).click();
    // Others write meanwhile.
    const current = async () => {
      await expect(row(page, 'members')).toContainText('Up to date', { timeout: 2_000 });
      await expect(row(page, 'members')).toContainText('0 events', { timeout: 2_000 });
    };
    if (javaScriptEnabled) await expect(current).toPass();
    else await reloadUntil(page, current);
    const ended = Number(sql("SELECT count(*) FROM rebuild_requests WHERE outcome = 'done'"));
    await page.getByRole('button', { name: 'Rebuild members' }).click();
    await expect(page.getByRole('status').first()).toContainText('Requested');
    const done = () => expect(page.locator('main')).toContainText('Signature');
    if (javaScriptEnabled) await done();
    else await reloadUntil(page, done);
    await expect.poll(() => Number(sql("SELECT count(*) FROM rebuild_requests WHERE outcome = 'done'"))).toBe(ended + 1);
    await page.reload();
    const certificate = row(page, 'members').filter({ hasText: 'Put in place within' }).first();
    await expect(certificate).toContainText('Equal');
    const download = page.waitForEvent('download');
    await certificate.getByRole('link').click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/^certificate-members-\d+T\d+Z\.(json|txt)$/);
    expect(readFileSync(await saved.path(), 'utf8')).toContain('"differing_rows":0,"swapped":true');
  });

  test(`a stopped read model tries again ${how} JavaScript`, async ({ visitor }) => {
    const page = await visitor({ javaScriptEnabled });
    await enter(page, '/en/admin');
    sql("UPDATE checkpoints SET error = 'a row that is not there', failed_at = 3, moved_at = now() WHERE name = 'point_rules'");
    const stopped = row(page, 'point_rules');
    const shown = () => expect(stopped).toContainText('a row that is not there');
    if (javaScriptEnabled) await shown();
    else await reloadUntil(page, shown);
    await expect(stopped.getByRole('link', { name: 'Stopped at event 3' })).toHaveAttribute('href', '/en/audit/event/3');
    await stopped.getByRole('button', { name: 'Try again: point_rules' }).click();
    await expect(page.getByRole('status').first()).toContainText('will try its event again');
    const upToDate = () => expect(row(page, 'point_rules')).toContainText('Up to date');
    if (javaScriptEnabled) await upToDate();
    else await reloadUntil(page, upToDate);
  });
}

test('a running rebuild is followed and cancelled, resumed, and what it left thrown away', async ({ page }) => {
  await enter(page, '/en/admin/rebuilds');
  // Somebody reads the table for long: the swap waits, while pages go on.
  const done = await reading('read.members');
  await page.goto('/en/admin');
  await page.getByRole('button', { name: 'Rebuild members' }).click();
  const main = page.locator('main');
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(main).toContainText('Writing and comparing tables. 0 of 1 read models');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(main).toContainText('An interrupted rebuild can continue from event');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('status').first()).toContainText('is gone');
  await expect(main).not.toContainText('can continue');
  await done();
});

test('mails that were given up go out again, one and all', async ({ page }) => {
  const park = (n) =>
    sql(`INSERT INTO outbox (id, recipient, language, subject, body_text, body_html, queued_at, attempts, next_try, last_error, parked_at)
         VALUES (gen_random_uuid(), 'nobody${n}@journeys.example', 'en', 'Parked ${n}', 'text', '<p>text</p>', now(), 12, now(),
           '550 nobody${n}@journeys.example unknown', now())`);
  park(1);
  park(2);
  park(3);
  await enter(page, '/en/admin/mail');
  await expect(page.locator('main')).not.toContainText('nobody1@');
  await row(page, 'n…@journeys.example').filter({ hasText: 'Parked 1' }).getByRole('button').click();
  await expect(page.getByRole('status').first()).toContainText('Queued again');
  await expect(page.locator('main')).not.toContainText('Parked 1');
  await page.getByRole('button', { name: 'Send all given-up e-mails again' }).click();
  await expect(page.locator('main')).toContainText('Every e-mail was sent');
  await expect
    .poll(() => sql("SELECT count(*) FROM outbox WHERE subject LIKE 'Parked _' AND sent_at IS NOT NULL").trim(), { timeout: 30_000 })
    .toBe('3');
});

test('every page of admins is sound in every language, wide and narrow', async ({ page }) => {
  test.slow();
  sql(`UPDATE checkpoints SET error = 'a row that is not there', failed_at = 3, moved_at = now() WHERE name = 'point_rules';
       INSERT INTO outbox (id, recipient, language, subject, body_text, body_html, queued_at, attempts, next_try, last_error, parked_at)
       VALUES (gen_random_uuid(), 'nobody@journeys.example', 'en', 'Confirm your address', '', '', now(), 12, now(), '550 unknown', now())`);
  await enter(page, '/en/admin');
  const faults = [];
  for (const language of ['en', 'es', 'pt', 'fr']) {
    for (const path of ['/admin', '/admin/rebuilds', '/admin/reactors', '/admin/mail']) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`/${language}${path}`);
      const found = [...(await violations(page)), ...(await faultsOfContent(page, language)), ...(await overflow(page))];
      await page.setViewportSize({ width: 320, height: 640 });
      if (language === 'en') found.push(...(await violations(page)));
      found.push(...(await overflow(page)));
      faults.push(...found.map((fault) => `${language}${path}: ${fault}`));
    }
  }
  sql("UPDATE checkpoints SET error = NULL, failed_at = NULL WHERE name = 'point_rules'; DELETE FROM outbox WHERE subject = 'Confirm your address' AND parked_at IS NOT NULL");
  expect(faults).toEqual([]);
});
