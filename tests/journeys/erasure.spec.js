// Leaving for good: asking with the password, thinking better of it, and what is left of somebody who was erased.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join as path, resolve } from 'node:path';

import { faultsOfContent, overflow, violations } from './support/axe.js';
import { describeLink, publish } from './support/library.js';
import { join, openMail, signIn } from './support/members.js';
import { expect, test } from './support/test.js';

const heading = (page) => page.getByRole('heading', { level: 1 });
const notice = (page) => page.getByRole('status').first();

async function soundly(page) {
  const found = [...(await faultsOfContent(page, 'en')), ...(await violations(page))];
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...(await overflow(page)));
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(found, page.url()).toEqual([]);
}

/** Runs the program against the journeys' portal, as its operator. */
function iaspn(...words) {
  const data = process.env.PORTAL_DATA;
  const host = encodeURIComponent(path(data, 'postgres'));
  const program = process.env.IASPN ?? resolve(import.meta.dirname, '../../target/debug/iaspn');
  return execFileSync(program, words, {
    encoding: 'utf8',
    env: {
      ...process.env,
      DATABASE_URL: `postgres:///iaspn?host=${host}&user=postgres`,
      VAULT_KEY: readFileSync(path(data, 'vault.key'), 'utf8').trim(),
      BASE_URL: process.env.PORTAL_URL,
    },
  });
}

async function ask(page, password) {
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: 'Delete my account' }).click();
}

test('a member asks for the deletion of the account and thinks better of it', async ({ page }) => {
  const member = await join(page, 'Aurora');
  await page.goto('/en/account');
  await page.getByRole('link', { name: 'Delete my account' }).click();
  await expect(page.locator('main')).toContainText('14 days after you ask');
  await soundly(page);
  await ask(page, 'not the password');
  await expect(page.locator('#password-error')).toHaveText('This is not your password');
  await soundly(page);

  await ask(page, member.password);
  await expect(notice(page)).toContainText('Your request is recorded');
  await expect(page.locator('main')).toContainText('Your account will be deleted on');
  await soundly(page);
  // The mail leads back to the account.
  await openMail(page, member.email, '/en/account');
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await expect(notice(page)).toContainText('Your account stays as it is');
  await expect(page.getByRole('link', { name: 'Delete my account' })).toBeVisible();
});

test('of somebody who was erased nothing is shown, and the resource stays', async ({ page, visitor }) => {
  const member = await join(page, 'Zulema');
  const address = await publish(page, { ...describeLink(), authors: member.name });
  const reader = await visitor();
  await reader.goto(address);
  await expect(reader.locator('main')).toContainText(member.name);

  const receipt = JSON.parse(
    iaspn('member', 'erase', member.email, '--reason', 'Asked for by letter.', '--yes', '--json'),
  );
  expect(receipt.proof).toContain(`/audit/proof/inclusion?position=${receipt.position}`);

  await expect(async () => {
    await reader.goto(address);
    await expect(reader.locator('main')).toContainText('Former member', { timeout: 500 });
    await expect(reader.locator('main')).not.toContainText(member.name, { timeout: 500 });
  }).toPass();
  expect((await reader.goto(member.profile)).status()).toBe(410);
  await expect(heading(reader)).toHaveText('Former member');
  await soundly(reader);
  await page.goto('/en/account');
  await expect(heading(page)).toHaveText('Sign in');
  await signIn(page, member);
  await expect(page.locator('#email-error')).toBeVisible();
  // The mailbox of the demo does not tell whose the receipt is.
  await expect(async () => {
    await reader.goto('/dev/mail');
    await expect(reader.locator('main')).toContainText('Receipt: your account is deleted', { timeout: 500 });
  }).toPass();
  await expect(reader.locator('main')).not.toContainText(member.email);
});
