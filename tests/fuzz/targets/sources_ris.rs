//! Lists of sources, RIS: whatever the bytes, sources or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claimdesk_fuzz::sources("ris", bytes));
