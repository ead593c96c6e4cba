// What the portal makes of uploaded documents: texts that are found, first pages, photographs without metadata.
import { randomBytes } from 'node:crypto';

import { violations } from './support/axe.js';
import { describeLink, publish } from './support/library.js';
import { join } from './support/members.js';
import { expect, test } from './support/test.js';

/** A PDF of one page (ISO 32000-1, 7.5). */
function pdf(text) {
  const drawn = `BT /F1 24 Tf 60 700 Td (${text}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, n) => {
    const place = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = file.length;
  file += `xref\n0 6\n0000000000 65535 f \n${places.join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return { name: 'Informe.pdf', mimeType: 'application/pdf', buffer: Buffer.from(file, 'latin1') };
}

/** A photograph that says where it was taken, and that the camera lay on its side. */
async function photograph(page) {
  const drawn = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 });
    const context = canvas.getContext('2d');
    for (let x = 0; x < 640; x += 8) {
      context.fillStyle = `hsl(${x} 80% 50%)`;
      context.fillRect(x, 0, 8, 400);
    }
    return canvas.toDataURL('image/jpeg');
  });
  const jpeg = Buffer.from(drawn.split(',')[1], 'base64');
  const exif = Buffer.from(
    'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS: 34.9 S 56.2 W',
    'latin1',
  );
  const length = Buffer.from([0, exif.length + 2]);
  const buffer = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, jpeg.subarray(2)]);
  return { name: 'Plaza.jpg', mimeType: 'image/jpeg', buffer };
}

const upload = (file) => {
  const { link, ...resource } = describeLink();
  return { ...resource, file };
};

/** Reloads until the picture is there and drawn. */
async function pictureOn(page, address) {
  const picture = page.locator('main img.picture');
  await expect(async () => {
    await page.goto(address);
    await expect(picture).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect.poll(() => picture.evaluate((image) => image.complete && image.naturalWidth)).toBeGreaterThan(0);
  return picture;
}

test('a document is found by a word inside it, and shows its first page', async ({ page, visitor }) => {
  await join(page);
  const word = `Zarzamora${randomBytes(4).toString('hex')}`;
  const resource = upload(pdf(`La ${word} en la canasta`));
  const address = await publish(page, resource);
  const reader = await visitor();
  const picture = await pictureOn(page, address);
  await expect(picture).toHaveAttribute('alt', `First page of “${resource.title}”`);
  expect(await violations(page)).toEqual([]);

  await reader.goto('/en/library');
  await reader.getByRole('searchbox').fill(word.toUpperCase());
  await reader.getByRole('button', { name: 'Search' }).click();
  const found = reader.locator('main article', { hasText: resource.title });
  await expect(found).toContainText('Inside the document:');
  await expect(found.locator('mark')).toHaveText(word);
  await expect(found.locator('img')).toHaveCount(1);
  expect(await violations(reader)).toEqual([]);
  await reader.getByRole('searchbox').fill(`${word}x`);
  await reader.getByRole('button', { name: 'Search' }).click();
  await expect(reader.locator('main')).toContainText('Nothing was found');
});

test('a photograph is shown and given without what its camera wrote down', async ({ page, visitor }) => {
  await join(page);
  const file = await photograph(page);
  expect(file.buffer.includes('GPS')).toBe(true);
  const resource = upload(file);
  const address = await publish(page, resource);
  const reader = await visitor();
  const picture = await pictureOn(reader, address);
  await expect(picture).toHaveAttribute('alt', resource.title);
  expect(await violations(reader)).toEqual([]);
  const download = await reader.request.get(`${address}/file`);
  expect(download.headers()['content-disposition']).toContain('Plaza.jpg');
  const given = await download.body();
  expect(given.includes('GPS')).toBe(false);
  expect(given.includes('Exif')).toBe(false);
  // As the camera was held.
  const size = await picture.evaluate(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight]);
  expect(size[1]).toBeGreaterThan(size[0]);
});
