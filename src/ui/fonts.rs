//! The faces of the window: Noto Sans for the interface, Noto Serif to read, Hack for keys and code. Faces for other scripts
//! come from the system.

use std::sync::{Arc, LazyLock};

use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

use crate::app::faces::Face;

/// The family of the reading face.
pub fn serif() -> FontFamily {
    FontFamily::Name("serif".into())
}

/// The family of the bold reading face.
pub fn serif_bold() -> FontFamily {
    FontFamily::Name("serif-bold".into())
}

/// The family of the bold face of the interface.
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// The reading face that the window has now, and how often it has changed: what was laid out before holds no longer.
#[derive(Debug, Default)]
pub struct Installed {
    family: Option<String>,
    /// Whether the new face is there from the next frame on.
    is_coming: bool,
    changes: u32,
}

impl Installed {
    /// Has the window draw in the face that was chosen. Called at the start of each frame.
    pub fn follow(&mut self, ctx: &egui::Context, face: Option<&Face>) {
        if std::mem::take(&mut self.is_coming) {
            self.changes += 1;
            ctx.data_mut(|data| data.insert_temp(changes_id(), self.changes));
        }
        let family = face.map(|face| &face.family);
        if family != self.family.as_ref() {
            self.family = family.cloned();
            self.is_coming = true;
            ctx.set_fonts(definitions(face));
            ctx.request_repaint();
        }
    }
}

/// How often the reading face has changed.
pub fn changes(ctx: &egui::Context) -> u32 {
    ctx.data(|data| data.get_temp(changes_id())).unwrap_or_default()
}

fn changes_id() -> egui::Id {
    egui::Id::unique("changes of the reading face")
}

/// A face by its name here.
type Bundled = (&'static str, Arc<[u8]>);

/// The faces that the program carries, by the names that they have here.
static BUNDLED: LazyLock<Vec<Bundled>> = LazyLock::new(|| {
    macro_rules! packed {
        ($($name:literal),*) => {
            [$(($name, include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".face")).as_slice())),*]
        };
    }
    let packed = packed!["sans", "sans-bold", "serif", "serif-bold", "mono", "signs", "math"];
    packed.map(|(name, bytes)| (name, unpacked(bytes))).into()
});

/// Has the faces ready by the time the first frame is laid out: they are packed in the program (`src/build.rs`), and unpacked while the
/// window is being opened.
pub fn unpack() {
    std::thread::spawn(|| LazyLock::force(&BUNDLED).len());
}

fn unpacked(bytes: &[u8]) -> Arc<[u8]> {
    let mut face = Vec::new();
    brotli::BrotliDecompress(&mut { bytes }, &mut face).expect("the program's own face");
    face.into()
}

/// The faces and the order in which they are asked for a letter. `chosen` comes before the bundled reading face.
pub fn definitions(chosen: Option<&Face>) -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in BUNDLED.iter() {
        let mut face = FontData::from_blob(Arc::new(Arc::clone(bytes)), 0);
        if *name == "signs" {
            // The symbol face draws larger and lower than the letters beside it.
            face = face.tweak(FontTweak { scale: 0.82, ..FontTweak::default() });
        }
        fonts.font_data.insert((*name).into(), Arc::new(face));
    }
    let family = |first: &[&str]| -> Vec<String> {
        first.iter().copied().chain(["signs", "math", "mono"]).map(str::to_owned).collect()
    };
    fonts.families.insert(FontFamily::Proportional, family(&["sans"]));
    fonts.families.insert(FontFamily::Monospace, family(&["mono", "sans"]));
    fonts.families.insert(bold(), family(&["sans-bold", "sans"]));
    let mut reading = vec!["serif", "sans"];
    let mut reading_bold = vec!["serif-bold", "serif", "sans"];
    if let Some(face) = chosen {
        let mut add = |name: &str, (bytes, index): &(Arc<[u8]>, u32)| {
            let data = FontData::from_blob(Arc::new(Arc::clone(bytes)), *index);
            fonts.font_data.insert(name.into(), Arc::new(data));
        };
        add("chosen", &face.regular);
        face.bold.iter().for_each(|bold| add("chosen-bold", bold));
        reading.insert(0, "chosen");
        // Headings in a family without a bold face are set in its regular one.
        reading_bold.insert(0, if face.bold.is_some() { "chosen-bold" } else { "chosen" });
    }
    fonts.families.insert(serif(), family(&reading));
    fonts.families.insert(serif_bold(), family(&reading_bold));
    fonts
}
