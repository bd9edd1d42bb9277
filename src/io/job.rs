//! What Windows has to close a process in: a job, which bounds its memory and lets it start no other, and a token of low
//! integrity, with which it cannot write to the user's files. (An AppContainer, which could not read them either, can only be
//! given to a process by the one that starts it, and Rust's standard library offers no way to say so.)
#![expect(unsafe_code, reason = "jobs and tokens have no safe wrapper")]

use std::io::Error;

use windows_sys::Win32::{
    Foundation::CloseHandle,
    Security::{
        CreateWellKnownSid, GetLengthSid, SECURITY_MAX_SID_SIZE, SID_AND_ATTRIBUTES, SetTokenInformation,
        TOKEN_ADJUST_DEFAULT, TOKEN_MANDATORY_LABEL, TOKEN_QUERY, TokenIntegrityLevel, WinLowLabelSid,
    },
    System::{
        JobObjects::{
            AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_ACTIVE_PROCESS,
            JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, JOB_OBJECT_LIMIT_PROCESS_MEMORY, JOBOBJECT_EXTENDED_LIMIT_INFORMATION,
            JobObjectExtendedLimitInformation, SetInformationJobObject,
        },
        SystemServices::SE_GROUP_INTEGRITY,
        Threading::{GetCurrentProcess, OpenProcessToken},
    },
};

/// Puts this process into a job in which a process has so many bytes of memory, and in which so many may run at once, this one among them.
/// When it ends, so do they.
///
/// # Errors
/// What the system said.
pub fn join(memory: u64, processes: u32) -> Result<(), Error> {
    let mut information = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    information.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_PROCESS_MEMORY | JOB_OBJECT_LIMIT_ACTIVE_PROCESS | JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    information.BasicLimitInformation.ActiveProcessLimit = processes;
    information.ProcessMemoryLimit = usize::try_from(memory).unwrap_or(usize::MAX);
    let size = size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32;
    // SAFETY: the job is made here and stays open as long as the process; the pointer is to a value of the type and size
    // that the call names, and is not kept by it.
    unsafe {
        let job = CreateJobObjectW(std::ptr::null(), std::ptr::null());
        checked(!job.is_null())?;
        let information = (&raw const information).cast();
        checked(SetInformationJobObject(job, JobObjectExtendedLimitInformation, information, size) != 0)?;
        checked(AssignProcessToJobObject(job, GetCurrentProcess()) != 0)
    }
}

/// Takes from this process what a program of low integrity may not do.
///
/// # Errors
/// What the system said.
pub fn lower_integrity() -> Result<(), Error> {
    // In words of four bytes, as a SID has to lie.
    let mut sid = [0u32; SECURITY_MAX_SID_SIZE as usize / 4 + 1];
    let mut size = size_of_val(&sid) as u32;
    // SAFETY: every pointer is to a value of this function, of the size that is given with it; the token is closed once.
    unsafe {
        checked(CreateWellKnownSid(WinLowLabelSid, std::ptr::null_mut(), sid.as_mut_ptr().cast(), &raw mut size) != 0)?;
        let mut token = std::ptr::null_mut();
        let access = TOKEN_ADJUST_DEFAULT | TOKEN_QUERY;
        checked(OpenProcessToken(GetCurrentProcess(), access, &raw mut token) != 0)?;
        let label = TOKEN_MANDATORY_LABEL {
            Label: SID_AND_ATTRIBUTES { Sid: sid.as_mut_ptr().cast(), Attributes: SE_GROUP_INTEGRITY as u32 },
        };
        let size = size_of::<TOKEN_MANDATORY_LABEL>() as u32 + GetLengthSid(sid.as_mut_ptr().cast());
        let is_set = SetTokenInformation(token, TokenIntegrityLevel, (&raw const label).cast(), size) != 0;
        let answer = checked(is_set);
        CloseHandle(token);
        answer
    }
}

fn checked(is_done: bool) -> Result<(), Error> {
    if is_done { Ok(()) } else { Err(Error::last_os_error()) }
}
