//! Captions, chats and transcripts: whatever the bytes, an article or an error, never a panic. The first byte chooses the format.
#![no_main]

const FORMATS: [&str; 8] = ["vtt", "srt", "sbv", "json3", "whisper", "telegram", "whatsapp", "text"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    claimdesk_fuzz::open(FORMATS[usize::from(*first) % FORMATS.len()], bytes);
});
