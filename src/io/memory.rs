//! Bounds the memory of this process. macOS has no bound that holds (its kernel takes `RLIMIT_AS` and does not keep to it);
//! there only time is bounded.

/// Lets this process have no more than so many bytes. An allocation beyond them aborts it.
#[cfg(target_os = "linux")]
pub fn limit(bytes: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = Rlimit { current: Some(bytes), maximum: Some(bytes) };
    // When a narrower bound holds already, that one stays.
    let _ = setrlimit(Resource::As, limit);
    let no_core = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, no_core);
}

/// Lets this process have no more than so many bytes. An allocation beyond them aborts it.
#[cfg(windows)]
#[expect(unsafe_code, reason = "job objects have no safe wrapper that sets a process's memory")]
pub fn limit(bytes: u64) {
    use windows_sys::Win32::System::{
        JobObjects::{
            AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_PROCESS_MEMORY,
            JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation, SetInformationJobObject,
        },
        Threading::GetCurrentProcess,
    };
    let mut information = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    information.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_PROCESS_MEMORY;
    information.ProcessMemoryLimit = usize::try_from(bytes).unwrap_or(usize::MAX);
    let size = size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32;
    // SAFETY: the job is made here and stays open as long as the process; the pointer is to a value of the type and size
    // that the call names, and is not kept by it.
    unsafe {
        let job = CreateJobObjectW(std::ptr::null(), std::ptr::null());
        if !job.is_null() {
            SetInformationJobObject(job, JobObjectExtendedLimitInformation, (&raw const information).cast(), size);
            AssignProcessToJobObject(job, GetCurrentProcess());
        }
    }
}

/// Does nothing: this system has no bound that holds.
#[cfg(not(any(target_os = "linux", windows)))]
pub fn limit(_bytes: u64) {}
