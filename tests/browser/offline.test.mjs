// An edition in one file: it opens from a folder, asks nobody for anything, keeps to its policy, and its links, theme
// and definitions work.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { WIDTHS, chapters, editions, fileUrl, launch, read, watch, wholes } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

test('there is one for each edition', { skip: wholes.length === 0 && 'the site was built without --offline' }, () => {
  assert.deepEqual(wholes, editions.map((dir) => `konspekt-${dir}.html`).sort());
});

for (const name of wholes) {
  describe(name, () => {
    const dir = name.replace(/^konspekt-|\.html$/g, '');

    test('opens without a complaint, fits every screen, and asks for nothing', async () => {
      const context = await browser.newContext({ viewport: { width: WIDTHS.desk, height: 900 } });
      const page = await context.newPage();
      const complaints = await watch(page, 'file://');
      const asked = [];
      page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()); });
      await page.goto(fileUrl(name));
      for (const width of Object.values(WIDTHS)) {
        await page.setViewportSize({ width, height: 900 });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, `${width} px`);
      }
      assert.deepEqual(asked, [fileUrl(name)]);
      assert.deepEqual(complaints, []);
      await context.close();
    });

    test('holds every chapter, and every link leads to a place in it', async () => {
      const page = await browser.newPage();
      await page.goto(fileUrl(name));
      const { dead, count, headings } = await page.evaluate(() => {
        const links = [...document.querySelectorAll('a[href^="#"]')].map((a) => decodeURIComponent(a.getAttribute('href').slice(1)));
        return {
          count: links.length,
          dead: links.filter((id) => !document.getElementById(id)),
          headings: document.querySelectorAll('main h1').length,
        };
      });
      assert.deepEqual(dead, []);
      assert.ok(count > 100, `${count} links`);
      // index.html is the first chapter once more.
      const own = chapters.filter((chapter) => chapter.startsWith(`${dir}/`) && chapter !== `${dir}/index.html`);
      assert.equal(headings, own.length);
      await page.close();
    });

    test('a chapter, the theme and a definition can be reached', async () => {
      const context = await browser.newContext({ viewport: { width: WIDTHS.desk, height: 900 } });
      const page = await context.newPage();
      await page.goto(fileUrl(name));
      const chapter = page.locator('#sidebar .chapter a').nth(3);
      const target = (await chapter.getAttribute('href')).slice(1);
      await chapter.click();
      const top = await page.locator(`[id="${target}"]`).evaluate((element) => element.getBoundingClientRect().top);
      assert.ok(Math.abs(top) < 200, `${target} stands at ${top}`);
      await page.locator('[popovertarget="settings"]').first().click();
      await page.locator('input[name="theme"][value="dark"]').check();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
      await page.keyboard.press('Escape');
      if (/--term-/.test(read(name))) {
        await page.locator(`[id="${target}"] a[href*="--term-"]:not(.header)`).first().focus();
        await page.locator('.definition').waitFor();
        assert.ok((await page.locator('.definition').innerText()).length > 20);
      }
      await context.close();
    });
  });
}
