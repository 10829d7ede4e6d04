// How large a search index is and how long a query takes, beside stock mdBook and Pagefind on the same chapters:
//
//   node compare.mjs CHAPTERS konspekt=OUT/ru mdbook=BOOK pagefind=OUT/ru -- под 'сетевые политики'
//
// Each is the folder of a built site; Pagefind's is one in which `pagefind --site` has run. A query of Konspekt
// includes its list of thirty hits with teasers, one of Pagefind loading them, one of mdBook neither.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css' };
const RUNS = 9;

// What a reader's browser may be asked to load to search, and how it searches once that is there.
const KINDS = {
  konspekt: {
    index: /^search-index\.js$/,
    load: async (page) => {
      await page.keyboard.press('/');
      await page.waitForFunction(() => window.konspekt?.ready?.(), null, { timeout: 60_000 });
    },
    search: (query) => window.konspekt.results(query, document.createElement('ol'), '')?.total ?? 0,
  },
  mdbook: {
    index: /^searchindex-?\w*\.js$/,
    load: async (page, folder) => {
      for (const name of readdirSync(folder).filter((file) => /^(elasticlunr|searchindex)/.test(file))) {
        await page.addScriptTag({ url: `/${name}` });
      }
      await page.evaluate(() => { window.lunr = window.elasticlunr.Index.load(window.search.index); });
    },
    search: (query) => window.lunr.search(query, window.search.search_options).length,
  },
  pagefind: {
    index: /^pagefind\/(index|fragment)\/|^pagefind\/[^/]*\.pf_meta$/,
    load: (page) => page.evaluate(async () => {
      window.pagefind = await import('/pagefind/pagefind.js');
      await window.pagefind.init();
    }),
    search: async (query) => {
      const { results } = await window.pagefind.search(query);
      await Promise.all(results.slice(0, 30).map((result) => result.data()));
      return results.length;
    },
  },
};

const cut = process.argv.indexOf('--');
const [chapters, ...sites] = process.argv.slice(2, cut);
const queries = process.argv.slice(cut + 1);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

for (const site of sites) {
  const [kind, folder] = site.split(/=(.*)/);
  const { index, load, search } = KINDS[kind];
  const files = readdirSync(folder, { recursive: true }).map(String).filter((name) => index.test(name) && statSync(join(folder, name)).isFile());
  const texts = files.map((name) => readFileSync(join(folder, name)));
  const size = (bytes) => `${(bytes / 1024 / Number(chapters)).toFixed(2)} KB a chapter`;
  const sum = (lengths) => lengths.reduce((a, b) => a + b, 0);
  console.log(`${kind}: ${size(sum(texts.map((text) => text.length)))}, ${size(sum(texts.map((text) => gzipSync(text).length)))} compressed`);

  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname.slice(1));
    try {
      const body = readFileSync(join(folder, name));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const page = await (await browser.newContext({ bypassCSP: true })).newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/index.html`);
  const start = performance.now();
  await load(page, folder);
  console.log(`  loaded in ${Math.round(performance.now() - start)} ms`);
  for (const query of queries) {
    const [hits, first, median] = await page.evaluate(async ([source, text, runs]) => {
      const run = (0, eval)(source);
      const times = [];
      let found = 0;
      for (let nth = 0; nth < runs; nth += 1) {
        const began = performance.now();
        found = await run(text);
        times.push(performance.now() - began);
      }
      return [found, times[0], times.sort((a, b) => a - b)[runs >> 1]];
    }, [`(${search})`, query, RUNS]);
    console.log(`  ${query}: ${hits} hits, first ${first.toFixed(1)} ms, median of ${RUNS} ${median.toFixed(1)} ms`);
  }
  await page.context().close();
  server.close();
  server.closeAllConnections();
}
await browser.close();
