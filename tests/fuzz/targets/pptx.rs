//! Presentations: whatever the bytes, an article or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claimdesk_fuzz::open("pptx", bytes));
