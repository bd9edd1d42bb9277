//! Claimdesk: a fact-checking workbench.

pub mod model;
