//! Colours, sizes and type of the window, as tokens for both themes. No widget names a colour of its own.

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals};

use crate::model::Tone;

pub use super::fonts::{bold, serif, serif_bold};

/// The colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the token of that name in docs/style.md")]
pub struct Tokens {
    pub paper: Color32,
    pub panel: Color32,
    pub raised: Color32,
    pub line: Color32,
    pub text: Color32,
    pub muted: Color32,
    pub faint: Color32,
    pub selection: Color32,
    pub right: Pair,
    pub change: Pair,
    pub wrong: Pair,
    pub unverifiable: Pair,
    pub opinion: Pair,
    pub open: Pair,
    pub accent: Pair,
}

/// The colour of words and lines, and the pale fill behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Words and lines.
    pub ink: Color32,
    /// The fill behind.
    pub fill: Color32,
}

const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

const fn pair(ink: u32, fill: u32) -> Pair {
    Pair { ink: hex(ink), fill: hex(fill) }
}

/// The light theme.
pub const LIGHT: Tokens = Tokens {
    paper: hex(0xfbfaf7),
    panel: hex(0xf4f2ed),
    raised: hex(0xffffff),
    line: hex(0xe2ded4),
    text: hex(0x1f1d1a),
    muted: hex(0x5f5a51),
    faint: hex(0x676258),
    selection: hex(0xc9dcf7),
    right: pair(0x22693f, 0xd9eedf),
    change: pair(0x8a5200, 0xfbe7c2),
    wrong: pair(0xa32a22, 0xf8d9d4),
    unverifiable: pair(0x5b4a8a, 0xe5dff3),
    opinion: pair(0x4c5b69, 0xdfe5ea),
    open: pair(0x625d54, 0xebe8e0),
    accent: pair(0x2456a0, 0xe3ebf7),
};

/// The dark theme.
pub const DARK: Tokens = Tokens {
    paper: hex(0x16171a),
    panel: hex(0x1c1e22),
    raised: hex(0x24272c),
    line: hex(0x32363d),
    text: hex(0xe8e5df),
    muted: hex(0xb0aca3),
    faint: hex(0xa29e94),
    selection: hex(0x263f63),
    right: pair(0x7fd0a0, 0x1d3a2a),
    change: pair(0xf0be6a, 0x43321a),
    wrong: pair(0xf39a92, 0x4a2522),
    unverifiable: pair(0xbcabea, 0x322b4a),
    opinion: pair(0xaebdca, 0x2a333b),
    open: pair(0xb4afa5, 0x2b2d31),
    accent: pair(0x8ab6f5, 0x23344d),
};

impl Tokens {
    /// The tokens of a theme.
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// The colours of a verdict; those of an open claim for none.
    pub fn tone(&self, tone: Option<Tone>) -> Pair {
        match tone {
            Some(Tone::Right) => self.right,
            Some(Tone::Change) => self.change,
            Some(Tone::Wrong) => self.wrong,
            Some(Tone::Unverifiable) => self.unverifiable,
            Some(Tone::Opinion) => self.opinion,
            None => self.open,
        }
    }

    /// The colours of a stance.
    pub fn stance(&self, stance: crate::model::Stance) -> Pair {
        use crate::model::Stance;
        match stance {
            Stance::Supports => self.right,
            Stance::Refutes => self.wrong,
            Stance::Mixed => self.change,
            Stance::Context => self.opinion,
        }
    }
}

/// The tokens of the theme that is shown.
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    Tokens::of(if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light })
}

/// Labels over fields and lists.
pub fn label_font() -> FontId {
    FontId::new(11.5, bold())
}

/// Headings of panels.
pub fn heading_font() -> FontId {
    FontId::new(15.0, bold())
}

/// Fonts, sizes and colours for a window (or a picture of one).
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(super::fonts::definitions(None));
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(theme));
    }
}

fn style(theme: Theme) -> Style {
    let tokens = Tokens::of(theme);
    let mut style = Style { visuals: visuals(theme, tokens), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, FontId::new(12.0, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(13.0, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(13.0, FontFamily::Proportional)),
        (TextStyle::Heading, heading_font()),
        (TextStyle::Monospace, FontId::new(12.0, FontFamily::Monospace)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = egui::vec2(8.0, 6.0);
    spacing.button_padding = egui::vec2(10.0, 4.0);
    spacing.interact_size = egui::vec2(28.0, 28.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.combo_width = 80.0;
    spacing.icon_width = 16.0;
    spacing.scroll = egui::style::ScrollStyle::thin();
    style.animation_time = 0.08;
    style.interaction.selectable_labels = false;
    style
}

fn visuals(theme: Theme, tokens: &Tokens) -> Visuals {
    let mut visuals = if theme == Theme::Dark { Visuals::dark() } else { Visuals::light() };
    let radius = CornerRadius::same(6);
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(tokens.faint);
    visuals.hyperlink_color = tokens.accent.ink;
    visuals.panel_fill = tokens.panel;
    visuals.window_fill = tokens.raised;
    visuals.window_stroke = Stroke::new(1.0, tokens.line);
    visuals.window_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(40) };
    visuals.popup_shadow = Shadow { offset: [0, 3], blur: 10, spread: 0, color: Color32::from_black_alpha(30) };
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = tokens.raised;
    visuals.text_edit_bg_color = Some(tokens.raised);
    visuals.faint_bg_color = tokens.panel;
    visuals.code_bg_color = tokens.panel;
    visuals.warn_fg_color = tokens.change.ink;
    visuals.error_fg_color = tokens.wrong.ink;
    visuals.selection.bg_fill = tokens.accent.fill;
    visuals.selection.stroke = Stroke::new(1.0, tokens.accent.ink);
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, tokens.line);
    visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, tokens.text);
    visuals.widgets.noninteractive.corner_radius = radius;
    let states = [
        (&mut visuals.widgets.inactive, tokens.raised, tokens.line),
        (&mut visuals.widgets.hovered, tokens.panel, tokens.faint),
        (&mut visuals.widgets.active, tokens.accent.fill, tokens.accent.ink),
        (&mut visuals.widgets.open, tokens.panel, tokens.faint),
    ];
    for (widget, fill, line) in states {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, line);
        widget.fg_stroke = Stroke::new(1.0, tokens.text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    visuals
}

/// The contrast ratio of two colours (WCAG 2.2, 1 to 21).
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let linear = |channel: u8| {
        let channel = f32::from(channel) / 255.0;
        if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    let luminance =
        |color: Color32| 0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b());
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every ink of words on every ground that words stand on: pages, panels, fields and cards, rows that are hovered or
    /// chosen, pills, highlights, changed words. Hover and choice change grounds and not inks, so all are combined.
    #[test]
    fn every_text_stands_out_from_what_is_behind_it() {
        for (name, t) in [("light", LIGHT), ("dark", DARK)] {
            let tones = [t.right, t.change, t.wrong, t.unverifiable, t.opinion, t.open, t.accent];
            let quiet = [("text", t.text), ("muted", t.muted), ("faint", t.faint)];
            let pages = [("paper", t.paper), ("panel", t.panel), ("raised", t.raised), ("hovered", t.line)];
            let fills = tones.map(|pair| ("a fill", pair.fill));
            let grounds: Vec<_> = pages.into_iter().chain(fills).collect();
            let mut pairs: Vec<_> = quiet.iter().flat_map(|ink| grounds.iter().map(move |on| (*ink, *on))).collect();
            // Verdicts are told on pages and rows in their ink, and on pills and lit segments on their own fill.
            let rows = pages.into_iter().chain([("chosen", t.accent.fill)]);
            pairs.extend(rows.flat_map(|ground| tones.map(|pair| (("a tone", pair.ink), ground))));
            pairs.extend(tones.map(|pair| (("a tone", pair.ink), ("its fill", pair.fill))));
            // The main button, and words in the article while they are selected, whatever highlight they are under.
            pairs.push((("paper", t.paper), ("main button", t.accent.ink)));
            pairs.extend([t.text, t.muted].map(|ink| (("article", ink), ("selection", t.selection))));
            for ((ink_name, ink), (ground_name, ground)) in pairs {
                let ratio = contrast(ink, ground);
                assert!(ratio >= 4.5, "{name}: {ink_name} {ink:?} on {ground_name} {ground:?} has {ratio:.2}");
            }
        }
    }

    /// What egui draws by itself: fields, buttons in every state, links, tooltips.
    #[test]
    fn every_widget_of_egui_stands_out_too() {
        for theme in [Theme::Light, Theme::Dark] {
            let visuals = style(theme).visuals;
            let widgets = &visuals.widgets;
            for state in [widgets.inactive, widgets.hovered, widgets.active, widgets.open] {
                for ground in [state.bg_fill, state.weak_bg_fill] {
                    assert!(contrast(state.text_color(), ground) >= 4.5, "{theme:?} {state:?}");
                }
            }
            let field = visuals.text_edit_bg_color();
            let words = widgets.inactive.text_color();
            let pairs = [
                (words, field),
                (visuals.weak_text_color(), field),
                (words, visuals.selection.bg_fill),
                (visuals.selection.stroke.color, visuals.selection.bg_fill),
                (visuals.text_color(), visuals.window_fill),
                (visuals.text_color(), visuals.panel_fill),
                (visuals.hyperlink_color, visuals.panel_fill),
                (visuals.hyperlink_color, visuals.window_fill),
                (visuals.text_color(), visuals.code_bg_color),
                (visuals.warn_fg_color, visuals.window_fill),
                (visuals.error_fg_color, visuals.window_fill),
            ];
            for (place, (ink, ground)) in pairs.into_iter().enumerate() {
                assert!(contrast(ink, ground) >= 4.5, "{theme:?}, pair {place}: {ink:?} on {ground:?}");
            }
        }
    }

    /// Lines that carry a meaning (underlines of claims, edges of fields in use) need 3:1 (WCAG 2.2, 1.4.11).
    #[test]
    fn lines_under_claims_stand_out_from_the_paper_and_their_own_ground() {
        for t in [LIGHT, DARK] {
            for pair in [t.right, t.change, t.wrong, t.unverifiable, t.opinion, t.open] {
                assert!(contrast(pair.ink, t.paper) >= 3.0 && contrast(pair.ink, pair.fill) >= 3.0);
                // A highlight without its line has an edge in its own ink, half strong.
                let mixed = |ink: u8, paper: u8| (f32::from(ink) * 0.75 + f32::from(paper) * 0.25).round() as u8;
                let edge = Color32::from_rgb(
                    mixed(pair.ink.r(), t.paper.r()),
                    mixed(pair.ink.g(), t.paper.g()),
                    mixed(pair.ink.b(), t.paper.b()),
                );
                assert!(contrast(edge, t.paper) >= 3.0, "{edge:?}");
            }
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(hex(0x767676), Color32::WHITE) - 4.54).abs() < 0.01);
    }
}
