//! The window. Draws the session and returns intents; decides nothing itself. The only place that knows egui.

mod claim_list;
mod desk;
mod dialogs;
mod drafts;
mod export_dialog;
mod find_bar;
mod fonts;
mod import_dialog;
mod inspector;
mod keyboard;
mod notices;
mod opening;
mod outside;
mod overlays;
mod overview;
mod pane;
mod preview;
pub mod raster;
pub mod reader;
mod readiness;
mod reading;
mod review;
mod scale_editor;
mod sentence_bar;
mod settings;
pub mod shot;
mod sidebar;
mod sources;
mod start;
pub mod theme;
mod top_bar;
mod versions;
mod widgets;
pub mod window;
mod wording;

pub use desk::Desk;
