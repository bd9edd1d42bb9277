//! Reading articles in another process: the real program as its own worker, hostile input, and workers that die.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use claimdesk::{
    app::{effect::*, jobs, jobs::Reach},
    foreign::{ReadError, open_guarded},
    import::{Draft, Input, LineMode, Watch},
    io::{Disk, Internet, Worker, worker::Limits},
};

#[cfg(unix)]
use {
    claimdesk::foreign::{Ask, Failure, ForeignReader, List},
    std::sync::atomic::{AtomicBool, Ordering},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_claimdesk");

fn worker() -> Worker {
    Worker::with(PROGRAM, Limits::default())
}

/// Opens as the program does, and holds it to the time that the reviewer is promised.
fn open(worker: &Worker, name: &str, bytes: &[u8]) -> Result<Draft, ReadError> {
    let start = Instant::now();
    let result = open_guarded(worker, &Input { bytes, name, ..Input::default() }, &Watch::default());
    assert!(start.elapsed() < Duration::from_secs(10), "{name} took {:?}", start.elapsed());
    result
}

fn words(draft: &Draft) -> String {
    draft.blocks.iter().map(|block| block.block.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn one_worker_serves_many_files_and_a_killed_one_is_replaced() {
    let worker = worker();
    for number in 0..3 {
        let draft = open(&worker, "a.md", format!("# Title {number}\n\nWords.").as_bytes()).unwrap();
        assert_eq!((draft.meta.title, draft.format), (format!("Title {number}"), "markdown"));
    }
    let first = worker.process_id().expect("the worker waits for the next file");
    assert!(open(&worker, "a.md", b"# Again").is_ok());
    assert_eq!(worker.process_id(), Some(first));
    kill(first);
    assert!(open(&worker, "a.md", b"# After its death").is_ok());
    assert_ne!(worker.process_id(), Some(first));
}

/// Kills a process and returns when it is gone.
fn kill(process: u32) {
    let (program, arguments) = match cfg!(windows) {
        true => ("taskkill", vec!["/F".to_owned(), "/PID".to_owned(), process.to_string()]),
        false => ("kill", vec!["-KILL".to_owned(), process.to_string()]),
    };
    assert!(Command::new(program).args(arguments).status().unwrap().success());
    let stat = format!("/proc/{process}/stat");
    let lives = || std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z "));
    while lives() {
        std::thread::yield_now();
    }
}

#[test]
fn plain_text_starts_no_worker() {
    let worker = worker();
    open(&worker, "a.txt", b"One line.\nAnother.").unwrap();
    assert_eq!(worker.process_id(), None);
}

#[test]
fn what_cannot_be_read_is_told_in_the_importers_words() {
    let input = Input { bytes: b"# x", format: Some("papyrus"), ..Input::default() };
    let error = open_guarded(&worker(), &input, &Watch::default()).unwrap_err();
    assert_eq!(error.to_string(), "Could not open the article: there is no format called “papyrus”.");
}

#[test]
fn a_hundred_thousand_nested_tags_come_in_with_a_warning() {
    for tag in ["div", "b", "table", "ul", "section"] {
        let page = format!("<html><body>{}<p>Words in the deep", format!("<{tag}>").repeat(100_000));
        let draft = open(&worker(), "deep.html", page.as_bytes()).unwrap();
        assert!(words(&draft).contains("Words in the deep"), "{tag}");
        assert!(!draft.warnings.is_empty(), "{tag}");
    }
}

#[test]
fn two_hundred_thousand_attributes_come_in_with_a_warning() {
    let attributes: String = (0..200_000).map(|number| format!("a{number}=1 ")).collect();
    let page = format!("<html><body><p {attributes}>Words after many attributes</p></body></html>");
    let draft = open(&worker(), "wide.html", page.as_bytes()).unwrap();
    assert!(words(&draft).contains("Words after many attributes"));
    assert!(!draft.warnings.is_empty());
}

#[test]
fn nul_bytes_are_no_text_and_do_no_harm_in_one() {
    let worker = worker();
    for name in ["a.txt", "a.html", "a.md", "a"] {
        assert!(open(&worker, name, &[0; 100_000]).is_err(), "{name}");
        let draft = open(&worker, name, b"Words\0 with \0NUL bytes.\n\nAnd more of them.").unwrap();
        assert!(words(&draft).contains("NUL bytes."), "{name}");
    }
}

#[test]
fn a_sparse_gigabyte_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sparse.html");
    std::fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let worker = worker();
    let job = ImportJob {
        from: ImportFrom::Path(path),
        encoding: String::new(),
        lines: LineMode::Auto,
        page: None,
        recognise: None,
        purpose: Purpose::NewProject,
        watch: Watch::default(),
    };
    let start = Instant::now();
    let reach = Reach { files: &Disk, reader: &worker, web: &Internet::default(), recogniser: &jobs::NoRecogniser };
    let error = jobs::import_article(&reach, &job).unwrap_err();
    assert!(error.to_string().starts_with("Could not open the article: "), "{error}");
    assert!(start.elapsed() < Duration::from_secs(1));
    assert_eq!(worker.process_id(), None);
}

#[cfg(target_os = "linux")]
#[test]
fn too_little_memory_gives_the_plain_text_with_the_reason() {
    let page = format!("<html><body>{}</body></html>", "<p>Words of a long page</p>\n".repeat(400_000));
    // The program itself takes more than a half of it: the less is not even enough for the file, the more not for its tree.
    for megabytes in [160, 200] {
        let worker = Worker::with(PROGRAM, Limits { memory: megabytes << 20, ..Limits::default() });
        let draft = open(&worker, "long.html", page.as_bytes()).unwrap();
        assert_eq!(draft.format, "text");
        let why = format!("needs more than {megabytes} MB of memory");
        assert!(draft.warnings[0].message.contains(&why), "{:?}", draft.warnings);
        assert!(words(&draft).starts_with("Words of a long page"));
        assert!(megabytes < 200 || open(&worker, "a.md", b"# The next file").is_ok());
    }
}

/// A worker that another program plays.
#[cfg(unix)]
fn played_by(script: &str, limits: Limits) -> Worker {
    Worker::with("/bin/sh", limits).with_arguments(["-c".into(), script.into()])
}

#[cfg(unix)]
#[test]
fn every_death_of_a_worker_has_its_words_and_leaves_the_plain_text() {
    let check = |script: &str, expected: &str| {
        let worker = played_by(script, Limits::default());
        let draft = open(&worker, "a.md", b"# Title\n\nWords that matter.").unwrap();
        assert!(draft.warnings[0].message.contains(expected), "{script}: {:?}", draft.warnings);
        assert!(words(&draft).contains("Words that matter."), "{script}");
        assert_eq!(worker.process_id(), None);
    };
    check("echo 'thread main has overflowed its stack' >&2; kill -ABRT $$", "nested too deeply");
    check("echo 'memory allocation of 99 bytes failed' >&2; kill -ABRT $$", "needs more than 1024 MB of memory");
    check("kill -KILL $$", "signal: 9");
    check("exit 3", "exit status: 3");
    check(r"printf '?\0\0\0\0'; exec tail -f /dev/null", "stopped");
    let missing = Worker::with("/nowhere/claimdesk", Limits::default());
    let draft = open(&missing, "a.md", b"# Title").unwrap();
    assert!(draft.warnings[0].message.contains("could not be started"), "{:?}", draft.warnings);
    let error = open(&missing, "a.md", b"%PDF-1.7 \0\0\0").unwrap_err();
    assert!(error.to_string().starts_with("Could not open the article: "), "{error}");
}

#[cfg(unix)]
#[test]
fn a_worker_that_says_nothing_is_ended_in_time() {
    let limits = Limits { silence: Duration::from_millis(60), ..Limits::default() };
    let error = played_by("exec tail -f /dev/null", limits)
        .read(&Ask::Article(Input { bytes: b"# x", ..Input::default() }), &Watch::default())
        .unwrap_err();
    assert_eq!(error, ReadError::Failed(Failure::TooSlow(limits.silence)));
}

#[cfg(unix)]
#[test]
fn a_stopped_import_ends_at_once_and_the_next_one_works() {
    // More than a pipe holds, so that sending it is under way when the stop comes.
    let bytes = vec![b'x'; 1 << 20];
    let list = List { bytes: &bytes, ..List::default() };
    for ask in [Ask::Article(Input { bytes: &bytes, ..Input::default() }), Ask::Claims(list), Ask::Sources(list)] {
        stop(&ask);
    }
}

#[cfg(unix)]
fn stop(ask: &Ask<'_>) {
    let worker = played_by("exec tail -f /dev/null", Limits::default());
    let watch = Watch::default();
    let has_ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let import = scope.spawn(|| {
            let result = worker.read(ask, &watch);
            has_ended.store(true, Ordering::Relaxed);
            result
        });
        while watch.progress().stage == claimdesk::import::Stage::Starting {
            std::thread::yield_now();
        }
        assert!(!has_ended.load(Ordering::Relaxed));
        let start = Instant::now();
        watch.stop();
        assert_eq!(import.join().unwrap(), Err(ReadError::Stopped));
        assert!(start.elapsed() < Duration::from_secs(1));
    });
    assert_eq!(worker.process_id(), None);
}
