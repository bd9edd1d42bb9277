//! Rich text from the clipboard, which is often only a piece of a page: whatever it says, an article or an error, never a panic.
#![no_main]

use claimdesk_fuzz::import::Input;

libfuzzer_sys::fuzz_target!(|clip: &str| {
    let page = format!("<!doctype html><meta charset=\"utf-8\">{clip}");
    claimdesk_fuzz::check(&Input { bytes: page.as_bytes(), encoding: Some("utf-8"), ..Input::default() });
});
