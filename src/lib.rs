//! Claimdesk: a fact-checking workbench.

pub mod anchor;
pub mod model;
