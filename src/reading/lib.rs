//! What reads foreign bytes: articles in many formats ([`import`]), the claims and sources of other tools ([`exchange`]), and how
//! another process is asked to read them ([`foreign`]).

pub mod exchange;
pub mod foreign;
pub mod import;

use claimdesk_core::{anchor, model};
