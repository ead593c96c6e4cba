// Joining, signing in and out, passwords, sessions, profiles and who sees what of them.
import { fillJoining, join, loseSession, openMail, signIn, signOut, somebody } from './support/members.js';
import { expect, test } from './support/test.js';

const heading = (page) => page.getByRole('heading', { level: 1 });
const notice = (page) => page.getByRole('status').first();

test('joins, confirms by mail, signs out and in again', async ({ page }) => {
  const member = await join(page);
  await expect(notice(page)).toContainText('Welcome');
  await signOut(page);
  await page.goto('/en/sign-in');
  await signIn(page, member);
  await page.waitForURL('**/en');
  await expect(page.locator('.member-menu')).toContainText(member.name);
});

test('shows what is wrong beside each field, and keeps what was typed', async ({ page }) => {
  await page.goto('/en/join');
  await page.locator('#name').fill('Rosa <script>alert(1)</script>');
  await page.locator('#email').fill('nobody');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.locator('#email-error')).toHaveText('This is not an e-mail address');
  await expect(page.locator('#country-error')).toHaveText('Choose a country');
  await expect(page.locator('#consent-error')).toBeVisible();
  await expect(page.locator('#email')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#name')).toHaveValue('Rosa <script>alert(1)</script>');
  // The summary above leads to the field.
  await page.getByRole('alert').getByRole('link', { name: 'Choose a country' }).click();
  await expect(page.locator('#country')).toBeFocused();
});

test('refuses a password that is easily guessed', async ({ page }) => {
  await page.goto('/en/join');
  await fillJoining(page, { ...somebody(), password: 'password123' });
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.locator('#password-error')).toContainText('easily guessed');
  await expect(page.locator('#password')).toHaveValue('');
});

test('tells nobody whether an address is known', async ({ page, visitor }) => {
  const member = await join(page);
  const stranger = await visitor();
  const answers = [];
  for (const email of [member.email, somebody().email]) {
    await stranger.goto('/en/sign-in');
    await signIn(stranger, { email, password: 'palabra nunca elegida' });
    answers.push((await stranger.locator('#email-error').textContent()).trim());
    await stranger.goto('/en/forgot');
    await stranger.locator('#email').fill(email);
    await stranger.getByRole('button', { name: 'Send the link' }).click();
    await expect(heading(stranger)).toHaveText('Check your mailbox');
    answers.push((await stranger.locator('main').innerText()).trim());
  }
  expect(answers.slice(2)).toEqual(answers.slice(0, 2));
});

test('chooses a new password by mail, which ends every session', async ({ page, visitor }) => {
  const member = await join(page);
  const elsewhere = await visitor();
  await elsewhere.goto('/en/forgot');
  await elsewhere.locator('#email').fill(member.email);
  await elsewhere.getByRole('button', { name: 'Send the link' }).click();
  await openMail(elsewhere, member.email, '/reset?token=');
  const link = elsewhere.url();
  const password = 'otra ventana sin cortinas';
  await elsewhere.locator('#password').fill(password);
  await elsewhere.getByRole('button', { name: 'Save the password' }).click();
  await expect(notice(elsewhere)).toContainText('Your new password is saved');

  await page.goto('/en/points');
  await expect(heading(page)).toHaveText('Sign in');
  await signIn(page, member);
  await expect(page.locator('#email-error')).toBeVisible();
  await signIn(page, { ...member, password });
  await page.waitForURL('**/en/points');
  // The link works once.
  expect((await elsewhere.goto(link)).status()).toBe(410);
});

test('ends a session elsewhere', async ({ page, visitor }) => {
  const member = await join(page);
  const phone = await visitor();
  await phone.goto('/en/sign-in');
  await signIn(phone, member);
  await phone.waitForURL('**/en');
  await page.goto('/en/account');
  await page.getByRole('button', { name: /^End the session/ }).click();
  await expect(notice(page)).toHaveText('The session has ended.');
  await phone.goto('/en/points');
  await expect(heading(phone)).toHaveText('Sign in');
});

test('keeps what was typed when the session has expired', async ({ page }) => {
  const member = await join(page);
  await page.goto('/en/profile');
  const biography = `Twelve years of cash transfers, “quoted” & <b>marked</b>.\n\nSecond paragraph.`;
  await page.locator('#biography').fill(biography);
  await loseSession(page);
  await page.getByRole('button', { name: 'Save the profile' }).click();
  await expect(page.locator('main')).toContainText('What you typed is kept');
  await signIn(page, member);
  await page.waitForURL('**/en/profile**');
  await expect(page.locator('#biography')).toHaveValue(biography);
  await page.getByRole('button', { name: 'Save the profile' }).click();
  await page.waitForURL(`**${member.profile}`);
  await expect(page.locator('main')).toContainText('Second paragraph.');
});

test('hides a field from those who may not see it, in the page and in the search', async ({ page, visitor }) => {
  const member = await join(page, 'Amparo');
  const secret = `Jefa de ${member.name.split(' ').pop()}`;
  await page.goto('/en/profile');
  await page.locator('#post').fill(secret);
  await page.locator('#post_to').selectOption('only_me');
  await page.locator('#name_to').selectOption('members');
  await page.getByRole('button', { name: 'Save the profile' }).click();
  await expect(notice(page)).toContainText('Your profile is saved');
  await expect(page.locator('main')).toContainText(secret);

  const search = async (who, words) => {
    await who.goto('/en/members');
    await who.locator('#q').fill(words);
    await who.locator('main').getByRole('button', { name: 'Search' }).click();
    return who.locator('main');
  };
  const stranger = await visitor();
  await stranger.goto(member.profile);
  await expect(stranger.locator('body')).not.toContainText(member.name);
  await expect(stranger.locator('body')).not.toContainText(secret);
  await expect(await search(stranger, member.name)).toContainText('Nobody found');

  const colleague = await visitor();
  await join(colleague, 'Bruno');
  await colleague.goto(member.profile);
  await expect(heading(colleague)).toContainText(member.name);
  await expect(colleague.locator('body')).not.toContainText(secret);
  // Without accents, as one types in a hurry.
  const found = await search(colleague, member.name.replace('ó', 'o').toLowerCase());
  await expect(found.getByRole('link', { name: member.name })).toBeVisible();
});

test('shows both versions of a profile that was changed in another tab', async ({ page }) => {
  await join(page);
  const tab = await page.context().newPage();
  for (const one of [page, tab]) await one.goto('/en/profile');
  await tab.locator('#post').fill('Directora');
  await tab.getByRole('button', { name: 'Save the profile' }).click();
  await expect(notice(tab)).toContainText('Your profile is saved');

  await page.locator('#post').fill('Asesora');
  await page.getByRole('button', { name: 'Save the profile' }).click();
  await expect(page.locator('main')).toContainText('Directora');
  await expect(page.locator('#post')).toHaveValue('Asesora');
  await page.getByRole('button', { name: 'Save the profile' }).click();
  await expect(notice(page)).toContainText('Your profile is saved');
  await expect(page.locator('main')).toContainText('Asesora');
});
