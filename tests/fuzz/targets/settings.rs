//! Settings: whatever the bytes, settings, never a panic; what was read is written and read again as the same.
#![no_main]

use claimdesk_app::{read_prefs, write_prefs};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = read_prefs(bytes);
    if let Some(text) = write_prefs(&read.prefs) {
        assert_eq!(read_prefs(text.as_bytes()).prefs, read.prefs);
    }
});
