//! The behaviour of the program, through its session, without a window.

#[path = "../support/memory.rs"]
mod memory;
#[path = "../support/mod.rs"]
mod support;

mod annotated;
mod archives;
mod changed_outside;
mod checked_before;
mod closed_meanwhile;
mod commands;
mod comparison;
mod drafts;
mod everyday;
mod evidence;
mod evidence_web;
mod imports;
mod joining;
mod journal;
mod library;
#[cfg(unix)]
mod links;
mod long;
mod pages;
mod passes;
mod person;
mod pictures;
mod recognition;
mod reliability;
mod saving;
mod signing;
mod speech;
mod table;
mod theirs;
mod unjoined;
mod web;
