//! The window. Draws the session and returns intents; decides nothing itself. The only place that knows egui.

mod fonts;
pub mod raster;
pub mod reader;
pub mod theme;
