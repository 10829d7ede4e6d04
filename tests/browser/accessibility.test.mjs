// axe-core finds nothing on any kind of page, in light and in the dark, on a desk and on a phone,
// nor with the drawers open. Rules for WCAG 2.2 A and AA, and axe's own best practices.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { WIDTHS, editions, kinds, launch, serve } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
let server;
before(async () => { browser = await launch(); server = await serve(); });
after(async () => { await browser?.close(); await server?.close(); });

async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} — ${failureSummary.replace(/\s+/g, ' ').slice(0, 240)}`));
}

async function examine(address, options, prepare = async () => {}, block = '') {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  if (block) await context.route(block, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(address);
  await prepare(page);
  const found = await violations(page);
  await context.close();
  return found;
}

const desk = { viewport: { width: WIDTHS.desk, height: 900 } };
const phone = { viewport: { width: WIDTHS.phone, height: 844 }, hasTouch: true, isMobile: true };

for (const colorScheme of ['light', 'dark']) {
  describe(`in the ${colorScheme} theme`, () => {
    for (const dir of editions) {
      for (const name of kinds(dir)) {
        test(`${name}, on a desk and on a phone`, async () => {
          assert.deepEqual(await examine(server.url(name), { ...desk, colorScheme }), []);
          assert.deepEqual(await examine(server.url(name), { ...phone, colorScheme }), []);
        });
      }
      test(`${dir} with its drawers open`, async () => {
        const [name] = kinds(dir);
        for (const drawer of ['sidebar', 'settings', 'page-contents']) {
          const found = await examine(server.url(name), { ...phone, colorScheme }, async (page) => {
            const button = page.locator(`[popovertarget="${drawer}"]`).first();
            if (await button.isVisible()) await button.click();
          });
          assert.deepEqual(found, [], drawer);
        }
        const found = await examine(server.url(name), { ...phone, colorScheme }, async (page) => {
          await page.locator('.search-button').click();
          await page.locator('#search input').fill('pod');
          await page.locator('.search-results a').first().waitFor();
        });
        assert.deepEqual(found, [], 'search');
      });
    }
    test('the root page and the page not found', async () => {
      // Without its script the root page stays and shows its list.
      assert.deepEqual(await examine(server.url('index.html'), { ...desk, colorScheme }, undefined, '**/book*.js'), []);
      assert.deepEqual(await examine(server.url('404.html'), { ...desk, colorScheme }), []);
    });
  });
}
