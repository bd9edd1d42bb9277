//! Whatever the bytes: reading a project gives a project or an error, never a panic or runaway memory; what was read is
//! written and read again as the same; salvage and the journal reader take anything.
#![no_main]

use claimdesk_fuzz::store;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(loaded) = store::decode(bytes) {
        let text = store::encode(&loaded.project);
        let again = store::decode(text.as_bytes()).expect("what was written can be read");
        assert_eq!(again.project, loaded.project);
        assert_eq!(store::encode(&again.project), text);
    }
    let rest = store::salvage(bytes).project;
    let _ = rest.problems();
    let journal = store::journal::decode(bytes);
    assert!(journal.valid_len <= bytes.len() as u64);
});
