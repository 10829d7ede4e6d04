// The site as files: it opens from a folder and from a sub-path of a server, asks nobody for
// anything, keeps to its policy, has no dead link, fits a phone, and leads to its languages.

import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { after, before, describe, test } from 'node:test';
import { SITE, WIDTHS, chapters, editions, fileUrl, files, launch, pages, read, serve, watch } from './support.mjs';

let browser;
let server;
before(async () => { browser = await launch(); server = await serve(); });
after(async () => { await browser?.close(); await server?.close(); });

/** Every page of the list, opened one after another in one tab of a fresh context. */
async function visit(names, url, home, look = async () => [], options = {}) {
  const context = await browser.newContext({ viewport: { width: WIDTHS.desk, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = await watch(page, home);
  for (const name of names) {
    await page.goto(url(name), { waitUntil: 'load' });
    for (const found of await look(page, name)) complaints.push(`${name}: ${found}`);
  }
  await context.close();
  return complaints;
}

test('the site has editions with chapters in them', () => {
  assert.ok(editions.length > 0, `no edition in ${SITE}`);
  for (const dir of editions) assert.ok(chapters.some((name) => name.startsWith(`${dir}/`)));
});

describe('every page opens without a complaint', () => {
  // The root page leads away at once and the page not found needs its base: both have tests below.
  const proper = pages.filter((name) => !['index.html', '404.html'].includes(name));

  test('from file://, and never scrolls sideways', async () => {
    const overflow = async (page) => {
      const found = [];
      for (const width of Object.values(WIDTHS)) {
        await page.setViewportSize({ width, height: 900 });
        const needs = await page.evaluate(() => document.documentElement.scrollWidth);
        if (needs > width) found.push(`${needs} px wide on a screen of ${width}`);
      }
      return found;
    };
    assert.deepEqual(await visit(proper, fileUrl, 'file://', overflow), []);
  });

  test('under a sub-path of a server', async () => {
    assert.deepEqual(await visit(proper, server.url, server.origin), []);
  });

  test('without JavaScript', async () => {
    assert.deepEqual(await visit(proper, server.url, server.origin, undefined, { javaScriptEnabled: false }), []);
  });
});

test('every page has a policy, and it lets no inline script run', async () => {
  const page = await browser.newPage();
  const faults = [];
  for (const name of pages) {
    const { policy, first, inline } = await page.evaluate((html) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      const meta = parsed.querySelector('meta[http-equiv="Content-Security-Policy"]');
      const loads = parsed.querySelector('head :is(link, script, style)');
      return {
        policy: meta?.content ?? '',
        first: !meta || !loads || Boolean(meta.compareDocumentPosition(loads) & Node.DOCUMENT_POSITION_FOLLOWING),
        inline: [...parsed.querySelectorAll('script:not([src]):not([type$="json"]), style, [style]')].map((e) => e.outerHTML.slice(0, 80))
          .concat([...parsed.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).map((e) => e.outerHTML.slice(0, 80))),
      };
    }, read(name));
    const scripts = policy.split(';').map((part) => part.trim()).find((part) => /^(script-src|default-src)\b/.test(part) && (/^script-src/.test(part) || !/script-src/.test(policy)));
    if (!scripts) faults.push(`${name}: no policy for scripts`);
    else if (/unsafe|\*|https?:|data:/.test(scripts)) faults.push(`${name}: ${scripts}`);
    if (!first) faults.push(`${name}: the policy stands after what it should rule`);
    for (const html of inline) faults.push(`${name}: inline ${html}`);
  }
  await page.close();
  assert.deepEqual(faults, []);
});

test('every internal link, picture and anchor resolves', async () => {
  const page = await browser.newPage();
  const parsed = new Map();
  for (const name of pages) {
    parsed.set(name, await page.evaluate((html) => {
      const found = new DOMParser().parseFromString(html, 'text/html');
      return {
        base: found.documentElement.dataset.base ?? '',
        ids: [...found.querySelectorAll('[id]')].map((e) => e.id),
        links: [...found.querySelectorAll('[href], [src]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src')),
      };
    }, read(name)));
  }
  await page.close();

  const broken = [];
  for (const [name, { base, ids, links }] of parsed) {
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) broken.push(`${name}: two elements have the id ${id}`);
    for (const link of links) {
      if (/^(https?:|mailto:)/.test(link)) continue;
      const [path, fragment] = link.split('#', 2);
      const local = base && path.startsWith(base) ? path.slice(base.length) : path;
      let target = local === '' ? name : posix.join(posix.dirname(name), decodeURIComponent(local.split('?')[0]));
      if (target.endsWith('/')) target += 'index.html';
      if (/^(\/|[a-z]+:)/i.test(local) || target.startsWith('..')) broken.push(`${name}: leaves the site: ${link}`);
      else if (!files.includes(target)) broken.push(`${name}: no such file: ${link}`);
      else if (fragment && parsed.has(target) && !parsed.get(target).ids.includes(decodeURIComponent(fragment))) broken.push(`${name}: no such place: ${link}`);
    }
  }
  assert.deepEqual([...new Set(broken)], []);
});

// Over the network as servers send it, GitHub Pages among them: text is compressed.
test('a page with all it loads is under 120 KB over the network and at most 8 requests', async () => {
  const heavy = [];
  for (const name of chapters) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const sizes = [];
    page.on('response', (response) => sizes.push(response.body().then((body) => gzipSync(body).length, () => 0)));
    await page.goto(server.url(name), { waitUntil: 'load' });
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    if (bytes > 120_000 || sizes.length > 8) heavy.push(`${name}: ${bytes} bytes in ${sizes.length} requests`);
    await context.close();
  }
  assert.deepEqual(heavy, []);
});

describe('the root page', () => {
  for (const [locale, dir] of [['ru-RU', 'ru'], ['en-US', 'en']]) {
    test(`leads a reader of ${locale} to ${dir}/`, { skip: !editions.includes(dir) }, async () => {
      for (const [url, home] of [[server.url, server.origin], [fileUrl, 'file://']]) {
        const context = await browser.newContext({ locale });
        const page = await context.newPage();
        const complaints = await watch(page, home);
        await page.goto(url('index.html'), { waitUntil: 'commit' });
        await page.waitForURL(new RegExp(`/${dir}/`), { timeout: 5000 });
        assert.deepEqual(complaints, []);
        await context.close();
      }
    });
  }
  test('lists the editions where there is no JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: WIDTHS.phone, height: 800 } });
    const page = await context.newPage();
    await page.goto(server.url('index.html'));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), WIDTHS.phone);
    assert.match(page.url(), /\/sub\/path\/index\.html$/);
    for (const dir of editions) assert.ok(await page.locator(`main a[href^="${dir}/"]`).isVisible());
    await context.close();
  });
});

test('the page not found speaks both languages and leads to every edition, at any depth', async () => {
  const base = read('404.html').match(/data-base="([^"]*)"/)?.[1] || '/';
  const host = await serve(base);
  const page = await browser.newPage();
  const complaints = await watch(page, host.origin);
  const address = host.url(base === '/' ? 'missing.html' : 'ru/missing/page.html');
  await page.goto(address);
  assert.match(await page.locator('h1').innerText(), /[а-яё]/i);
  assert.match(await page.locator('main [lang="en"]').first().innerText(), /page/i);
  for (const dir of editions) {
    const href = await page.locator(`main a[href*="${dir}/"]`).first().evaluate((a) => a.href);
    assert.equal((await page.request.get(href)).status(), 200, href);
  }
  // The missing page itself answers 404, and rightly.
  assert.deepEqual(complaints.filter((line) => !line.includes(`404 ${address}`) && !/status of 404/.test(line)), []);
  await page.close();
  await host.close();
});
