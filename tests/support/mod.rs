//! A session with an outside that tests control: a folder of its own, a clock that they wind, dialogs that they answer.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod archive;
pub mod faulty;
pub mod files;
#[cfg(unix)]
pub mod traps;
pub mod window;

use std::{collections::VecDeque, path::PathBuf, sync::Arc, time::Duration};

use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Command, Document, Effect, EffectResult, Intent, Moment, Prefs, Session,
        effect::Clip,
        intent::{Answer, PreviewIntent, ReaderIntent},
        jobs,
        view::{Selection, Wish},
    },
    io::Disk,
    model::{Claim, Project},
    store::{Files, JournalNews, Keeper, StateDir, describe_io},
};

/// Text of an invented article: headline, three paragraphs, a tail that the site added.
pub const ARTICLE: &str = "\
Bridge closed after divers find cracks
The old bridge over the river was closed on Monday. About 4,000 cars cross it every day, the city said.
“We will not take any risk,” the engineer wrote. Dr. Lee of the U.S. survey found cracks in two piers.
The last repair took nine months and cost twice what had been planned.
No comments
Thanks for reading, come again.
";

/// A picture of 40 by 20 pixels, light at the left and dark at the right.
pub fn sample_png() -> Vec<u8> {
    let pixels = (0..20).flat_map(|_| (0..40_u8).flat_map(|x| [250 - x * 6, 200 - x * 3, 90, 255])).collect();
    claimdesk::picture::to_png(&claimdesk::picture::Raster { width: 40, height: 20, pixels })
}

/// Somebody sits here from now on.
pub fn introduce(driver: &mut Driver, name: &str, initials: &str) {
    driver.send(Intent::Answer(Answer::Reviewer { name: name.into(), initials: initials.into() }));
}

/// Ann has called a claim confirmed by a source, and signed it.
pub fn signed_by_ann() -> Driver {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    driver.mark("4,000 cars");
    driver.send(Intent::Paste("https://example.org/count".into()));
    driver.digit(1);
    driver.send(Command::SignChecked);
    driver
}

/// Two people's work on one article in one folder: Ann's is saved in the file that is returned; Bob, who took it up from there and
/// sits here, has called her second claim confirmed, which she calls wrong.
pub fn ann_then_bob() -> (Driver, PathBuf) {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann", "AN");
    driver.mark("4,000 cars");
    driver.digit(1);
    driver.mark("nine months");
    driver.digit(3);
    let ann = driver.save_as("ann.ron");
    introduce(&mut driver, "Bob", "BO");
    driver.digit(1);
    (driver, ann)
}

/// A session and its outside.
pub struct Driver {
    pub session: Session,
    pub folder: tempfile::TempDir,
    /// Answers to file dialogs, in order; none left: nothing is chosen.
    pub picks: VecDeque<PathBuf>,
    pub clipboard: Clip,
    pub copied: Vec<String>,
    pub links: Vec<String>,
    /// What the system's own programs were to open: names and bytes.
    pub opened: Vec<(String, Vec<u8>)>,
    pub has_quit: bool,
    /// What was wished of the window, in order.
    pub wishes: Vec<Wish>,
    /// Through which everything is written.
    pub files: Arc<dyn Files>,
    /// Writes the journal, in a session that has one.
    pub keeper: Option<Keeper>,
    elapsed: Duration,
}

impl Driver {
    pub fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    fn in_folder(folder: tempfile::TempDir) -> Self {
        let prefs = Prefs { reviewer_asked: true, ..Prefs::default() };
        Self {
            session: Session::new(prefs, 1, moment(Duration::ZERO)),
            folder,
            picks: VecDeque::new(),
            clipboard: Clip::default(),
            copied: Vec::new(),
            links: Vec::new(),
            opened: Vec::new(),
            has_quit: false,
            wishes: Vec::new(),
            files: Arc::new(Disk),
            keeper: None,
            elapsed: Duration::ZERO,
        }
    }

    /// With a folder for journals and history, written through `files`; it looks for what a crash has left.
    pub fn safe(folder: tempfile::TempDir, files: Arc<dyn Files>) -> Self {
        let mut driver = Self { files: Arc::clone(&files), ..Self::in_folder(folder) };
        let state = StateDir(driver.path("state"));
        driver.session.state = Some(state.clone());
        driver.session.machine = "desk-3".into();
        driver.keeper = Some(Keeper::new(files, state));
        let effects = driver.session.look_for_left_behind();
        driver.perform(effects);
        driver
    }

    /// The program ends as by `kill -9`, and is started again on the same folder.
    pub fn kill(self) -> Self {
        let Self { folder, files, session, keeper, .. } = self;
        drop((session, keeper));
        Self::safe(folder, files)
    }

    /// With [`ARTICLE`] opened as a new project.
    pub fn with_article() -> Self {
        Self::with_text(ARTICLE)
    }

    /// With a text opened as a new project.
    pub fn with_text(text: &str) -> Self {
        let mut driver = Self::new();
        let path = driver.write("article.txt", text);
        driver.send(Intent::OpenPath(path));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        assert!(driver.session.document.is_some(), "{:?}", driver.session.notices);
        driver
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Two seconds later, an intent with everything that follows from it.
    pub fn send(&mut self, intent: impl Into<Intent>) {
        self.elapsed += Duration::from_secs(2);
        let effects = self.session.handle(intent.into(), moment(self.elapsed));
        self.perform(effects);
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let result = match effect {
                Effect::Pick(pick) => EffectResult::Picked(pick, self.picks.pop_front()),
                Effect::Run(job) => EffectResult::Done(jobs::run(self.files.as_ref(), job)),
                Effect::ReadClipboard(purpose) => EffectResult::Clipboard(purpose, self.clipboard.clone()),
                Effect::Copy(text) => {
                    self.copied.push(text);
                    continue;
                }
                Effect::OpenFile(name, bytes) => {
                    self.opened.push((name, bytes.to_vec()));
                    continue;
                }
                Effect::OpenLink(link) => {
                    self.links.push(link);
                    continue;
                }
                Effect::Wish(wish) => {
                    self.wishes.push(wish);
                    continue;
                }
                Effect::Quit => {
                    self.has_quit = true;
                    continue;
                }
                Effect::Journal(op) => {
                    let Some(keeper) = &mut self.keeper else { continue };
                    match keeper.perform(op, self.elapsed) {
                        Err(error) => EffectResult::Journal(JournalNews::Failed(describe_io(&error))),
                        Ok(()) if keeper.has_grown() => EffectResult::Journal(JournalNews::Grown),
                        Ok(()) => continue,
                    }
                }
                Effect::SavePrefs(_) | Effect::Watch(_) | Effect::Face(_) => continue,
            };
            let effects = self.session.receive(result, moment(self.elapsed));
            self.perform(effects);
        }
    }

    pub fn document(&self) -> &Document {
        self.session.document.as_ref().expect("a project is open")
    }

    pub fn project(&self) -> &Project {
        self.document().project()
    }

    pub fn text(&self) -> String {
        self.document().version().unwrap().text().to_string()
    }

    pub fn select(&mut self, words: &str) {
        let at = self.text().find(words).unwrap_or_else(|| panic!("“{words}” is not in the article"));
        self.send(Intent::Reader(ReaderIntent::Select(Selection { anchor: at, head: at + words.len() })));
    }

    /// Signs the claim in the inspector as checked, and says yes when it is asked.
    pub fn sign(&mut self) {
        self.send(Command::SignChecked);
        if self.session.notices.last().is_some_and(|notice| notice.text.contains("Sign once more")) {
            self.send(Command::SignChecked);
        }
    }

    /// Marks words as a claim.
    pub fn mark(&mut self, words: &str) {
        self.select(words);
        self.send(Command::MarkClaim);
    }

    pub fn digit(&mut self, digit: u8) {
        self.send(Intent::Digit { digit, with_shift: false });
    }

    /// The claim in the inspector.
    pub fn claim(&self) -> &Claim {
        self.document().claim().expect("a claim is selected")
    }

    pub fn quotes(&self) -> Vec<String> {
        self.project().claims().iter().map(|claim| claim.quote()).collect()
    }

    /// Saves under a name in the folder.
    pub fn save_as(&mut self, name: &str) -> PathBuf {
        let path = self.path(name);
        self.picks.push_back(path.clone());
        self.send(Command::SaveAs);
        path
    }

    /// The texts of the messages that are shown.
    pub fn notices(&self) -> Vec<&str> {
        self.session.notices.iter().map(|notice| notice.text.as_str()).collect()
    }
}

pub fn moment(elapsed: Duration) -> Moment {
    let start: jiff::Timestamp = "2025-02-05T09:00:00Z".parse().unwrap();
    Moment { time: start.checked_add(jiff::SignedDuration::try_from(elapsed).unwrap()).unwrap(), elapsed }
}
