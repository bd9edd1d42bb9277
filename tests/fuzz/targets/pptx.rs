//! Presentations of both kinds: whatever the bytes, an article or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ["pptx", "odp"].iter().for_each(|kind| claimdesk_fuzz::open(kind, bytes)));
