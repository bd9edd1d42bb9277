//! Writes the journal away from the window: one thread that takes what happened in order, writes it at once and brings it to
//! the disk when it is due.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::store::{Files, JournalNews, Keeper, Op, StateDir, describe_io};

use super::{clock, panic_words};

/// How long the thread sleeps when nothing is due.
const IDLE: Duration = Duration::from_secs(3600);

/// The thread that writes the journal. Dropping it waits until everything is on the disk.
#[derive(Debug)]
pub struct JournalThread {
    sender: Option<Sender<Message>>,
    thread: Option<JoinHandle<()>>,
}

enum Message {
    Op(Op),
    /// Answered when everything before it is written.
    Barrier(Sender<()>),
}

/// Waits until everything is written that was asked for before.
#[derive(Debug)]
pub struct Barrier(Option<Receiver<()>>);

impl Barrier {
    /// Waits.
    pub fn wait(self) {
        // No answer: the thread has ended, and there is nothing to wait for.
        self.0.map(|receiver| receiver.recv());
    }
}

impl JournalThread {
    /// Keeps journals in this folder; `tell` is called with what there is to say of it.
    pub fn start(files: Arc<dyn Files>, state: StateDir, tell: impl Fn(JournalNews) + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        let make = move || Keeper::new(Arc::clone(&files), state.clone());
        let thread = thread::spawn(move || run(&make, &receiver, &tell));
        Self { sender: Some(sender), thread: Some(thread) }
    }

    /// Has something written.
    pub fn perform(&self, op: Op) {
        self.send(Message::Op(op));
    }

    /// To wait until what was asked for so far is written.
    pub fn barrier(&self) -> Barrier {
        let (sender, receiver) = channel();
        self.send(Message::Barrier(sender));
        Barrier(Some(receiver))
    }

    fn send(&self, message: Message) {
        if let Some(sender) = &self.sender {
            // The thread only ends when this sender is gone.
            let _ = sender.send(message);
        }
    }
}

impl Drop for JournalThread {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(make: &impl Fn() -> Keeper, receiver: &Receiver<Message>, tell: &impl Fn(JournalNews)) {
    let now = || clock::now().1;
    let mut writer = Writer { keeper: make(), make, tell, told: String::new() };
    loop {
        match receiver.recv_timeout(writer.keeper.due_in(now()).unwrap_or(IDLE)) {
            Ok(Message::Op(op)) => writer.has_to(|keeper| keeper.perform(op, now())),
            // Nobody may be waiting any more.
            Ok(Message::Barrier(answer)) => drop(answer.send(())),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        writer.has_to(|keeper| keeper.tick(now()));
    }
    writer.has_to(|keeper| keeper.perform(Op::Close, now()));
}

/// The keeper, and what was said of it.
struct Writer<'a, M, T> {
    keeper: Keeper,
    make: &'a M,
    tell: &'a T,
    /// The failure that is not over.
    told: String,
}

impl<M: Fn() -> Keeper, T: Fn(JournalNews)> Writer<'_, M, T> {
    /// Has the keeper do something, and says what is to be said of that.
    fn has_to(&mut self, work: impl FnOnce(&mut Keeper) -> io::Result<()>) {
        match catch_unwind(AssertUnwindSafe(|| work(&mut self.keeper))) {
            Ok(Ok(())) => {}
            Ok(Err(error)) if describe_io(&error) == self.told => {}
            Ok(Err(error)) => {
                self.told = describe_io(&error);
                (self.tell)(JournalNews::Failed(self.told.clone()));
            }
            // Nothing that it held in memory can be trusted.
            Err(panic) => {
                self.keeper = (self.make)();
                (self.tell)(JournalNews::Lost(panic_words(panic.as_ref())));
            }
        }
        if !self.told.is_empty() && self.keeper.is_well() {
            self.told.clear();
            (self.tell)(JournalNews::Well);
        }
        if self.keeper.has_grown() {
            (self.tell)(JournalNews::Grown);
        }
    }
}
