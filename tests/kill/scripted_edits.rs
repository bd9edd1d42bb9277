//! A session that edits a project as fast as it can and says what is written, for `tests/kill.rs` to kill.
//!
//! Prints `ack N MICROSECONDS` once edit N is in the journal, and how long that took.

use std::{
    io::Write,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use claimdesk::{
    app::{Command, Effect, EffectResult, Intent, Moment, Prefs, Session, jobs},
    io::{Disk, JournalThread},
    model::Edit,
    store::{JournalNews, StateDir},
};

/// How often the project is saved between edits; `CLAIMDESK_SAVE_EVERY` sets another number.
const SAVE_EVERY: u64 = 7;

/// Edits until it is killed.
pub fn run(project: PathBuf, state: PathBuf) -> ! {
    let save_every =
        std::env::var("CLAIMDESK_SAVE_EVERY").ok().and_then(|every| every.parse().ok()).unwrap_or(SAVE_EVERY);
    let start = Instant::now();
    let now = || Moment { time: jiff::Timestamp::now(), elapsed: start.elapsed() };
    let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 1, now());
    session.state = Some(StateDir(state.clone()));
    let has_grown = Arc::new(AtomicBool::new(false));
    let says_so = Arc::clone(&has_grown);
    let journal = JournalThread::start(Arc::new(Disk), StateDir(state), move |said| {
        if said != JournalNews::Grown {
            eprintln!("{said:?}");
            std::process::exit(1);
        }
        says_so.store(true, Ordering::Relaxed);
    });
    let effects = session.handle(Intent::OpenPath(project), now());
    perform(&mut session, &journal, effects, &now);
    let title = session.document.as_ref().expect("the project opens").project().title().to_owned();
    let mut number: u64 = title.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    loop {
        number += 1;
        if has_grown.swap(false, Ordering::Relaxed) {
            let effects = session.receive(EffectResult::Journal(JournalNews::Grown), now());
            perform(&mut session, &journal, effects, &now);
        }
        let made = Instant::now();
        let effects = session.handle(Edit::SetTitle(format!("edit {number}")).into(), now());
        perform(&mut session, &journal, effects, &now);
        journal.barrier().wait();
        let took: Duration = made.elapsed();
        println!("ack {number} {}", took.as_micros());
        std::io::stdout().flush().expect("somebody listens");
        if number.is_multiple_of(save_every) {
            let effects = session.handle(Command::Save.into(), now());
            perform(&mut session, &journal, effects, &now);
        }
    }
}

fn perform(session: &mut Session, journal: &JournalThread, effects: Vec<Effect>, now: &impl Fn() -> Moment) {
    for effect in effects {
        match effect {
            Effect::Journal(op) => journal.perform(op),
            Effect::Run(job) => {
                journal.barrier().wait();
                let result = EffectResult::Done(jobs::run(&Disk, job));
                let effects = session.receive(result, now());
                perform(session, journal, effects, now);
            }
            _ => {}
        }
    }
}
