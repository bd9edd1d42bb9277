//! The process that reads files: this program once more, closed in (`io/sandbox.rs`), asked through pipes and ended
//! when it takes too long, is not wanted any more, or has died. One serves many files; the next is started when it is needed.

use std::{
    ffi::OsString,
    io::{BufReader, BufWriter, Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Mutex, MutexGuard, OnceLock, TryLockError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{
    foreign::{
        self, Ask, Brought, Failure, ForeignReader, ReadError,
        pipe::{self, Answer, Outcome, Request},
    },
    import::{AllPasses, Progress, Stage, Steps, Watch},
};

use super::sandbox;

/// The argument by which this program becomes the process that reads files. Its memory in bytes follows.
pub const ARGUMENT: &str = "--import-worker";

/// What the reading of one file may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long nothing may be heard of progress.
    pub silence: Duration,
    /// How long it may take in all: so long, and for each megabyte of the file so long again.
    pub in_all: (Duration, Duration),
    /// How long it may compute: so long, and for each megabyte of the file so long again. Held by the process itself, on Linux.
    pub processor: (Duration, Duration),
    /// Memory of the process, in bytes.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        let silence = Duration::from_secs(6);
        let in_all = (silence, Duration::from_secs(20));
        // Twice that: some readers compute on two threads.
        Self { silence, in_all, processor: (in_all.0 * 2, in_all.1 * 2), memory: 1 << 30 }
    }
}

impl Limits {
    /// The same for what is asked: where nothing is told on the way, silence says nothing.
    fn of(self, ask: &Ask<'_>) -> Self {
        if !ask.is_one_step() {
            return self;
        }
        let silence = Self::time((self.silence.max(self.in_all.0) * 3, self.in_all.1), ask.bytes().len());
        let in_all = (self.in_all.0 * 3, self.in_all.1);
        Self { silence, in_all, processor: (self.processor.0 * 3, self.processor.1), ..self }
    }

    /// How long reading a file of so many bytes may take, by one of the pairs.
    fn time((base, per_mb): (Duration, Duration), len: usize) -> Duration {
        base + per_mb.mul_f64(len as f64 / f64::from(1 << 20))
    }
}

/// A process that read a file larger than this, in bytes, is not used again: what is left of its memory may be in pieces.
const LARGE: usize = 16 << 20;

/// How often it is looked whether the reviewer wants to stop.
const TICK: Duration = Duration::from_millis(20);

/// Reads files in another process.
#[derive(Debug)]
pub struct Worker {
    program: PathBuf,
    arguments: Vec<OsString>,
    limits: Limits,
    running: Mutex<Option<Running>>,
    /// What this system does not offer to close the process in, once one has said so.
    missing: OnceLock<Vec<String>>,
    is_told: AtomicBool,
}

impl Worker {
    /// The running program as its own worker.
    pub fn new() -> Self {
        Self::with(own_program(), Limits::default())
    }

    /// A worker of another program, or with other limits.
    pub fn with(program: impl Into<PathBuf>, limits: Limits) -> Self {
        let arguments = vec![ARGUMENT.into(), limits.memory.to_string().into()];
        Self {
            program: program.into(),
            arguments,
            limits,
            running: Mutex::new(None),
            missing: OnceLock::new(),
            is_told: AtomicBool::new(false),
        }
    }

    /// The same with other arguments: tests let other programs play the worker.
    pub fn with_arguments(self, arguments: impl IntoIterator<Item = OsString>) -> Self {
        Self { arguments: arguments.into_iter().collect(), ..self }
    }

    /// What this system does not offer to close the process in, in a sentence; the first time that it is asked for and known.
    pub fn take_missing(&self) -> Option<String> {
        let missing = self.missing.get().filter(|missing| !missing.is_empty())?;
        let is_first = !self.is_told.swap(true, Ordering::Relaxed);
        is_first.then(|| {
            format!(
                "The part of Claimdesk that reads files is not wholly closed off: this system lacks {}. Open files of strangers elsewhere.",
                missing.join(" and ")
            )
        })
    }

    /// The id of the process, while there is one.
    pub fn process_id(&self) -> Option<u32> {
        let running = self.running.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        running.as_ref().map(|running| running.child.id())
    }

    /// Waits for its turn: a process reads one file after the other.
    fn turn(&self, watch: &Watch) -> Result<MutexGuard<'_, Option<Running>>, ReadError> {
        loop {
            if watch.is_stopped() {
                return Err(ReadError::Stopped);
            }
            match self.running.try_lock() {
                Ok(turn) => return Ok(turn),
                Err(TryLockError::Poisoned(turn)) => return Ok(turn.into_inner()),
                Err(TryLockError::WouldBlock) => thread::sleep(TICK),
            }
        }
    }

    fn start(&self) -> Result<Running, ReadError> {
        Running::start(&self.program, &self.arguments)
            .map_err(|error| ReadError::Failed(Failure::NotStarted(error.to_string())))
    }
}

impl Default for Worker {
    fn default() -> Self {
        Self::new()
    }
}

impl ForeignReader for Worker {
    fn read(&self, ask: &Ask<'_>, watch: &Watch) -> Result<Brought, ReadError> {
        let mut turn = self.turn(watch)?;
        // One that died while nobody asked it anything is no failure of this file.
        let mut running = match turn.take().and_then(Running::if_alive) {
            Some(running) => running,
            None => self.start()?,
        };
        let limits = self.limits.of(ask);
        match running.ask(ask, watch, &limits, &self.missing) {
            Ok(outcome) => {
                if ask.bytes().len() < LARGE {
                    *turn = Some(running);
                }
                match outcome {
                    Outcome::Read(brought) => Ok(brought),
                    Outcome::Refused(words) => Err(ReadError::Refused(words)),
                    Outcome::OnlyPictures(words) => Err(ReadError::OnlyPictures(words)),
                    Outcome::Panicked(words) => Err(ReadError::Failed(Failure::Ended(words))),
                }
            }
            Err(End::Stopped) => Err(ReadError::Stopped),
            Err(End::TooSlow(time)) => Err(ReadError::Failed(Failure::TooSlow(time))),
            Err(End::Died) => Err(ReadError::Failed(running.post_mortem(&limits, ask.bytes().len()))),
        }
    }
}

/// The running program, to be started once more.
pub(super) fn own_program() -> PathBuf {
    // On Linux this names the program even when its file has been replaced by a newer one.
    let linux = PathBuf::from("/proc/self/exe");
    let has_link = cfg!(target_os = "linux") && linux.exists();
    if has_link { linux } else { std::env::current_exe().unwrap_or_default() }
}

/// Why there is no outcome.
#[derive(Debug)]
enum End {
    Stopped,
    TooSlow(Duration),
    Died,
}

/// A process that is waiting or reading. It is ended with this value.
#[derive(Debug)]
struct Running {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: Receiver<Answer>,
    complaints: Option<JoinHandle<String>>,
}

impl Running {
    fn start(program: &PathBuf, arguments: &[OsString]) -> std::io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(needed_variables())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let missing = || std::io::Error::other("it has no pipes");
        let stdin = child.stdin.take().ok_or_else(missing)?;
        let answers = listen(child.stdout.take().ok_or_else(missing)?);
        let complaints = overhear(child.stderr.take().ok_or_else(missing)?);
        Ok(Self { child, stdin: Some(stdin), answers, complaints: Some(complaints) })
    }

    fn if_alive(mut self) -> Option<Self> {
        matches!(self.child.try_wait(), Ok(None)).then_some(self)
    }

    fn ask(
        &mut self,
        ask: &Ask<'_>,
        watch: &Watch,
        limits: &Limits,
        missing: &OnceLock<Vec<String>>,
    ) -> Result<Outcome, End> {
        let Self { child, stdin, answers, .. } = self;
        let stdin = stdin.as_mut().ok_or(End::Died)?;
        thread::scope(|scope| {
            // In a thread, since a process that does not read would block this one. When it fails, the process is gone,
            // which the answers will tell.
            let len = ask.bytes().len();
            let seconds = Limits::time(limits.processor, len).as_secs_f64().ceil() as u64;
            scope.spawn(move || drop(pipe::write_request(BufWriter::with_capacity(1 << 16, stdin), ask, seconds)));
            let outcome = wait(answers, len, watch, limits, missing);
            if outcome.is_err() {
                let _ = child.kill();
            }
            outcome
        })
    }

    /// What the process died of.
    fn post_mortem(&mut self, limits: &Limits, len: usize) -> Failure {
        let _ = self.child.kill();
        let status = self.child.wait();
        let complaints = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if status.as_ref().is_ok_and(|status| sandbox::is_out_of_time(*status)) {
            return Failure::TooSlow(Limits::time(limits.processor, len));
        }
        cause(status.ok(), &complaints, limits.memory)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stdin = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Of the environment a process gets only what it cannot start without.
pub(super) fn needed_variables() -> impl Iterator<Item = (&'static str, OsString)> {
    let names: &[_] = if cfg!(windows) { &["SystemRoot"] } else { &[] };
    names.iter().filter_map(|name| Some((*name, std::env::var_os(name)?)))
}

fn wait(
    answers: &Receiver<Answer>,
    len: usize,
    watch: &Watch,
    limits: &Limits,
    missing: &OnceLock<Vec<String>>,
) -> Result<Outcome, End> {
    let start = Instant::now();
    let in_all = Limits::time(limits.in_all, len);
    let (mut heard, mut furthest) = (start, 0);
    watch.tell(Progress { stage: Stage::Reading, done: 0, total: 0 });
    loop {
        match answers.recv_timeout(TICK) {
            Ok(Answer::Outcome(outcome)) => return Ok(*outcome),
            Ok(Answer::Ready { missing: found }) => drop(missing.set(found)),
            Ok(Answer::Step { done, total }) if done > furthest => {
                (heard, furthest) = (Instant::now(), done);
                watch.tell(Progress { stage: Stage::Reading, done, total });
            }
            Ok(Answer::Step { .. }) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(End::Died),
        }
        if watch.is_stopped() {
            return Err(End::Stopped);
        }
        for (since, limit) in [(heard, limits.silence), (start, in_all)] {
            if since.elapsed() > limit {
                return Err(End::TooSlow(limit));
            }
        }
    }
}

fn listen(stdout: ChildStdout) -> Receiver<Answer> {
    let (sender, answers) = channel();
    thread::spawn(move || {
        let mut stdout = BufReader::with_capacity(1 << 16, stdout);
        while let Ok(Some(answer)) = pipe::read_answer(&mut stdout) {
            if sender.send(answer).is_err() {
                break;
            }
        }
    });
    answers
}

/// The last words of a process, as far as they are of use.
fn overhear(mut stderr: ChildStderr) -> JoinHandle<String> {
    const KEPT: usize = 8 << 10;
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(len @ 1..) = stderr.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..len]);
            kept.drain(..kept.len().saturating_sub(KEPT));
        }
        String::from_utf8_lossy(&kept).into_owned()
    })
}

/// What a process died of, by its last words (those of Rust's runtime) and its status.
fn cause(status: Option<ExitStatus>, complaints: &str, memory: u64) -> Failure {
    if complaints.contains("memory allocation of") || complaints.contains("Cannot allocate memory") {
        return Failure::TooMuchMemory(memory);
    }
    if complaints.contains("has overflowed its stack") {
        return Failure::TooDeep;
    }
    Failure::Ended(status.map_or("no reason is known".to_owned(), |status| status.to_string()))
}

/// Reads files for the program that started this process, until that has no more. Never returns before.
pub fn serve(memory: u64) -> u8 {
    let missing = sandbox::enter(memory);
    if pipe::write_answer(std::io::stdout().lock(), &Answer::Ready { missing }).is_err() {
        return 1;
    }
    let (sender, requests) = channel::<Request>();
    let reader = thread::Builder::new().stack_size(64 << 20).spawn(move || requests.iter().for_each(|r| answer(&r)));
    if reader.is_err() {
        return 1;
    }
    let mut stdin = BufReader::with_capacity(1 << 16, std::io::stdin());
    // Listening goes on while a file is read: when the program is gone, so is this process, however busy.
    loop {
        match pipe::read_request(&mut stdin) {
            Ok(Some(request)) => {
                if sender.send(request).is_err() {
                    return 1;
                }
            }
            Ok(None) => return 0,
            Err(error) => {
                if error.kind() == std::io::ErrorKind::OutOfMemory {
                    // As Rust's runtime says it: `cause` looks for these words.
                    let _ = writeln!(std::io::stderr(), "memory allocation of a request failed");
                }
                return 1;
            }
        }
    }
}

fn answer(request: &Request) {
    sandbox::allow_seconds(request.processor_secs);
    let passes = AllPasses::default();
    let tell = |done, total| {
        let (done, total) = passes.so_far(done, total);
        let _ = pipe::write_answer(std::io::stdout().lock(), &Answer::Step { done, total });
    };
    let ask = request.ask(Steps::to(&tell));
    let read = catch_unwind(AssertUnwindSafe(|| foreign::answer(&ask, sandbox::attempt)));
    let outcome = match read {
        Ok(Ok(brought)) => Outcome::Read(brought),
        Ok(Err(error)) if error.is_of_pictures() => Outcome::OnlyPictures(error.to_string()),
        Ok(Err(error)) => Outcome::Refused(error.to_string()),
        Err(panic) => Outcome::Panicked(super::panic_words(panic.as_ref())),
    };
    let _ = pipe::write_answer(std::io::stdout().lock(), &Answer::Outcome(Box::new(outcome)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_of_death_is_told_by_the_last_words() {
        let cause = |words| cause(None, words, 1 << 30);
        assert_eq!(cause("memory allocation of 4096 bytes failed"), Failure::TooMuchMemory(1 << 30));
        assert_eq!(cause("thread '<unnamed>' has overflowed its stack"), Failure::TooDeep);
        assert!(matches!(cause(""), Failure::Ended(_)));
    }

    #[test]
    fn the_time_grows_with_the_file_and_with_progress_only() {
        let limits = Limits { silence: Duration::ZERO, in_all: (Duration::ZERO, Duration::ZERO), ..Limits::default() };
        let (sender, answers) = channel();
        let missing = OnceLock::new();
        let read = |limits| wait(&answers, 1 << 20, &Watch::default(), limits, &missing);
        assert!(matches!(read(&limits), Err(End::TooSlow(Duration::ZERO))));
        let limits =
            Limits { silence: Duration::from_secs(60), in_all: (Duration::ZERO, Duration::from_secs(60)), ..limits };
        sender.send(Answer::Ready { missing: vec!["Landlock".into()] }).unwrap();
        sender.send(Answer::Step { done: 1, total: 2 }).unwrap();
        sender.send(Answer::Outcome(Box::new(Outcome::Refused("no".into())))).unwrap();
        assert!(matches!(read(&limits), Ok(Outcome::Refused(_))));
        assert_eq!(missing.get(), Some(&vec!["Landlock".to_owned()]));
        drop(sender);
        assert!(matches!(wait(&answers, 0, &Watch::default(), &limits, &missing), Err(End::Died)));
    }
}
