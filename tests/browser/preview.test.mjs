// The preview: a page that is open follows what is saved, and shows a mistake above the last page that could be built.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, watch } from './support.mjs';

const target = join(dirname(fileURLToPath(import.meta.url)), '../../target');
// The one that was built last.
const built = ['release', 'debug'].map((profile) => join(target, profile, 'konspekt')).filter(existsSync);
const PROGRAM = process.env.KONSPEKT ?? built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];

if (!PROGRAM) {
  throw new Error('no konspekt in target: run `cargo build` first, or name the program in KONSPEKT');
}

const BOOK = {
  'book.toml': '[book]\ntitle = "Хлеб"\nlanguage = "ru"\n[preprocessor.konspekt]\nlanguages = ["ru", "en"]\n',
  'src/SUMMARY.md': '# Хлеб\n\n- [Тесто](dough.md)\n- [Печь](oven.md)\n',
  'src/dough.md': '# Тесто\n\nПодходит в тепле.\n\n{{#example room.yaml}}\n\n{{#note bread.txt#muka}}\n',
  'src/oven.md': '# Печь\n\nКамень и жар.\n',
  'src/examples/room.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: warm\n',
  'src/notes/bread.txt': '## Мука\n\nРжаная, грубого помола.\n',
  'po/en.po': 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    + 'msgid "Подходит в тепле."\nmsgstr "It rises in the warm."\n',
};

describe('the preview', () => {
  let browser;
  let preview;
  let page;
  let complaints;
  const dir = mkdtempSync(join(tmpdir(), 'konspekt-preview-'));
  const save = (name, text) => {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  };

  before(async () => {
    Object.entries(BOOK).forEach(([name, text]) => save(name, text));
    preview = spawn(PROGRAM, ['serve', dir, '--port', '0', '--lang-ui', 'en'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const home = await new Promise((found, failed) => {
      preview.on('error', failed);
      preview.on('exit', (code) => failed(new Error(`the preview ended with ${code}`)));
      createInterface(preview.stderr).on('line', (line) => {
        const address = line.match(/http:\/\/127\.0\.0\.1:\d+\//);
        if (address) found(address[0]);
      });
    });
    browser = await launch();
    page = await browser.newPage();
    // Until the book is built, the answer says so and is no fault of the page.
    await page.goto(`${home}ru/dough.html`);
    await shows('Подходит в тепле.');
    complaints = await watch(page, home);
    await page.reload();
  });

  after(async () => {
    await browser?.close();
    preview?.removeAllListeners('exit');
    preview?.kill();
    rmSync(dir, { recursive: true, force: true });
  });

  const shows = (text) => page.locator('main', { hasText: text }).first().waitFor();
  const trouble = () => page.locator('details.konspekt-trouble');

  test('an open page follows a chapter, a note, an example, a catalog and the theme', async () => {
    await shows('Подходит в тепле.');
    save('src/dough.md', BOOK['src/dough.md'].replace('тепле', 'тепле под полотенцем'));
    await shows('под полотенцем');
    save('src/dough.md', BOOK['src/dough.md']);
    save('src/notes/bread.txt', BOOK['src/notes/bread.txt'].replace('Ржаная', 'Пшеничная'));
    await shows('Пшеничная, грубого помола');
    save('src/examples/room.yaml', BOOK['src/examples/room.yaml'].replace('warm', 'cellar'));
    await shows('cellar');
    save('theme/head.hbs', '<meta name="oven" content="hot">');
    await page.locator('meta[name="oven"]').waitFor({ state: 'attached' });
    rmSync(join(dir, 'theme/head.hbs'));
    await page.locator('meta[name="oven"]').waitFor({ state: 'detached' });
    await page.goto(page.url().replace('/ru/', '/en/'));
    await shows('It rises in the warm.');
    save('po/en.po', BOOK['po/en.po'].replace('the warm', 'a warm place'));
    await shows('It rises in a warm place.');
    assert.deepEqual(complaints, []);
  });

  test('a mistake stands above the last good page, within the policy, and goes with the mistake', async () => {
    save('src/dough.md', '# Тесто\n\n{{#note bread.txt#<b>соль</b>}}\n');
    await trouble().waitFor();
    const text = await trouble().innerText();
    assert.match(text, /src\/dough\.md:3:/);
    assert.match(text, /<b>соль<\/b>/, 'what the book says is text');
    assert.equal(await trouble().locator('b').count(), 0);
    await shows('It rises in a warm place.');
    const covered = async () => (await trouble().boundingBox()).height / page.viewportSize().height;
    assert.ok(await covered() <= 0.5, 'half of the page is free');
    await trouble().locator('summary').press('Enter');
    assert.ok(await covered() < 0.1, 'it folds by the keyboard');
    save('src/dough.md', BOOK['src/dough.md']);
    await trouble().waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
  });

  test('a page that was not open follows when it is come back to', async () => {
    const other = await browser.newPage();
    await other.goto(page.url());
    await other.goto('about:blank');
    save('src/dough.md', BOOK['src/dough.md'].replace('Тесто', 'Опара'));
    await page.locator('main h1', { hasText: 'Опара' }).waitFor();
    await other.goBack();
    await other.locator('main h1', { hasText: 'Опара' }).waitFor();
    await other.close();
  });
});
