//! What a review is ([`model`]), how a passage is found again ([`anchor`]), what still blocks publication ([`check`]), how far raters
//! agree ([`agreement`]), undo
//! ([`history`]), two people's work as one ([`join`]), what is like a claim ([`recall`]), what was checked before ([`library`]), what a text says in figures and by whom
//! ([`figures`]), claims out ([`export`]), and the file ([`store`]). Nothing here touches the disk, the network or the clock,
//! and nothing reads the files of other programs.

pub mod model;

pub mod agreement;
pub mod anchor;
pub mod check;
pub mod export;
pub mod figures;
pub mod history;
pub mod join;
pub mod library;
pub mod recall;
pub mod store;
