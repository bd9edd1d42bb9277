//! What the process that reads foreign files can not do, and what foreign lists can not make the program do: tried on the real
//! program, as root where that is who runs the tests, and as an ordinary user.

use std::{
    io::{BufReader, Write},
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use claimdesk::{
    exchange::{READERS, sources::SOURCE_READERS},
    export,
    foreign::{
        self, Ask, Attempt, Brought, Failure, ForeignReader, InProcess, List, ReadError,
        pipe::{self, Answer, Outcome},
    },
    import::{IMPORTERS, Input, Watch},
    io::{Worker, worker::Limits},
    model::Project,
    store,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_claimdesk");

fn attempts(folder: &Path, port: u16) -> Vec<Attempt> {
    let (secret, new) = (folder.join("secret"), folder.join("new"));
    std::fs::write(&secret, "secret").unwrap();
    vec![
        Attempt::Read(secret),
        Attempt::Read("/etc/passwd".into()),
        Attempt::Write(new),
        Attempt::Connect(port),
        Attempt::Start("/bin/true".into()),
        Attempt::Variable("PATH".into()),
    ]
}

/// Asks a process that was started as `command` for each attempt. Returns what is missing of its walls, and the answers.
#[cfg(unix)]
fn ask(mut command: Command, attempts: &[Attempt]) -> (Vec<String>, Vec<Result<(), String>>) {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap());
    let Some(Answer::Ready { missing }) = pipe::read_answer(&mut from).unwrap() else {
        panic!("it says how it is held")
    };
    let answers = attempts.iter().map(|attempt| {
        pipe::write_request(&mut to, &Ask::Forbidden(attempt), 10).unwrap();
        match pipe::read_answer(&mut from).unwrap() {
            Some(Answer::Outcome(outcome)) => match *outcome {
                Outcome::Read(Brought::Attempted(answer)) => answer,
                other => panic!("{other:?}"),
            },
            other => panic!("{attempt:?}: {other:?}"),
        }
    });
    let answers = answers.collect();
    drop(to);
    child.wait().unwrap();
    (missing, answers)
}

#[cfg(target_os = "linux")]
#[expect(clippy::print_stdout, reason = "a test says what it could not try")]
#[test]
fn the_process_that_reads_can_neither_read_nor_write_nor_connect_nor_start_anything() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    let folder = tempfile::tempdir().unwrap();
    let everybody = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    everybody(folder.path(), 0o777);
    let server = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let attempts = attempts(folder.path(), server.local_addr().unwrap().port());
    // Where an ordinary user can start it.
    let program = folder.path().join("claimdesk");
    std::fs::copy(PROGRAM, &program).unwrap();
    everybody(&program, 0o755);
    let check = |who: &str, set: &dyn Fn(&mut Command)| {
        let mut command = Command::new(&program);
        command.args([claimdesk::io::worker::ARGUMENT, &(1u64 << 30).to_string()]).env_clear();
        set(&mut command);
        let (missing, answers) = ask(command, &attempts);
        if missing.len() == 2 {
            return println!("not tried as {who}: this system has neither Landlock nor seccomp ({missing:?})");
        }
        for (attempt, answer) in attempts.iter().zip(answers) {
            assert!(answer.is_err(), "{who}: {attempt:?}");
        }
        assert!(!folder.path().join("new").exists(), "{who}");
    };
    check("the one who runs the tests", &|_| {});
    let is_root = rustix::process::geteuid().is_root();
    if is_root {
        check("an ordinary user", &|command| {
            command.uid(65_534).gid(65_534);
        });
    } else {
        println!("not tried as another user, since the tests do not run as root");
    }
    // The attempts themselves work where nothing forbids them.
    assert!(std::fs::read("/etc/passwd").is_ok() && std::net::TcpStream::connect(server.local_addr().unwrap()).is_ok());
}

/// What is open in a process, by number.
#[cfg(target_os = "linux")]
fn open_in(process: u32) -> Vec<u32> {
    let folder = std::fs::read_dir(format!("/proc/{process}/fd")).unwrap();
    let mut open: Vec<u32> =
        folder.map(|entry| entry.unwrap().file_name().to_string_lossy().parse().unwrap()).collect();
    open.sort_unstable();
    open
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_left_open_to_the_process_that_reads_is_closed_but_for_its_pipes() {
    use rustix::io::{FdFlags, fcntl_setfd};
    let left_open = std::fs::File::open("/etc/passwd").unwrap();
    let also = std::fs::File::create(tempfile::tempdir().unwrap().path().join("a")).unwrap();
    fcntl_setfd(&left_open, FdFlags::empty()).unwrap();
    fcntl_setfd(&also, FdFlags::empty()).unwrap();
    // A process without walls has them.
    let mut other = Command::new("/bin/sh").args(["-c", "read line"]).stdin(Stdio::piped()).spawn().unwrap();
    let inherited = |process| open_in(process).into_iter().filter(|number| *number > 2).count();
    while inherited(other.id()) < 2 {
        assert_eq!(other.try_wait().unwrap(), None);
        std::thread::yield_now();
    }
    drop(other.stdin.take());
    other.wait().unwrap();
    let worker = Worker::with(PROGRAM, Limits::default());
    let list = List { bytes: b"@book{a, title = {One}}", ..List::default() };
    assert!(foreign::read_sources(&worker, list, &Watch::default()).is_ok());
    assert_eq!(open_in(worker.process_id().unwrap()), [0, 1, 2]);
    drop((left_open, also));
}

#[test]
fn a_worker_of_the_program_has_no_environment_and_goes_on_after_an_attempt() {
    let worker = Worker::with(PROGRAM, Limits::default());
    let tried = |attempt: &Attempt| match worker.read(&Ask::Forbidden(attempt), &Watch::default()) {
        Ok(Brought::Attempted(answer)) => answer,
        other => panic!("{attempt:?}: {other:?}"),
    };
    assert!(std::env::var_os("PATH").is_some());
    assert_eq!(tried(&Attempt::Variable("PATH".into())), Err("there is none".into()));
    let first = worker.process_id();
    let list = List { bytes: b"@book{a, title = {One}}", ..List::default() };
    let sources = foreign::read_sources(&worker, list, &Watch::default()).unwrap();
    assert_eq!((sources.format.as_str(), sources.items[0].title.as_str()), ("bibtex", "One"));
    assert_eq!(worker.process_id(), first);
    // What this system lacks is said once.
    if worker.take_missing().is_some() {
        assert_eq!(worker.take_missing(), None);
    }
}

#[test]
fn every_format_is_read_behind_the_walls_as_without_them() {
    let worker = Worker::with(PROGRAM, Limits::default());
    let mut formats = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import");
    for format in std::fs::read_dir(folder).unwrap() {
        formats += 1;
        for file in std::fs::read_dir(format.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "json") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy();
            let ask = Ask::Article(Input { bytes: &bytes, name: &name, ..Input::default() });
            let (inside, outside) = (worker.read(&ask, &Watch::default()), InProcess.read(&ask, &Watch::default()));
            assert!(inside.is_ok(), "{name}: {inside:?}");
            assert_eq!(inside, outside, "{name}");
        }
    }
    assert_eq!(formats, IMPORTERS.len(), "a sample for each format");
}

/// A file in each format in which claims come in: as our exporters write it, else by hand.
fn claims_of(project: &Project, format: &str) -> Vec<u8> {
    match format {
        "brat" => b"T1\tWrong 0 5;8 12\twords more\n#1\tAnnotatorNotes T1\ta note\n".to_vec(),
        "qdpx" => {
            let text = "<?xml version=\"1.0\"?><Project xmlns=\"urn:QDA-XML:project:1.0\"><CodeBook><Codes>\
                        <Code guid=\"c\" name=\"Wrong\"/></Codes></CodeBook><Sources><TextSource guid=\"s\" name=\"a\" \
                        plainTextPath=\"internal://a.txt\"><PlainTextSelection startPosition=\"0\" endPosition=\"5\" name=\"Words\">\
                        <Coding><CodeRef targetGUID=\"c\"/></Coding></PlainTextSelection></TextSource></Sources></Project>";
            let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for (name, words) in [("project.qde", text), ("sources/a.txt", "Words of a source.")] {
                archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                archive.write_all(words.as_bytes()).unwrap();
            }
            archive.finish().unwrap().into_inner()
        }
        exported => export::export(project, exported, &export::Options::default()).unwrap().bytes,
    }
}

#[test]
fn every_format_of_claims_and_sources_is_read_behind_the_walls_as_without_them() {
    let worker = Worker::with(PROGRAM, Limits::default());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/tricky.ron");
    let project = store::decode(&std::fs::read(path).unwrap()).unwrap().project;
    let claims = READERS.iter().map(|reader| (reader.id, claims_of(&project, reader.id), true));
    let sources = SOURCE_READERS.iter().map(|reader| {
        (reader.id, export::export(&project, reader.id, &export::Options::default()).unwrap().bytes, false)
    });
    for (format, bytes, is_claims) in claims.chain(sources) {
        let list = List { bytes: &bytes, format: Some(format) };
        let ask = if is_claims { Ask::Claims(list) } else { Ask::Sources(list) };
        let (inside, outside) = (worker.read(&ask, &Watch::default()), InProcess.read(&ask, &Watch::default()));
        let found = match &inside {
            Ok(Brought::Claims(read)) => read.items.len(),
            Ok(Brought::Sources(read)) => read.items.len(),
            other => panic!("{format}: {other:?}"),
        };
        assert!(found > 0, "{format}");
        assert_eq!(inside, outside, "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn processor_time_is_bounded_for_each_file_and_not_for_all_together() {
    let second = Duration::from_secs(1);
    let long = Duration::from_secs(60);
    let limits = Limits {
        silence: long,
        in_all: (long, Duration::ZERO),
        processor: (second, Duration::ZERO),
        ..Limits::default()
    };
    let worker = Worker::with(PROGRAM, limits);
    let compute = |seconds| worker.read(&Ask::Forbidden(&Attempt::Compute(seconds)), &Watch::default());
    for _ in 0..3 {
        assert_eq!(compute(1), Ok(Brought::Attempted(Ok(()))));
    }
    assert_eq!(compute(60), Err(ReadError::Failed(Failure::TooSlow(second))));
    assert_eq!(compute(0), Ok(Brought::Attempted(Ok(()))));
}

/// BibTeX of less than 2 kB whose abbreviations double at each step; a crossing reference to itself does no harm.
fn hostile_bibtex() -> String {
    let mut text = "@string{a0 = \"ha ha ha \"}\n".to_owned();
    for number in 1..60 {
        text += &format!("@string{{a{number} = a{0} # a{0}}}\n", number - 1);
    }
    text + "@book{b, crossref = {b}, title = a59}"
}

/// doccano's lines of 2 MB: a long text, and a hundred thousand labels that each stand for all of it.
fn hostile_doccano() -> String {
    let text = "word ".repeat(100_000);
    let label = format!("[0, {}, \"Wrong\"]", text.len());
    format!("{{\"text\": \"{text}\", \"label\": [{}]}}", vec![label; 80_000].join(", "))
}

#[test]
fn hostile_lists_are_told_and_the_next_one_is_read() {
    let worker = Worker::with(PROGRAM, Limits::default());
    let watch = Watch::default();
    let list = |text: &'static str| List { bytes: text.as_bytes(), ..List::default() };
    let (bibtex, doccano): (&str, &str) = (hostile_bibtex().leak(), hostile_doccano().leak());
    assert!(bibtex.len() < 2000 && doccano.len() < 3 << 20);
    let told = foreign::read_sources(&worker, list(bibtex), &watch).unwrap_err().to_string();
    assert_eq!(told, "Could not import: the abbreviations of the BibTeX file stand for more than 16 MB of words");
    let told = foreign::read_claims(&worker, list(doccano), &watch).unwrap_err().to_string();
    assert!(told.starts_with("Could not import: its claims hold more than 128 MB of words."), "{told}");
    let next = foreign::read_claims(&worker, list("quote,verdict\nwords,Wrong\n"), &watch).unwrap();
    assert_eq!((next.format.as_str(), next.items[0].labels.as_slice()), ("csv", ["Wrong".to_owned()].as_slice()));
}

#[cfg(target_os = "linux")]
#[test]
fn the_command_line_takes_in_hostile_lists_within_two_gigabytes() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.txt", "Words of an article.");
    write("a.bib", &hostile_bibtex());
    write("a.jsonl", &hostile_doccano());
    write("good.ris", "TY  - BOOK\nTI  - One\nER  -\n");
    let run = |arguments: &[&str]| {
        let bounded = "ulimit -v 2097152; exec \"$@\"";
        let output = Command::new("/bin/sh")
            .args(["-c", bounded, "sh", PROGRAM])
            .args(arguments)
            .current_dir(folder.path())
            .env("CLAIMDESK_HOME", folder.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(run(&["new", "k.ron", "a.txt"]).0, Some(0));
    let before = std::fs::read(folder.path().join("k.ron")).unwrap();
    for hostile in ["a.bib", "a.jsonl"] {
        let (status, told) = run(&["import", "k.ron", hostile]);
        assert_eq!(status, Some(1), "{told}");
        assert!(told.starts_with("Could not import: ") && told.trim_end().ends_with(hostile), "{told}");
        assert_eq!(std::fs::read(folder.path().join("k.ron")).unwrap(), before);
    }
    assert_eq!(run(&["import", "k.ron", "good.ris"]).0, Some(0));
}
