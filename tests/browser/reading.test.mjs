// What a reader does on a page: change the language and stay at the section, change the theme,
// copy an example, use the keyboard; and the interface speaks the reader's language.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { WIDTHS, chapters, editions, fileUrl, launch, read, serve } from './support.mjs';

let browser;
let server;
before(async () => { browser = await launch(); server = await serve(); });
after(async () => { await browser?.close(); await server?.close(); });

const open = async (address, options = {}) => {
  const context = await browser.newContext({ viewport: { width: WIDTHS.desk, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(address);
  return page;
};
const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const dark = (colour) => colour.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 80);
const fragment = (address) => decodeURIComponent(new URL(address).hash.slice(1));

/** Chapters of an edition that have sections, at most `limit`, from all over the book. */
const sectioned = (dir, limit) => {
  const names = chapters.filter((name) => name.startsWith(`${dir}/`) && (read(name).match(/<h[23] id=/g) ?? []).length > 1);
  const step = Math.max(1, Math.floor(names.length / limit));
  return names.filter((_, at) => at % step === 0).slice(0, limit);
};

describe('the language switch', { skip: editions.length < 2 && 'one edition' }, () => {
  for (const dir of editions) {
    test(`of ${dir} lands on the section in view`, async () => {
      for (const name of sectioned(dir, 3)) {
        for (const other of editions.filter((edition) => edition !== dir)) {
          const page = await open(server.url(name));
          const id = await page.evaluate(() => {
            const sections = [...document.querySelectorAll('main :is(h2, h3)[id]')];
            const middle = sections[Math.floor(sections.length / 2)];
            middle.scrollIntoView({ block: 'start', behavior: 'instant' });
            return sections.filter((h) => h.getBoundingClientRect().top < innerHeight / 4).at(-1)?.id ?? '';
          });
          await page.locator(`.editions a[href*="/${other}/"]`).click();
          await page.waitForURL(new RegExp(`/${other}/`));
          assert.equal(fragment(page.url()), id, `${name} → ${other}`);
          await page.waitForLoadState();
          if (id) {
            const top = await page.evaluate((at) => document.getElementById(at).getBoundingClientRect().top, id);
            assert.ok(top >= 0 && top < 900, `${name} → ${other}: #${id} is ${top} px down`);
          }
          await page.context().close();
        }
      }
    });

    test(`of ${dir} works without JavaScript, for the page and for each section`, async () => {
      for (const name of sectioned(dir, 3)) {
        const page = await open(server.url(name), { javaScriptEnabled: false });
        for (const other of editions.filter((edition) => edition !== dir)) {
          const href = await page.locator(`.editions a[href*="/${other}/"]`).getAttribute('href');
          assert.ok(href.split('#')[0].endsWith(name.slice(dir.length)), `${name}: ${href}`);
        }
        const beside = await page.locator('main :is(h2, h3)').evaluateAll((all) => all.filter((h) => h.id)
          .map((h) => ({ id: h.id, href: (h.querySelector('.section-switch') ?? h.parentElement.querySelector(`.section-switch[href$="#${CSS.escape(h.id)}"]`))?.getAttribute('href') ?? null })));
        for (const { id, href } of beside) assert.ok(href && decodeURIComponent(href.split('#')[1]) === id, `${name}: #${id} has the switch ${href}`);
        const last = page.locator('main .section-switch').last();
        await last.focus();
        await last.press('Enter');
        await page.waitForURL((url) => !url.pathname.includes(`/${dir}/`));
        assert.equal(fragment(page.url()), decodeURIComponent(beside.at(-1).href.split('#')[1]));
        await page.context().close();
      }
    });
  }
});

describe('the theme', () => {
  for (const [kind, address] of [['a server', () => server.url(chapters[0])], ['a folder', () => fileUrl(chapters[0])]]) {
    test(`is changed and remembered (${kind})`, async () => {
      const page = await open(address(), { colorScheme: 'light' });
      assert.ok(!dark(await background(page)));
      await page.locator('[popovertarget="settings"]').click();
      await page.locator('input[name="theme"][value="dark"]').check();
      assert.ok(dark(await background(page)));
      await page.reload();
      assert.ok(dark(await background(page)), 'forgotten after a reload');
      await page.locator('[popovertarget="settings"]').click();
      assert.ok(await page.locator('input[name="theme"][value="dark"]').isChecked());
      await page.locator('input[name="theme"][value="auto"]').check();
      assert.ok(!dark(await background(page)));
      await page.context().close();
    });
  }
  test('is that of the system where there is no JavaScript', async () => {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open(server.url(chapters[0]), { colorScheme, javaScriptEnabled: false });
      assert.equal(dark(await background(page)), colorScheme === 'dark');
      await page.context().close();
    }
  });
});

test('an example is copied as it stands', async () => {
  const name = chapters.find((chapter) => read(chapter).includes('class="example"'));
  assert.ok(name, 'no page has an example');
  for (const address of [server.url(name), fileUrl(name)]) {
    const page = await open(address, { permissions: ['clipboard-read', 'clipboard-write'] });
    const figure = page.locator('figure.example').first();
    const before = await figure.locator('button.copy').innerText();
    await figure.locator('button.copy').click();
    await page.waitForFunction((text) => document.querySelector('figure.example button.copy').textContent !== text, before);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await figure.locator('pre code').evaluate((code) => code.textContent));
    await page.context().close();
  }
});

test('a table is copied as CSV and as Markdown', async () => {
  const name = chapters.find((chapter) => read(chapter).includes('table-wrap compare'));
  assert.ok(name, 'no page has a comparison');
  for (const address of [server.url(name), fileUrl(name)]) {
    const page = await open(address, { permissions: ['clipboard-read', 'clipboard-write'] });
    const table = page.locator('.table-wrap table').first();
    const tools = page.locator('.table-tools').first();
    const head = await table.locator('th').nth(1).innerText();
    const rows = await table.locator('tr').count();
    const copied = async (format) => {
      await tools.getByRole('button', { name: format }).click();
      await page.waitForTimeout(100);
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const csv = (await copied('CSV')).trimEnd().split('\r\n');
    assert.equal(csv.length, rows);
    assert.ok(csv[0].includes(head));
    const markdown = (await copied('Markdown')).trimEnd().split('\n');
    assert.equal(markdown.length, rows + 1);
    assert.match(markdown[1], /^\| --- \|/);
    await page.context().close();
  }
});

describe('the definition of a term', () => {
  const name = chapters.find((chapter) => /<a href="[^"]*#term-[^"]*" title="/.test(read(chapter)));
  const term = 'main a[data-definition]';

  test('shows on hover and on keyboard focus, and goes at Escape', async () => {
    for (const address of [server.url(name), fileUrl(name)]) {
      const page = await open(address);
      const link = page.locator(term).first();
      await link.hover();
      const box = page.getByRole('tooltip');
      await box.waitFor();
      assert.equal(await box.textContent(), await link.getAttribute('data-definition'));
      assert.equal(await link.getAttribute('aria-describedby'), await box.getAttribute('id'));
      await page.keyboard.press('Escape');
      assert.equal(await box.count(), 0);
      await link.evaluate((a) => a.focus({ focusVisible: true }));
      await box.waitFor();
      await page.context().close();
    }
  });

  test('shows at the first tap, and the second tap follows the link', async () => {
    const page = await open(server.url(name), { hasTouch: true, viewport: { width: 390, height: 844 } });
    const link = page.locator(term).first();
    const before = page.url();
    await link.tap();
    await page.getByRole('tooltip').waitFor();
    assert.equal(page.url(), before);
    await page.locator('h1').first().tap();
    assert.equal(await page.getByRole('tooltip').count(), 0);
    await link.tap();
    await link.tap();
    await page.waitForURL(/#term-/);
    await page.context().close();
  });

  test('stands in the page where there is no JavaScript', async () => {
    const page = await open(server.url(name), { javaScriptEnabled: false });
    assert.ok(await page.locator('main a[href*="#term-"][title]').count() > 0);
    await page.context().close();
  });
});

test('a map begins in its middle on a phone, and a box shows its lines', async () => {
  const name = chapters.find((chapter) => /class="map"(?!-)/.test(read(chapter)) && !read(chapter).includes('class="map-small"'));
  assert.ok(name, 'no page has the whole map');
  const page = await open(server.url(name), { viewport: { width: WIDTHS.phone, height: 844 } });
  const box = page.locator('main .map').first();
  const [left, room] = await box.evaluate((e) => [e.scrollLeft, e.scrollWidth - e.clientWidth]);
  assert.ok(room > 0 && Math.abs(left - room / 2) < 2, `${left} of ${room}`);
  const node = box.locator('.map-node').first();
  await node.focus();
  const near = await box.locator('.map-edge.near title').allTextContents();
  const label = (await node.textContent()).trim();
  assert.ok(near.length > 0 && near.every((line) => line.includes(label)), `${label}: ${near}`);
  await node.blur();
  assert.equal(await box.locator('.map-edge.near').count(), 0);
  await page.context().close();
});

test('each entry of the glossary has a map of its own, and the same in words', async () => {
  const name = chapters.find((chapter) => read(chapter).includes('class="map-small"'));
  assert.ok(name, 'no page has a glossary');
  const page = await open(server.url(name), { viewport: { width: 390, height: 844 } });
  const map = page.locator('details.map-small').first();
  await map.locator('summary').click();
  assert.ok(await map.locator('svg a').count() > 1);
  const drawn = await map.locator('svg a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
  const told = await page.evaluate(() => [...document.querySelectorAll('main li a, main h2')].map((e) => e.getAttribute('href') ?? `#${e.id}`));
  for (const href of drawn) assert.ok(told.some((other) => other.endsWith(href)), href);
  await page.context().close();
});

test('sources are shown on request, and the choice is remembered', async (t) => {
  const name = chapters.find((chapter) => read(chapter).includes('class="src"'));
  if (!name) return t.skip('no page names a source');
  const page = await open(server.url(name));
  const look = () => page.locator('.src').first().evaluate((a) => getComputedStyle(a).backgroundColor);
  const quiet = await look();
  await page.locator('[popovertarget="settings"]').click();
  await page.locator('input[name="sources"]').check();
  assert.notEqual(await look(), quiet);
  await page.reload();
  assert.notEqual(await look(), quiet);
  await page.context().close();
});

test('either language of the parallel edition can be put away', async (t) => {
  const name = chapters.find((chapter) => read(chapter).includes('class="pair"'));
  if (!name) return t.skip('no parallel edition');
  const page = await open(server.url(name));
  const side = (lang) => page.locator(`main .pair > .side[lang="${lang}"]`).first();
  await page.locator('[popovertarget="settings"]').click();
  await page.locator('input[name="side"][value="second"]').check();
  assert.ok(!await side('ru').isVisible() && await side('en').isVisible());
  await page.locator('input[name="side"][value="both"]').check();
  assert.ok(await side('ru').isVisible() && await side('en').isVisible());
  await page.context().close();
});

describe('the keyboard', () => {
  test('skips to the text first', async () => {
    const page = await open(server.url(chapters[0]));
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
    await page.context().close();
  });
  test('opens and closes the chapters on a phone, without JavaScript too', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open(server.url(chapters[0]), { javaScriptEnabled, viewport: { width: WIDTHS.phone, height: 800 } });
      const link = page.locator('#sidebar .chapter a').first();
      assert.ok(!await link.isVisible());
      await page.locator('[popovertarget="sidebar"]').first().focus();
      await page.keyboard.press('Enter');
      assert.ok(await link.isVisible());
      await page.keyboard.press('Escape');
      assert.ok(!await link.isVisible());
      await page.context().close();
    }
  });
});

test('the interface speaks the language of its edition', async () => {
  const english = /\b(contents?|chapters?|copy|copied|next|previous|search|themes?|light|dark|auto|settings|sources?|show|hide|download|skip|menu|edit|close|open|page|view|notes?|lines?|tip|important|warning|caution|inaccurate|outdated|incomplete|accurate|correction|review|language|toggle|loading|back|home)\b/i;
  const russian = /[а-яё]/i;
  const faults = [];
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const dir of editions) {
    for (const name of chapters.filter((chapter) => chapter.startsWith(`${dir}/`))) {
      await page.goto(server.url(name));
      const { lang, words } = await page.evaluate(() => {
        const own = document.documentElement.lang;
        const foreign = (e) => { const l = e.closest('[lang]')?.lang; return l && l !== own; };
        const places = '.skip-link, .settings legend, .settings label, .pager-label, .colophon a, .page-contents-title, button, ' +
          'figcaption a[download], .src, .review-head, .blockquote-tag-title';
        const text = (e) => [...e.childNodes].map((n) => (n.nodeType === 3 ? n.data : n.nodeType === 1 && !foreign(n) && n.localName !== 'code' ? text(n) : '')).join('');
        const words = [...document.querySelectorAll(places)].filter((e) => !foreign(e)).map(text);
        for (const e of document.querySelectorAll('[aria-label], [placeholder], button[title]')) {
          if (!foreign(e)) words.push(e.getAttribute('aria-label') ?? '', e.getAttribute('placeholder') ?? '');
        }
        words.push(...Object.values(document.body.dataset));
        return { lang: own, words: words.map((w) => w.trim()).filter(Boolean) };
      });
      const alien = lang === 'ru' ? english : lang === 'en' ? russian : null;
      for (const word of new Set(words)) if (alien?.test(word)) faults.push(`${name}: “${word}”`);
    }
  }
  await context.close();
  assert.deepEqual(faults, []);
});
