// Search: loaded by book.js when a reader first asks for it, together with the index of the edition.
// Words are compared by their Snowball stems (https://snowballstem.org/algorithms/), Russian for
// Cyrillic words, English for Latin ones, as the index was made. A name of a term of the glossary, in
// any form and either language, finds the places that mean the term.
(() => {
  'use strict';

  // ---- Words and stems ------------------------------------------------------------------------

  const LETTER = /[\p{L}\p{N}]/u;
  const WORD = /[\p{L}\p{N}'’_-]+/gu;

  // The words of a text: [word, where it begins].
  function words(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      let from = 0;
      let to = match[0].length;
      const chars = match[0];
      while (from < to && !LETTER.test(chars[from])) from += 1;
      while (to > from && !LETTER.test(chars[to - 1])) to -= 1;
      if (to > from) found.push([chars.slice(from, to), match.index + from]);
    }
    return found;
  }

  const known = new Map();

  function stem(word) {
    let found = known.get(word);
    if (found === undefined) {
      const small = word.toLowerCase().replaceAll('ё', 'е');
      found = /[а-я]/.test(small) ? russian(small) : english(small);
      known.set(word, found);
    }
    return found;
  }

  // The longest of `endings` (an array) that `word` ends with, no earlier than `from`.
  function ending(word, endings, from) {
    let best = '';
    for (const end of endings) {
      if (end.length > best.length && word.endsWith(end) && word.length - end.length >= from) best = end;
    }
    return best;
  }

  // Where the part of a word behind the first vowel and the consonant after it begins.
  function region(word, from, vowel) {
    for (let at = from + 1; at < word.length; at += 1) {
      if (vowel(word, at - 1) && !vowel(word, at)) return at + 1;
    }
    return word.length;
  }

  const list = (text) => text.split(' ');
  const R = {
    gerund1: list('в вши вшись'),
    gerund2: list('ив ивши ившись ыв ывши ывшись'),
    adjective: list('ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею'),
    participle1: list('ем нн вш ющ щ'),
    participle2: list('ивш ывш ующ'),
    verb1: list('ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно'),
    verb2: list('ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю'),
    noun: list('а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я'),
  };

  function russian(word) {
    const vowel = (text, at) => 'аеиоуыэюя'.includes(text[at]);
    let rv = word.length;
    for (let at = 0; at < word.length; at += 1) {
      if (vowel(word, at)) { rv = at + 1; break; }
    }
    const r2 = region(word, region(word, 0, vowel), vowel);
    // An ending of the first group counts behind «а» or «я» only; the longer of both groups decides.
    const grouped = (first, second) => {
      const one = ending(word, first, rv);
      const two = ending(word, second, rv);
      if (one.length > two.length) {
        const before = word.length - one.length - 1;
        return before >= rv && 'ая'.includes(word[before]) ? one : '';
      }
      return two;
    };
    const cut = (end) => { word = word.slice(0, word.length - end.length); };
    const gerund = grouped(R.gerund1, R.gerund2);
    if (gerund) {
      cut(gerund);
    } else {
      cut(ending(word, ['ся', 'сь'], rv));
      const adjective = ending(word, R.adjective, rv);
      if (adjective) {
        cut(adjective);
        cut(grouped(R.participle1, R.participle2));
      } else {
        const verb = grouped(R.verb1, R.verb2);
        cut(verb || ending(word, R.noun, rv));
      }
    }
    cut(ending(word, ['и'], rv));
    cut(ending(word, ['ост', 'ость'], Math.max(rv, r2)));
    const last = ending(word, ['ейш', 'ейше', 'нн', 'ь'], rv);
    if (last === 'ь') cut(last);
    else if (last === 'нн') cut('н');
    else if (last) {
      cut(last);
      if (ending(word, ['нн'], rv)) cut('н');
    }
    return word;
  }

  const E = {
    exceptions: {
      skis: 'ski', skies: 'sky', dying: 'die', lying: 'lie', tying: 'tie', idly: 'idl', gently: 'gentl', ugly: 'ugli',
      early: 'earli', only: 'onli', singly: 'singl', sky: 'sky', news: 'news', howe: 'howe', atlas: 'atlas',
      cosmos: 'cosmos', bias: 'bias', andes: 'andes',
    },
    whole: list('inning outing canning herring earring proceed exceed succeed'),
    step2: {
      ational: 'ate', tional: 'tion', enci: 'ence', anci: 'ance', izer: 'ize', abli: 'able', alli: 'al', entli: 'ent',
      ization: 'ize', eli: 'e', ousli: 'ous', ation: 'ate', ator: 'ate', alism: 'al', aliti: 'al', iveness: 'ive',
      fulness: 'ful', ousness: 'ous', iviti: 'ive', biliti: 'ble', bli: 'ble', ogi: 'og', fulli: 'ful', lessli: 'less', li: '',
    },
    step3: {
      ational: 'ate', tional: 'tion', alize: 'al', icate: 'ic', iciti: 'ic', ical: 'ic', ful: '', ness: '', ative: '',
    },
    step4: list('al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion'),
  };

  function english(word) {
    word = word.replaceAll('’', "'");
    if (word.length <= 2) return word;
    if (Object.hasOwn(E.exceptions, word)) return E.exceptions[word];
    word = word.replace(/^'/, '');
    // A y that is a consonant is written Y.
    word = word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
    const vowel = (text, at) => 'aeiouy'.includes(text[at]);
    const hasVowel = (text) => /[aeiouy]/.test(text);
    const prefix = /^(gener|commun|arsen)/.exec(word);
    const r1 = prefix ? prefix[0].length : region(word, 0, vowel);
    const r2 = region(word, r1, vowel);
    const cut = (length, put = '') => { word = word.slice(0, word.length - length) + put; };
    const endsShort = (text) => /(^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY])$/.test(text);
    const isShort = () => r1 >= word.length && endsShort(word);

    cut(ending(word, ["'", "'s", "'s'"], 0).length);
    // Step 1a.
    const plural = ending(word, ['sses', 'ied', 'ies', 'us', 'ss', 's'], 0);
    if (plural === 'sses') cut(2);
    else if (plural === 'ied' || plural === 'ies') cut(plural.length, word.length > 4 ? 'i' : 'ie');
    else if (plural === 's' && hasVowel(word.slice(0, -2))) cut(1);
    if (E.whole.includes(word)) return word;
    // Step 1b.
    const past = ending(word, ['eed', 'eedly', 'ed', 'edly', 'ing', 'ingly'], 0);
    if (past === 'eed' || past === 'eedly') {
      if (word.length - past.length >= r1) cut(past.length, 'ee');
    } else if (past && hasVowel(word.slice(0, -past.length))) {
      cut(past.length);
      if (/(at|bl|iz)$/.test(word)) word += 'e';
      else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) cut(1);
      else if (isShort()) word += 'e';
    }
    // Step 1c.
    if (/.[^aeiouy][yY]$/.test(word)) cut(1, 'i');
    // Step 2.
    const two = ending(word, Object.keys(E.step2), 0);
    if (two && word.length - two.length >= r1) {
      const before = word[word.length - two.length - 1];
      if (two === 'ogi') { if (before === 'l') cut(3, 'og'); }
      else if (two === 'li') { if ('cdeghkmnrt'.includes(before)) cut(2); }
      else cut(two.length, E.step2[two]);
    }
    // Step 3.
    const three = ending(word, Object.keys(E.step3), 0);
    if (three && word.length - three.length >= r1) {
      if (three !== 'ative') cut(three.length, E.step3[three]);
      else if (word.length - three.length >= r2) cut(three.length);
    }
    // Step 4.
    const four = ending(word, E.step4, 0);
    if (four && word.length - four.length >= r2) {
      const before = word[word.length - four.length - 1];
      if (four !== 'ion' || before === 's' || before === 't') cut(four.length);
    }
    // Step 5.
    if (word.endsWith('e')) {
      const start = word.length - 1;
      if (start >= r2 || (start >= r1 && !endsShort(word.slice(0, -1)))) cut(1);
    } else if (word.endsWith('ll') && word.length - 1 >= r2) cut(1);
    return word.toLowerCase();
  }

  // The words of a text, compounds by their parts: [word, where it begins, the stem of the compound].
  function tokens(text) {
    return words(text).flatMap(([word, at]) => {
      if (!/[-_]/.test(word)) return [[word, at, '']];
      return [...word.matchAll(/[^-_]+/g)].map((part) => [part[0], at + part.index, stem(word)]);
    });
  }

  const small = (word) => word.toLowerCase().replaceAll('ё', 'е');

  // ---- Words that are in no section -----------------------------------------------------------

  const KEYS = ['qwertyuiop[]asdfghjkl;\'zxcvbnm,.`', 'йцукенгшщзхъфывапролджэячсмитьбюё'];
  const LIKE = ['aceopxyktmhb', 'асеорхуктмнв'];
  const swapped = (text, from, to) => [...text.toLowerCase()].map((c) => to[from.indexOf(c)] ?? c).join('');
  const cyrillic = (text) => /[а-яё]/i.test(text);

  // What may have been meant: letters that look alike in both scripts, or the other layout of the keyboard.
  function others(chunk) {
    const layout = cyrillic(chunk) ? swapped(chunk, KEYS[1], KEYS[0]) : swapped(chunk, KEYS[0], KEYS[1]);
    return [swapped(chunk, LIKE[0], LIKE[1]), swapped(chunk, LIKE[1], LIKE[0]), layout];
  }

  // How many letters must be changed, left out, put in or swapped with their neighbour, if at most `most`.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j += 1) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  // The letters of a word as bits: words that differ in many bits differ in many letters.
  function bits(word) {
    let mask = 0;
    for (let at = 0; at < word.length; at += 1) mask |= 1 << (word.charCodeAt(at) & 31);
    return mask;
  }
  function fewOnes(mask, most) {
    let count = 0;
    for (; mask && count <= most; count += 1) mask &= mask - 1;
    return count <= most;
  }

  // The key nearest to a word, of several the one with the most sections.
  function near(word) {
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (!most) return '';
    const forms = [...new Set([stem(word), small(word)])].map((form) => [form, bits(form)]);
    index.bits ??= Int32Array.from(index.list, bits);
    let [best, least, sections] = ['', most + 1, 0];
    for (const [form, mask] of forms) {
      for (let nth = 0; nth < index.list.length; nth += 1) {
        const key = index.list[nth];
        const off = key.length - form.length;
        if (off > most || -off > most || key.length < 3 || !fewOnes(mask ^ index.bits[nth], 2 * most)) continue;
        const far = distance(form, key, Math.min(most, least));
        if (far > most || far > least) continue;
        const many = index.keys[key].length;
        if (far < least || many > sections) [best, least, sections] = [key, far, many];
      }
    }
    return best;
  }

  // A key as a word: the first in the book that has it.
  function readable(key) {
    const places = index.keys[key];
    for (let at = 0; at < places.length; at += 2) {
      const section = index.sections[places[at]];
      const text = letters(section[2]) + ' ' + letters(section[3]);
      for (const [word, , whole] of tokens(text)) {
        if (stem(word) === key) return word.slice(1) === word.slice(1).toLowerCase() ? word.toLowerCase() : word;
        if (whole === key) return key;
      }
    }
    return key;
  }

  // ---- Finding --------------------------------------------------------------------------------

  const LONGEST_NAME = 6;
  const PAGE = 30;
  // For how many words of one query something near is looked for: each costs a walk over all keys.
  const NEAR = 5;
  const nearest = new Map();
  let index = null;
  let last = { hits: [] };

  // The words of a query as keys: [{ word, key, begun }], with what stood in for words that are in no section, and
  // those that nothing could stand in for. `begun` is a word that may go on.
  function read(query) {
    let looked = 0;
    const out = { parts: [], instead: [], without: [], wholes: [] };
    const chunks = query.split(/\s+/).filter(Boolean);
    const open = !/\s$/.test(query);
    const begins = (start) => start.length > 1 && index.list.some((key) => key.startsWith(start));
    const known = (word, begun) => Object.hasOwn(index.keys, stem(word)) || index.nameWords.has(stem(word)) ||
      (begun && begins(small(word)));
    chunks.forEach((chunk, nth) => {
      let found = tokens(chunk);
      const goesOn = (at, list) => open && nth === chunks.length - 1 && at === list.length - 1;
      const all = (list) => list.length > 0 && list.every(([word], at) => known(word, goesOn(at, list)));
      if (!all(found)) {
        const other = others(chunk).find((text) => text !== chunk.toLowerCase() && all(tokens(text)));
        if (other) {
          found = tokens(other);
          out.instead.push([chunk, other]);
        }
      }
      found.forEach(([word, , whole], at) => {
        if (whole) out.wholes.push(whole);
        if (known(word, goesOn(at, found))) {
          out.parts.push({ key: stem(word), begun: goesOn(at, found) ? small(word) : '' });
          return;
        }
        if (!nearest.has(word) && (looked += 1) <= NEAR) nearest.set(word, near(word));
        const key = nearest.get(word);
        if (key) {
          out.parts.push({ key, begun: '' });
          out.instead.push([word, readable(key)]);
        } else if (!out.without.includes(word)) {
          out.without.push(word);
        }
      });
    });
    return out;
  }

  // A query as units: each has the keys of which a section must have one. `begun` are keys that only begin so.
  function units(parts) {
    const out = [];
    for (let at = 0; at < parts.length;) {
      let [taken, terms] = [1, null];
      for (let length = Math.min(LONGEST_NAME, parts.length - at); length > 0 && !terms; length -= 1) {
        const name = parts.slice(at, at + length).map(({ key }) => key).join(' ');
        if (Object.hasOwn(index.names, name)) [terms, taken] = [index.names[name], length];
      }
      const { key, begun } = parts[at];
      const exact = terms ?? (Object.hasOwn(index.keys, key) ? [key] : []);
      const unit = { exact, stems: parts.slice(at, at + taken).map((part) => part.key), begun: [], prefix: '' };
      if (begun.length > 1 && taken === 1) {
        const keys = new Set(index.list.filter((other) => other.startsWith(begun)));
        for (const name in index.names) if (name.startsWith(begun)) index.names[name].forEach((term) => keys.add(term));
        exact.forEach((own) => keys.delete(own));
        [unit.begun, unit.prefix] = [[...keys], begun];
      }
      out.push(unit);
      at += taken;
    }
    return out;
  }

  // The entries in the glossary of the terms that units name.
  const entriesOf = (units) => units.flatMap(({ exact }) => exact.flatMap((key) => index.entries.get(key) ?? []));

  // A word that stands in so large a part of the sections asks for nothing: «что такое под» asks for «под».
  const EVERYWHERE = .1;

  // The sections that have every unit of a query, the best first; where none has all, those that have the most.
  function find(query) {
    const asked = read(query);
    const wanted = units(asked.parts);
    const size = index.sections.length;
    const [scores, counts, late] = [new Float64Array(size), new Uint8Array(size), new Uint8Array(size)];
    const rare = (key) => Math.log(1 + size / (index.keys[key].length / 2));
    const weight = (count) => count / (count + 4);
    const entries = entriesOf(wanted);
    for (const { exact, begun } of wanted) {
      const own = new Map();
      const add = (keys, share) => {
        const met = new Map();
        for (const key of keys) {
          const places = index.keys[key];
          const most = share * rare(key);
          // A term's own entry comes first.
          const entry = index.entries.get(key);
          for (let at = 0; at < places.length; at += 2) {
            if (own.has(places[at])) continue;
            const now = most * (weight(places[at + 1]) + (places[at] === entry ? 1.2 : 0));
            if (!(met.get(places[at]) >= now)) met.set(places[at], now);
          }
        }
        for (const [section, now] of met) own.set(section, now);
        return met;
      };
      add(exact, 1);
      for (const section of add(begun, .3).keys()) late[section] += exact.length ? 1 : 0;
      const [key = ''] = exact;
      if (key && key[0] !== '#' && index.keys[key].length / 2 > size * EVERYWHERE) {
        for (const section of entries) if (!own.has(section)) own.set(section, rare(key) * .66);
      }
      for (const [section, now] of own) {
        counts[section] += 1;
        scores[section] += now;
      }
    }
    for (const whole of asked.wholes.filter((key) => Object.hasOwn(index.keys, key))) {
      const places = index.keys[whole];
      for (let at = 0; at < places.length; at += 2) scores[places[at]] += rare(whole) * weight(places[at + 1]);
    }
    const most = counts.reduce((a, b) => Math.max(a, b), 0);
    const hits = [];
    counts.forEach((count, section) => { if (count && count === most) hits.push(section); });
    // What only begins so comes behind, and so do lines of the raw notes: what they say stands in a chapter.
    const tier = (section) => late[section] * 2 + (index.sections[section][4] ?? 0);
    hits.sort((a, b) => tier(a) - tier(b) || scores[b] - scores[a] || a - b);
    return { ...asked, hits, late, wanted, some: most < wanted.length };
  }

  // ---- Showing --------------------------------------------------------------------------------

  // A text of the index is a string, or stretches in the language of the page and in others: 'text', ['en', 'text'].
  const stretches = (text) => [].concat(text).map((part) => (typeof part === 'string' ? ['', part] : part));
  const letters = (text) => (typeof text === 'string' ? text : stretches(text).map(([, part]) => part).join(''));

  // What finds the words of a text that were looked for: from where to where each goes.
  function marker(wanted, begun) {
    const terms = new Set(wanted.flatMap((unit) => [...unit.exact, ...(begun ? unit.begun : [])]));
    const prefixes = wanted.map((unit) => unit.prefix).filter((prefix) => prefix && begun);
    const single = new Set(wanted.flatMap(({ stems }) => (stems.length === 1 ? stems : [])));
    // Names by their first word.
    const names = new Map();
    const name = (stems) => names.set(stems[0], [...(names.get(stems[0]) ?? []), stems]);
    wanted.forEach(({ stems }) => { if (stems.length > 1) name(stems); });
    for (const own in index.names) if (index.names[own].some((term) => terms.has(term))) name(own.split(' '));
    names.forEach((list) => list.sort((a, b) => b.length - a.length));
    return (text) => {
      const found = tokens(text);
      const marks = [];
      const end = (at) => found[at][1] + found[at][0].length;
      const joined = (at) => /^[\s\p{Pd}]*$/u.test(text.slice(end(at - 1), found[at][1]));
      for (let at = 0; at < found.length; at += 1) {
        const [word, from] = found[at];
        const own = stem(word);
        const is = (stems) => stems.every((part, n) => at + n < found.length && stem(found[at + n][0]) === part && (!n || joined(at + n)));
        const length = names.get(own)?.find(is)?.length ??
          Number(single.has(own) || prefixes.some((prefix) => small(word).startsWith(prefix)));
        if (!length) continue;
        const before = marks.at(-1);
        // The parts of a compound are marked as one.
        if (before && before[2] === at && /^[-_]$/.test(text.slice(before[1], from))) before[1] = end(at + length - 1);
        else marks.push([from, end(at + length - 1), 0]);
        at += length - 1;
        marks.at(-1)[2] = at + 1;
      }
      return marks;
    };
  }

  const element = (name, properties) => Object.assign(document.createElement(name), properties);

  // A stretch of a text with its marks and its languages, as nodes; nothing of it is ever read as HTML.
  function shown(text, marks, from = 0, to = Infinity) {
    const out = document.createDocumentFragment();
    let start = 0;
    for (const [lang, part] of stretches(text)) {
      let done = Math.max(from, start);
      const end = Math.min(to, start + part.length);
      if (done < end) {
        const into = lang ? element('span', { lang }) : out;
        const slice = (until) => part.slice(done - start, until - start);
        for (const [first, behind] of marks) {
          if (behind <= done || first >= end) continue;
          into.append(slice(Math.max(first, done)));
          done = Math.max(first, done);
          into.append(element('mark', { textContent: slice(Math.min(behind, end)) }));
          done = Math.min(behind, end);
        }
        into.append(slice(end));
        if (lang) out.append(into);
      }
      start += part.length;
    }
    return out;
  }

  // The stretch of a text with the most marks: from where to where it goes.
  function teaser(text, marks) {
    const SIZE = 180;
    let [start, most] = [0, 0];
    let end = 0;
    marks.forEach(([at], nth) => {
      while (end < marks.length && marks[end][0] < at + SIZE) end += 1;
      if (end - nth > most) [start, most] = [at, end - nth];
    });
    let from = Math.max(0, start - 40);
    if (from > 0) from = text.indexOf(' ', from) + 1 || from;
    let to = Math.min(text.length, from + SIZE + 40);
    if (to < text.length) to = text.lastIndexOf(' ', to) > from ? text.lastIndexOf(' ', to) : to;
    return [from, to];
  }

  function item(hit, find, root) {
    const [page, id, heading, text] = index.sections[hit];
    const [title, href] = index.pages[page];
    const a = element('a', { href: root + href + (id ? '#' + id : '') });
    const plain = letters(text);
    const marks = find(plain);
    // The entry of a term that was looked for begins with its definition.
    const [from, to] = teaser(plain, entriesOf(last.wanted).includes(hit) ? [] : marks);
    const name = element('span', { className: 'hit-title' });
    const named = letters(heading) ? heading : title;
    name.append(shown(named, find(letters(named))));
    if (letters(named) !== title) {
      const where = element('span', { className: 'hit-where' });
      where.append(shown(title, find(title)));
      a.append(where);
    }
    const body = element('span', { className: 'hit-text' });
    body.append(from > 0 ? '… ' : '', shown(text, marks, from, to), to < plain.length ? ' …' : '');
    a.append(name, body);
    const li = element('li');
    li.append(a);
    return li;
  }

  window.konspekt = {
    ...window.konspekt,
    stem,
    // Called by search-index.js.
    search(data) {
      index = data;
      // A place is told as the way from the one before it.
      for (const places of Object.values(data.keys)) {
        for (let at = 2; at < places.length; at += 2) places[at] += places[at - 2];
      }
      index.list = Object.keys(data.keys).filter((key) => key[0] !== '#');
      // The entries of terms in the glossary.
      index.entries = new Map();
      data.sections.forEach(([, id], at) => { if (id.startsWith('term-')) index.entries.set('#' + id.slice(5), at); });
      index.nameWords = new Set(Object.keys(data.names).flatMap((name) => name.split(' ')));
    },
    ready: () => index !== null,
    // Fills `list` with the first hits for a query, or adds the next ones. Tells how many there are and are shown, and
    // what was done to the query; null where there is no index or nothing to look for.
    results(query, list, root, more = false) {
      if (!more) list.textContent = '';
      if (!index || !words(query).length) return null;
      if (!more) last = find(query);
      const [exact, begun] = [marker(last.wanted, false), marker(last.wanted, true)];
      const from = list.children.length;
      const next = last.hits.slice(from, from + PAGE);
      const onlyBegun = (hit) => last.late[hit] > 0 || last.wanted.some((unit) => !unit.exact.length);
      list.append(...next.map((hit) => item(hit, onlyBegun(hit) ? begun : exact, root)));
      const { instead, without, some, hits } = last;
      return { total: hits.length, shown: list.children.length, instead, without, some };
    },
  };
})();
