//! The program git, asked for its own configuration, and the two files of a repository in which it reads what to do with which file.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// Runs git in a folder and returns what it printed.
///
/// # Errors
/// What git said; that it is not there.
pub fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "git is not installed".to_owned(),
        _ => crate::store::describe_io(&error),
    })?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// Where this program is, as a command line names it.
pub fn program() -> PathBuf {
    std::env::current_exe().unwrap_or_else(|_| "claimdesk".into())
}

/// Adds the lines that a file of a repository does not have yet. Returns whether there were any.
///
/// # Errors
/// When it cannot be read or written.
pub fn add_lines(path: &Path, lines: &[String]) -> io::Result<bool> {
    let mut text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let new: Vec<&String> =
        lines.iter().filter(|line| !text.lines().any(|known| known.trim() == line.trim())).collect();
    if new.is_empty() {
        return Ok(false);
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    new.into_iter().for_each(|line| {
        text.push_str(line);
        text.push('\n');
    });
    fs::write(path, text)?;
    Ok(true)
}
