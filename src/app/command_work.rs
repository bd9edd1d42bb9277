//! What each command does.

use crate::{join::Choice, model::Claim};

use super::{
    document::Document,
    effect::{ClipboardUse, Pick},
    intent::FindIntent,
    notice::{Dialog, Then},
    prefs::Theme,
    rooms as room,
    scene::Scene::{self, Table},
    session::Session,
    view::{Field, Overlay, Screen},
};

macro_rules! work {
    ($($command:ident $id:literal $group:ident $scenes:expr, $needs:ident [$($shortcut:expr),*] $title:literal $help:literal
        => $work:expr;)+) => {
        /// What the commands do, in the order of their table.
        pub(crate) static WORK: &[fn(&mut Session, Scene)] = &[$($work,)+];
    };
}

command_table!(work);

fn other_theme(theme: Theme) -> Theme {
    match theme {
        Theme::Dark => Theme::Light,
        Theme::System | Theme::Light => Theme::Dark,
    }
}
