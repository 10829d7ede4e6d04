//! Any bytes as an export of chats, and any text as what is said in one: nothing panics, and no input runs away.
//!
//! `cargo +nightly fuzz run export`; more seeds: `tests/cases/outlines/export-*`.

#![no_main]

use konspekt::notes::{self, Hints};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let hints = Hints::default();
    let read = |bytes: &[u8]| assert!(notes::read("a.json", bytes, &hints, &mut |_| {}).is_ok());
    read(bytes);
    let text = String::from_utf8_lossy(bytes);
    let message = |role: &str| serde_json::json!({ "author": { "role": role }, "content": { "parts": [&*text] } });
    let export = serde_json::json!([{ "current_node": "b", "mapping": {
        "a": { "message": message("user") },
        "b": { "parent": "a", "message": message("assistant") },
    }}]);
    read(export.to_string().as_bytes());
});
