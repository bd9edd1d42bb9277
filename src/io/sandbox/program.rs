//! The walls around another program that is to work on foreign pixels, built by the process that then becomes it.
//!
//! Landlock lets it read the system's libraries and its own data and nothing else, run itself and its loader alone, and write, connect
//! and signal nowhere. seccomp refuses what it has no use for by name, since what a foreign program needs is not known as that of our
//! own reader is: sockets, other processes, other people's memory, and every call that makes, changes or opens a file for writing.

use std::{
    collections::BTreeMap,
    io::Read,
    path::{Path, PathBuf},
};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
    path_beneath_rules,
};
use rustix::process::Resource;
use seccompiler::{SeccompAction, SeccompFilter, SeccompRule, apply_filter};

use super::walls::{all, bound, close_inherited, is, told, with, without};

/// The folders and files of a system from which programs load their libraries.
const LIBRARIES: &[&str] = &[
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/local/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/ld.so.cache",
];
/// Files that it may have open.
const MAX_OPEN: u64 = 64;

/// Builds the walls. Returns what this system does not offer.
pub fn enter(memory: u64, seconds: u64, program: &Path, data: &Path) -> Vec<String> {
    let _ = std::env::set_current_dir("/");
    close_inherited();
    let bounds = [
        (Resource::As, memory),
        (Resource::Cpu, seconds),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, MAX_OPEN),
    ];
    bounds.into_iter().for_each(|(resource, most)| bound(resource, most));
    let walls = [("Landlock", refuse_by_landlock(program, data)), ("seccomp", refuse_by_seccomp())];
    walls.into_iter().filter_map(|(wall, built)| Some(format!("{wall} ({})", built.err()?))).collect()
}

/// What this system does not offer, of the walls that are built around a program; tried on this thread, which is to end then.
pub fn missing() -> String {
    let walls = [("Landlock", refuse_by_landlock(Path::new("/"), Path::new("/"))), ("seccomp", refuse_by_seccomp())];
    let missing = walls.into_iter().filter_map(|(wall, built)| Some(format!("{wall} ({})", built.err()?)));
    missing.collect::<Vec<_>>().join(" and ")
}

fn refuse_by_landlock(program: &Path, data: &Path) -> Result<(), String> {
    let newest = ABI::V10;
    let reads: BitFlags<AccessFs> = AccessFs::ReadFile | AccessFs::ReadDir;
    let runs: BitFlags<AccessFs> = AccessFs::ReadFile | AccessFs::Execute;
    let readable = LIBRARIES.iter().map(PathBuf::from).chain([data.to_owned()]).chain(beside(program));
    let runnable = [program.to_owned()].into_iter().chain(loader(program));
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(newest))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(newest)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(newest)))
        .and_then(Ruleset::create)
        .and_then(|ruleset| ruleset.add_rules(path_beneath_rules(readable, reads)))
        .and_then(|ruleset| ruleset.add_rules(path_beneath_rules(runnable, runs)))
        .and_then(landlock::RulesetCreated::restrict_self);
    match status.map_err(|error| error.to_string())?.ruleset {
        RulesetStatus::NotEnforced => Err("this kernel does not have it".to_owned()),
        RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => Ok(()),
    }
}

/// The libraries of a program that is installed in a folder of its own.
fn beside(program: &Path) -> Option<PathBuf> {
    let program = program.canonicalize().ok()?;
    Some(program.parent()?.parent()?.join("lib")).filter(|folder| folder.is_dir())
}

/// The loader that an ELF program of 64 bits names (its segment of type 3).
fn loader(program: &Path) -> Option<PathBuf> {
    const SEGMENT: usize = 56;
    const INTERPRETER: u32 = 3;
    let mut start = Vec::new();
    std::fs::File::open(program).ok()?.take(1 << 16).read_to_end(&mut start).ok()?;
    let number = |at: usize, bytes: usize| {
        let part = start.get(at..at + bytes)?;
        Some(part.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte)) as usize)
    };
    if !start.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let (first, count) = (number(32, 8)?, number(56, 2)?);
    let segment = (0..count).map(|at| first + at * SEGMENT).find(|at| number(*at, 4) == Some(INTERPRETER as usize))?;
    let (from, length) = (number(segment + 8, 8)?, number(segment + 32, 8)?);
    let name = start.get(from..from.checked_add(length)?)?;
    Some(PathBuf::from(std::str::from_utf8(name).ok()?.trim_end_matches('\0')))
}

fn refuse_by_seccomp() -> Result<(), String> {
    let unknown = SeccompAction::Errno(libc::ENOSYS as u32);
    let machine = std::env::consts::ARCH.try_into().map_err(|_| "not for this processor".to_owned())?;
    let filter = SeccompFilter::new(refused().map_err(told)?, SeccompAction::Allow, unknown, machine).map_err(told)?;
    let program: seccompiler::BpfProgram = filter.try_into().map_err(told)?;
    apply_filter(&program).map_err(|error| error.to_string())
}

/// The calls that are refused with any arguments.
const REFUSED: &[i64] = &[
    // The network, and talk with other processes.
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_msgget,
    libc::SYS_semget,
    libc::SYS_mq_open,
    libc::SYS_memfd_create,
    // Other processes, and their memory.
    libc::SYS_clone3,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_process_madvise,
    libc::SYS_kcmp,
    libc::SYS_setpriority,
    // Files that are made or changed.
    libc::SYS_openat2,
    libc::SYS_mkdirat,
    libc::SYS_mknodat,
    libc::SYS_unlinkat,
    libc::SYS_renameat2,
    libc::SYS_linkat,
    libc::SYS_symlinkat,
    libc::SYS_fchmodat,
    libc::SYS_fchmod,
    libc::SYS_fchownat,
    libc::SYS_fchown,
    libc::SYS_truncate,
    libc::SYS_ftruncate,
    libc::SYS_fallocate,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    // The system.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    libc::SYS_fanotify_init,
    libc::SYS_inotify_init1,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_setup,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_personality,
    libc::SYS_syslog,
    libc::SYS_quotactl,
    libc::SYS_acct,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_adjtimex,
];

/// Of these the newer processors have none: the calls of an older day, each with a newer one above.
#[cfg(target_arch = "x86_64")]
const REFUSED_OF_OLD: &[i64] = &[
    libc::SYS_fork,
    libc::SYS_vfork,
    libc::SYS_creat,
    libc::SYS_mkdir,
    libc::SYS_rmdir,
    libc::SYS_mknod,
    libc::SYS_unlink,
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_link,
    libc::SYS_symlink,
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_futimesat,
    libc::SYS_ioperm,
    libc::SYS_iopl,
    libc::SYS_modify_ldt,
    libc::SYS_inotify_init,
];
#[cfg(not(target_arch = "x86_64"))]
const REFUSED_OF_OLD: &[i64] = &[];

/// The calls that are refused, and where not with any arguments, with which.
fn refused() -> Result<BTreeMap<i64, Vec<SeccompRule>>, seccompiler::BackendError> {
    let own = u64::from(std::process::id());
    #[allow(clippy::unnecessary_cast, reason = "an int where the C library is another")]
    let terminal_input = libc::TIOCSTI as u64;
    let only = [
        // A process, no thread.
        (libc::SYS_clone, vec![all([without(0, libc::CLONE_THREAD as u64)?])?]),
        // A signal to another: to itself it may abort.
        (libc::SYS_tgkill, vec![all([super::walls::is_not(0, own)?])?]),
        // Another's bounds.
        (libc::SYS_prlimit64, vec![all([super::walls::is_not(0, 0)?])?]),
        (libc::SYS_openat, writing(2)?),
        // A terminal's input that is written by a program.
        (libc::SYS_ioctl, vec![all([is(1, terminal_input)?])?]),
    ];
    let any = REFUSED.iter().chain(REFUSED_OF_OLD).map(|call| (*call, Vec::new()));
    let rules = any.chain(only);
    #[cfg(target_arch = "x86_64")]
    let rules = rules.chain([(libc::SYS_open, writing(1)?)]);
    Ok(rules.collect())
}

/// Where the flags of opening a file ask for more than reading.
fn writing(argument: u8) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    let flags = [libc::O_WRONLY, libc::O_RDWR, libc::O_CREAT, libc::O_TRUNC];
    flags.into_iter().map(|flag| all([with(argument, flag as u64)?])).collect()
}
