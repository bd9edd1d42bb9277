//! Claims of other tools, UIMA XMI: whatever the bytes, notes or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claimdesk_fuzz::claims("xmi", bytes));
