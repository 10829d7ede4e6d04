//! `cargo bench --bench mentions`: a glossary of 500 terms is linked in a book of 4,000 chapters, in Russian and in
//! English, and the time is held against reading the same chapters with pulldown-cmark and writing them as HTML, in the
//! same run. Prints medians and their ratios.

#![allow(clippy::print_stdout, missing_docs)]

mod support;

use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

use konspekt::{
    glossary::{Glossary, Link, Matcher, Matchers, Policy, found::mentions_in_markdown, links},
    text::{Lang, Source, markdown},
};
use pulldown_cmark::html::push_html;
use rayon::prelude::*;
use support::median_time as median;

const CHAPTERS: usize = 4000;
const TERMS: usize = 500;
const PARAGRAPHS: usize = 12;
const ROUNDS: usize = 5;

fn main() {
    let source = Source::new("glossary.toml", glossary());
    let (glossary, wrong) = Glossary::parse(&source);
    assert!(wrong.is_empty(), "{wrong:?}");
    println!("{CHAPTERS} chapters, {TERMS} terms, {} threads", rayon::current_num_threads());
    for lang in [Lang::ru(), Lang::en()] {
        let chapters: Vec<String> = (0..CHAPTERS).map(|n| chapter(n, &lang)).collect();
        let size: usize = chapters.iter().map(String::len).sum();
        let (mut build, mut link, mut html) = (Vec::new(), Vec::new(), Vec::new());
        let mut links = 0;
        for round in 0..ROUNDS {
            // What was found in a text is kept in mind, so that each round has texts of its own.
            let chapters: Vec<String> = chapters.iter().map(|text| format!("{text}\n{round}\n")).collect();
            let start = Instant::now();
            let by_lang = BTreeMap::from([(lang.clone(), Matcher::new(&glossary, &lang))]);
            build.push(start.elapsed());
            let matchers = Matchers::new(&glossary, &by_lang).with_policy(Policy::FirstInSection);
            let target = |term: &konspekt::glossary::Term, _: &Lang| {
                Some(Link { href: format!("glossary.md#{}", term.id.anchor()), title: None })
            };
            let start = Instant::now();
            let with_links =
                |text: &String| links::link(text, &mentions_in_markdown(text, &matchers, &lang), &glossary, &target);
            let linked: Vec<String> = chapters.par_iter().map(with_links).collect();
            link.push(start.elapsed());
            links = linked.iter().map(|text| text.matches("glossary.md#").count()).sum();
            let start = Instant::now();
            chapters.par_iter().for_each(|text| {
                let mut out = String::new();
                push_html(&mut out, markdown::parse(text).map(|(event, _)| event));
                black_box(out);
            });
            html.push(start.elapsed());
        }
        let (build, link, html) = (median(build), median(link), median(html));
        println!("{lang}: {:.1} MB, {links} links", size as f64 / 1e6);
        println!("  names of the glossary   {:>8.1} ms", ms(build));
        println!("  links                   {:>8.1} ms", ms(link));
        println!("  Markdown to HTML        {:>8.1} ms", ms(html));
        println!("  ratio                   {:>8.1}", link.as_secs_f64() / html.as_secs_f64());
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Nouns that decline, with adjectives, so that each term has some thirty forms.
fn glossary() -> String {
    let nouns =
        ["узел", "контроллер", "метка", "политика", "хранилище", "очередь", "шаблон", "запись", "сервис", "том"];
    let english =
        ["node", "controller", "label", "policy", "store", "queue", "template", "record", "service", "volume"];
    (0..TERMS)
        .map(|n| {
            let (noun, name) = (nouns[n % nouns.len()], english[n % nouns.len()]);
            format!(
                "[[term]]\nid = \"t{n}\"\nru = {{ name = \"{noun} номер{n}\", aliases = [\"Kind{n}Set\"], definition = \"–\" }}\n\
                 en = {{ name = \"{name} number{n}\", definition = \"–\" }}\n"
            )
        })
        .collect()
}

/// A chapter of prose in which every paragraph mentions a few terms.
fn chapter(n: usize, lang: &Lang) -> String {
    let mut out = format!("# Chapter {n}\n\n");
    for p in 0..PARAGRAPHS {
        let term = (n * 7 + p * 31) % TERMS;
        if p % 4 == 0 {
            out.push_str(&format!("## Section {p}\n\n"));
        }
        out.push_str(&match lang.tag() {
            "ru" => format!(
                "Под нагрузкой каждый узел кластера держит несколько подов, и к каждому узлу номер{term} приходит свой трафик. \
                 Когда деплоймент обновляют, Kind{}Set'ы меняются по одному, а **метки номер{}** остаются прежними; \
                 команда `kubectl get pods` показывает это сразу.\n\n",
                (term + 3) % TERMS,
                (term + 5) % TERMS,
            ),
            _ => format!(
                "Under load each node of the cluster keeps several Pods, and the node number{term} gets traffic of its own. \
                 When a Deployment is updated, the Kind{}Sets change one by one while the **label number{}** stays; \
                 `kubectl get pods` shows it at once.\n\n",
                (term + 3) % TERMS,
                (term + 5) % TERMS,
            ),
        });
    }
    out
}
