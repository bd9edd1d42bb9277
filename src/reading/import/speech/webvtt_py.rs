//! Every file in the tests of webvtt-py gives the same captions here as in that library, or is refused by both. `CLAIMDESK_WEBVTT_PY` is the
//! folder of its source package (`pip download webvtt-py --no-binary :all: --no-deps`, unpacked); without it the test is skipped.

use std::{env, fs, path::Path, process::Command};

use serde::Deserialize;

use super::{ImportError, cue_text, sbv, srt, vtt};

/// Prints what the library reads of each file, one JSON object a line.
const LIBRARY: &str = r#"
import html, json, pathlib, sys, webvtt
ms = lambda time: time.in_milliseconds()
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    read = {".vtt": webvtt.read, ".srt": webvtt.from_srt, ".sbv": webvtt.from_sbv}.get(path.suffix)
    if read is None:
        continue
    out = {"file": path.name, "cues": None}
    try:
        out["cues"] = [[ms(c.start_time), ms(c.end_time), c.raw_text, html.unescape(c.text), c.voice or ""] for c in read(str(path))]
    except webvtt.errors.MalformedFileError:
        pass
    print(json.dumps(out))
"#;

#[derive(Deserialize)]
struct Read {
    file: String,
    cues: Option<Vec<LibraryCue>>,
}

/// Start, end, words with and without markup, voice.
type LibraryCue = (u64, u64, String, String, String);

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for whoever asks for them")]
fn every_file_of_webvtt_py_gives_the_same_captions_or_the_same_refusal() {
    let Some(folder) = env::var_os("CLAIMDESK_WEBVTT_PY") else {
        println!("skipped: CLAIMDESK_WEBVTT_PY does not name the folder of webvtt-py's source package");
        return;
    };
    let samples = Path::new(&folder).join("tests/samples");
    let output =
        Command::new("python3").args(["-c", LIBRARY]).arg(&samples).env("PYTHONPATH", &folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let (mut files, mut refused, mut cues) = (0, 0, 0);
    for line in printed.lines() {
        let library: Read = serde_json::from_str(line).unwrap();
        let text = fs::read_to_string(samples.join(&library.file)).unwrap();
        let ours = ours(&library.file, text.trim_start_matches('\u{feff}'));
        match (ours, &library.cues) {
            (Err(_), None) => refused += 1,
            (Ok(ours), Some(theirs)) => {
                same(&library.file, &ours, theirs);
                cues += theirs.len();
            }
            (ours, _) => panic!("{}: {ours:?} for {:?}", library.file, library.cues),
        }
        files += 1;
    }
    assert!(files > 0, "no files in {}", samples.display());
    println!("{files} files: {cues} captions are the same, {refused} files are refused by both");
}

/// Start, end and lines of each caption that has some.
fn ours(name: &str, text: &str) -> Result<Vec<(u64, u64, String)>, ImportError> {
    let mut cues = Vec::new();
    match name.rsplit('.').next() {
        Some("vtt") => vtt::for_each(text, |block| {
            if let vtt::Block::Cue { start, end, lines } = block {
                cues.push((start, end, lines.join("\n")));
            }
            Ok(())
        }),
        Some("srt") => srt::for_each(text, |block| {
            if let srt::Block::Cue(cue) = block
                && !cue.lines.is_empty()
            {
                cues.push((cue.start, cue.end, cue.lines.join("\n")));
            }
            Ok(())
        }),
        _ => sbv::for_each(text, |lines, times| {
            if let Some((start, end)) = times {
                cues.push((start, end, lines[1..].join("\n")));
            }
            Ok(())
        }),
    }?;
    Ok(cues)
}

fn same(file: &str, ours: &[(u64, u64, String)], theirs: &[LibraryCue]) {
    assert_eq!(ours.len(), theirs.len(), "{file}");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for ((start, end, raw), (their_start, their_end, their_raw, their_text, voice)) in ours.iter().zip(theirs) {
        assert_eq!((start, end, raw), (their_start, their_end, their_raw), "{file}");
        let read = cue_text::read(raw, || {});
        let text: Vec<String> = read.parts.iter().flat_map(|(_, text)| words(text)).collect();
        assert_eq!(text, words(their_text), "{file}: {raw}");
        let speaker = read.parts.first().map_or("", |(speaker, _)| speaker.as_str());
        assert_eq!(speaker, voice.trim(), "{file}: {raw}");
    }
}
