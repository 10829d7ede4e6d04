//! Scalars as Kubernetes reads them: a mix of YAML 1.1 and 1.2, decided by the decoder behind kubectl.
//!
//! What comes in is the text of a scalar, how it was written and its tag; what goes out is the JSON value the API server
//! gets. `yes`, `on`, `y` are booleans, `0644` is octal, underscores in numbers are skipped, a date stays a string.
//! Source: the resolver of sigs.k8s.io/yaml, <https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go>.

/// What a scalar is once it is JSON.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kind {
    /// `null`, `~` or nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer. Larger ones than 128 bits are strings of digits to us, and no integer to the API server either.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    Text,
}

/// The kind of a plain scalar without a tag.
pub fn resolve_plain(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Kind::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Kind::Bool(false);
        }
        ".nan" | ".NaN" | ".NAN" => return Kind::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Kind::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Kind::Float(f64::NEG_INFINITY),
        _ => {}
    }
    match text.as_bytes()[0] {
        b'.' => float(text).map_or(Kind::Text, Kind::Float),
        b'+' | b'-' | b'0'..=b'9' => {
            let plain = text.replace('_', "");
            integer(&plain).map(Kind::Int).or_else(|| float(&plain).map(Kind::Float)).unwrap_or(Kind::Text)
        }
        _ => Kind::Text,
    }
}

/// The kind of a plain scalar with a tag of the core schema (`!!str`, `!!int` …); the tag's suffix comes in.
pub fn resolve_tagged(text: &str, tag: &str) -> Kind {
    match tag {
        "str" | "binary" => Kind::Text,
        "float" => match resolve_plain(text) {
            Kind::Int(number) => Kind::Float(number as f64),
            other => other,
        },
        _ => resolve_plain(text),
    }
}

/// Go's `ParseInt(text, 0, …)`: decimal, `0x`, `0o`, `0b`, and a leading `0` for octal.
fn integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = digits.get(..2).map(str::to_ascii_lowercase);
    let (radix, digits) = match lower.as_deref() {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        Some(start) if start.starts_with('0') => (8, &digits[1..]),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let number = i128::from_str_radix(digits, radix).ok()?;
    Some(if negative { -number } else { number })
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mantissa_is_good = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(mantissa),
    };
    let exponent_is_good = exponent.is_none_or(|e| digits(e.strip_prefix(['-', '+']).unwrap_or(e)));
    if mantissa_is_good && exponent_is_good { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_what_kubectl_makes_of_them() {
        for (text, kind) in [
            ("", Kind::Null),
            ("~", Kind::Null),
            ("yes", Kind::Bool(true)),
            ("Off", Kind::Bool(false)),
            ("n", Kind::Bool(false)),
            ("yES", Kind::Text),
            ("0644", Kind::Int(0o644)),
            ("0o644", Kind::Int(0o644)),
            ("0x1F", Kind::Int(31)),
            ("0b11", Kind::Int(3)),
            ("1_000", Kind::Int(1000)),
            ("-7", Kind::Int(-7)),
            ("0", Kind::Int(0)),
            ("0999", Kind::Float(999.0)),
            ("1.0", Kind::Float(1.0)),
            ("1e3", Kind::Float(1000.0)),
            (".5", Kind::Float(0.5)),
            ("1.", Kind::Float(1.0)),
            ("2026-01-31", Kind::Text),
            ("12:30:45", Kind::Text),
            ("1.2.3", Kind::Text),
            ("100m", Kind::Text),
            ("-", Kind::Text),
            ("0x", Kind::Text),
            ("nginx", Kind::Text),
        ] {
            assert_eq!(resolve_plain(text), kind, "{text:?}");
        }
        assert_eq!(resolve_tagged("80", "str"), Kind::Text);
        assert_eq!(resolve_tagged("1", "float"), Kind::Float(1.0));
    }
}
