//! Text recognition by the built program: a page that it drew itself, read by tesseract where that is installed; and the walls around
//! the process that reads it, tried with a shell in its place.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use claimdesk::{
    foreign::{self, PageOf},
    import::{Recogniser, Watch},
    io::{Tesseract, Worker, recognise, worker},
    model::Span,
    store,
};

use crate::{closed_in::PROGRAM, support::files::made};

const WORDS: [&str; 4] = [
    "The council counted 4,000 cars on the bridge",
    "in March, and closed it for lorries after the infor-",
    "mation became public.",
    "Nobody was hurt.",
];

/// A PDF with letters.
fn letters() -> Vec<u8> {
    let line = |at: usize| (60.0, 160.0 + 24.0 * at as f32 + if at == 3 { 30.0 } else { 0.0 }, 18.0, WORDS[at]);
    let heading = (60.0, 100.0, 36.0, "Bridge closed");
    made::pages(&[made::text(&[heading, line(0), line(1), line(2), line(3)])], &[], "")
}

/// The same as a scan: its page is drawn and put into a PDF as a picture, behind a page of these contents where there are any.
fn scan(before: Option<Vec<u8>>) -> Vec<u8> {
    let worker = Worker::with(PROGRAM, worker::Limits::default());
    let page = PageOf { bytes: &letters(), page: 1, longest: 2400, ..PageOf::default() };
    let drawn = foreign::draw_guarded(&worker, page, &Watch::default()).unwrap();
    let raster = drawn.raster;
    let dict = format!(
        "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
        raster.width, raster.height
    );
    let picture = made::stream(&dict, &made::packed(&raster.on_white()));
    let pages: Vec<_> = before.into_iter().chain([b"600 0 0 800 0 0 cm /I Do".to_vec()]).collect();
    made::pages(&pages, &[picture], "/XObject <</I 4 0 R>>")
}

fn run(folder: &Path, path: Option<&str>, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder).env("CLAIMDESK_HOME", folder.join("home"));
    path.map(|path| command.env("PATH", path));
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

/// Whether tesseract is here with English.
#[expect(clippy::print_stdout, reason = "a test says what it could not try")]
fn is_here() -> bool {
    let here = Tesseract::new().engine();
    if let Err(why) = &here {
        println!("not tried: {why}");
    }
    here.is_ok_and(|engine| engine.languages.iter().any(|language| language == "eng"))
}

#[test]
fn what_the_program_drew_is_recognised_and_said_to_be_so() {
    if !is_here() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scan.pdf"), scan(None)).unwrap();
    let (status, _, told) = run(folder.path(), None, &["text", "scan.pdf"]);
    assert_eq!(status, 1);
    assert!(
        told.contains("only pictures of text") && told.contains("With --recognise its text is recognised."),
        "{told}"
    );
    let (status, text, told) = run(folder.path(), None, &["text", "--recognise", "scan.pdf"]);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("Recognised from a picture by tesseract "), "{told}");
    assert!(text.contains("The council counted 4,000 cars on the bridge in March, and closed it for lorries after the information became public."), "{text}");
    let (status, _, told) = run(folder.path(), None, &["new", "--recognise", "--lang", "eng", "p.ron", "scan.pdf"]);
    assert_eq!(status, 0, "{told}");
    let project = store::decode(&std::fs::read(folder.path().join("p.ron")).unwrap()).unwrap().project;
    let version = project.articles()[0].latest();
    let recognised = version.recognised_at(Span::new(0, version.text().len()).unwrap()).expect("it is marked");
    assert_eq!((recognised.languages.as_str(), recognised.pages.len()), ("eng", 0));
    assert!(recognised.words >= 25, "{recognised:?}");
    assert!(version.blocks().iter().all(|block| block.page == Some(1)));
    let (status, report, _) = run(folder.path(), None, &["export", "p.ron", "--to", "markdown"]);
    assert_eq!(status, 0);
    assert!(report.contains("letters and figures may be wrong"), "{report}");
    let (status, _, told) = run(folder.path(), None, &["text", "--recognise", "--lang", "xyz", "scan.pdf"]);
    assert_eq!(status, 1);
    assert!(told.contains("no data for “xyz”"), "{told}");
}

#[test]
fn a_scan_in_a_web_archive_is_recognised_and_keeps_its_capture() {
    if !is_here() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let block = [b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n", scan(None).as_slice()].concat();
    let head = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/scan.pdf\r\nWARC-Date: 2024-05-03T10:04:00Z\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    std::fs::write(folder.path().join("crawl.warc"), [head.as_bytes(), &block, b"\r\n\r\n"].concat()).unwrap();
    let (status, _, told) = run(folder.path(), None, &["new", "p.ron", "crawl.warc"]);
    assert!(status == 1 && told.contains("Run text recognition"), "{told}");
    let (status, _, told) = run(folder.path(), None, &["new", "--recognise", "p.ron", "crawl.warc"]);
    assert_eq!(status, 0, "{told}");
    let project = store::decode(&std::fs::read(folder.path().join("p.ron")).unwrap()).unwrap().project;
    let version = project.articles()[0].latest();
    assert!(version.text().contains("4,000 cars on the bridge in March"), "{}", version.text());
    let captured = version.origin.captured.as_ref().expect("the capture is kept");
    assert_eq!(captured.url, "https://a.example/scan.pdf");
}

#[test]
fn of_a_pdf_with_letters_only_the_pages_that_are_pictures_are_recognised() {
    if !is_here() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let first = made::text(&[(50.0, 100.0, 12.0, "These words are letters of the page, and come in as they are.")]);
    std::fs::write(folder.path().join("half.pdf"), scan(Some(first))).unwrap();
    let (status, text, told) = run(folder.path(), None, &["text", "--recognise", "--json", "half.pdf"]);
    assert_eq!(status, 0, "{told}");
    let text: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(text["recognised"]["pages"], serde_json::json!([2]));
    assert_eq!(text["warnings"][0]["place"], "page 2");
    let words = text["text"].as_str().unwrap();
    assert!(words.starts_with("These words are letters of the page") && words.contains("4,000 cars"), "{words}");
}

#[test]
fn where_tesseract_is_absent_its_package_is_named_and_nothing_is_written() {
    let usual = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin"];
    let folder = tempfile::tempdir().unwrap();
    let nowhere = Tesseract::with(PROGRAM, recognise::Limits::default(), vec![folder.path().to_owned()]);
    let told = nowhere.engine().unwrap_err().to_string();
    assert!(told.starts_with("Text recognition needs the program tesseract. "), "{told}");
    if usual.iter().any(|usual| Path::new(usual).join("tesseract").exists()) {
        return;
    }
    std::fs::write(folder.path().join("scan.pdf"), scan(None)).unwrap();
    let (status, _, told) = run(folder.path(), Some(""), &["new", "--recognise", "p.ron", "scan.pdf"]);
    assert_eq!(status, 1);
    assert!(told.contains("needs the program tesseract"), "{told}");
    assert!(!folder.path().join("p.ron").exists());
}

/// What a shell in the place of tesseract prints, behind the walls and without them.
#[cfg(target_os = "linux")]
fn shell(words: &str) -> (String, String) {
    let shell = ["/bin/bash", "/bin/sh"].into_iter().find(|path| Path::new(path).exists()).unwrap();
    let data = PathBuf::from("/nowhere");
    let limits = recognise::Limits::default();
    let mut inside = recognise::launching(Path::new(PROGRAM), &limits, &data, Path::new(shell), ["-c", words]);
    let printed = |command: &mut Command| String::from_utf8_lossy(&command.output().unwrap().stdout).into_owned();
    (printed(&mut inside), printed(Command::new(shell).args(["-c", words])))
}

#[expect(clippy::print_stdout, reason = "a test says what it could not try")]
#[cfg(target_os = "linux")]
#[test]
fn the_program_that_recognises_can_neither_read_nor_write_nor_connect_nor_start_nor_signal() {
    let missing = Tesseract::new().engine().map(|engine| engine.missing).unwrap_or_default();
    if !missing.is_empty() {
        return println!("not tried: {missing}");
    }
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "hidden\n").unwrap();
    let new = folder.path().join("new");
    let server = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = server.local_addr().unwrap().port();
    let (secret, new) = (secret.display(), new.display());
    // Each prints "done" where it is let.
    let attempts = [
        format!("read line < {secret} && echo done"),
        "read line < /etc/passwd && echo done".to_owned(),
        "cd /tmp && for name in *; do test \"$name\" = '*' || { echo done; break; }; done".to_owned(),
        format!("echo words > {new} && echo done"),
        format!("echo words >> {secret} && echo done"),
        "exec /bin/echo done".to_owned(),
        "/bin/true; test $? = 0 && echo done".to_owned(),
        format!("kill -0 {} && echo done", std::process::id()),
    ];
    for attempt in attempts {
        let (inside, outside) = shell(&attempt);
        assert_eq!((inside.as_str(), outside.as_str()), ("", "done\n"), "{attempt}");
        let _ = std::fs::remove_file(folder.path().join("new"));
    }
    if Path::new("/bin/bash").exists() {
        let (inside, outside) = shell(&format!("exec 3<>/dev/tcp/127.0.0.1/{port} && echo done"));
        assert_eq!((inside.as_str(), outside.as_str()), ("", "done\n"));
    }
    // What it is given works: its pipes, and its own environment, which is not that of the program.
    let (inside, _) = shell("echo $OMP_THREAD_LIMIT$HOME");
    assert_eq!(inside, "1\n");
}
