//! The window as a picture, without a display.

use std::{sync::Arc, time::Duration};

use crate::app::{
    Effect, EffectResult, Intent, Moment,
    effect::{Job, JobResult},
};

use super::{
    Desk,
    raster::{Picture, Shot},
};

/// How the picture is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Width and height of the window in points.
    pub size: (f32, f32),
    /// Pixels a point.
    pub scale: f32,
    /// Whether the dark theme is shown.
    pub is_dark: bool,
}

/// Frames to run: things that know their size only after one frame need a second, and what they push about a third.
const FRAMES: usize = 4;

/// Draws the window after these intents. Messages that go away by themselves are left out, since a picture
/// cannot wait for it.
pub fn take(mut desk: Desk, intents: impl IntoIterator<Item = Intent>, look: Look) -> Picture {
    let now = Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: Duration::ZERO };
    for intent in intents {
        // A picture has no outside: what the session asks of it is left undone.
        drop(desk.handle(intent, now));
    }
    desk.session.notices.retain(|notice| notice.kind.is_lasting());
    let theme = if look.is_dark { egui::Theme::Dark } else { egui::Theme::Light };
    let shot = Shot { size: egui::vec2(look.size.0, look.size.1), scale: look.scale, theme, frames: FRAMES };
    let mut has_faces = false;
    shot.take(|ui| {
        // Letters that the bundled faces lack come from the system, as in the window.
        if !std::mem::replace(&mut has_faces, true) {
            ui.ctx().add_font_provider(Arc::new(egui_system_font_provider::SystemFontProvider::new()));
        }
        for effect in desk.ui(ui, now) {
            if let Effect::Run(Job::Examine(job)) = effect {
                let examined = JobResult::Examined(Box::new(job.run()));
                drop(desk.receive(EffectResult::Done(examined), now));
            }
        }
    })
}
