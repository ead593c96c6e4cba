// The main journey: somebody joins and publishes, somebody else keeps it, points arrive, the leaderboard moves.
import { describeLink, publish } from './support/library.js';
import { join } from './support/members.js';
import { expect, test } from './support/test.js';

for (const javaScriptEnabled of [true, false]) {
  test(`a contribution earns points ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ visitor }) => {
    const author = await visitor({ javaScriptEnabled });
    await join(author, 'Marisol');
    await author.goto('/en/leaderboard');
    await expect(author.locator('main')).toContainText('You have no points in this period.');
    const resource = describeLink();
    const address = await publish(author, resource);
    await expect(author.getByRole('heading', { level: 1 })).toHaveText(resource.title);
    await author.goto('/en/library');
    await expect(author.locator('main').getByRole('link', { name: resource.title })).toBeVisible();
    const before = await points(author);
    expect(before).toBeGreaterThan(0);

    const reader = await visitor({ javaScriptEnabled });
    await join(reader, 'Tomas');
    await reader.goto(address);
    await expect(reader.locator('#bookmark')).toContainText('Nobody has bookmarked this yet.');
    await reader.locator('#note').fill('For the mission in May');
    await reader.getByRole('button', { name: 'Add the bookmark' }).click();
    await expect(reader.getByRole('status').first()).toContainText('added to your bookmarks');
    await expect(reader.locator('#bookmark')).toContainText('1 member has bookmarked this.');
    await reader.goto('/en/bookmarks');
    await expect(reader.locator('main')).toContainText(resource.title);
    await expect(reader.locator('main')).toContainText('For the mission in May');

    await expect.poll(() => points(author), 'points for the bookmark').toBeGreaterThan(before);
    const lines = author.getByRole('row').filter({ hasText: resource.title });
    await expect(lines.filter({ hasText: 'Publishing a resource' })).toHaveCount(1);
    await lines.filter({ hasText: 'Another member bookmarks' }).getByRole('link', { name: resource.title }).click();
    await expect(author.getByRole('heading', { level: 1 })).toHaveText(resource.title);
    // The note is the reader's own.
    await expect(author.locator('body')).not.toContainText('For the mission in May');

    await author.goto('/en/leaderboard');
    await expect(author.locator('main')).toContainText(/You have \d+ points\. Your rank is \d+ among all members/);
  });
}

/** What the member's statement says of all time. Leaves the member there. */
async function points(page) {
  await page.goto('/en/points');
  const total = page.locator('.stats li').filter({ hasText: 'All time' }).locator('b');
  return Number((await total.textContent()).replace(/\D/g, ''));
}
