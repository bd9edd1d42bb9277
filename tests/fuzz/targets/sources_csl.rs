//! Lists of sources, CSL-JSON: whatever the bytes, sources or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claimdesk_fuzz::sources("csl", bytes));
