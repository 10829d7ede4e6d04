//! What the editions share: the page that leads to them, the page for what is not there, the map for search engines.

use std::{fs, path::Path};

use serde_json::json;

use super::{
    Error,
    disk::at,
    page::{POLICY, Site},
};
use crate::{
    edition::{Edition, Prepared},
    text::Lang,
};

/// Writes `index.html`, `404.html`, `sitemap.xml`, `robots.txt` and `.nojekyll` into `out`.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(out: &Path, prepared: &Prepared, editions: &[Edition], site: &Site<'_>) -> Result<(), Error> {
    let title = |lang: &Lang| {
        let edition = editions.iter().find(|edition| edition.beside.is_none() && edition.lang == *lang);
        let title = prepared.input.settings.config.book.title.clone().unwrap_or_default();
        edition.map_or(title.clone(), |edition| prepared.voice(edition).title(&title))
    };
    let rows: Vec<_> = editions
        .iter()
        .map(|edition| {
            // Nobody knows yet what the reader speaks: the parallel edition is called what it is in both its languages.
            let mut name = edition.name(&edition.lang);
            let other = edition.beside.as_ref().map(|beside| edition.name(beside)).filter(|other| *other != name);
            name.extend(other.map(|other| format!(" · {other}")));
            json!({ "dir": edition.dir, "name": name, "lang": edition.lang, "single": edition.beside.is_none() })
        })
        .collect();
    let data = json!({
        "title": { "ru": title(&Lang::ru()), "en": title(&Lang::en()) },
        "editions": rows,
        "base": site.base,
        "csp": POLICY,
    });
    put(&out.join("index.html"), &site.render("root", &data)?)?;
    put(&out.join("404.html"), &site.render("404", &data)?)?;
    put(&out.join(".nojekyll"), "The pages are ready: GitHub Pages need not run them through Jekyll.\n")?;
    put(&out.join("robots.txt"), &robots(site))?;
    put(&out.join("sitemap.xml"), &sitemap(prepared, editions, site))
}

/// Everybody may read everything; where the site's address is known, also where its map is
/// (<https://www.rfc-editor.org/rfc/rfc9309>). It counts where the site has a server of its own.
fn robots(site: &Site<'_>) -> String {
    let map = site.url.as_ref().map(|url| format!("\nSitemap: {url}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{map}")
}

fn put(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(at(path))
}

/// Every page of every single-language edition, each with its partners (<https://www.sitemaps.org/protocol.html>).
fn sitemap(prepared: &Prepared, editions: &[Edition], site: &Site<'_>) -> String {
    let root =
        site.url.clone().unwrap_or_else(|| if site.base.is_empty() { "/".to_owned() } else { site.base.clone() });
    let single: Vec<&Edition> = editions.iter().filter(|edition| edition.beside.is_none()).collect();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for chapter in &prepared.chapters {
        let page = chapter.path.strip_suffix(".md").unwrap_or(&chapter.path);
        let address = |edition: &Edition| {
            let address = format!("{root}{}/{page}.html", edition.dir);
            html_escape::encode_double_quoted_attribute(&address).into_owned()
        };
        for edition in &single {
            out.push_str(&format!("<url><loc>{}</loc>", address(edition)));
            for other in &single {
                out.push_str(&format!(
                    "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                    other.lang,
                    address(other)
                ));
            }
            out.push_str("</url>\n");
        }
    }
    out.push_str("</urlset>\n");
    out
}
