//! The program git, asked for its own configuration and for what it keeps of a merge that is not finished, and the two files of a
//! repository in which it reads what to do with which file.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::store::{MAX_BYTES, Stages};

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

/// How long git may take to answer, and how often it is asked whether it has.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// What git keeps of a file whose merge is not finished. Nothing where the file lies in no repository, is no plain file there, git is not
/// installed, or does not answer in time.
pub fn stages(path: &Path) -> Stages {
    stages_of(path).unwrap_or_default()
}

fn stages_of(path: &Path) -> Option<Stages> {
    let canonical = fs::canonicalize(path).ok()?;
    let (folder, name) = (canonical.parent()?, canonical.file_name()?.to_str()?);
    // Without a repository git is not even asked, and one that lies elsewhere is not followed there.
    let repository =
        folder.ancestors().map(|above| above.join(".git")).find_map(|found| fs::symlink_metadata(found).ok())?;
    if !repository.is_dir() {
        return None;
    }
    let listed = asked(folder, &["ls-files", "-s", "-u", "-z", "--", &format!(":(literal){name}")])?;
    let mut stages = Stages::default();
    for entry in listed.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        let Some((about, _)) = entry.split_once('\t') else { continue };
        let [mode, object, stage] = about.split(' ').collect::<Vec<_>>()[..] else { continue };
        // A link would hold a path and no project.
        if !mode.starts_with("100") || !object.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            continue;
        }
        let to = match stage {
            "1" => &mut stages.base,
            "2" => &mut stages.ours,
            "3" => &mut stages.theirs,
            _ => continue,
        };
        *to = asked(folder, &["cat-file", "blob", object]);
    }
    Some(stages)
}

/// What git prints, within time and size. Nothing that the repository's configuration names is run, and nothing is fetched.
fn asked(folder: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=", "-c", "core.untrackedCache=false"])
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    for outer in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"] {
        command.env_remove(outer);
    }
    let mut child = command.spawn().ok()?;
    let out = child.stdout.take()?;
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = out.take(MAX_BYTES + 1).read_to_end(&mut bytes);
        read.is_ok_and(|_| bytes.len() as u64 <= MAX_BYTES).then_some(bytes)
    });
    let until = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if Instant::now() < until => thread::sleep(LOOK_EVERY),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
        }
    };
    let bytes = reader.join().ok().flatten();
    bytes.filter(|_| status.is_some_and(|status| status.success()))
}
