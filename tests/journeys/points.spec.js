// Rules are drafted, rehearsed and adopted; a line of a statement is disputed and answered.
import { readFileSync } from 'node:fs';

import { faultsOfContent, overflow, violations } from './support/axe.js';
import { HELENE, PASSWORD } from './support/demo.js';
import { describeLink, publish, send } from './support/library.js';
import { join, openMail, signIn } from './support/members.js';
import { ahead, draftRules } from './support/points.js';
import { expect, test } from './support/test.js';

const heading = (page) => page.getByRole('heading', { level: 1 });
const notice = (page) => page.getByRole('status').first();
const row = (page, name) => page.getByRole('row').filter({ hasText: name });

async function soundly(page) {
  const found = [...(await faultsOfContent(page, 'en')), ...(await violations(page))];
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...(await overflow(page)));
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(found, page.url()).toEqual([]);
}

async function administrator(visitor) {
  const page = await visitor();
  await page.goto('/en/sign-in?next=/en/admin/points');
  await signIn(page, { email: HELENE, password: PASSWORD });
  await expect(heading(page)).toHaveText('Points: rules and disputes');
  return page;
}

/** Opens the statement once the points have come. */
async function statement(page) {
  await expect(async () => {
    await page.goto('/en/points');
    await expect(row(page, '+10')).toBeVisible({ timeout: 500 });
  }).toPass();
}

test('rules are drafted, rehearsed over history and adopted with a reason', async ({ page, visitor }) => {
  const author = await join(page, 'Inés');
  await publish(page, describeLink());
  await statement(page);

  const admin = await administrator(visitor);
  await soundly(admin);
  await admin.getByRole('link', { name: 'Prepare new rules' }).click();
  await soundly(admin);
  await admin.locator('#valid_from').fill(ahead(0));
  await admin.locator('#each-resource_published').fill('1001');
  await send(admin);
  await expect(admin.locator('#each-resource_published-error')).toContainText('from 0 to 1,000');
  const draft = await draftRules(admin, 3, '7');
  await expect(admin.locator('main')).toContainText('Nothing is changed');
  await soundly(admin);

  // As a file, where everybody stands.
  const download = admin.waitForEvent('download');
  await admin.getByRole('link', { name: 'All members as CSV' }).click();
  const rows = readFileSync(await (await download).path(), 'utf8').split('\r\n');
  expect(rows[0]).toBe('member,name,points_now,points_then,change');
  const id = author.profile.split('/').pop();
  expect(rows.find((row) => row.startsWith(id))).toBe(`${id},"${author.name}",10,7,-3`);
  // Before the day from which they are supposed nothing changes.
  await admin.locator('#since').fill(ahead(1));
  await admin.getByRole('button', { name: 'Rehearse' }).click();
  await expect(admin.locator('.stats li').filter({ hasText: 'Members who lose' })).toContainText('0');

  await admin.goto(`${draft}/adopt`);
  await soundly(admin);
  await send(admin);
  await expect(admin.locator('#reason-error')).toContainText('Give a reason');
  await admin.locator('#reason').fill('Many short resources are worth less than few good ones.');
  await send(admin);
  await expect(notice(admin)).toContainText('The rules are adopted');
  await expect(row(admin, 'Many short resources').getByText('To come')).toBeVisible();
  await soundly(admin);

  // Everybody reads what is to come and why; what was earned stays.
  await page.goto('/en/points/rules');
  await expect(page.locator('main')).toContainText('Many short resources are worth less');
  await expect(page.getByText('To come').first()).toBeVisible();
  await soundly(page);
  await statement(page);
});

test('administration is for administrators', async ({ page }) => {
  await join(page, 'Pedro');
  const answer = await page.goto('/en/admin/points');
  expect(answer.status()).toBe(403);
});

test('a member disputes a line and gets an answer', async ({ page, visitor }) => {
  const member = await join(page, 'Olga');
  const resource = describeLink();
  await publish(page, resource);
  await statement(page);
  await page.getByRole('link', { name: 'Dispute this line' }).click();
  await expect(page.locator('main')).toContainText(resource.title);
  await soundly(page);
  await page.locator('#objection').fill('too short');
  await send(page);
  await expect(page.locator('#objection-error')).toContainText('at least 10');
  const objection = `This was a law and not a guide, see ${resource.link}`;
  await page.locator('#objection').fill(objection);
  await send(page);
  await expect(notice(page)).toContainText('Your objection was sent');
  await page.getByRole('link', { name: 'Disputed, not answered yet' }).click();
  await expect(page.locator('main')).toContainText(objection);
  await soundly(page);

  const admin = await administrator(visitor);
  await admin.getByRole('link', { name: 'Disputed lines to answer' }).click();
  await expect(heading(admin)).toHaveText('Disputed lines');
  await row(admin, member.name).getByRole('link', { name: objection }).click();
  await expect(admin.locator('main')).toContainText('10 points each time, at most 5 times a day');
  await expect(admin.locator('main')).toContainText('Number 1 of 1');
  await soundly(admin);
  await admin.locator('#outcome').selectOption('upheld');
  await admin.locator('#answer').fill('You are right. Laws and guides earn the same, so that your points stay.');
  await send(admin);
  await expect(notice(admin)).toContainText('The answer was sent');

  await openMail(page, member.email, '/points/disputes/');
  await expect(heading(page)).toHaveText('A disputed line');
  await expect(page.locator('main')).toContainText('objection upheld');
  await expect(page.locator('main')).toContainText('Laws and guides earn the same');
  await soundly(page);
});
