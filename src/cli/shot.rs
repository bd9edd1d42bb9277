//! `claimdesk shot`: the window as a picture, no display needed.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::{
    app::{
        Command, Dialog, Effect, EffectResult, Intent, Moment, Prefs, Session,
        effect::{Job, JobResult, OpenJob},
        intent::{Answer, ClaimIntent, CompareIntent, LibraryIntent},
        jobs,
        view::Shows,
    },
    io::{Disk, clock, dirs},
    store::{self, StateDir, Versions},
    ui::{
        Shell,
        shot::{self, Look},
    },
};

use super::Failure;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project, or an article to draw as it is shown before it comes in; without either the start screen is drawn.
    project: Option<PathBuf>,
    /// The picture to write.
    #[arg(short, long, value_name = "FILE.png")]
    output: PathBuf,
    #[command(flatten)]
    reader: super::SeenAs,
    #[command(flatten)]
    replacing: super::Replacing,
    /// Width and height of the window in points.
    #[arg(long, default_value = "1280x800", value_name = "WxH")]
    size: String,
    /// Pixels a point, 0.5 to 4.
    #[arg(long, default_value_t = 1.0)]
    scale: f32,
    /// Which theme.
    #[arg(long, value_enum, default_value_t = ThemeName::Light)]
    theme: ThemeName,
    /// What is shown.
    #[arg(long, value_enum, default_value_t = View::Article)]
    view: View,
    /// The file of another tool for --view import; the project to compare with for --view compare.
    #[arg(long, value_name = "FILE", required_if_eq("view", "import"))]
    file: Option<PathBuf>,
    /// A folder of the library; may be given several times.
    #[arg(long, value_name = "FOLDER")]
    library: Vec<PathBuf>,
    /// What is looked for in the library.
    #[arg(long, value_name = "WORDS")]
    query: Option<String>,
    /// The claim in the inspector, by its number.
    #[arg(long, value_name = "NUMBER")]
    claim: Option<u32>,
}

/// A theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeName {
    /// Dark letters on light ground.
    Light,
    /// Light letters on dark ground.
    Dark,
}

/// A page of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum View {
    /// The article with its claims.
    Article,
    /// The sources.
    Sources,
    /// The article with the document of a source beside it.
    Evidence,
    /// The same, with the places to look at for the claim.
    Likely,
    /// The article with a page of a PDF beside it: of the source of the claim that --claim names, else its own.
    Page,
    /// Every claim of the project in a table.
    Table,
    /// The overview of the work.
    Overview,
    /// What still blocks publication.
    Readiness,
    /// The project beside that of --file.
    Compare,
    /// What people’s work differs in; with --file the import of that project before it.
    Adjudication,
    /// What each of two people did whose work was joined.
    Changes,
    /// The library; with --query what is looked for in it.
    Library,
    /// Who is to make a first pass.
    GiveOut,
    /// The settings.
    Settings,
    /// The command palette.
    Palette,
    /// Keys and help.
    Help,
    /// The user guide
    Guide,
    /// The guided tour in the sample project
    Tour,
    /// The export dialog.
    Export,
    /// The import dialog, with the claims of the file that --file names.
    Import,
    /// The last two drafts of the article, side by side.
    Review,
    /// The earlier versions of the project.
    Versions,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let size = size(&arguments.size).context("--size wants width and height in points, such as 1280x800")?;
    if !(0.5..=4.0).contains(&arguments.scale) {
        bail!("--scale wants a number from 0.5 to 4");
    }
    let inputs: Vec<&Path> =
        [&arguments.project, &arguments.file].into_iter().flatten().map(PathBuf::as_path).collect();
    let landing = super::landing(&arguments.output, &inputs, arguments.replacing)?;
    let (time, elapsed) = clock::now();
    let mut session = Session::new(Prefs::default(), 0, Moment { time, elapsed });
    session.zone = clock::zone();
    let mut shell = Shell::new(session);
    let mut wanted = Vec::new();
    let article = arguments.project.as_ref().filter(|path| !jobs::is_project_path(path));
    if let Some(path) = article {
        open_article(&mut shell, path, Moment { time, elapsed })?;
    } else if let Some(path) = &arguments.project {
        let job = OpenJob { path: path.clone(), state: None, holder: None };
        let JobResult::Opened(_, opened) = jobs::run_in(&super::reach(), Job::OpenProject(job)) else { return Ok(()) };
        let opened = opened.map_err(|error| super::with_path(&error, path))?;
        let result = JobResult::Opened(path.clone(), Ok(opened));
        drop(shell.receive(EffectResult::Done(result), Moment { time, elapsed }));
        if let Some(document) = &shell.session.document {
            let reviewer = arguments.reader.reviewer(document.shown())?;
            shell.session.sit_down(reviewer.as_deref().cloned());
        }
        gather(&mut shell, arguments, Moment { time, elapsed })?;
        wanted = intents(&shell.session, arguments)?;
        if let Some(file) = arguments.file.as_ref().filter(|_| arguments.view == View::Import) {
            let dropped = Intent::Drop(vec![file.clone()]);
            drop(shell.handle(dropped, Moment { time, elapsed }));
            let effects = shell.handle(Intent::Answer(Answer::DroppedClaims), Moment { time, elapsed });
            finish(&mut shell, effects, Moment { time, elapsed });
            if let Some(notice) = shell
                .session
                .notices
                .first()
                .filter(|_| shell.session.incoming.is_none() && shell.session.incoming_project.is_none())
            {
                bail!("{}\n{}", notice.text, file.display());
            }
        }
        if let Some(file) = arguments.file.as_ref().filter(|_| arguments.view == View::Compare) {
            let effects = shell.handle(CompareIntent::With(file.clone()).into(), Moment { time, elapsed });
            finish(&mut shell, effects, Moment { time, elapsed });
            if let Some(notice) = shell.session.notices.first() {
                bail!("{}\n{}", notice.text, file.display());
            }
        }
        if arguments.view == View::Versions {
            let document = shell.session.document.as_ref();
            let key = document.and_then(|document| document.canonical.as_deref()).map(store::project_key);
            let state = dirs::state_dir().map(StateDir);
            let kept = key.zip(state).map(|(key, state)| Versions::of(&state, &key).list(&Disk));
            shell.session.dialog = Some(Dialog::Versions(kept.unwrap_or_default()));
        }
    }
    // Drafts are compared and the pictures of sources drawn by a job; a picture waits for it.
    let wanted =
        wanted.into_iter().filter_map(|intent| show(&mut shell, intent, Moment { time, elapsed })).collect::<Vec<_>>();
    let look = Look { size, scale: arguments.scale, is_dark: arguments.theme == ThemeName::Dark };
    let picture = shot::take_with(shell, wanted, look, |job| {
        let is_drawing = matches!(&job, Job::For(_, job) if matches!(**job, Job::Look(_)));
        is_drawing.then(|| jobs::run_in(&super::reach(), job))
    });
    super::write(&landing, &picture.to_png())
}

/// Opens an article up to its preview.
fn open_article(shell: &mut Shell, path: &Path, now: Moment) -> Result<(), Failure> {
    for effect in shell.handle(Intent::OpenPath(path.to_owned()), now) {
        if let Effect::Run(job) = effect {
            drop(shell.receive(EffectResult::Done(jobs::run_in(&super::reach(), job)), now));
        }
    }
    match shell.session.notices.first() {
        Some(notice) if shell.session.preview.is_none() => bail!("{}\n{}", notice.text, path.display()),
        _ => Ok(()),
    }
}

/// Reads the folders of the library, and looks for what is asked for in it.
fn gather(shell: &mut Shell, arguments: &Arguments, now: Moment) -> Result<(), Failure> {
    for folder in &arguments.library {
        let folder =
            folder.canonicalize().with_context(|| format!("Could not read the folder: {}", folder.display()))?;
        shell.session.prefs.library_folders.push(folder);
    }
    let query = arguments.query.clone().map(LibraryIntent::Query);
    for intent in (!arguments.library.is_empty()).then_some(LibraryIntent::Update).into_iter().chain(query) {
        let effects = shell.handle(intent.into(), now);
        finish(shell, effects, now);
    }
    Ok(())
}

/// Does the jobs that were asked for.
fn finish(shell: &mut Shell, effects: Vec<Effect>, now: Moment) {
    for effect in effects {
        if let Effect::Run(job) = effect {
            drop(shell.receive(EffectResult::Done(jobs::run_in(&super::reach(), job)), now));
        }
    }
}

/// Does what leads to a job here, where that can be run; leaves the rest to the picture.
fn show(shell: &mut Shell, intent: Intent, now: Moment) -> Option<Intent> {
    let commands =
        [Command::ReviewDraft, Command::OpenBeside, Command::SwitchLook, Command::ListLikely, Command::ShowLibrary];
    let commands = commands.map(Intent::Command);
    let needs_job = commands.contains(&intent) || matches!(intent, Intent::Claim(_));
    if !needs_job {
        return Some(intent);
    }
    let shows_page = || shell.session.document.as_ref().is_some_and(|it| it.pane_shows() == Some(Shows::Pages));
    if intent == Command::SwitchLook.into() && shows_page() {
        return None;
    }
    let effects = shell.handle(intent, now);
    finish(shell, effects, now);
    None
}

fn intents(session: &Session, arguments: &Arguments) -> Result<Vec<Intent>, Failure> {
    let mut intents = Vec::new();
    if let Some(number) = arguments.claim {
        let claims = session.document.as_ref().map(|document| document.shown().claims()).unwrap_or_default();
        let claim = claims.iter().find(|claim| claim.number == number);
        let claim = claim.with_context(|| format!("There is no claim {number}"))?;
        intents.push(ClaimIntent::Go(claim.id.clone()).into());
    }
    let command = match arguments.view {
        View::Article => None,
        View::Sources => Some(Command::ShowSources),
        View::Evidence => Some(Command::OpenBeside),
        View::Page => {
            intents.extend(arguments.claim.map(|_| Intent::from(Command::OpenBeside)));
            Some(Command::SwitchLook)
        }
        View::Table => Some(Command::ShowClaims),
        View::Overview => Some(Command::ShowOverview),
        View::Readiness => Some(Command::ShowReadiness),
        View::Compare => Some(Command::ShowCompare),
        View::Adjudication => Some(Command::ShowAdjudication),
        View::GiveOut => Some(Command::GiveOut),
        View::Changes => Some(Command::ShowChanges),
        View::Library => Some(Command::ShowLibrary),
        View::Likely => {
            intents.push(Command::OpenBeside.into());
            Some(Command::ListLikely)
        }
        View::Settings => Some(Command::ShowSettings),
        View::Palette => Some(Command::Palette),
        View::Help => Some(Command::Help),
        View::Guide => Some(Command::Guide),
        View::Tour => Some(Command::Tour),
        View::Export => Some(Command::Export),
        View::Review => Some(Command::ReviewDraft),
        View::Versions | View::Import => None,
    };
    intents.extend(command.map(Intent::from));
    Ok(intents)
}

/// "1280x800" in points; at most 8192 a side, so that a slip of the keys does not fill the memory.
fn size(text: &str) -> Option<(f32, f32)> {
    let (width, height) = text.split_once(['x', 'X', '×'])?;
    let side = |text: &str| text.trim().parse::<u16>().ok().filter(|side| (64..=8192).contains(side)).map(f32::from);
    Some((side(width)?, side(height)?))
}
