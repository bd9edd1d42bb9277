//! The built program: its command line, its worker, its disks, its sample.

#[path = "../support/mod.rs"]
mod support;

mod cli;
mod cli_sources;
mod closed_in;
mod comparison;
mod disks;
mod documents;
mod failing_calls;
mod finding;
#[cfg(unix)]
mod links;
#[cfg(target_os = "linux")]
mod little_memory;
mod merging;
mod passes;
mod recognition;
mod sample;
#[cfg(target_os = "linux")]
mod walls;
#[cfg(windows)]
mod windows;
mod worker;
