//! Where settings and state are kept.

use std::path::PathBuf;

/// The variable that moves everything into one folder.
pub const HOME_VARIABLE: &str = "CLAIMDESK_HOME";

/// The folder of the settings; `None` on a system that has no home folder.
pub fn config_dir() -> Option<PathBuf> {
    moved().or_else(|| Some(platform()?.config_dir().to_owned()))
}

/// The folder of journals and history.
pub fn state_dir() -> Option<PathBuf> {
    let own = || {
        let dirs = platform()?;
        Some(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
    };
    moved().or_else(own)
}

fn moved() -> Option<PathBuf> {
    std::env::var_os(HOME_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from)
}

fn platform() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "claimdesk")
}
