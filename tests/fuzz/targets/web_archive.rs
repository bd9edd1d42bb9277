//! Web archives: whatever the bytes, an article, a choice of pages or an error, never a panic. The first byte chooses how they are packed and
//! whether a page is asked for.
#![no_main]

use claimdesk_fuzz::import::Input;

/// What a package of it has beside the records.
const PAGES: &[u8] = b"{\"url\": \"http://example.org/\", \"title\": \"One\", \"ts\": \"2024-05-03T10:04:00Z\"}\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let page = [None, Some("1"), Some("2"), Some("http://example.org/")][usize::from(first >> 2 & 3)];
    let open = |bytes: &[u8], format| {
        claimdesk_fuzz::check(&Input { bytes, name: "x", format: Some(format), page, ..Input::default() });
    };
    match first & 3 {
        // Records as they stand, since few inputs of a fuzzer unpack.
        0 => open(bytes, "warc"),
        1 => open(&[b"WARC/1.0\r\n", bytes].concat(), "warc"),
        2 => open(&claimdesk_fuzz::packed(&[("datapackage.json", b"{}"), ("archive/a.warc", bytes), ("pages/pages.jsonl", PAGES)]), "wacz"),
        _ => open(bytes, "wacz"),
    }
});
