//! Complete exports, opened as projects: whatever the bytes, a project or an error, never a panic; what was read is a whole
//! project.
#![no_main]

use claimdesk_fuzz::{check_project, export};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(Ok(project)) = export::read_if_export(bytes) {
        assert!(project.problems().is_empty());
        check_project(&project);
    }
});
