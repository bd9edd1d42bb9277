//! The faces of the window: Noto Sans for the interface, Noto Serif to read, egui's own behind them. Faces for other scripts
//! come from the system.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

use super::theme;

/// The faces and the order in which they are asked for a letter.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 6] = [
        ("sans", include_bytes!("../../assets/fonts/NotoSans-Regular.ttf")),
        ("sans-bold", include_bytes!("../../assets/fonts/NotoSans-Bold.ttf")),
        ("serif", include_bytes!("../../assets/fonts/NotoSerif-Regular.ttf")),
        ("serif-bold", include_bytes!("../../assets/fonts/NotoSerif-Bold.ttf")),
        ("signs", include_bytes!("../../assets/fonts/NotoSansSymbols2-Signs.ttf")),
        ("math", include_bytes!("../../assets/fonts/NotoSansMath-Signs.ttf")),
    ];
    for (name, bytes) in faces {
        let mut face = FontData::from_static(bytes);
        if name == "signs" {
            // The symbol face draws larger and lower than the letters beside it.
            face = face.tweak(FontTweak { scale: 0.82, ..FontTweak::default() });
        }
        fonts.font_data.insert(name.into(), Arc::new(face));
    }
    let behind = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let family = |first: &[&str]| -> Vec<String> {
        first.iter().copied().chain(["signs", "math"]).map(str::to_owned).chain(behind.iter().cloned()).collect()
    };
    fonts.families.insert(FontFamily::Proportional, family(&["sans"]));
    fonts.families.insert(theme::bold(), family(&["sans-bold", "sans"]));
    fonts.families.insert(theme::serif(), family(&["serif", "sans"]));
    fonts.families.insert(theme::serif_bold(), family(&["serif-bold", "serif", "sans"]));
    fonts
}
