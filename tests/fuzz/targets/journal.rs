//! Journals: whatever the bytes, records or none, never a panic; what of it is whole is read again as the same.
#![no_main]

use claimdesk_fuzz::store::journal;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = journal::decode(bytes);
    assert!(read.valid_len <= bytes.len() as u64);
    let _ = (read.begin(), read.path(), read.written_to(), read.last_fingerprint(), read.needs().count());
    let _ = (read.last_known(), read.last_save(), read.unsaved_labels(), read.unsaved_changes());
    let mut encoder = journal::Encoder::default();
    let written: Vec<u8> = read.records.iter().flat_map(|record| encoder.line(record)).collect();
    assert_eq!(journal::decode(&written).records, read.records);
});
