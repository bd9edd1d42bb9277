//! Verdict and confidence: those of the claim, or, while the first check is hidden, those of the second reviewer.

use egui::Ui;

use crate::{
    app::{Command, Document, Intent, Session, intent::ClaimIntent, view::DigitStage},
    model::{Claim, ClaimField, Confidence, ConfidenceStyle, Degree, VerdictId},
    ui::{
        theme,
        widgets::{self, Segment, faint, field_label, muted, quiet, right},
    },
};

/// What is given here, and of which check.
struct Given<'a> {
    claim: &'a Claim,
    verdict: Option<&'a VerdictId>,
    confidence: Option<&'a Confidence>,
    is_second: bool,
}

impl Given<'_> {
    fn set_confidence(&self, confidence: Option<Confidence>) -> Intent {
        match self.is_second {
            true => ClaimIntent::SecondConfidence(self.claim.id.clone(), confidence).into(),
            false => Intent::set(self.claim, ClaimField::Confidence(confidence)),
        }
    }
}

/// Draws verdict and confidence.
pub fn ui(ui: &mut Ui, document: &Document, claim: &Claim, key_caps: bool, out: &mut Vec<Intent>) {
    let (verdict, confidence) = (claim.verdict.as_ref(), claim.confidence.as_ref());
    let given = Given { claim, verdict, confidence, is_second: false };
    self::verdict(ui, document, &given, key_caps, out);
    self::confidence(ui, document, &given, key_caps, out);
}

/// Draws the second check, for somebody from whom the first is hidden.
pub fn second(ui: &mut Ui, session: &Session, document: &Document, claim: &Claim, out: &mut Vec<Intent>) {
    let (second, key_caps) = (claim.second.as_ref(), session.prefs.key_caps);
    let (verdict, confidence) =
        (second.map(|second| &second.verdict), second.and_then(|second| second.confidence.as_ref()));
    let given = Given { claim, verdict, confidence, is_second: true };
    widgets::card(ui, |ui| {
        ui.label(egui::RichText::new("Your second check").font(theme::label_font()).size(13.0));
        muted(
            ui,
            "What the first reviewer found is hidden until you have given your own verdict: evidence, notes and queries too. Read the \
             words, look at the sources, then decide.",
        );
        if document.lacks_name(&claim.id) {
            muted(
                ui,
                "The first check bears no name. If it is yours, put your name to it; somebody else then gives the second.",
            );
            if ui.button("The first check is mine").clicked() {
                out.push(ClaimIntent::OwnCheck(claim.id.clone()).into());
            }
        }
        // Its words stand under those above.
        ui.spacing_mut().button_padding.x = 0.0;
        if quiet(ui, "The sources of the project").clicked() {
            out.push(Command::ShowSources.into());
        }
    });
    ui.add_space(4.0);
    self::verdict(ui, document, &given, key_caps, out);
    // The second reviewer says how sure they are of a verdict that they gave.
    if second.is_some() {
        self::confidence(ui, document, &given, key_caps, out);
        if quiet(ui, "Compare without a confidence").clicked() {
            out.push(ClaimIntent::CompareChecks(claim.id.clone()).into());
        }
    }
}

fn verdict(ui: &mut Ui, document: &Document, given: &Given<'_>, key_caps: bool, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let scale = document.shown().scale();
    ui.horizontal(|ui| {
        field_label(ui, if given.is_second { "Your verdict" } else { "Verdict" });
        faint(ui, format!("· {} scale", scale.name));
        if key_caps && document.view.stage == DigitStage::Confidence {
            right(ui, |ui| faint(ui, "next digit: confidence"));
        }
    });
    let keys: Vec<String> = (1..=scale.verdicts.len()).map(|digit| digit.to_string()).collect();
    let items: Vec<Segment<'_>> = scale
        .verdicts
        .iter()
        .enumerate()
        .map(|(index, verdict)| Segment {
            text: &verdict.label,
            sign: &verdict.sign,
            help: &verdict.meaning,
            key: key_caps.then_some(keys[index].as_str()),
            colors: tokens.tone(Some(verdict.tone)),
            is_on: given.verdict == Some(&verdict.id),
        })
        .collect();
    // More than five do not fit side by side.
    for (row, items) in items.chunks(if items.len() > 5 { items.len().div_ceil(2) } else { 5 }).enumerate() {
        let first = row * items.len().max(1);
        if let Some(index) = widgets::segments(ui, &format!("verdict {row}"), items) {
            let chosen = &scale.verdicts[first + index];
            let is_off = given.verdict == Some(&chosen.id);
            out.push(if is_off { Command::ClearVerdict.into() } else { verdict_intent(&scale, &chosen.id) });
        }
    }
    ui.add_space(6.0);
}

/// A click on a verdict does what its digit key does.
fn verdict_intent(scale: &crate::model::Scale, verdict_id: &VerdictId) -> Intent {
    let index = scale.verdicts.iter().position(|verdict| verdict.id == *verdict_id).unwrap_or_default();
    Intent::Verdict(index)
}

fn confidence(ui: &mut Ui, document: &Document, given: &Given<'_>, key_caps: bool, out: &mut Vec<Intent>) {
    field_label(ui, "Confidence in the verdict");
    match document.shown().settings().confidence {
        ConfidenceStyle::Words => confidence_words(ui, given, key_caps, out),
        ConfidenceStyle::Percent => confidence_percent(ui, given, out),
    }
    if let Some(current) = given.confidence {
        let reason = widgets::bare_line(
            ui,
            "Reason for the confidence",
            &current.reason,
            "Why this sure? (optional)",
            out,
            None,
        );
        if let Some(reason) = reason {
            let confidence = Confidence { degree: current.degree, reason };
            out.push(given.set_confidence(Some(confidence)));
        }
    }
    ui.add_space(6.0);
}

fn confidence_words(ui: &mut Ui, given: &Given<'_>, key_caps: bool, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let meanings = [
        "Weak or contradictory grounds.",
        "Good grounds, other readings possible.",
        "Strong grounds from independent sources.",
    ];
    let names = Degree::LEVELS.map(Degree::label);
    let keys = ["⇧1", "⇧2", "⇧3"];
    let current = given.confidence.map(|confidence| confidence.degree);
    let plain = theme::Pair { ink: tokens.text, fill: tokens.accent.fill };
    let items: Vec<Segment<'_>> = (0..3)
        .map(|index| {
            let is_on = current == Some(Degree::LEVELS[index]);
            Segment {
                text: &names[index],
                sign: "",
                help: meanings[index],
                key: key_caps.then_some(keys[index]),
                colors: if is_on { tokens.accent } else { plain },
                is_on,
            }
        })
        .collect();
    if let Some(index) = widgets::segments(ui, "confidence", &items) {
        let is_off = current == Some(Degree::LEVELS[index]);
        out.push(if is_off {
            given.set_confidence(None)
        } else {
            Intent::Digit { digit: index as u8 + 1, with_shift: true }
        });
    }
}

fn confidence_percent(ui: &mut Ui, given: &Given<'_>, out: &mut Vec<Intent>) {
    let current = given.confidence.map(|confidence| confidence.degree.rank());
    let mut percent = current.unwrap_or(50);
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - 90.0).max(80.0);
        let response = ui.add(egui::Slider::new(&mut percent, 0..=100).suffix(" %"));
        if response.changed() {
            let reason = given.confidence.map(|confidence| confidence.reason.clone()).unwrap_or_default();
            let confidence = Confidence { degree: Degree::Percent(percent), reason };
            out.push(given.set_confidence(Some(confidence)));
        }
        if current.is_none() {
            faint(ui, "not set");
        }
    });
}
