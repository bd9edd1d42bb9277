//! The program: a window on its arguments.

use std::process::ExitCode;

fn main() -> ExitCode {
    match claimdesk::ui::window::open(std::env::args_os().skip(1).map(Into::into).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
