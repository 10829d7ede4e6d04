//! Any bytes as the head of a request to the preview: only a request to this computer is answered, and what comes behind
//! its end changes nothing.
//!
//! `cargo +nightly fuzz run request`

#![no_main]

use konspekt::serve::http;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let request = http::parse(bytes, 3000);
    if let Ok(Some(request)) = &request {
        let head = String::from_utf8_lossy(bytes).to_lowercase();
        assert!(head.contains("localhost:3000") || head.contains("127.0.0.1:3000"), "{head}");
        assert!(head.starts_with("get /") || head.starts_with("head /") || head.starts_with(['\r', '\n']), "{head}");
        assert!(request.path.len() <= bytes.len());
    }
    if !matches!(request, Ok(None)) {
        assert_eq!(http::parse(&[bytes, b"x: y\r\n\r\n"].concat(), 3000), request);
    }
    // It arrives in pieces: no piece is another request.
    for end in 0..bytes.len().min(256) {
        if let Ok(Some(early)) = http::parse(&bytes[..end], 3000) {
            assert_eq!(request, Ok(Some(early)));
        }
    }
});
