// What the tests share: the built site as a list of pages, a server that gives it out under a
// sub-path, the browser, and a watch that notes every complaint a page makes.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, posix, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));

export const SITE = resolve(process.env.KONSPEKT_SITE ?? join(here, '../../book/book'));
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const WIDTHS = { narrow: 320, phone: 390, desk: 1280 };

if (!existsSync(join(SITE, 'index.html'))) {
  throw new Error(`no built site in ${SITE}: run \`konspekt build\` first, or name its folder in KONSPEKT_SITE`);
}
if (!existsSync(CHROMIUM)) {
  throw new Error(`no browser at ${CHROMIUM}: install Chromium (Debian: apt install chromium), or name it in CHROMIUM`);
}

/** Every file of the site, as paths with forward slashes. */
export const files = readdirSync(SITE, { recursive: true })
  .map((name) => String(name).split(sep).join('/'))
  .filter((name) => statSync(join(SITE, name)).isFile())
  .sort();

/** Whole editions in one file each, where the site was built with `--offline`. */
export const wholes = files.filter((name) => /^konspekt-[^/]*\.html$/.test(name));
/** Every page of the site; `chapters` are those inside an edition. */
export const pages = files.filter((name) => name.endsWith('.html') && !wholes.includes(name));
export const editions = [...new Set(pages.map((name) => name.split('/')[0]))]
  .filter((dir) => existsSync(join(SITE, dir, 'index.html')));
export const chapters = pages.filter((name) => editions.includes(name.split('/')[0]));

export const read = (name) => readFileSync(join(SITE, name), 'utf8');
export const fileUrl = (name) => pathToFileURL(join(SITE, name)).href;

export function launch() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json', '.xml': 'application/xml',
};

/** Gives the site out on 127.0.0.1 under `base`, as a page host does: 404.html for what is not there. */
export async function serve(base = '/sub/path/') {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    let name = pathname.startsWith(base) ? posix.normalize(decodeURIComponent(pathname.slice(base.length))) : null;
    if (name === '.' || name?.endsWith('/')) name = posix.join(name, 'index.html');
    const found = files.includes(name);
    const body = found ? name : '404.html';
    response.writeHead(found ? 200 : 404, { 'content-type': TYPES[extname(body)] ?? 'text/plain; charset=utf-8' });
    response.end(readFileSync(join(SITE, body)));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: (name) => origin + base + name.split('/').map(encodeURIComponent).join('/'),
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
}

/** Notes what goes wrong on a page: errors, policy violations, failed and foreign requests. */
export async function watch(page, home) {
  const complaints = [];
  const note = (what) => complaints.push(`${page.url()}: ${what}`);
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) note(message.text()); });
  page.on('pageerror', (error) => note(error.message));
  page.on('request', (request) => { if (!request.url().startsWith(home)) note(`asks ${request.url()}`); });
  page.on('requestfailed', (request) => {
    // A page that is left at once (the redirect of the root) gives up its requests: no fault.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') note(`failed ${request.url()}`);
  });
  page.on('response', (response) => { if (response.status() >= 400) note(`${response.status()} ${response.url()}`); });
  await page.exposeFunction('__violation', (text) => note(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.__violation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return complaints;
}

/** Pages that together show every kind of thing an edition has, the fewest that do. */
export function kinds(dir) {
  const marks = ['class="note role-user', 'role-assistant', 'role-own', 'class="important', 'verdict-inaccurate',
    'verdict-outdated', 'verdict-incomplete', 'verdict-accurate', '<figure class="example', 'class="compare', 'class="same',
    'class="origin', 'class="map', 'class="raw-notes', '#term-', 'id="term-', 'class="pair', 'untranslated',
    'blockquote-tag-note', 'blockquote-tag-tip', 'blockquote-tag-important', 'blockquote-tag-warning',
    'blockquote-tag-caution', 'footnote-reference', '<kbd', '<dl', '<table', '<img', '<blockquote', '<h4', '<h5', '<details'];
  const shows = new Map(chapters.filter((name) => name.startsWith(`${dir}/`))
    .map((name) => [name, new Set(marks.filter((mark) => read(name).includes(mark)))]));
  const chosen = [];
  let missing = new Set([...shows.values()].flatMap((found) => [...found]));
  const gain = (name) => [...shows.get(name)].filter((mark) => missing.has(mark)).length;
  while (missing.size > 0) {
    const best = [...shows.keys()].reduce((a, b) => (gain(b) > gain(a) ? b : a));
    chosen.push(best);
    missing = new Set([...missing].filter((mark) => !shows.get(best).has(mark)));
  }
  return chosen.length > 0 ? chosen : [...shows.keys()].slice(0, 1);
}
