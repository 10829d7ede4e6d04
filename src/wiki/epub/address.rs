//! Addresses of the web as a URI has them.
//!
//! Whoever wrote a link wrote what a browser mends; a reading system may refuse the whole page.
//! - <https://www.rfc-editor.org/rfc/rfc3986#appendix-A>

/// The address; `None` where no reading system could follow it.
pub(super) fn web(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme == "mailto" {
        return rest.contains('@').then(|| format!("mailto:{}", encoded(rest)));
    }
    let rest = rest.strip_prefix("//")?;
    let (server, way) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (host, port) = server.split_once(':').map_or((server, None), |(host, port)| (host, Some(port)));
    let is_host = host.starts_with(char::is_alphanumeric)
        && host.ends_with(char::is_alphanumeric)
        && host.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    // Letters of other scripts stay in a host too. EPUBCheck 4.2 warns of them (RSC-023); reading systems follow them.
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    (is_host && is_port).then(|| format!("{scheme}://{server}{}", encoded(way)))
}

/// Characters that may not stand in a URI by their bytes; letters of other scripts stay, as in an IRI.
fn encoded(way: &str) -> String {
    let mut out = String::with_capacity(way.len());
    let mut in_fragment = false;
    for (at, c) in way.char_indices() {
        let is_encoded = || {
            let digits = way.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        let stays = match c {
            '%' => is_encoded(),
            '#' => !std::mem::replace(&mut in_fragment, true),
            c if c.is_ascii() => c.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=".contains(c),
            c => c.is_alphanumeric(),
        };
        if stays {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_uri_or_no_link() {
        for (url, wanted) in [
            ("https://example.org/a_(b)?c=d&e#f", Some("https://example.org/a_(b)?c=d&e#f")),
            ("HTTPS://example.org/a b|c[d]#e#f", Some("https://example.org/a%20b%7Cc%5Bd%5D#e%23f")),
            ("https://example.org/100%/%D0%BF", Some("https://example.org/100%25/%D0%BF")),
            ("https://пример.рф/печь", Some("https://пример.рф/печь")),
            ("http://localhost:8080", Some("http://localhost:8080")),
            ("mailto:baker@example.org", Some("mailto:baker@example.org")),
            ("https://", None),
            ("https:example.org", None),
            ("https://a:b:c/", None),
            ("https://\"onclick/", None),
        ] {
            assert_eq!(web(url).as_deref(), wanted, "{url}");
        }
    }
}
