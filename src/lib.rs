//! Claimdesk: a fact-checking workbench.
//!
//! The bird's eye view, in reading order: what a review is ([`model`]), how a passage is found again ([`anchor`]), what still
//! blocks publication ([`check`]), undo ([`history`]), articles in ([`import`]), claims out ([`export`]) and in
//! from other tools ([`exchange`]), the file ([`store`]),
//! the outside ([`io`]), the whole behaviour without a window ([`app`]), and its two faces ([`ui`], [`cli`]).
//! `docs/ARCHITECTURE.md` says who may use whom.

pub mod model;

pub mod anchor;
pub mod check;
pub mod exchange;
pub mod export;
pub mod history;
pub mod import;
pub mod store;

pub mod io;

pub mod app;

pub mod cli;
pub mod ui;
