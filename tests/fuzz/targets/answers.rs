//! What the process that reads files answers: it has seen foreign bytes, so the program believes nothing of it.
#![no_main]

use claimdesk_fuzz::foreign::pipe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut rest = bytes;
    while let Ok(Some(_)) = pipe::read_answer(&mut rest) {}
});
