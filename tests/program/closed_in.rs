//! What the process that reads foreign files can not do, and what foreign lists can not make the program do: tried on the real
//! program, as root where that is who runs the tests, and as an ordinary user.

use std::{
    io::BufReader,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use claimdesk::{
    foreign::{
        self, Ask, Attempt, Brought, Failure, ForeignReader, InProcess, List, ReadError,
        pipe::{self, Answer, Outcome},
    },
    import::{Input, Watch},
    io::{Worker, worker::Limits},
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
    assert!(formats > 8);
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
