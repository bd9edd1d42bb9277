//! Arguments → command line or window.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::process::ExitCode;

use claimdesk::{
    cli::{self, Outcome},
    ui::window,
};

fn main() -> ExitCode {
    claimdesk::io::attach_console();
    match cli::run(std::env::args_os()) {
        Outcome::Done(status) => ExitCode::from(status),
        Outcome::Window(paths) => match window::open(paths) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                cli::tell(&format!("{message}\n{}", cli::without_window()));
                ExitCode::FAILURE
            }
        },
    }
}
