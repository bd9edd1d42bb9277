//! The window as a picture, without a display.

use std::time::Duration;

use crate::{
    app::{Intent, Moment, Session},
    ui::{
        Desk,
        raster::{Picture, Shot},
    },
};

/// Draws the window of a session. Messages that go away by themselves are left out, since a picture cannot wait for it.
pub fn take(session: Session, shot: Shot) -> Picture {
    let mut desk = Desk::new(session);
    desk.session.notices.retain(|notice| notice.kind.is_lasting());
    let now = Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: Duration::ZERO };
    shot.take(|ui| {
        // A picture has no outside: what the session asks of it is left undone.
        drop(desk.ui(ui, now));
    })
}

/// Brings a session to the place that is to be shown.
pub fn prepare(session: &mut Session, intents: impl IntoIterator<Item = Intent>) {
    let now = Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: Duration::ZERO };
    for intent in intents {
        drop(session.handle(intent, now));
    }
}
