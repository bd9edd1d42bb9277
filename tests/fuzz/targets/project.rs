//! Whatever the bytes: reading a project gives a project or an error, never a panic or runaway memory; what was read is
//! written and read again as the same; salvage and the journal reader take anything.
#![no_main]

use claimdesk_fuzz::{check_project, store};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(loaded) = store::decode(bytes) {
        check_project(&loaded.project);
    }
    let rest = store::salvage(bytes).project;
    let _ = rest.problems();
    let journal = store::journal::decode(bytes);
    assert!(journal.valid_len <= bytes.len() as u64);
});
