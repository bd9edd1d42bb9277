//! Claims of other tools in whatever format they look like: whatever the bytes, notes or an error, never a panic.
#![no_main]

use claimdesk_fuzz::exchange;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drop(exchange::read(bytes, None)));
