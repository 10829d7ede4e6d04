//! Bytes of a note become text: which encoding they are in, and what in them is no text.
//!
//! UTF-8 and UTF-16, with a byte order mark or without, and the one-byte encodings of Russian (Windows-1251, KOI8-R and
//! others). Letters are composed (NFC), line ends of every kind are line ends, and control characters and the colours of
//! a terminal are gone. Nothing else is changed, so that offsets are those of the text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Text of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The name of its encoding.
    pub encoding: &'static str,
    /// How many bytes or characters were none of that encoding; each is `U+FFFD` in the text.
    pub broken: usize,
}

/// The bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no text: a control character at byte {offset}")]
pub struct Binary {
    /// The first byte that no text has.
    pub offset: usize,
}

/// One byte in so many may be a control character.
const FEWEST_PER_CONTROL: usize = 200;
/// So many bytes are enough to tell an encoding.
const SAMPLE: usize = 1 << 20;

/// Decodes a note.
///
/// # Errors
///
/// [`Binary`] where the bytes are a picture, an archive, a document of a word processor.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Binary> {
    let (encoding, from) = match Encoding::for_bom(&bytes) {
        Some((encoding, from)) => (encoding, from),
        None => (detect(&bytes)?, 0),
    };
    let bytes = match String::from_utf8(bytes) {
        // What is UTF-8 already is not copied: a note may be large.
        Ok(text) if encoding == UTF_8 && from == 0 => return decoded(Cow::Owned(text), encoding),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    decoded(encoding.decode_without_bom_handling(&bytes[from..]).0, encoding)
}

fn decoded(text: Cow<'_, str>, encoding: &'static Encoding) -> Result<Decoded, Binary> {
    let control = text.bytes().filter(|&b| is_control(b)).count();
    if text.contains('\0') || control * FEWEST_PER_CONTROL > text.len().max(FEWEST_PER_CONTROL) {
        return Err(Binary { offset: text.bytes().position(is_control).unwrap_or_default() });
    }
    let broken = text.matches('\u{fffd}').count();
    Ok(Decoded { text: tidy(text), encoding: encoding.name(), broken })
}

/// The encoding of bytes without a byte order mark.
fn detect(bytes: &[u8]) -> Result<&'static Encoding, Binary> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(zero) = sample.iter().position(|&b| b == 0) {
        return [UTF_16LE, UTF_16BE]
            .into_iter()
            .find(|encoding| reads_as_text(&encoding.decode_without_bom_handling(sample).0))
            .ok_or(Binary { offset: zero });
    }
    let broken = broken_utf8(bytes);
    let high = sample.iter().filter(|b| !b.is_ascii()).count();
    // A few broken characters do not make another encoding of it: a download was cut off, a line was pasted twice.
    if broken * 20 <= high {
        return Ok(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    Ok(detector.guess(Some(b"ru"), Utf8Detection::Allow))
}

fn broken_utf8(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count()
}

/// Whether most characters are those of European writing.
fn reads_as_text(text: &str) -> bool {
    let good = |c: &char| matches!(c, ' '..='~' | '\t' | '\n' | '\r' | 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' | '«' | '»' | '—' | '–' | '…' | '•');
    let (all, plain) = (text.chars().count(), text.chars().filter(good).count());
    all > 0 && plain * 10 >= all * 9
}

/// A control character that no text has.
fn is_control(b: u8) -> bool {
    b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b) || b == 0x7f
}

/// Composes letters, makes every line end one, and takes out control characters and the colours of a terminal.
pub fn tidy(text: Cow<'_, str>) -> String {
    let composed = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => Cow::Owned(text.nfc().collect()),
    };
    let odd = |c: char| {
        matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\r')
            || c.is_ascii() && (is_control(c as u8) || c == '\u{1b}')
    };
    if !composed.contains(odd) {
        return composed.into_owned();
    }
    let mut out = String::with_capacity(composed.len());
    let mut chars = composed.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => out.push('\r'),
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            // A terminal's colours: `ESC [ … letter`.
            '\u{1b}' => {
                if chars.next_if_eq(&'[').is_some() {
                    while chars.next_if(|c| !c.is_ascii_alphabetic() && c.is_ascii() && *c != '\n').is_some() {}
                    chars.next_if(char::is_ascii_alphabetic);
                }
            }
            '\u{feff}' => {}
            c if c.is_ascii() && is_control(c as u8) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use encoding_rs::{KOI8_R, WINDOWS_1251};

    use super::*;

    const TEXT: &str = "Тесто поднимается дважды: сначала в миске, потом в форме.\nПечь её надо час.\n";

    fn decoded(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes.to_vec()).expect("text");
        assert_eq!(decoded.broken, 0);
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn encodings_of_russian() {
        assert_eq!(decoded(TEXT.as_bytes()), (TEXT.into(), "UTF-8"));
        assert_eq!(decoded(format!("\u{feff}{TEXT}").as_bytes()), (TEXT.into(), "UTF-8"));
        assert_eq!(decoded(&WINDOWS_1251.encode(TEXT).0), (TEXT.into(), "windows-1251"));
        let (koi8, name) = decoded(&KOI8_R.encode(TEXT).0);
        assert_eq!((koi8.as_str(), &name[..4]), (TEXT, "KOI8"));
        for bom in [true, false] {
            let units = bom.then_some(0xfeff).into_iter().chain(TEXT.encode_utf16());
            let little: Vec<u8> = units.clone().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
            assert_eq!(decoded(&little), (TEXT.into(), "UTF-16LE"));
            assert_eq!(decoded(&big), (TEXT.into(), "UTF-16BE"));
        }
    }

    #[test]
    fn letters_are_composed_and_line_ends_are_one() {
        assert_eq!(decoded("и\u{306}од\rа\u{2028}б\r\nв\u{1b}[31mг\u{1b}[0m".as_bytes()).0, "йод\nа\nб\r\nвг");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(decode(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0".to_vec()).is_err());
        assert!(decode((0..=255).cycle().take(4000).collect()).is_err());
        assert_eq!(decode(Vec::new()).map(|decoded| decoded.text), Ok(String::new()));
        let cut = &TEXT.as_bytes()[..TEXT.len() - 12];
        assert_eq!(decode(cut[..cut.len() - 1].to_vec()).map(|decoded| decoded.broken <= 1), Ok(true));
    }
}
