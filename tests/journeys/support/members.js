// Becoming a member through the pages, as everybody does.
import { randomBytes } from 'node:crypto';

import { expect } from './test.js';

/** Somebody whom the portal has never seen. */
export function somebody(given = 'Lucía') {
  const mark = randomBytes(4).toString('hex');
  return {
    name: `${given} Probó ${mark}`,
    email: `${given.toLowerCase().normalize('NFD').replace(/\W/g, '')}-${mark}@journeys.example`,
    country: 'PE',
    password: `garza ${mark} farol niebla`,
  };
}

export async function fillJoining(page, { name, email, country, password }) {
  await page.locator('#name').fill(name);
  await page.locator('#email').fill(email);
  await page.locator('#country').selectOption(country);
  await page.locator('#password').fill(password);
  await page.locator('#consent').check();
}

/** Asks the demo's mailbox until the newest mail to this address has such a link, and opens it. */
export async function openMail(page, email, link) {
  await expect(async () => {
    await page.goto('/dev/mail');
    await page.locator('main').getByRole('listitem').filter({ hasText: email }).getByRole('link').first().click();
    await page.locator(`a[href*="${link}"]`).waitFor({ timeout: 500 });
  }).toPass();
  await page.locator(`a[href*="${link}"]`).click();
}

/** Joins, confirms by the mail and is signed in: ends on the own profile. */
export async function join(page, given) {
  const member = somebody(given);
  await page.goto('/en/join');
  await fillJoining(page, member);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your mailbox');
  await openMail(page, member.email, '/confirm?token=');
  await page.locator('#password').fill(member.password);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(member.name);
  return { ...member, profile: new URL(page.url()).pathname };
}

export async function signIn(page, { email, password }) {
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
}

export async function signOut(page) {
  await page.locator('.member-menu summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
}

/** As after weeks without a visit: the browser's session is no longer known. */
export async function loseSession(page) {
  await page.context().clearCookies({ name: /session/ });
}
