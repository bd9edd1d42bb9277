//! Claimdesk: a fact-checking workbench.
//!
//! The bird's eye view, in reading order: what a review is ([`model`]), how a passage is found again ([`anchor`]), what still
//! blocks publication ([`check`]), how far raters agree ([`agreement`]), undo ([`history`]), two people's work as one ([`join`]), claims out ([`export`]), the file ([`store`]), articles in ([`import`])
//! and claims in from other tools ([`exchange`]), both read by another process ([`foreign`]), the whole behaviour without a window ([`app`]), the outside ([`io`]), and
//! the two faces ([`ui`], [`cli`]). The first seven are the crate in `src/core`, the next three the one in `src/reading`, `app` is
//! one of its own: the compiler keeps who may use whom. `docs/ARCHITECTURE.md` says the rest.

pub use claimdesk_core::{agreement, anchor, check, export, figures, history, join, library, model, recall, store};

pub use claimdesk_reading::{exchange, foreign, import, media, picture};

pub use claimdesk_app as app;

pub mod io;

pub mod cli;
pub mod ui;
