//! Figures, hints and speakers of a text in each language: whatever the text, something or nothing, never a panic.
#![no_main]

use claimdesk_fuzz::figures;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for language in ["", "en", "de", "fr", "es"] {
        let found = figures::read(&text, language);
        for figure in &found {
            assert!(!figure.words(&text).is_empty());
        }
        drop(figures::hints(&text, &found));
        drop(figures::attribution(&text, language));
    }
});
