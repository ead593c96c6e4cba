// Faults planted on purpose: what the matrix and the watch look for, they find.
import { faultsOfContent, overflow, violations } from './support/axe.js';
import { expect, test, watch } from './support/test.js';

test('planted faults of a page are found', async ({ page }) => {
  await page.goto('/en/join');
  expect(await violations(page)).toEqual([]);
  expect(await faultsOfContent(page, 'en')).toEqual([]);
  expect(await overflow(page)).toEqual([]);

  await page.evaluate(() => {
    const add = (parent, name, text) => parent.appendChild(document.createElement(name)).append(text);
    document.querySelector('.lead').style.color = '#bbb';
    document.querySelector('label[for=email]').remove();
    document.documentElement.lang = 'es';
    add(document.querySelector('main'), 'h1', 'membership-no-such-text');
    document.querySelector('form').style.width = '200vw';
  });
  const found = (await violations(page)).join('\n');
  expect(found).toContain('axe label at #email');
  expect(found).toContain('axe color-contrast at .lead');
  expect((await violations(page, { colours: 'only' })).join('\n')).toContain('axe color-contrast at .lead');
  expect(await faultsOfContent(page, 'en')).toEqual([
    'its lang is es',
    'it has 2 headings of the first level',
    'it shows the ids of messages: membership-no-such-text',
  ]);
  expect(await overflow(page)).toEqual([expect.stringContaining('scrolls sideways')]);
});

test('a request to another host, a violated policy and a failed script are found', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL });
  const faults = watch(context, baseURL);
  // The other host stands in for any: nothing leaves this machine.
  await context.route('http://elsewhere.example/**', (route) => route.fulfill({ body: '' }));
  const page = await context.newPage();
  await page.goto('/en/join');
  await page.evaluate(() => {
    document.querySelector('main').insertAdjacentHTML('beforeend', '<p style="color: red">');
    setTimeout(() => {
      throw new Error('planted');
    });
  });
  await page.goto('http://elsewhere.example/');
  await expect.poll(() => faults.map((fault) => fault.split(' ', 1)[0]).sort()).toEqual(['asked', 'console:', 'script:']);
  await context.close();
});
