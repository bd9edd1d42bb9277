//! The window as a picture, without a display.

use std::{sync::Arc, time::Duration};

use crate::app::{
    Effect, EffectResult, Intent, Moment,
    effect::{Job, JobResult},
};

use super::{
    Shell,
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
pub fn take(shell: Shell, intents: impl IntoIterator<Item = Intent>, look: Look) -> Picture {
    take_with(shell, intents, look, |_| None)
}

/// The same, with what draws pages and pictures while the window is drawn: as sharply as they are seen.
pub fn take_with(
    mut shell: Shell,
    intents: impl IntoIterator<Item = Intent>,
    look: Look,
    mut draw: impl FnMut(Job) -> Option<JobResult>,
) -> Picture {
    let now = Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: Duration::ZERO };
    for intent in intents {
        // A picture has no outside: what the session asks of it is left undone.
        drop(shell.handle(intent, now));
    }
    shell.session.notices.retain(|notice| notice.kind.is_lasting());
    let theme = if look.is_dark { egui::Theme::Dark } else { egui::Theme::Light };
    let shot = Shot { size: egui::vec2(look.size.0, look.size.1), scale: look.scale, theme, frames: FRAMES };
    let mut has_faces = false;
    shot.take(|ui| {
        // Letters that the bundled faces lack come from the system, as in the window.
        if !std::mem::replace(&mut has_faces, true) {
            ui.ctx().add_font_provider(Arc::new(egui_system_font_provider::SystemFontProvider::new()));
        }
        for effect in shell.ui(ui, now) {
            let done = match effect {
                Effect::Run(Job::Examine(job)) => Some(JobResult::Examined(Box::new(job.run()))),
                Effect::Run(job) => draw(job),
                _ => None,
            };
            if let Some(done) = done {
                drop(shell.receive(EffectResult::Done(done), now));
            }
        }
    })
}
