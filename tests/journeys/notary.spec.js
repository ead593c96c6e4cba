// The demo's notary signs what members do: checkpoint and key are there for everybody, an author takes a receipt, and
// an event's page shows its proof.
import { ANA, GRACE, PASSWORD } from './support/demo.js';
import { describeLink, publish } from './support/library.js';
import { signIn } from './support/members.js';
import { expect, test } from './support/test.js';

const RECEIPT = { en: 'Receipt', es: 'Recibo', pt: 'Recibo', fr: 'Reçu' };

async function enter(page, email) {
  await page.goto('/en/sign-in');
  await signIn(page, { email, password: PASSWORD });
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
}

test('an author takes a receipt that the notary has signed', async ({ visitor }) => {
  const page = await visitor();
  await enter(page, ANA);
  const own = await publish(page, describeLink());
  for (const [language, name] of Object.entries(RECEIPT)) {
    await page.goto(own.replace(/^\/en/, `/${language}`));
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  }
  await page.goto(own);
  const link = page.getByRole('link', { name: 'Receipt', exact: true });
  const address = await link.getAttribute('href');
  // It signs twice a second.
  await expect(async () => {
    expect((await page.request.get(address)).status()).toBe(200);
  }).toPass();
  const taken = page.waitForEvent('download');
  await link.click();
  expect((await taken).suggestedFilename()).toMatch(/^iaspn-\d+\.tlog-proof$/);

  const text = async (path) => (await page.request.get(path)).text();
  const receipt = await text(address);
  expect(receipt).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra \S+\nindex \d+\n/);
  const key = await text('/audit/key');
  expect(key).toMatch(/^iaspn\/log\+[0-9a-f]{8}\+\S+\n$/);
  const checkpoint = await text('/audit/checkpoint');
  for (const note of [receipt, checkpoint]) expect(note).toMatch(/\n\n— iaspn\/log \S+\n$/);
  expect(checkpoint).toMatch(/^iaspn\/log\n\d+\n/);

  const stranger = await visitor();
  await stranger.goto(own);
  await expect(stranger.getByRole('link', { name: 'Receipt', exact: true })).toHaveCount(0);
});

test('the page of an event shows its proof', async ({ visitor }) => {
  const page = await visitor();
  await enter(page, GRACE);
  await page.goto('/en/audit?kind=ResourcePublished');
  await page.locator('main table a[href*="/audit/event/"]').first().click();
  await expect(async () => {
    await page.reload();
    await expect(page.locator('main')).toContainText('The notary has signed it: event', { timeout: 500 });
  }).toPass();
  await expect(page.getByRole('link', { name: 'Receipt with the inclusion proof' })).toBeVisible();
});
