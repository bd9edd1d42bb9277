//! The whole behaviour of the program, without a window.
//!
//! Four words carry every action: a widget returns an [`Intent`]; a [`Command`] is a named action without an argument, with
//! one entry in [`COMMANDS`]; an [`Edit`](crate::model::Edit) is the only way to change a project; an [`Effect`] is a wish to
//! the outside, answered by an [`EffectResult`]. [`Session::handle`] turns intents into effects. The window and the command
//! line are two faces of it, and a test needs neither.

#[macro_use]
mod command_table;

pub mod adjudication;
mod cached;
mod changes;
pub mod claim_link;
mod clip;
pub mod command;
mod command_work;
pub mod comparison;
mod counts;
mod coverage;
mod document;
mod done;
mod doubles;
pub mod draft_following;
pub mod effect;
pub mod faces;
pub mod filter;
pub mod find;
mod given;
pub mod guide;
mod here;
mod ids;
pub mod incoming;
pub mod incoming_project;
pub mod intent;
pub mod jobs;
mod journal_replay;
mod keymap;
pub mod keys;
mod left_work;
mod links;
pub mod locator;
pub mod looks;
mod marks;
mod moment;
mod navigation;
mod notice;
pub mod offers;
mod open_error;
mod open_job;
mod prefs;
mod prefs_file;
mod preview;
mod reach;
mod read_compared;
mod read_incoming;
mod read_project;
mod recognition;
mod repair;
mod rooms;
mod save_job;
pub mod scales;
pub mod scene;
mod seal_job;
mod session;
mod signing;
mod since;
pub mod source_following;
pub mod source_library;
mod state_id;
pub mod table;
pub mod taking_in;
mod tally;
mod text_view;
pub mod tour;
mod units;
pub mod unjoined;
mod veil;
pub mod view;
mod visible;
pub mod visits;

use claimdesk_core::{agreement, anchor, check, export, history, join, model, recall, store};
use claimdesk_reading::{exchange, foreign, import, media, picture};

pub use cached::Cached;
pub use changes::describe as describe_changes;
pub use claimdesk_core::anchor::{Comparison, DiffKind, Difference, Revision, difference};
pub use command::{COMMANDS, Command};
pub use counts::{ArticleCounts, Counts, SentenceCounts};
pub use coverage::{Coverages, Examined, coverage};
pub use document::{Document, OnDisk, Theirs};
pub use draft_following::{Following, is_same_text};
pub use effect::{Effect, EffectResult, NoTheirs};
pub use ids::Ids;
pub use intent::{Forget, Intent};
pub use journal_replay::{Resumed, count_of_changes, unsaved_state};
pub use keymap::Keymap;
pub use left_work::name_of as name_of_work;
pub use links::link_in;
pub use marks::mark_at;
pub use moment::Moment;
pub use notice::{Dialog, Notice, NoticeKind, Notices, PageChoice, Then};
pub use prefs::{Highlight, Layout, Prefs, Reading, Recent, TableLook, Theme};
pub use prefs_file::{PrefsRead, read_prefs, write_prefs};
pub use preview::{Opening, Preview};
pub use repair::{Repaired, repair};
pub use rooms::keeping::file_stem;
pub use rooms::surroundings::SAMPLE;
pub use scene::Scene;
pub use session::{Opened, Session};
pub use state_id::StateId;
pub use tally::{ReviewItem, Tally};
pub use text_view::{Side, TextView};
pub use units::{units, word_at};
pub use veil::{SeenBy, Shown, Unveiled};
pub use view::Pane;
pub use visible::Visible;
