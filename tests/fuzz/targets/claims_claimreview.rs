//! Claims of other tools, ClaimReview in JSON-LD, also in a page: whatever the bytes, notes or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claimdesk_fuzz::claims("claimreview", bytes));
