//! Claims of other tools, REFI-QDA projects: whatever the bytes, and whatever `project.qde` says, notes or an error, never a panic.
#![no_main]

use claimdesk_fuzz::{claims, packed};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    claims("qdpx", bytes);
    claims(
        "qdpx",
        &packed(&[("project.qde", bytes), ("sources/a.txt", b"Words of a source.\r\n\xf0\x9f\x91\x8d more.")]),
    );
});
