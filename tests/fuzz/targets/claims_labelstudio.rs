//! Claims of other tools, Label Studio’s tasks: whatever the bytes, notes or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claimdesk_fuzz::claims("labelstudio", bytes));
