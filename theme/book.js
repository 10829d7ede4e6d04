// What the page does with JavaScript. Nothing here is needed to read: chapters, languages and
// sections are plain links; the drawers are popovers.
// The script stands in <head> and blocks, so that the reader's theme is there before the first
// paint; the rest waits for the document. It asks nobody for anything.
(() => {
  'use strict';
  const root = document.documentElement;

  // The reader's choices, kept under one key: {theme, sources, side}.
  const KEY = 'konspekt';
  const choices = (() => {
    try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
  })();
  const keep = () => {
    try { localStorage.setItem(KEY, JSON.stringify(choices)); } catch { /* a private window */ }
  };
  const apply = () => {
    const set = (name, value, neutral) => {
      if (value && value !== neutral) root.dataset[name] = value;
      else delete root.dataset[name];
    };
    set('theme', choices.theme, 'auto');
    set('sources', choices.sources, 'off');
    set('side', choices.side, 'both');
  };
  root.dataset.js = '';
  apply();

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  // OUT/index.html: the edition in the first of the reader's languages that there is.
  function chooseEdition() {
    const links = all('a[hreflang]');
    const wanted = (navigator.languages || []).map((tag) => tag.toLowerCase().split('-')[0]);
    const lang = [...wanted, 'en'].find((tag) => links.some((a) => a.hreflang === tag));
    const link = links.find((a) => a.hreflang === lang);
    if (link) location.replace(link.href + location.hash);
  }

  function settings() {
    const panel = document.getElementById('settings');
    if (!panel) return;
    for (const input of all('input', panel)) {
      const chosen = choices[input.name];
      if (input.type === 'checkbox') input.checked = chosen === 'on';
      else if (chosen) input.checked = input.value === chosen;
    }
    panel.addEventListener('change', ({ target }) => {
      choices[target.name] = target.type === 'checkbox' ? (target.checked ? 'on' : 'off') : target.value;
      keep();
      apply();
    });
  }

  // An old fragment that has moved (mdBook's redirects).
  function movedFragment() {
    const map = document.body.dataset.fragments;
    const target = map && location.hash && JSON.parse(map)[location.hash];
    if (target) location.replace(new URL(target, location.href));
  }

  const headings = () => all('main :is(h1, h2, h3)[id], main dt[id]');

  // What the address names; a fragment that is no proper one is taken as it stands.
  function fragment() {
    const text = location.hash.slice(1);
    try { return decodeURIComponent(text); } catch { return text; }
  }

  // The section under the reader's eyes: the one the address names while it is in sight,
  // else the last that began above the upper quarter of the window.
  function sectionInView() {
    const named = document.getElementById(fragment());
    if (named) {
      const { top } = named.getBoundingClientRect();
      if (top > -10 && top < innerHeight) return named.id;
    }
    const above = headings().filter((h) => h.getBoundingClientRect().top < innerHeight / 4);
    return scrollY > 0 && above.length > 1 ? above.at(-1).id : '';
  }

  function languageSwitch() {
    const nav = document.querySelector('.editions');
    if (!nav) return;
    const update = () => {
      const id = sectionInView();
      for (const a of all('a', nav)) a.hash = id;
    };
    for (const type of ['pointerover', 'focusin', 'click', 'auxclick']) nav.addEventListener(type, update, true);
  }

  function chapters() {
    const sidebar = document.getElementById('sidebar');
    if (!sidebar) return;
    let current = sidebar.querySelector('[aria-current]');
    if (!current) {
      const here = location.pathname.replace(/\/$/, '/index.html');
      const links = all('.chapter a[href]', sidebar);
      current = links.find((a) => a.pathname === here) || (/\/index\.html$/.test(here) ? links[0] : null);
      current?.setAttribute('aria-current', 'page');
    }
    if (current) sidebar.scrollTop = current.offsetTop - sidebar.clientHeight / 3;
    // A drawer left open must not stay when the window grows to hold it.
    matchMedia('(min-width: 64rem)').addEventListener('change', () => {
      for (const open of all(':popover-open')) open.hidePopover();
    });
  }

  function pageContents() {
    const nav = document.getElementById('page-contents');
    const list = all('main :is(h2, h3)[id]');
    if (!nav) return;
    if (list.length < 2) {
      nav.hidden = true;
      document.querySelector('.contents-button').hidden = true;
      return;
    }
    const ul = make('ul');
    const links = new Map();
    for (const heading of list) {
      const a = make('a', { href: '#' + heading.id });
      const sides = all('.side', heading);
      if (sides.length) {
        // The style sheet shows the side that the reader has chosen.
        const words = make('span', { className: 'pair-words' });
        words.append(...sides.map((side) => make('span', { className: 'side', lang: side.lang, textContent: side.textContent.trim() })));
        a.append(words);
      } else {
        a.textContent = (heading.querySelector('a.header') || heading).textContent.trim();
      }
      const li = make('li', { className: 'level-' + heading.localName[1] });
      li.append(a);
      ul.append(li);
      links.set(heading.id, a);
    }
    nav.append(ul);
    nav.addEventListener('click', (event) => {
      if (event.target.closest('a') && nav.matches(':popover-open')) nav.hidePopover();
    });
    let waiting = false;
    const spy = () => {
      waiting = false;
      const id = list.filter((h) => h.getBoundingClientRect().top < innerHeight / 4).at(-1)?.id;
      for (const [key, a] of links) {
        if (key === id) a.setAttribute('aria-current', 'true');
        else a.removeAttribute('aria-current');
      }
    };
    addEventListener('scroll', () => {
      if (!waiting) requestAnimationFrame(spy);
      waiting = true;
    }, { passive: true });
    spy();
  }

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = make('textarea', { value: text });
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (!done) throw new Error('copy');
  }

  // A button that copies what `text` returns when it is pressed.
  function copyButton(label, text) {
    const words = document.body.dataset;
    const button = make('button', { type: 'button', className: 'copy', textContent: label });
    button.setAttribute('aria-live', 'polite');
    const say = (text) => { button.textContent = text; };
    button.addEventListener('click', async () => {
      try {
        await copy(text());
        say(words.copied);
      } catch {
        say(words.copyFailed);
      }
      setTimeout(say, 2000, label);
    });
    return button;
  }

  function copyButtons() {
    for (const figure of all('figure.example')) {
      const code = figure.querySelector('pre code');
      const caption = figure.querySelector('figcaption');
      if (code && caption) caption.append(copyButton(document.body.dataset.copy, () => code.textContent));
    }
    for (const box of all('main :is(.table-wrap, .table-wrapper)')) {
      const table = box.querySelector('table');
      // The inner of two boxes around one table has its buttons already.
      if (!table || table.dataset.copied !== undefined) continue;
      table.dataset.copied = '';
      const words = document.body.dataset;
      const bar = make('div', { className: 'table-tools', textContent: words.copyTable });
      for (const [name, text] of [['CSV', csv], ['Markdown', markdown]]) {
        const button = copyButton(name, () => text(table));
        button.setAttribute('aria-label', `${words.copyTable} ${name}`);
        bar.append(button);
      }
      box.after(bar);
    }
  }

  // The cells of a table as text: without the way back to the notes, two languages side by side with a slash between.
  function cells(table) {
    const text = (cell) => {
      const copy = cell.cloneNode(true);
      copy.querySelectorAll('.origin, .section-switch').forEach((extra) => extra.remove());
      const sides = [...copy.querySelectorAll('.side')];
      const parts = sides.length ? sides : [copy];
      return parts.map((part) => part.textContent.replace(/\s+/g, ' ').trim()).join(' / ');
    };
    return [...table.rows].map((row) => [...row.cells].map(text));
  }

  // RFC 4180.
  function csv(table) {
    const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return cells(table).map((row) => row.map(quoted).join(',') + '\r\n').join('');
  }

  function markdown(table) {
    const [head, ...rows] = cells(table);
    const line = (row) => `| ${row.map((text) => text.replace(/[\\|]/g, '\\$&')).join(' | ')} |\n`;
    return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
  }

  // A paragraph without a link can be reached from the keyboard as well: its partner is marked then.
  function pairs() {
    for (const pair of all('main .pair')) {
      if (!pair.querySelector('a, button, summary') && !pair.closest('a, button, summary')) pair.tabIndex = 0;
    }
  }

  // What scrolls sideways can be reached and scrolled from the keyboard.
  function scrollers() {
    const boxes = all('main :is(pre, .table-wrap, .table-wrapper, .map)');
    const mark = (box) => {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        if (!box.hasAttribute('aria-label') && box.localName === 'div') {
          box.setAttribute('role', 'group');
          box.setAttribute('aria-label', document.body.dataset.scrolls);
        }
      } else {
        box.removeAttribute('tabindex');
      }
    };
    const observer = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target)));
    boxes.forEach((box) => { mark(box); observer.observe(box); });
  }

  // A map that is wider than its place begins in the middle, where most lines meet, and a box that is pointed at or has
  // the focus shows its own lines.
  function maps() {
    for (const box of all('main .map')) {
      const middle = () => { box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2; };
      middle();
      box.closest('details')?.addEventListener('toggle', middle, { once: true });
      const lines = all('[data-ends]', box);
      all('.map-node', box).forEach((node, at) => {
        const own = lines.filter((line) => line.dataset.ends.split(' ').includes(String(at)));
        const show = (on) => own.forEach((line) => line.classList.toggle('near', on));
        for (const event of ['pointerenter', 'focus']) node.addEventListener(event, () => show(true));
        for (const event of ['pointerleave', 'blur']) node.addEventListener(event, () => show(false));
      });
    }
  }

  // A term shows its definition: on hover, on focus and at the first tap; Escape or a tap elsewhere puts it away.
  function definitions() {
    let box = null;
    let owner = null;
    let timer = 0;
    const hide = () => {
      clearTimeout(timer);
      box?.remove();
      owner?.removeAttribute('aria-describedby');
      box = owner = null;
    };
    const show = (a) => {
      if (a === owner) return;
      hide();
      owner = a;
      box = make('div', { className: 'definition', id: 'definition', role: 'tooltip', textContent: a.dataset.definition });
      const ours = a.closest('[lang]');
      if (ours) box.lang = ours.lang;
      a.closest('.page').append(box);
      a.setAttribute('aria-describedby', 'definition');
      const at = a.getClientRects()[0];
      const below = at.bottom + 8 + box.offsetHeight < innerHeight;
      box.style.top = scrollY + (below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + 'px';
      box.style.left = scrollX + Math.max(8, Math.min(at.left, root.clientWidth - box.offsetWidth - 8)) + 'px';
      box.addEventListener('pointerenter', () => clearTimeout(timer));
      box.addEventListener('pointerleave', hide);
    };
    // The page gives a definition once in each language, with the first link to its term.
    const known = new Map();
    for (const a of all('main a:is([href*="#term-"], [href*="--term-"]):not(.header, .section-switch)')) {
      const key = a.closest('[lang]').lang + a.getAttribute('href');
      if (a.title) {
        known.set(key, a.title);
        a.removeAttribute('title');
      }
      const definition = a.dataset.definition ?? known.get(key);
      if (definition) a.dataset.definition = definition;
      if (!a.dataset.definition) continue;
      a.addEventListener('pointerenter', ({ pointerType }) => {
        if (pointerType === 'touch') return;
        clearTimeout(timer);
        timer = setTimeout(show, 250, a);
      });
      a.addEventListener('pointerleave', () => {
        clearTimeout(timer);
        timer = setTimeout(hide, 200);
      });
      a.addEventListener('focus', () => { if (a.matches(':focus-visible')) show(a); });
      a.addEventListener('blur', hide);
      // A finger does not hover: the first tap shows, the second follows.
      a.addEventListener('click', (event) => {
        if (event.pointerType !== 'touch' || owner === a) return;
        event.preventDefault();
        show(a);
      });
    }
    addEventListener('keydown', ({ key }) => { if (key === 'Escape') hide(); });
    addEventListener('pointerdown', ({ target }) => { if (box && target !== owner && !box.contains(target)) hide(); });
  }

  // Search: its script and its index are loaded when a reader first asks for them.
  function search() {
    const dialog = document.getElementById('search');
    if (!dialog?.showModal) return;
    const input = dialog.querySelector('input');
    const status = dialog.querySelector('.search-status');
    const results = dialog.querySelector('.search-results');
    const more = dialog.querySelector('.search-more');
    const words = status.dataset;
    let loading = null;
    let waiting = 0;
    const load = (name) => new Promise((done, failed) => {
      const script = make('script', { src: dialog.dataset.root + name, onload: done, onerror: failed });
      document.head.append(script);
    });
    // The address names what is looked for, so that it can be shared and come back to.
    const keepAddress = () => {
      clearTimeout(waiting);
      const address = new URL(location.href);
      const query = input.value.trim();
      if (dialog.open && query) address.searchParams.set('search', query);
      else address.searchParams.delete('search');
      if (address.href === location.href) return;
      try { history.replaceState(history.state, '', address); } catch { /* as some browsers forbid it for files */ }
    };
    const fill = (text, values) => text.replace(/\{(\d)\}/g, (_, at) => values[at]);
    const show = (found) => {
      const say = (text, ...values) => status.append(make('span', { textContent: fill(text, values) }));
      status.textContent = '';
      more.hidden = !found || found.shown === found.total;
      if (!found) return;
      if (!found.total) say(words.none);
      else if (more.hidden) say(words.found, found.total);
      else say(words.part, found.total, found.shown);
      for (const pair of found.instead) say(words.instead, ...pair);
      for (const word of found.total ? found.without : []) say(words.without, word);
      if (found.some) say(words.some);
    };
    const look = () => {
      show(window.konspekt.results(input.value, results, dialog.dataset.root));
      clearTimeout(waiting);
      waiting = setTimeout(keepAddress, 300);
    };
    const ask = () => {
      if (!loading) {
        status.textContent = words.loading;
        loading = load('search.js').then(() => load('search-index.js')).then(() => {
          if (!window.konspekt?.ready()) throw new Error('no index');
        });
      }
      const asked = loading;
      asked.then(look, () => {
        status.textContent = words.failed;
        if (loading === asked) loading = null;
      });
    };
    const open = (query) => {
      if (query !== undefined) input.value = query;
      if (!dialog.open) dialog.showModal();
      input.select();
      ask();
    };
    const button = document.querySelector('.search-button');
    button.addEventListener('click', () => open());
    input.addEventListener('input', ask);
    more.addEventListener('click', () => {
      const next = results.children.length;
      show(window.konspekt.results(input.value, results, dialog.dataset.root, true));
      results.children[next]?.querySelector('a').focus();
    });
    dialog.querySelector('form').addEventListener('submit', (event) => {
      // Enter in the field opens the first hit; the button beside it closes.
      if (event.submitter && document.activeElement === event.submitter) return;
      event.preventDefault();
      results.querySelector('a')?.click();
    });
    results.addEventListener('click', ({ target }) => {
      const a = target.closest('a');
      if (!a) return;
      // Whoever comes back finds the list, so it stays open; a place on this very page lies behind it.
      keepAddress();
      if (a.href.split('#')[0] === location.href.split('#')[0]) dialog.close();
    });
    dialog.addEventListener('click', ({ target }) => { if (target === dialog) dialog.close(); });
    dialog.addEventListener('close', keepAddress);
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) {
        // The field would be emptied first.
        event.preventDefault();
        dialog.close();
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const stops = [input, ...all('a', results), ...(more.hidden ? [] : [more])];
      stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus();
    });
    addEventListener('keydown', (event) => {
      if (dialog.open || event.altKey) return;
      const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
      const command = event.ctrlKey || event.metaKey;
      // The key of the slash has a dot on it in the Russian layout.
      const slash = event.key === '/' || (event.code === 'Slash' && event.key === '.');
      if (command ? event.code === 'KeyK' && !event.shiftKey : slash && !typing) {
        event.preventDefault();
        open();
      }
    });
    const query = new URLSearchParams(location.search).get('search');
    if (query) open(query);
  }

  document.addEventListener('DOMContentLoaded', () => {
    if (root.dataset.page === 'root') return chooseEdition();
    movedFragment();
    settings();
    languageSwitch();
    chapters();
    copyButtons();
    pageContents();
    scrollers();
    maps();
    pairs();
    definitions();
    search();
  });
})();
