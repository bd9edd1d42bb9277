//! Carries out what the session asks of the outside. Slow work runs in threads of its own, whose results wake the window.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use crate::{
    app::{
        Effect, EffectResult, Moment, PrefsRead,
        effect::{Clip, Job, Pick},
        faces::{Face, FaceAnswer, FaceAsk},
        jobs::{self, Reach},
        read_prefs, source_library, write_prefs,
    },
    exchange, export, import,
    io::{self, Disk, Internet, JournalThread, SettingsThread, Tesseract, Watcher, Worker, dialogs::Ask},
    media,
    store::{Files, StateDir, describe_io},
};

/// The outside of one window.
pub struct Outside {
    files: Arc<dyn Files>,
    worker: Arc<Worker>,
    results: Receiver<EffectResult>,
    sender: Sender<EffectResult>,
    wake: Arc<dyn Fn() + Send + Sync>,
    journal: Option<JournalThread>,
    settings: Option<SettingsThread>,
    watcher: Watcher,
    opened: Arc<Mutex<io::OpenedFiles>>,
    jobs: Vec<thread::JoinHandle<()>>,
}

impl Outside {
    /// `wake` is called from any thread when a result has arrived.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let (sender, results) = channel();
        let files: Arc<dyn Files> = Arc::new(Disk);
        let tell = |sender: &Sender<EffectResult>| {
            let (sender, wake) = (sender.clone(), Arc::clone(&wake));
            move |result| {
                // The window may be gone by now; then nobody waits for the result.
                let _ = sender.send(result);
                wake();
            }
        };
        let news = tell(&sender);
        let journal = state_dir().map(|state| {
            JournalThread::start(Arc::clone(&files), state, move |said| news(EffectResult::Journal(said)))
        });
        let unsaved = tell(&sender);
        let settings = prefs_path().map(|path| {
            let failed = move |why| unsaved(EffectResult::PrefsNotSaved(why));
            SettingsThread::start(Arc::clone(&files), path, failed)
        });
        let touched = tell(&sender);
        let watcher = Watcher::start(move |path| touched(EffectResult::FileTouched(path)));
        let (worker, opened, jobs) = (Arc::default(), Arc::default(), Vec::new());
        Self { files, worker, results, sender, wake, journal, settings, watcher, opened, jobs }
    }

    /// Does what is asked, at once or in a thread. Returns whether the window is to be closed.
    pub fn perform(&mut self, effect: Effect, ctx: &egui::Context) -> bool {
        match effect {
            Effect::Quit => return true,
            Effect::Copy(text) => ctx.copy_text(text),
            Effect::OpenFile(name, bytes) => {
                let opened = Arc::clone(&self.opened);
                self.in_thread(move |_| {
                    let mut opened = opened.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    let why = opened.open(&name, &bytes).err().map(|error| describe_io(&error))?;
                    Some(EffectResult::NotOpened(name, why))
                });
            }
            Effect::OpenLink(url) => ctx.open_url(egui::OpenUrl::new_tab(url)),
            Effect::SavePrefs(prefs) => {
                if let (Some(settings), Some(text)) = (&self.settings, write_prefs(&prefs)) {
                    settings.write(text);
                }
            }
            Effect::ReadClipboard(purpose) => {
                self.in_thread(move |_| {
                    let text = io::clipboard::text();
                    let picture = if text.is_none() { io::clipboard::picture() } else { None };
                    let clip = Clip { text, html: io::clipboard::html(), picture };
                    Some(EffectResult::Clipboard(purpose, clip))
                });
            }
            Effect::Pick(pick) => self.in_thread(move |_| {
                let path = io::dialogs::ask(question(&pick));
                Some(EffectResult::Picked(pick, path))
            }),
            Effect::Run(job) => self.run(job),
            Effect::Face(ask) => self.in_thread(move |_| Some(EffectResult::Face(face(ask)))),
            Effect::Journal(op) => {
                if let Some(journal) = &self.journal {
                    journal.perform(op);
                }
            }
            Effect::Watch(path) => self.watcher.watch(path),
            // The window has fulfilled it itself.
            Effect::Wish(_) => {}
        }
        false
    }

    /// What has come back since it was last asked.
    pub fn results(&self) -> Vec<EffectResult> {
        self.results.try_iter().collect()
    }

    /// What happened before a job is in the journal before the job reads it.
    fn run(&mut self, job: Job) {
        let worker = Arc::clone(&self.worker);
        let barrier = self.journal.as_ref().map(JournalThread::barrier);
        let sender = self.sender.clone();
        self.in_thread(move |files| {
            if let Some(barrier) = barrier {
                barrier.wait();
            }
            let (web, recogniser) = (&Internet::default(), &Tesseract::default());
            let reach = Reach { files, reader: worker.as_ref(), web, recogniser };
            let done = jobs::run_in(&reach, job);
            if let Some(missing) = worker.take_missing() {
                let _ = sender.send(EffectResult::NotClosedIn(missing));
            }
            Some(EffectResult::Done(done))
        });
    }

    fn in_thread(&mut self, work: impl FnOnce(&dyn Files) -> Option<EffectResult> + Send + 'static) {
        let (files, sender, wake) = (Arc::clone(&self.files), self.sender.clone(), Arc::clone(&self.wake));
        self.jobs.retain(|job| !job.is_finished());
        self.jobs.push(thread::spawn(move || {
            if let Some(result) = work(files.as_ref()) {
                // The window may be gone by now; then nobody waits for the result.
                let _ = sender.send(result);
                wake();
            }
        }));
    }
}

impl Drop for Outside {
    /// Waits for what is being written, so that the end of the program does not cut it.
    fn drop(&mut self) {
        self.journal = None;
        self.settings = None;
        for job in self.jobs.drain(..).filter(|job| !job.is_finished()) {
            // Dialogs of the system may never answer; only writing is worth waiting for, and it is short.
            let start = io::clock::now().1;
            while !job.is_finished() && io::clock::now().1.saturating_sub(start) < FINISH {
                thread::sleep(std::time::Duration::from_millis(5));
            }
        }
    }
}

/// How long the end of the program waits for a job.
const FINISH: std::time::Duration = std::time::Duration::from_secs(5);

/// Where journals and history are kept.
pub fn state_dir() -> Option<StateDir> {
    io::dirs::state_dir().map(StateDir)
}

/// What time it is.
pub fn now() -> Moment {
    let (time, elapsed) = io::clock::now();
    Moment { time, elapsed }
}

fn face(ask: FaceAsk) -> FaceAnswer {
    match ask {
        FaceAsk::Families => FaceAnswer::Families(io::fonts::families()),
        FaceAsk::Load(family) => {
            let loaded = io::fonts::load(&family);
            let face = loaded.map(|(regular, bold)| Face { family: family.clone(), regular, bold });
            FaceAnswer::Loaded(family, face)
        }
    }
}

fn question(pick: &Pick) -> Ask {
    let filters = match pick {
        Pick::For(_, pick) => return question(pick),
        Pick::NewFromArticle | Pick::Article | Pick::Draft(_) | Pick::Document(_) => {
            let endings = import::IMPORTERS.iter().flat_map(|importer| importer.extensions).map(|e| (*e).to_owned());
            let what = if matches!(pick, Pick::Document(_)) { "Documents" } else { "Articles" };
            let mut filters = vec![(what.to_owned(), endings.collect())];
            if matches!(pick, Pick::Document(_)) {
                let endings = media::endings().map(str::to_owned).collect();
                filters.push(("Pictures and recordings".to_owned(), endings));
            }
            filters.push(("All files".to_owned(), vec!["*".to_owned()]));
            filters
        }
        Pick::LibraryFolder => Vec::new(),
        Pick::SealFile(_) => vec![("All files".to_owned(), vec!["*".to_owned()])],
        Pick::Sources => {
            vec![("Lists of sources".to_owned(), source_library::endings().map(str::to_owned).collect())]
        }
        Pick::SaveAs { .. } => vec![("Claimdesk projects".to_owned(), vec!["ron".to_owned()])],
        Pick::Compared => vec![("Claimdesk projects".to_owned(), vec!["ron".to_owned()])],
        Pick::Project => {
            let complete = export::EXPORTERS.iter().filter(|exporter| exporter.opens_again);
            vec![
                ("Claimdesk projects".to_owned(), vec!["ron".to_owned()]),
                ("Complete exports".to_owned(), complete.map(|exporter| exporter.extension.to_owned()).collect()),
            ]
        }
        Pick::Claims => {
            let endings = exchange::READERS.iter().flat_map(|reader| reader.extensions).map(|e| (*e).to_owned());
            let endings = endings.chain(["ron".to_owned(), "claimdesk".to_owned()]);
            vec![
                ("Claims of other tools, projects".to_owned(), endings.collect()),
                ("All files".to_owned(), vec!["*".to_owned()]),
            ]
        }
        Pick::Export { format, options, .. } => {
            let exporter = export::exporter(format);
            exporter
                .map(|exporter| (exporter.name.to_owned(), vec![exporter.extension_for(options).to_owned()]))
                .into_iter()
                .collect()
        }
    };
    Ask {
        title: pick.title().to_owned(),
        is_folder: pick.is_folder(),
        is_for_writing: pick.is_for_writing(),
        suggested: pick.suggested().to_owned(),
        filters,
    }
}

fn prefs_path() -> Option<PathBuf> {
    Some(io::dirs::config_dir()?.join("settings.ron"))
}

/// The person's settings, and what has to be said of them: its words, and the place.
pub fn load_prefs() -> (PrefsRead, Option<(String, String)>) {
    let Some(path) = prefs_path() else { return Default::default() };
    let path_shown = path.display().to_string();
    let bytes = match io::read_settings(&Disk, &path) {
        Ok(None) => return Default::default(),
        Ok(Some(bytes)) => bytes,
        Err(error) => {
            let text = format!("Could not read the settings: {}. They are as they came.", describe_io(&error));
            return (PrefsRead::default(), Some((text, path_shown)));
        }
    };
    let read = read_prefs(&bytes);
    if read.lost.is_empty() {
        return (read, None);
    }
    let lost = read.lost.join(", ");
    let told = match io::keep_damaged(&Disk, &path, &bytes) {
        Ok(kept) => (
            format!("Could not read all of the settings: {lost}. These are as they came; the file is kept as it was."),
            kept.display().to_string(),
        ),
        Err(why) => {
            let text =
                format!("Could not read all of the settings: {lost}. The file could not be kept as it was: {why}");
            (text, path_shown)
        }
    };
    (read, Some(told))
}
