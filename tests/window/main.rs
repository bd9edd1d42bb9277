//! The window, driven by pointer, keys and labels. No display, no graphics card.

#[path = "../support/mod.rs"]
mod support;

mod desk;
mod drafts;
mod evidence;
mod keyboard;
mod preview;
mod reader;
mod scales;
mod turned;
