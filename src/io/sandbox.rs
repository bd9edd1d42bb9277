//! Closes in the process that reads foreign files: it has its pipes, its memory, and nothing else. What an importer's mistake
//! would give to a hostile file is then a process that can neither open a file nor reach a network nor start a program.
//!
//! Everything here happens before the first thread is started and the first foreign byte is read, since most of it holds for
//! the calling thread and those that it starts.
//!
//! - Linux: what was left open to it is closed but for the pipes; no new privileges; Landlock without a rule (no file, no port, no signal); a list of the calls to the kernel that a
//!   reader needs, by seccomp, where every other call is answered as by a kernel that does not know it; no further open file, no
//!   byte written to one, no core; bounded memory, and for each file bounded processor time.
//! - Windows: a job that bounds memory and lets no process be started, and a token of low integrity, which cannot write to the
//!   user's files.
//! - macOS: nothing; there time is bounded, by the program that waits.
//!
//! The environment is cleared by whoever starts the process.

use std::{path::Path, process::Command};

use crate::foreign::Attempt;

#[cfg(target_os = "linux")]
mod program;

/// Closes this process in, with so many bytes of memory. Returns what this system does not offer, in words for people.
pub fn enter(memory: u64) -> Vec<String> {
    walls::enter(memory)
}

/// Closes this process in, which then becomes `program` to work on foreign pixels: with so much memory and so many seconds of the processor,
/// reading what a program needs to run, and `data`. Returns what this system does not offer, in words for people.
pub fn enter_for_program(memory: u64, seconds: u64, program: &Path, data: &Path) -> Vec<String> {
    walls::enter_for_program(memory, seconds, program, data)
}

/// What this system does not offer around another program, in a sentence; empty where nothing is missing. It is tried in a thread,
/// which ends with its walls.
pub fn missing_around_programs() -> String {
    let tried = std::thread::spawn(walls::missing_around_programs).join().unwrap_or_default();
    if tried.is_empty() {
        return tried;
    }
    format!(
        "Text recognition is not wholly closed off: this system lacks {tried}. Recognise the files of strangers elsewhere."
    )
}

/// Becomes another program; where a system has no such thing, runs it to its end within the same walls.
///
/// # Errors
/// When it cannot be started.
pub fn become_program(command: &mut Command) -> std::io::Result<u8> {
    #[cfg(unix)]
    return Err(std::os::unix::process::CommandExt::exec(command));
    #[cfg(not(unix))]
    command.status().map(|status| status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

/// Lets this process compute for so many seconds from now; more ends it.
pub fn allow_seconds(seconds: u64) {
    walls::allow_seconds(seconds);
}

/// Whether a process ended since it had computed for too long.
pub fn is_out_of_time(status: std::process::ExitStatus) -> bool {
    walls::is_out_of_time(status)
}

/// Tries what a closed process must not be able to do.
///
/// # Errors
/// What the system said to it.
pub fn attempt(what: &Attempt) -> Result<(), String> {
    let told = |error: std::io::Error| error.to_string();
    match what {
        Attempt::Read(path) => std::fs::read(path).map(drop).map_err(told),
        Attempt::Write(path) => std::fs::write(path, b"written").map_err(told),
        Attempt::Connect(port) => std::net::TcpStream::connect(("127.0.0.1", *port)).map(drop).map_err(told),
        Attempt::Start(path) => Command::new(path).spawn().map(drop).map_err(told),
        Attempt::Variable(name) => std::env::var_os(name).map(drop).ok_or_else(|| "there is none".to_owned()),
        Attempt::Compute(seconds) => {
            let start = std::time::Instant::now();
            while start.elapsed().as_secs() < *seconds {
                std::hint::spin_loop();
            }
            Ok(())
        }
    }
}

#[cfg(target_os = "linux")]
mod walls {
    use std::collections::BTreeMap;

    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
    use rustix::{
        process::{Resource, Rlimit, getrlimit, setrlimit},
        time::{ClockId, clock_gettime},
    };
    use seccompiler::{
        SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, apply_filter,
    };

    pub use super::program::{enter as enter_for_program, missing as missing_around_programs};

    pub fn enter(memory: u64) -> Vec<String> {
        // What a working folder would keep busy is of no use to it.
        let _ = std::env::set_current_dir("/");
        close_inherited();
        let bounds = [(Resource::As, memory), (Resource::Core, 0), (Resource::Fsize, 0)];
        bounds.into_iter().for_each(|(resource, most)| bound(resource, most));
        let landlock = refuse_by_landlock();
        // No file beyond the three pipes; Landlock needed one.
        bound(Resource::Nofile, 3);
        let seccomp = refuse_by_seccomp();
        [("Landlock", landlock), ("seccomp", seccomp)]
            .into_iter()
            .filter_map(|(wall, built)| Some(format!("{wall} ({})", built.err()?)))
            .collect()
    }

    /// Closes what whoever started this process left open to it beside the pipes: a desktop or a library may have opened it
    /// without saying that it is not for others.
    #[expect(unsafe_code, reason = "nobody in this process owns what it closes, so there is nothing to drop")]
    pub(super) fn close_inherited() {
        const FIRST: libc::c_uint = 3;
        // SAFETY: nothing was opened and no thread was started in this process yet, so nobody uses these descriptors.
        let is_closed = unsafe { libc::syscall(libc::SYS_close_range, FIRST, libc::c_uint::MAX, 0) } == 0;
        if is_closed {
            return;
        }
        // A kernel before 5.9.
        let most = getrlimit(Resource::Nofile).current.unwrap_or(MOST_OPEN).min(MOST_OPEN) as libc::c_int;
        for descriptor in FIRST as libc::c_int..most {
            // SAFETY: as above; one that is not open is refused.
            unsafe { libc::close(descriptor) };
        }
    }

    /// Up to which number descriptors are closed one by one.
    const MOST_OPEN: u64 = 1 << 16;

    /// When a narrower bound holds already, that one stays.
    pub(super) fn bound(resource: Resource, most: u64) {
        let now = getrlimit(resource);
        let narrower = |bound: Option<u64>| Some(bound.map_or(most, |bound| bound.min(most)));
        let _ = setrlimit(resource, Rlimit { current: narrower(now.current), maximum: narrower(now.maximum) });
    }

    /// No file, no port, no signal and no socket outside.
    pub(super) fn refuse_by_landlock() -> Result<(), String> {
        let newest = ABI::V10;
        let ruleset = Ruleset::default()
            .handle_access(AccessFs::from_all(newest))
            .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(newest)))
            .and_then(|ruleset| ruleset.scope(Scope::from_all(newest)));
        let status = ruleset.and_then(Ruleset::create).and_then(landlock::RulesetCreated::restrict_self);
        match status.map_err(|error| error.to_string())?.ruleset {
            RulesetStatus::NotEnforced => Err("this kernel does not have it".to_owned()),
            // An older kernel knows fewer of the rights; those that it knows are all taken.
            RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => Ok(()),
        }
    }

    /// Only the calls that reading takes. The others get the answer of a kernel without them, which libraries expect: so
    /// threads are made by `clone`, whose flags can be looked at, when `clone3` is not to be had.
    pub(super) fn refuse_by_seccomp() -> Result<(), String> {
        let unknown = SeccompAction::Errno(libc::ENOSYS as u32);
        let machine = std::env::consts::ARCH.try_into().map_err(|_| "not for this processor".to_owned())?;
        let filter =
            SeccompFilter::new(calls().map_err(told)?, unknown, SeccompAction::Allow, machine).map_err(told)?;
        let program: seccompiler::BpfProgram = filter.try_into().map_err(told)?;
        apply_filter(&program).map_err(|error| error.to_string())
    }

    pub(super) fn told(error: seccompiler::BackendError) -> String {
        error.to_string()
    }

    /// The calls that may be made, and where not with any arguments, with which.
    fn calls() -> Result<BTreeMap<i64, Vec<SeccompRule>>, seccompiler::BackendError> {
        let any = [
            // The pipes.
            libc::SYS_read,
            libc::SYS_readv,
            libc::SYS_write,
            libc::SYS_writev,
            libc::SYS_close,
            // Memory.
            libc::SYS_brk,
            libc::SYS_munmap,
            libc::SYS_mremap,
            libc::SYS_madvise,
            // Threads, and how they wait.
            libc::SYS_futex,
            libc::SYS_set_robust_list,
            libc::SYS_rseq,
            libc::SYS_sched_yield,
            libc::SYS_sched_getaffinity,
            libc::SYS_gettid,
            libc::SYS_getpid,
            libc::SYS_exit,
            libc::SYS_exit_group,
            libc::SYS_restart_syscall,
            // Time and chance.
            libc::SYS_clock_gettime,
            libc::SYS_clock_nanosleep,
            libc::SYS_nanosleep,
            libc::SYS_getrandom,
            // A stack that overflows says so.
            libc::SYS_rt_sigaction,
            libc::SYS_rt_sigprocmask,
            libc::SYS_rt_sigreturn,
            libc::SYS_sigaltstack,
        ];
        let own = u64::from(std::process::id());
        let only = [
            // Memory that can be run would be a program.
            (libc::SYS_mmap, vec![all([without(2, libc::PROT_EXEC as u64)?])?]),
            (libc::SYS_mprotect, vec![all([without(2, libc::PROT_EXEC as u64)?])?]),
            // A thread, no process.
            (libc::SYS_clone, vec![all([with(0, libc::CLONE_THREAD as u64)?])?]),
            (libc::SYS_prctl, vec![all([is(0, libc::PR_SET_NAME as u64)?])?]),
            // To look at a bound, or set that of the processor.
            (
                libc::SYS_prlimit64,
                vec![all([is(0, 0)?, is_null(2)?])?, all([is(0, 0)?, is(1, u64::from(libc::RLIMIT_CPU))?])?],
            ),
            // To abort.
            (libc::SYS_tgkill, vec![all([is(0, own)?])?]),
        ];
        Ok(any.into_iter().map(|call| (call, Vec::new())).chain(only).collect())
    }

    pub(super) type Condition = Result<SeccompCondition, seccompiler::BackendError>;

    pub(super) fn all<const N: usize>(
        conditions: [SeccompCondition; N],
    ) -> Result<SeccompRule, seccompiler::BackendError> {
        SeccompRule::new(conditions.into())
    }

    /// A plain number, of which the kernel looks at half the word.
    pub(super) fn is(argument: u8, value: u64) -> Condition {
        SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)
    }

    pub(super) fn is_not(argument: u8, value: u64) -> Condition {
        SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, value)
    }

    fn is_null(argument: u8) -> Condition {
        SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::Eq, 0)
    }

    pub(super) fn with(argument: u8, flag: u64) -> Condition {
        SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(flag), flag)
    }

    pub(super) fn without(argument: u8, flag: u64) -> Condition {
        SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(flag), 0)
    }

    pub fn allow_seconds(seconds: u64) {
        let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.max(0).cast_unsigned();
        let maximum = getrlimit(Resource::Cpu).maximum;
        // The kernel counts whole seconds, of which one has begun.
        let until = (used + seconds + 1).min(maximum.unwrap_or(u64::MAX));
        let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(until), maximum });
    }

    pub fn is_out_of_time(status: std::process::ExitStatus) -> bool {
        std::os::unix::process::ExitStatusExt::signal(&status) == Some(libc::SIGXCPU)
    }
}

#[cfg(windows)]
mod walls {
    use std::path::Path;

    pub fn enter(memory: u64) -> Vec<String> {
        let job = super::super::job::join(memory, 1).map_err(|error| format!("a job ({error})"));
        let token = super::super::job::lower_integrity().map_err(|error| format!("low integrity ({error})"));
        [job, token].into_iter().filter_map(Result::err).collect()
    }

    /// The program is started within the job of its launcher, and inherits its token.
    pub fn enter_for_program(memory: u64, _seconds: u64, _program: &Path, _data: &Path) -> Vec<String> {
        const WITH_LAUNCHER: u32 = 2;
        let job = super::super::job::join(memory, WITH_LAUNCHER).map_err(|error| format!("a job ({error})"));
        let token = super::super::job::lower_integrity().map_err(|error| format!("low integrity ({error})"));
        [job, token].into_iter().filter_map(Result::err).collect()
    }

    pub fn missing_around_programs() -> String {
        String::new()
    }

    /// Time is bounded by the program that waits.
    pub fn allow_seconds(_seconds: u64) {}

    pub fn is_out_of_time(_status: std::process::ExitStatus) -> bool {
        false
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
mod walls {
    use std::path::Path;

    /// This system has no wall that a process can build around itself; the documentation says so once and for all.
    pub fn enter(_memory: u64) -> Vec<String> {
        Vec::new()
    }

    pub fn enter_for_program(_memory: u64, _seconds: u64, _program: &Path, _data: &Path) -> Vec<String> {
        Vec::new()
    }

    pub fn missing_around_programs() -> String {
        String::new()
    }

    /// Time is bounded by the program that waits.
    pub fn allow_seconds(_seconds: u64) {}

    pub fn is_out_of_time(_status: std::process::ExitStatus) -> bool {
        false
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    #[expect(clippy::print_stdout, reason = "a test says what it could not try")]
    /// Both walls hold for a thread, so that each can be tried alone, beside threads that are free.
    fn check(build: fn() -> Result<(), String>, refused: &[Attempt]) {
        let outcome = thread::scope(|scope| {
            let inside = scope.spawn(|| {
                build()?;
                Ok::<_, String>(refused.iter().map(attempt).collect::<Vec<_>>())
            });
            inside.join().unwrap()
        });
        match outcome {
            Ok(answers) => {
                for (what, answer) in refused.iter().zip(answers) {
                    assert!(answer.is_err(), "{what:?}");
                    assert!(attempt(what).is_ok(), "outside {what:?} must work, or the refusal shows nothing");
                }
            }
            Err(missing) => println!("not tried, since this system lacks it: {missing}"),
        }
    }

    fn attempts(folder: &Path, port: u16) -> Vec<Attempt> {
        std::fs::write(folder.join("secret"), "secret").unwrap();
        vec![
            Attempt::Read(folder.join("secret")),
            Attempt::Write(folder.join("new")),
            Attempt::Start("/bin/true".into()),
            Attempt::Connect(port),
        ]
    }

    #[test]
    fn each_wall_alone_refuses_files_programs_and_the_network() {
        let folder = tempfile::tempdir().unwrap();
        let server = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let attempts = attempts(folder.path(), server.local_addr().unwrap().port());
        check(walls::refuse_by_seccomp, &attempts);
        // A kernel before 6.7 knows no rights of the network.
        check(walls::refuse_by_landlock, &attempts[..3]);
    }
}
