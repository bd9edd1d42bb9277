//! What a program says of letters that it recognised: whatever the words, a page or nothing, never a panic.
#![no_main]

use claimdesk_reading::import::{Draft, Engine, RecognisedPage, add_recognised};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let page = RecognisedPage::read(text);
    let mut draft = Draft::default();
    if add_recognised(&mut draft, &[(Some(1), page)], &Engine::default(), "eng").is_ok() {
        assert!(draft.recognised.is_some_and(|recognised| recognised.words > 0 && recognised.unsure <= recognised.words));
    }
});
