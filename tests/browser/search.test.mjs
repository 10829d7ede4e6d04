// What a reader looks for and finds: forms, parts of compounds, both languages, words that are misspelt; and how the
// dialog behaves: its address, its keys, the rest of the list, an index that does not load.

import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { WIDTHS, chapters, fileUrl, launch, serve, watch } from './support.mjs';

let browser;
let server;
before(async () => { browser = await launch(); server = await serve(); });
after(async () => { await browser?.close(); await server?.close(); });

const visit = async (address, options = {}) => {
  const context = await browser.newContext({ viewport: { width: WIDTHS.desk, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(address);
  return page;
};
const opened = async (address, options) => {
  const page = await visit(address, options);
  await page.keyboard.press('/');
  await page.locator('#search[open]').waitFor();
  return page;
};
const settled = (page) => page.waitForFunction(() => {
  const status = document.querySelector('.search-status');
  return status.textContent !== status.dataset.loading;
});
const found = async (page, query) => {
  await page.locator('#search input').fill(query);
  await settled(page);
  return page.locator('.search-results a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
};
const status = (page) => page.locator('.search-status').innerText();
const marks = (page, within = '.search-results') => page.locator(`${within} mark`).allInnerTexts();
const hit = (page, end) => page.locator(`.search-results li:has(a[href$="${end}"])`).first();

describe('the search', { skip: !chapters.some((name) => name === 'ru/pods.html') && 'another book' }, () => {
  describe('finds', () => {
    let page;
    before(async () => { page = await opened(server.url('ru/index.html')); });
    after(() => page.context().close());

    test('a term in every case, by its short name and by its other names', async () => {
      for (const query of ['под', 'пода', 'поду', 'подом', 'поде', 'поды', 'подов', 'подам', 'подами', 'подах', 'Pod', 'pods', 'po']) {
        assert.match((await found(page, query))[0], /glossary\.html#term-pod$/, query);
      }
      for (const query of ['сервисами', 'службе', 'svc', 'Services']) {
        assert.match((await found(page, query))[0], /#term-service$/, query);
      }
      assert.match((await found(page, 'персистентных томов'))[0], /#term-persistentvolume$/);
      assert.ok((await found(page, 'масштабированием')).some((href) => href.includes('scaling.html')));
      assert.ok((await found(page, 'масштаб')).length > 0, 'a word that is not finished');
    });

    test('a compound by its parts, in any order, and marks it', async () => {
      assert.ok((await found(page, 'IP адрес')).length >= 9);
      assert.ok((await marks(page)).includes('IP-адрес'));
      assert.match((await found(page, 'proxy'))[0], /#term-kube-proxy$/);
      assert.match((await found(page, 'kube-pr'))[0], /#term-kube-proxy$/);
      assert.ok((await found(page, 'сервер api')).some((href) => href.endsWith('#term-api-server')));
      for (const query of ['SSL терминация', 'терминация SSL', 'YAML файл']) assert.ok((await found(page, query)).length > 0, query);
    });

    test('a word of two letters that is the beginning of others', async () => {
      assert.ok((await found(page, 'hp')).length > 0);
      assert.deepEqual((await marks(page)).filter((mark) => !/^hp/i.test(mark) && !/масштаб|horizontal/i.test(mark)), []);
    });

    test('whole words before those that only begin so, and marks these alone', async () => {
      await found(page, 'под');
      const first = await page.locator('.search-results li').evaluateAll((list) => list.slice(0, 20)
        .flatMap((li) => [...li.querySelectorAll('mark')].map((mark) => mark.textContent.toLowerCase())));
      assert.ok(first.length > 20);
      assert.deepEqual(first.filter((mark) => !/^(под(а|у|ом|е|ы|ов|ам|ами|ах)?|pods?)$/.test(mark)), []);
    });

    test('nothing without a mark, names of several words and inflected ones among them', async () => {
      for (const query of ['сетевыми политиками', 'постоянного тома', 'службам', 'PV', 'деплоймент', 'откат']) {
        assert.ok((await found(page, query)).length > 0, query);
        const bare = await page.locator('.search-results li:not(:has(mark)) a').evaluateAll((links) => links.map((a) => a.href));
        assert.deepEqual(bare, [], query);
      }
      await found(page, 'сетевыми политиками');
      assert.ok((await marks(page)).some((mark) => /^сетевая политика$/i.test(mark)));
    });

    test('the definition of a term, not what its entry lists', async () => {
      await found(page, 'деплоймент');
      const text = await hit(page, '#term-deployment').locator('.hit-text').innerText();
      assert.doesNotMatch(text, /Источник|Упоминаний|Также|Пример/);
      const entry = await visit(server.url('ru/glossary.html'));
      const definition = await entry.locator('#term-deployment ~ p').nth(1).innerText();
      assert.ok(definition.startsWith(text.slice(0, 40)), text);
      await entry.context().close();
    });

    test('what a question is about, whatever else stands in it', async () => {
      assert.match((await found(page, 'что такое под'))[0], /#term-pod$/);
      assert.ok((await found(page, 'как создать сервис')).length > 0);
    });

    test('a line of the raw notes, behind the chapters, and leads to it', async () => {
      const hits = await found(page, 'репликасетов');
      const lines = hits.map((href) => /notes\.html#L\d+$/.test(href));
      assert.ok(lines.some(Boolean));
      assert.ok(!lines[0]);
      const href = hits.find((_, at) => lines[at]);
      await page.locator(`.search-results a[href="${href}"]`).click();
      await page.waitForURL(/#L\d+$/);
      assert.ok(await page.evaluate(() => document.getElementById(location.hash.slice(1)) !== null));
      await page.goto(server.url('ru/index.html'));
      await page.keyboard.press('/');
    });
  });

  describe('helps', () => {
    let page;
    before(async () => { page = await opened(fileUrl('ru/index.html')); });
    after(() => page.context().close());

    for (const [query, word, target] of [
      ['сетвых политик', 'сетевые', /#term-networkpolicy$/], ['деплоимент', 'деплоймент', /#term-deployment$/],
      ['дeплоймент', 'деплоймент', /#term-deployment$/], ['gjl', 'под', /#term-pod$/], ['зщв', 'pod', /#term-pod$/],
      [',fkfycbhjdrf', 'балансировка', /services\.html/],
    ]) {
      test(`with “${query}”`, async () => {
        assert.match((await found(page, query))[0], target);
        assert.ok((await status(page)).includes(`показано по слову «${word}»`), await status(page));
      });
    }

    test('by leaving out a word that is nowhere, and says so', async () => {
      const without = await found(page, 'деплоймент');
      assert.deepEqual(await found(page, 'деплоймент ксилофон'), without);
      assert.match(await status(page), /Без слова «ксилофон»/);
      assert.deepEqual(await found(page, 'ксилофон'), []);
      assert.equal(await status(page), 'Ничего не нашлось.');
    });

    test('by taking sections with the most words where none has all', async () => {
      assert.ok((await found(page, 'flannel эфемерный minecraft')).length > 0);
      assert.match(await status(page), /Всех слов вместе нет/);
    });

    test('and takes nothing for HTML', async () => {
      await found(page, '<img src=x onerror=alert(1)> «под»');
      assert.equal(await page.locator('#search img').count(), 0);
      assert.match(await status(page), /Без слова «onerror»/);
    });

    test('within bounds of time', async () => {
      const slow = await page.evaluate(() => ['под', 'контийнерыы прафессианально деплоимент', 'по', '<>', 'a '.repeat(300), 'щ'.repeat(5000),
        Array.from({ length: 300 }, (_, at) => `прафессия${String.fromCharCode(1072 + at % 32, 1072 + (at >> 5))}`).join(' ')]
        .map((query) => {
          const list = document.createElement('ol');
          const times = Array.from({ length: 5 }, (_, nth) => {
            const start = performance.now();
            // Another word each time: what was found is remembered.
            window.konspekt.results(`${query}${'ъ'.repeat(nth)}`, list, '');
            return performance.now() - start;
          });
          return [query.slice(0, 40), Math.min(...times)];
        }).filter(([, time]) => time > 100));
      assert.deepEqual(slow, []);
    });
  });

  test('finds both languages in the parallel edition, and says which is which', async () => {
    const page = await opened(server.url('ru-en/pods.html'));
    const [ru, en] = [await found(page, 'деплойментов'), await found(page, 'deployments')];
    assert.ok(ru.length > 3);
    assert.deepEqual(ru, en);
    const title = hit(page, '#term-deployment').locator('.hit-title');
    assert.equal(await title.innerText(), 'деплоймент / Deployment');
    assert.equal(await title.locator('[lang="en"]').innerText(), 'Deployment');
    const alien = await page.locator('.search-results .hit-text').evaluateAll((texts) => texts.map((text) => {
      const copy = text.cloneNode(true);
      copy.querySelectorAll('[lang="en"]').forEach((part) => part.remove());
      return copy.textContent;
    }).filter((text) => /\b(the|with|which)\b/.test(text) && !text.includes('# ')));
    assert.deepEqual(alien, []);
    await page.context().close();
  });

  test('is used from the keyboard, shows what it found and goes there', async () => {
    const page = await opened(server.url('en/index.html'));
    assert.ok((await found(page, 'rolling back')).length > 0);
    assert.ok(await page.locator('.search-results mark').count() > 0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const href = await page.evaluate(() => document.activeElement.href);
    await page.keyboard.press('Enter');
    await page.waitForURL(href);
    await page.context().close();
  });

  test('opens by / in both layouts and by Ctrl+K, says so, and closes at one press of Escape', async () => {
    const page = await visit(server.url('ru/index.html'));
    const press = (key, code, ctrlKey = false) => page.evaluate((keys) => document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...keys })), { key, code, ctrlKey });
    for (const keys of [['/', 'Slash'], ['.', 'Slash'], ['k', 'KeyK', true], ['л', 'KeyK', true]]) {
      await press(...keys);
      assert.equal(await page.locator('#search[open]').count(), 1, keys[0]);
      await page.locator('#search input').fill('под');
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('#search[open]').count(), 0, keys[0]);
    }
    for (const keys of [['.', 'Period'], ['-', 'Slash'], ['k', 'KeyK']]) {
      await press(...keys);
      assert.equal(await page.locator('#search[open]').count(), 0, keys.join(' '));
    }
    assert.match(await page.locator('.search-button').getAttribute('title'), /\/.*Ctrl\+K/);
    await page.context().close();
  });

  test('tells how many there are and gives the rest on request', async () => {
    const page = await opened(server.url('ru/index.html'));
    const first = await found(page, 'под');
    const more = page.locator('.search-more');
    const total = Number((await status(page)).match(/\d+/)[0]);
    assert.ok(first.length < total);
    assert.equal(await status(page), `Найдено разделов: ${total}, показаны первые ${first.length}.`);
    await more.click();
    const next = page.locator('.search-results a').nth(first.length);
    assert.ok(await next.evaluate((a) => a === document.activeElement));
    while (await more.isVisible()) await more.click();
    const all = await page.locator('.search-results a').evaluateAll((links) => links.map((a) => a.href));
    assert.equal(all.length, total);
    assert.equal(new Set(all).size, total);
    assert.equal(await status(page), `Найдено разделов: ${total}.`);
    await found(page, 'ксилофон');
    assert.ok(!await more.isVisible());
    await page.context().close();
  });

  for (const [kind, address] of [['a server', (name) => server.url(name)], ['a folder', fileUrl]]) {
    test(`keeps its query in the address, and Back returns to the list (${kind})`, async () => {
      const page = await opened(address('ru/pods.html'));
      const before = await page.evaluate(() => history.length);
      await found(page, 'неймспейсы');
      await page.waitForURL((url) => url.searchParams.get('search') === 'неймспейсы');
      assert.equal(await page.evaluate(() => history.length), before);
      for (const link of await page.locator('.search-results a').all().then((links) => links.slice(0, 2))) {
        const href = await link.evaluate((a) => a.href);
        await link.click();
        await page.waitForURL(href);
        assert.ok(!await page.locator('#search').isVisible());
        await page.goBack();
        await page.locator('.search-results a').first().waitFor();
        assert.equal(await page.locator('#search input').inputValue(), 'неймспейсы');
      }
      await page.keyboard.press('Escape');
      await page.waitForURL((url) => url.search === '', { timeout: 3000 });
      assert.ok(!await page.locator('#search').isVisible());
      await page.context().close();
    });
  }

  test('goes to a place on the page itself, and Back returns to the list', async () => {
    const page = await opened(server.url('ru/pods.html'));
    await found(page, 'поды');
    const link = page.locator('.search-results a[href*="pods.html#"]').first();
    const href = await link.evaluate((a) => a.href);
    await link.click();
    await page.waitForURL(href);
    assert.ok(!await page.locator('#search').isVisible());
    await page.goBack();
    await page.locator('.search-results a').first().waitFor();
    await page.context().close();
  });

  test('opens with the query of its address', async () => {
    const page = await visit(server.url('ru/index.html') + '?search=' + encodeURIComponent('неймспейсы'));
    await page.locator('.search-results a').first().waitFor();
    assert.match(await page.locator('.search-results a').first().getAttribute('href'), /#term-namespace$/);
    await page.context().close();
  });

  test('asks for nothing before it is opened', async () => {
    const page = await visit(server.url('ru/index.html'));
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
    assert.ok(!asked.some((name) => name.includes('search')), asked.join(' '));
    await page.context().close();
  });

  test('tries again as the reader types when its index did not load', async () => {
    for (const answer of [(route) => route.abort(), (route) => route.fulfill({ contentType: 'text/javascript', body: '<p>404' })]) {
      const page = await visit(server.url('ru/index.html'));
      await page.context().route('**/search-index.js', answer);
      await page.keyboard.press('/');
      await page.waitForFunction(() => document.querySelector('.search-status').textContent === document.querySelector('.search-status').dataset.failed);
      await page.context().unroute('**/search-index.js');
      await page.locator('#search input').fill('под');
      await page.locator('.search-results a').first().waitFor();
      await page.context().close();
    }
  });

  test('breaks no policy', async () => {
    const page = await visit('about:blank');
    const complaints = await watch(page, server.origin);
    await page.goto(server.url('ru-en/index.html') + '?search=' + encodeURIComponent('поды'));
    await page.locator('.search-results a').first().waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('has the stems of the index', async () => {
    const page = await opened(server.url('ru/index.html'));
    await found(page, 'под');
    const pairs = readFileSync(new URL('../cases/stems.txt', import.meta.url), 'utf8').trim().split('\n').map((line) => line.split(' '));
    const wrong = await page.evaluate((list) => list.filter(([word, stem]) => window.konspekt.stem(word) !== stem), pairs);
    assert.ok(pairs.length > 3000);
    assert.deepEqual(wrong, []);
    await page.context().close();
  });
});

test('a fragment that is none breaks nothing: the language switch keeps the section', async (t) => {
  const name = chapters.find((chapter) => /<h2 id=/.test(readFileSync(new URL(fileUrl(chapter)), 'utf8')) && /editions/.test(readFileSync(new URL(fileUrl(chapter)), 'utf8')));
  if (!name) return t.skip('one edition');
  const page = await visit('about:blank');
  const complaints = await watch(page, server.origin);
  await page.goto(server.url(name) + '#%E0%A4%A');
  const id = await page.evaluate(() => {
    const heading = [...document.querySelectorAll('main h2[id]')].at(-1);
    heading.scrollIntoView({ block: 'start', behavior: 'instant' });
    return [...document.querySelectorAll('main :is(h1, h2, h3)[id], main dt[id]')].filter((h) => h.getBoundingClientRect().top < innerHeight / 4).at(-1).id;
  });
  const link = page.locator('.editions a').last();
  await link.hover();
  assert.equal(decodeURIComponent(new URL(await link.evaluate((a) => a.href)).hash.slice(1)), id);
  assert.deepEqual(complaints, []);
  await page.context().close();
});
