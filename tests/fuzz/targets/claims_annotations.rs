//! Claims of other tools, Web annotations: whatever the bytes, notes or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claimdesk_fuzz::claims("webannotation", bytes));
