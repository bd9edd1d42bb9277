//! What reads foreign bytes: articles in many formats ([`import`]) and the claims of other tools ([`exchange`]).

pub mod exchange;
pub mod import;

use claimdesk_core::{anchor, model};
