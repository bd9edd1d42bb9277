//! What reads foreign bytes: articles in many formats ([`import`]), the claims and sources of other tools ([`exchange`]), pictures
//! ([`picture`]), and how another process is asked to read them ([`foreign`]).

pub mod exchange;
pub mod foreign;
pub mod import;
pub mod media;
pub mod picture;

use claimdesk_core::{anchor, model};
