//! Workbooks and tables: whatever the bytes, an article or an error, never a panic. (The older kinds are read by a crate whose panics are
//! caught; a target would stop at each.)
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let kinds = if bytes.starts_with(b"PK") { ["xlsx", "ods"] } else { ["ods", "csv"] };
    kinds.iter().for_each(|kind| claimdesk_fuzz::open(kind, bytes));
});
