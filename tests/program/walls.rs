//! What the process that reads foreign files is held by, where the kernel of Linux does it: tried on the real program, as root where
//! that is who runs the tests, and as an ordinary user.

use std::{
    io::BufReader,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use claimdesk::{
    foreign::{
        self, Ask, Attempt, Brought, Failure, ForeignReader, List, ReadError,
        pipe::{self, Answer, Outcome},
    },
    import::Watch,
    io::{Worker, worker::Limits},
};

use crate::closed_in::{PROGRAM, hostile_bibtex, hostile_doccano};

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
fn open_in(process: u32) -> Vec<u32> {
    let folder = std::fs::read_dir(format!("/proc/{process}/fd")).unwrap();
    let mut open: Vec<u32> =
        folder.map(|entry| entry.unwrap().file_name().to_string_lossy().parse().unwrap()).collect();
    open.sort_unstable();
    open
}

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
