//! Claimdesk: a fact-checking workbench.

pub mod model;

pub mod anchor;
pub mod export;
pub mod history;
pub mod import;
pub mod store;

pub mod io;

pub mod app;

pub mod cli;
pub mod ui;
