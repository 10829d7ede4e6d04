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

  // ---- Finding --------------------------------------------------------------------------------

  const LONGEST_NAME = 4;
  const MOST = 50;
  let index = null;

  // A query as units: each a list of keys of which a section must have one, with what a hit counts.
  function units(query) {
    const typed = words(query).map(([word]) => word);
    const stems = typed.map(stem);
    const out = [];
    for (let at = 0; at < stems.length;) {
      let taken = 1;
      let terms = null;
      for (let length = Math.min(LONGEST_NAME, stems.length - at); length > 0 && !terms; length -= 1) {
        const name = stems.slice(at, at + length).join(' ');
        if (Object.hasOwn(index.names, name)) [terms, taken] = [index.names[name], length];
      }
      const last = at + taken === stems.length && !/\s$/.test(query);
      const keys = new Map();
      if (terms) terms.forEach((term) => keys.set(term, 1));
      else if (Object.hasOwn(index.keys, stems[at])) keys.set(stems[at], 1);
      // What is being typed may go on.
      const begun = typed[at].toLowerCase().replaceAll('ё', 'е');
      if (last && taken === 1 && begun.length > 2) {
        for (const key in index.keys) if (key.startsWith(begun) && !keys.has(key)) keys.set(key, .3);
        for (const name in index.names) {
          if (name.startsWith(begun)) index.names[name].forEach((term) => { if (!keys.has(term)) keys.set(term, .3); });
        }
      }
      out.push({ keys, stems: new Set(stems.slice(at, at + taken)), begun: last ? begun : '' });
      at += taken;
    }
    return out;
  }

  // The sections that have every unit of a query, the best first.
  function find(query) {
    const wanted = units(query);
    if (!wanted.length) return { hits: [], total: 0, wanted };
    const scores = new Map();
    wanted.forEach(({ keys }, nth) => {
      const own = new Map();
      for (const [key, share] of keys) {
        const places = index.keys[key];
        const rare = Math.log(1 + index.sections.length / (places.length / 2));
        for (let at = 0; at < places.length; at += 2) {
          const count = places[at + 1];
          // A term's own entry comes first.
          const entry = index.sections[places[at]][1] === 'term-' + key.slice(1) ? 1.2 : 0;
          const score = share * rare * (count / (count + 4) + entry);
          own.set(places[at], Math.max(own.get(places[at]) ?? 0, score));
        }
      }
      for (const [section, score] of own) {
        const known = scores.get(section) ?? { score: 0, units: 0 };
        if (known.units === nth) scores.set(section, { score: known.score + score, units: nth + 1 });
      }
    });
    const hits = [...scores].filter(([, { units: got }]) => got === wanted.length);
    hits.sort((a, b) => b[1].score - a[1].score || a[0] - b[0]);
    return { hits: hits.slice(0, MOST).map(([section]) => section), total: hits.length, wanted };
  }

  // Whether a word of a text is one that was looked for.
  function sought(wanted) {
    const terms = new Set(wanted.flatMap(({ keys }) => [...keys.keys()].filter((key) => key[0] === '#')));
    const stems = new Set(wanted.flatMap(({ stems: own }) => [...own]));
    for (const name in index.names) {
      if (!name.includes(' ') && index.names[name].some((term) => terms.has(term))) stems.add(name);
    }
    const begun = wanted.map((unit) => unit.begun).filter((text) => text.length > 2);
    return (word) => stems.has(stem(word)) || begun.some((text) => word.toLowerCase().replaceAll('ё', 'е').startsWith(text));
  }

  // A text with what was looked for marked, as nodes; nothing of it is ever read as HTML.
  function marked(text, wanted) {
    const out = document.createDocumentFragment();
    let done = 0;
    for (const [word, at] of words(text)) {
      if (!wanted(word)) continue;
      out.append(text.slice(done, at));
      out.append(Object.assign(document.createElement('mark'), { textContent: word }));
      done = at + word.length;
    }
    out.append(text.slice(done));
    return out;
  }

  // The stretch of a text with the most words that were looked for.
  function teaser(text, wanted) {
    const SIZE = 180;
    const places = words(text).filter(([word]) => wanted(word)).map(([, at]) => at).slice(0, 400);
    let [start, most] = [0, 0];
    places.forEach((at, nth) => {
      let count = 0;
      while (nth + count < places.length && places[nth + count] < at + SIZE) count += 1;
      if (count > most) [start, most] = [at, count];
    });
    let from = Math.max(0, start - 40);
    if (from > 0) from = text.indexOf(' ', from) + 1 || from;
    let to = Math.min(text.length, from + SIZE + 40);
    if (to < text.length) to = text.lastIndexOf(' ', to) > from ? text.lastIndexOf(' ', to) : to;
    return (from > 0 ? '… ' : '') + text.slice(from, to) + (to < text.length ? ' …' : '');
  }

  window.konspekt = {
    ...window.konspekt,
    stem,
    // Called by search-index.js.
    search(data) {
      index = data;
      document.dispatchEvent(new Event('konspekt:index'));
    },
    // Fills `results` (a list) with the hits for a query; returns how many there are.
    results(query, list, root) {
      list.textContent = '';
      if (!index) return null;
      const { hits, total, wanted } = find(query);
      const isSought = sought(wanted);
      for (const hit of hits) {
        const [page, id, heading, text] = index.sections[hit];
        const [title, href] = index.pages[page];
        const a = Object.assign(document.createElement('a'), { href: root + href + (id ? '#' + id : '') });
        const where = Object.assign(document.createElement('span'), { className: 'hit-where', textContent: title });
        const name = Object.assign(document.createElement('span'), { className: 'hit-title' });
        name.append(marked(heading || title, isSought));
        const shown = Object.assign(document.createElement('span'), { className: 'hit-text' });
        shown.append(marked(teaser(text, isSought), isSought));
        if (heading && heading !== title) a.append(where);
        a.append(name, shown);
        const item = document.createElement('li');
        item.append(a);
        list.append(item);
      }
      return total;
    },
  };
})();
