//! Writes the journal away from the window: one thread that takes what happened in order, writes it at once and brings it to
//! the disk when it is due.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::store::{Files, Keeper, Op, StateDir, describe_io};

use super::clock;

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
    /// Keeps journals in this folder; `failed` is told why one could not be written.
    pub fn start(files: Arc<dyn Files>, state: StateDir, failed: impl Fn(String) + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        let thread = thread::spawn(move || run(Keeper::new(files, state), &receiver, &failed));
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

fn run(mut keeper: Keeper, receiver: &Receiver<Message>, failed: &impl Fn(String)) {
    let now = || clock::now().1;
    let mut told = String::new();
    let mut check = |done: std::io::Result<()>| match done {
        Err(error) if described(&error) != told => {
            told = described(&error);
            failed(told.clone());
        }
        _ => {}
    };
    loop {
        match receiver.recv_timeout(keeper.due_in(now()).unwrap_or(IDLE)) {
            Ok(Message::Op(op)) => check(keeper.perform(op, now())),
            // Nobody may be waiting any more.
            Ok(Message::Barrier(answer)) => drop(answer.send(())),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        check(keeper.tick(now()));
    }
    check(keeper.perform(Op::Close, now()));
}

fn described(error: &std::io::Error) -> String {
    describe_io(error)
}
