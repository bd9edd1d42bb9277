//! The program that recognises letters: tesseract, where it is installed, started once for each picture as a process that is closed in.
//!
//! This program starts itself as a launcher ([`ARGUMENT`]), which builds the walls around itself (`io/sandbox/program.rs`) and then
//! becomes tesseract, so that not one instruction of that runs without them. The picture goes through a pipe, as a PNG that is made
//! here of pixels: no foreign bytes in their own format reach it. Its words come back through a pipe.

use std::{
    ffi::{OsStr, OsString},
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use crate::{
    import::{Engine, RecogniseError, Recogniser, Watch},
    picture::Raster,
};

use super::{sandbox, worker};

/// The argument by which this program becomes the one that recognises letters. Its memory in bytes, its seconds of the processor, the
/// folder of its language data, the program and that program's own arguments follow.
pub const ARGUMENT: &str = "--recognition";

/// What the recognition of one picture may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// Memory of the process, in bytes.
    pub memory: u64,
    /// How much it may say, in bytes.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(120), memory: 2 << 30, output: 16 << 20 }
    }
}

/// How long the program may take to say which it is.
const TO_ANSWER: Duration = Duration::from_secs(20);
/// How often it is looked whether the reviewer wants to stop.
const TICK: Duration = Duration::from_millis(20);
/// What the launcher says before a wall that is missing.
const MISSING: &str = "claimdesk: this system lacks ";

/// Tesseract as it is installed, looked for whenever it is asked for: it may be installed meanwhile.
#[derive(Debug, Clone)]
pub struct Tesseract {
    launcher: PathBuf,
    limits: Limits,
    folders: Vec<PathBuf>,
}

impl Tesseract {
    /// That of this system, started by the running program.
    pub fn new() -> Self {
        Self::with(worker::own_program(), Limits::default(), places())
    }

    /// Started by another program, with other limits, looked for in these folders.
    pub fn with(launcher: impl Into<PathBuf>, limits: Limits, folders: Vec<PathBuf>) -> Self {
        Self { launcher: launcher.into(), limits, folders }
    }

    fn find(&self) -> Result<PathBuf, RecogniseError> {
        let name = if cfg!(windows) { "tesseract.exe" } else { "tesseract" };
        let found = self.folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file());
        found.ok_or(RecogniseError::Absent)
    }

    /// The program, what it calls itself, and its language data.
    fn installed(&self) -> Result<Installed, RecogniseError> {
        let program = self.find()?;
        let version = told_by(&program, "--version")?;
        let name = version.lines().next().unwrap_or_default().trim().to_owned();
        if !name.starts_with("tesseract ") || name.len() > 100 {
            return Err(RecogniseError::Failed("it does not say which version it is".to_owned()));
        }
        let (data, languages) = languages(&told_by(&program, "--list-langs")?);
        if languages.is_empty() {
            return Err(RecogniseError::NoLanguage("eng".to_owned()));
        }
        Ok(Installed { program, data, engine: Engine { name, languages, missing: String::new() } })
    }
}

/// What is installed.
struct Installed {
    program: PathBuf,
    data: PathBuf,
    engine: Engine,
}

impl Default for Tesseract {
    fn default() -> Self {
        Self::new()
    }
}

impl Recogniser for Tesseract {
    fn engine(&self) -> Result<Engine, RecogniseError> {
        Ok(Engine { missing: sandbox::missing_around_programs(), ..self.installed()?.engine })
    }

    fn recognise(&self, picture: &Raster, languages: &str, watch: &Watch) -> Result<String, RecogniseError> {
        let Installed { program, data, engine } = self.installed()?;
        let languages = engine.checked(languages)?;
        let picture = png(picture).map_err(|error| RecogniseError::Failed(error.to_string()))?;
        let arguments = ["stdin", "stdout", "-l", languages, "-c", "tessedit_create_tsv=1"];
        let mut command = launching(&self.launcher, &self.limits, &data, &program, arguments);
        run(&mut command, picture, &self.limits, watch)
    }
}

/// A command that becomes `program`, closed in.
pub fn launching<'a>(
    launcher: &Path,
    limits: &Limits,
    data: &Path,
    program: &Path,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Command {
    let mut command = Command::new(launcher);
    command
        .arg(ARGUMENT)
        .arg(limits.memory.to_string())
        .arg((limits.time.as_secs() * 2).to_string())
        .args([data, program])
        .args(arguments)
        .env_clear()
        .envs(worker::needed_variables())
        .env("LC_ALL", "C")
        .env("OMP_THREAD_LIMIT", "1")
        .env("TESSDATA_PREFIX", data);
    command
}

/// Becomes the program that the arguments name, behind walls. Comes back only when that cannot be.
pub fn launch(arguments: &[OsString]) -> u8 {
    let number = |text: &OsStr| text.to_str()?.parse::<u64>().ok();
    let [memory, seconds, data, program, rest @ ..] = arguments else { return 2 };
    let (Some(memory), Some(seconds)) = (number(memory), number(seconds)) else { return 2 };
    let mut said = std::io::stderr();
    for missing in sandbox::enter_for_program(memory, seconds, Path::new(program), Path::new(data)) {
        let _ = writeln!(said, "{MISSING}{missing}");
    }
    let error = sandbox::become_program(Command::new(program).args(rest));
    match error {
        Ok(status) => status,
        Err(error) => {
            let _ = writeln!(said, "it could not be started ({error})");
            126
        }
    }
}

/// Where programs are looked for: where the system says, and where they are when it was not asked by a shell.
fn places() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual: &[&str] =
        if cfg!(windows) { &[] } else { &["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin"] };
    let installer = std::env::var_os("ProgramFiles").filter(|_| cfg!(windows));
    std::env::split_paths(&path)
        // A folder that depends on where one stands may be anybody's.
        .filter(|folder| folder.is_absolute())
        .chain(usual.iter().map(PathBuf::from))
        .chain(installer.map(|programs| Path::new(&programs).join("Tesseract-OCR")))
        .collect()
}

/// What the program says of itself. It sees nothing foreign for that, so that it needs no walls.
fn told_by(program: &Path, question: &str) -> Result<String, RecogniseError> {
    let mut command = Command::new(program);
    command.arg(question);
    let limits = Limits { time: TO_ANSWER, output: 1 << 20, ..Limits::default() };
    run(&mut command, Vec::new(), &limits, &Watch::default())
}

/// The folder of the data and the languages there, English first: "List of available languages in "…" (2):", then one a line.
fn languages(list: &str) -> (PathBuf, Vec<String>) {
    let mut lines = list.lines();
    let folder = lines.next().and_then(|head| Some(head.split_once('"')?.1.rsplit_once('"')?.0)).unwrap_or_default();
    let is_name =
        |name: &&str| name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '/' | '-'));
    // Not a language, but how a page lies.
    let named = lines.map(str::trim).filter(is_name).filter(|name| !name.is_empty() && *name != "osd");
    let mut languages: Vec<String> = named.map(str::to_owned).collect();
    languages.sort_by_key(|name| (name != "eng", name.clone()));
    (PathBuf::from(folder), languages)
}

/// The lightness of a picture as a PNG.
fn png(picture: &Raster) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&picture.on_white())?;
    writer.finish()?;
    Ok(bytes)
}

/// Runs a program on some bytes until it has ended, or takes too long, or is not wanted any more. Returns what it says.
fn run(command: &mut Command, input: Vec<u8>, limits: &Limits, watch: &Watch) -> Result<String, RecogniseError> {
    let failed = |error: std::io::Error| RecogniseError::Failed(error.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Ended(command.spawn().map_err(failed)?);
    let Ended(child) = &mut running;
    if let Some(mut stdin) = child.stdin.take() {
        // In a thread, since a program that does not read would block this one. When it fails, the program is gone.
        thread::spawn(move || drop(stdin.write_all(&input)));
    }
    let output = child.stdout.take().map(|pipe| collect(pipe, limits.output));
    let complaints = child.stderr.take().map(|pipe| collect(pipe, MAX_COMPLAINT));
    let (Some(output), Some(complaints)) = (output, complaints) else {
        return Err(RecogniseError::Failed("it has no pipes".to_owned()));
    };
    let words = wait(&output, limits, watch)?;
    let status = child.wait().map_err(failed)?;
    if status.success() {
        return words.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).ok_or(RecogniseError::TooMuch);
    }
    if sandbox::is_out_of_time(status) {
        return Err(RecogniseError::TooSlow(limits.time));
    }
    let complaints = complaints.recv_timeout(TO_ANSWER).ok().flatten().unwrap_or_default();
    Err(RecogniseError::Failed(last_words(&complaints).unwrap_or_else(|| status.to_string())))
}

/// The most that is kept of what a program complains of, in bytes.
const MAX_COMPLAINT: usize = 64 << 10;

/// A process, ended with this value.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads a pipe to its end, in a thread; `None` where more comes than may.
fn collect(pipe: impl Read + Send + 'static, most: usize) -> Receiver<Option<Vec<u8>>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.take(most as u64 + 1).read_to_end(&mut bytes);
        let _ = sender.send((read.is_ok() && bytes.len() <= most).then_some(bytes));
    });
    receiver
}

fn wait(output: &Receiver<Option<Vec<u8>>>, limits: &Limits, watch: &Watch) -> Result<Option<Vec<u8>>, RecogniseError> {
    let start = Instant::now();
    loop {
        match output.recv_timeout(TICK) {
            Ok(None) => return Err(RecogniseError::TooMuch),
            Ok(words) => return Ok(words),
            Err(RecvTimeoutError::Disconnected) => return Err(RecogniseError::Failed("it has no pipes".to_owned())),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if watch.is_stopped() {
            return Err(RecogniseError::Stopped);
        }
        if start.elapsed() > limits.time {
            return Err(RecogniseError::TooSlow(limits.time));
        }
    }
}

/// The last line in which a program complains, short and plain.
fn last_words(complaints: &[u8]) -> Option<String> {
    const LONGEST: usize = 200;
    let text = String::from_utf8_lossy(complaints);
    let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(MISSING))?;
    Some(line.chars().filter(|char| !char.is_control()).take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_languages_names_their_folder() {
        let list = "List of available languages in \"/usr/share/tessdata/\" (4):\ndeu\neng\nosd\nscript/Latin\n";
        let (folder, known) = languages(list);
        assert_eq!(folder, Path::new("/usr/share/tessdata/"));
        assert_eq!(known, ["eng", "deu", "script/Latin"]);
        assert_eq!(languages("nothing of the kind").1, Vec::<String>::new());
    }

    #[test]
    fn a_program_that_is_nowhere_is_absent_and_its_package_is_named() {
        let nowhere = Tesseract::with("", Limits::default(), vec!["/nowhere".into()]);
        assert_eq!(nowhere.engine(), Err(RecogniseError::Absent));
        let told = RecogniseError::Absent.to_string();
        assert!(told.starts_with("Text recognition needs the program tesseract. ") && told.len() > 60, "{told}");
    }

    #[test]
    fn what_it_complains_of_is_one_plain_line() {
        assert_eq!(last_words(b"one\ntwo \x1b[1mbold\n\n").as_deref(), Some("two [1mbold"));
        assert_eq!(last_words(b"\n"), None);
        assert_eq!(last_words(format!("{MISSING}walls\n").as_bytes()), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_says_too_much_takes_too_long_or_is_stopped_is_ended() {
        let shell = |words: &str| {
            let mut command = Command::new("/bin/sh");
            command.args(["-c", words]);
            command
        };
        let limits = Limits { output: 1000, ..Limits::default() };
        let ran = |words: &str, limits| run(&mut shell(words), b"in".to_vec(), &limits, &Watch::default());
        assert_eq!(ran("read line; printf out", limits).as_deref(), Ok("out"));
        assert_eq!(ran("while :; do echo more; done", limits), Err(RecogniseError::TooMuch));
        let none = Limits { time: Duration::ZERO, ..limits };
        assert_eq!(ran("while :; do :; done", none), Err(RecogniseError::TooSlow(Duration::ZERO)));
        assert_eq!(ran("echo why >&2; exit 3", limits), Err(RecogniseError::Failed("why".into())));
        let watch = Watch::default();
        watch.stop();
        assert_eq!(run(&mut shell("while :; do :; done"), Vec::new(), &limits, &watch), Err(RecogniseError::Stopped));
    }
}
