//! The window. Draws the session and returns intents; decides nothing itself. The only place that knows egui.

mod claim_list;
mod desk;
mod dialogs;
mod export_dialog;
mod find_bar;
mod fonts;
mod inspector;
mod keyboard;
mod notices;
mod outside;
mod overlays;
mod preview;
pub mod raster;
pub mod reader;
mod reading;
mod settings;
pub mod shot;
mod sidebar;
mod sources;
mod start;
pub mod theme;
mod top_bar;
mod widgets;
pub mod window;

pub use desk::Desk;
