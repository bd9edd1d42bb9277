//! The window, driven by pointer, keys and labels. No display, no graphics card.

#[path = "../support/mod.rs"]
mod support;

mod blind;
mod comparison;
mod counts;
mod desk;
mod drafts;
mod evidence;
mod independent;
mod keyboard;
mod library;
mod messages;
mod over;
mod pages;
mod passes;
mod pictures;
mod preview;
mod reader;
mod reading_face;
mod right_click;
mod scales;
mod screen_reader;
mod signing;
mod table;
mod together;
mod tour;
mod turned;
