//! The page that goes through what people’s work differs in: the words, what each found with their evidence, and three keys. Below it all that
//! is open, and what was settled, by whom and why.

use std::sync::Arc;

use egui::{
    FontId, Rect, RichText, ScrollArea, Sense, TextEdit, TextFormat, Ui, style::ScrollAnimation, text::LayoutJob,
};

use crate::{
    app::{
        Command, Document, Intent, Opened,
        adjudication::{self, View},
        intent::{AdjudicationIntent, ClaimIntent},
        view::Settling,
    },
    join::{Choice, choices},
    model::{
        Claim, ClaimField, Difference, Evidence, Mark, Opinion, Project, SettledDifference, Span, Subject, Value,
        upper_first,
    },
};

use super::{
    dates, theme,
    widgets::{self, FIELD, card, faint, field_label, fit, muted, name_for_screen_readers, pill, section},
};

/// Height of a line of a list.
const LINE: f32 = 28.0;

/// How many bytes of the text stand around the words, about.
const AROUND: usize = 220;

/// How much of what is looked at has to be in view for keys to settle it, in points.
const SEEN: f32 = 120.0;

/// The commands that settle what is shown.
const KEYS: [Command; 3] = [Command::SettleFirst, Command::SettleSecond, Command::SettleBoth];

/// Draws the page.
pub fn ui(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let document = session.document;
    let project: &Project = document.shown();
    let open = document.differing();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 48.0).clamp(240.0, 980.0);
        widgets::column(ui, width, |ui| {
            ui.add_space(20.0);
            head(ui, document, project, open.len(), out);
            match document.difference_here() {
                Some(shown) => {
                    ui.add_space(8.0);
                    let drawn = ui.scope(|ui| card(ui, |ui| one(ui, session, project, &shown, out))).response.rect;
                    keep_in_view(ui, &document.view.adjudication, drawn, out);
                    ui.add_space(10.0);
                    section(ui, "All that is open");
                    list(ui, document, project, &open, out);
                }
                None => nothing_open(ui, project, out),
            }
            settled(ui, session, project);
            ui.add_space(24.0);
        });
    });
}

/// Brings what is looked at into view where that was asked for, and says whether it is.
fn keep_in_view(ui: &Ui, page: &Settling, drawn: Rect, out: &mut Vec<Intent>) {
    let view = ui.clip_rect();
    let asked = ui.scope_id().with("brought");
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(asked, page.brought), page.brought));
    if before != page.brought {
        let first = Rect::from_min_size(drawn.min, egui::vec2(drawn.width(), drawn.height().min(view.height())));
        ui.scroll_to_rect_animation(first, None, ScrollAnimation::none());
        return;
    }
    let in_view = view.y_range().intersection(drawn.y_range()).span();
    let is_away = in_view < SEEN.min(drawn.height()).min(view.height() / 2.0);
    if is_away != page.is_away {
        out.push(AdjudicationIntent::Away(is_away).into());
    }
}

fn head(ui: &mut Ui, document: &Document, project: &Project, open: usize, out: &mut Vec<Intent>) {
    ui.label(RichText::new("Adjudication").font(FontId::new(19.0, theme::bold())));
    let settled = adjudication::settled(project).count();
    let mut told = match open {
        0 => String::new(),
        _ => format!("{} of {open} open", document.view.adjudication.at.min(open - 1) + 1),
    };
    if settled > 0 {
        told = [told, format!("{settled} settled")]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
    }
    if !told.is_empty() {
        muted(ui, told);
    }
    if document.hides_anything() {
        muted(ui, "Claims whose first check is hidden from you are not among them.");
    }
    passes(ui, project);
    ui.horizontal_wrapped(|ui| {
        if open > 1 {
            for (words, command) in [("Previous", Command::PreviousClaim), ("Next", Command::NextClaim)] {
                if ui.button(words).on_hover_text(widgets::with_key(ui, words, command)).clicked() {
                    out.push(command.into());
                }
            }
        }
        if let Some(id) = document.difference_here().as_deref().and_then(adjudication::claim_of)
            && ui.button("Go to the claim").clicked()
        {
            out.push(ClaimIntent::Go(id.clone()).into());
        }
        if project.passes().iter().filter(|pass| pass.is_back()).count() > 1
            && ui.button("How far they agree…").clicked()
        {
            out.push(AdjudicationIntent::Compare.into());
        }
    });
}

/// Who made a first pass, and who has not brought one back.
fn passes(ui: &mut Ui, project: &Project) {
    let words: Vec<String> = project
        .passes()
        .iter()
        .map(|pass| {
            let who = name_of(project, Some(&pass.reviewer));
            match (pass.is_back(), pass.opinions.len()) {
                (false, _) => format!("{who}: not back yet"),
                (true, 1) => format!("{who}: 1 claim"),
                (true, count) => format!("{who}: {count} claims"),
            }
        })
        .collect();
    if !words.is_empty() {
        muted(ui, format!("First passes: {}", words.join(" · ")));
    }
}

fn nothing_open(ui: &mut Ui, project: &Project, out: &mut Vec<Intent>) {
    ui.add_space(6.0);
    let (title, words) = match (project.passes().is_empty(), adjudication::settled(project).next().is_some()) {
        (_, true) => ("All is settled", "Nothing that people’s work differs in is open any more."),
        (true, false) => (
            "Nothing differs",
            "Give out a first pass to two or more reviewers: each gets a file with the article and the scale, and nothing of what others found. \
             Import the files when they come back. What differs then stands here, one after the other, with the evidence of each.",
        ),
        (false, false) => (
            "Nothing differs yet",
            "Import each file when it comes back. What differs between two of them then stands here, with the evidence of each.",
        ),
    };
    ui.label(RichText::new(title).font(theme::heading_font()));
    muted(ui, words);
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        for command in [Command::GiveOut, Command::Import] {
            if ui.button(command.title()).clicked() {
                out.push(command.into());
            }
        }
        widgets::how(ui, "How people work together", "together", out);
    });
}

/// What is looked at.
fn one(ui: &mut Ui, session: Opened<'_>, project: &Project, open: &Arc<Difference>, out: &mut Vec<Intent>) {
    let claim = adjudication::claim_of(open).and_then(|id| project.claim(id));
    match claim {
        Some(claim) => {
            ui.horizontal(|ui| {
                pill(ui, kind(open), theme::tokens(ui).change);
                muted(ui, format!("Claim {}", claim.number));
            });
            ui.add_space(4.0);
            context(ui, project, claim, open);
            if let Some(statement) = &claim.statement {
                muted(ui, format!("As checked: {statement}"));
            }
        }
        None => {
            pill(ui, kind(open), theme::tokens(ui).change);
            ui.add_space(4.0);
            ui.add(egui::Label::new(upper_first(&open.title(project))).wrap());
        }
    }
    ui.add_space(8.0);
    let views = claim.map(|claim| adjudication::views(project, claim)).unwrap_or_default();
    let values = open.values.len();
    if ui.available_width() > 300.0 * values as f32 * 0.8 {
        ui.columns(values, |columns| {
            for (at, ui) in columns.iter_mut().enumerate() {
                ui.push_id(("value", at), |ui| value(ui, session, project, open, at, &views, out));
            }
        });
    } else {
        for at in 0..values {
            ui.push_id(("value", at), |ui| value(ui, session, project, open, at, &views, out));
            ui.add_space(8.0);
        }
    }
    ui.add_space(6.0);
    let more: Vec<Choice> =
        choices(project, open).into_iter().filter(|choice| !matches!(choice, Choice::Value(_))).collect();
    if !more.is_empty() {
        ui.horizontal_wrapped(|ui| {
            for choice in more {
                let words = if choice == Choice::Both { "Both" } else { "Neither: keep what stands here" };
                if choose(ui, session, project, open, choice, words) {
                    settle(open, choice, out);
                }
            }
        });
    }
    let reason = &session.document.view.adjudication.reason;
    let mut text = reason.clone();
    let label = field_label(ui, "Why (kept with who settled it and when)");
    let field = TextEdit::multiline(&mut text).desired_rows(1).desired_width(f32::INFINITY).margin(FIELD);
    let response = ui.add(field).labelled_by(label.id);
    name_for_screen_readers(&response, "Why");
    if response.changed() {
        out.push(AdjudicationIntent::Reason(text).into());
    }
    if let Some(claim) = claim {
        others_evidence(ui, project, claim, &views);
    }
}

fn kind(open: &Difference) -> &'static str {
    match open.name().as_str() {
        _ if adjudication::claim_of(open).is_none() => match open.subject {
            Subject::Source(_) => "A source differs",
            Subject::Article(_) => "An article differs",
            Subject::Project | Subject::Claim(_) => "The project differs",
        },
        "existence" => "Only some marked it",
        "passages" => "Different passages",
        "verdict" => "Verdicts differ",
        "confidence" => "How sure differs",
        "statement" => "Statements differ",
        _ => "Two people’s work differs",
    }
}

/// The words with what stands around them: what each marked, one over the other.
fn context(ui: &mut Ui, project: &Project, claim: &Claim, open: &Difference) {
    let Some(article) = project.article(&claim.article) else { return };
    let newest = article.latest();
    let text = newest.text();
    let spans = |marks: &[Mark]| marks.iter().filter_map(|mark| mark.span_in(&newest.id)).collect::<Vec<Span>>();
    let of_value = |opinion: &Opinion| match &opinion.value {
        Value::Claim(ClaimField::Marks(marks)) => spans(marks),
        _ => Vec::new(),
    };
    let mut lanes: Vec<Vec<Span>> = open.values.iter().map(of_value).filter(|spans| !spans.is_empty()).collect();
    if lanes.is_empty() {
        lanes.push(spans(&claim.marks));
    }
    let all = || lanes.iter().flatten();
    let (Some(first), Some(last)) = (all().map(|span| span.start()).min(), all().map(|span| span.end()).max()) else {
        ui.label(RichText::new(claim.quote()).family(theme::serif()));
        return;
    };
    let block = |at: usize| text[..at].rfind("\n\n").map_or(0, |at| at + 2);
    let mut from = block(first).max(first.saturating_sub(AROUND));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let end = text[last..].find("\n\n").map_or(text.len(), |at| last + at);
    let mut to = end.min(last + AROUND);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    // A word is not cut in two.
    if to < end {
        to = text[last..to].rfind(char::is_whitespace).map_or(to, |at| last + at);
    }
    if from > block(first) {
        from = text[from..first].find(char::is_whitespace).map_or(from, |at| from + at + 1);
    }
    let tokens = theme::tokens(ui);
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width();
    let font = FontId::new(15.0, theme::serif());
    let mut edges: Vec<usize> = all().flat_map(|span| [span.start(), span.end()]).chain([from, to]).collect();
    edges.sort_unstable();
    edges.dedup();
    let plain = TextFormat { font_id: font.clone(), color: tokens.muted, ..TextFormat::default() };
    if from > block(first) {
        job.append("… ", 0.0, plain.clone());
    }
    for pair in edges.windows(2) {
        let (start, stop) = (pair[0], pair[1]);
        let holds = |lane: &Vec<Span>| lane.iter().any(|span| span.start() <= start && stop <= span.end());
        let held: Vec<usize> = lanes.iter().enumerate().filter(|(_, lane)| holds(lane)).map(|(at, _)| at).collect();
        let colors = [tokens.accent, tokens.change, tokens.unverifiable];
        let mut format = plain.clone();
        if let Some(first) = held.first() {
            format.color = tokens.text;
            format.background = if held.len() == lanes.len() { tokens.selection } else { colors[first % 3].fill };
            format.underline = egui::Stroke::new(1.5, colors[held[held.len() - 1] % 3].ink);
        }
        job.append(&text[start..stop].replace('\n', " "), 0.0, format);
    }
    if to < end {
        job.append(" …", 0.0, plain);
    }
    ui.label(job);
}

/// One value with who says so, how sure they were, and what they brought.
fn value(
    ui: &mut Ui,
    session: Opened<'_>,
    project: &Project,
    open: &Arc<Difference>,
    at: usize,
    views: &[View<'_>],
    out: &mut Vec<Intent>,
) {
    let opinion = &open.values[at];
    let who = who_says_so(project, open, opinion, views);
    field_label(ui, &who);
    let words = match &opinion.value {
        Value::Kept => "Keep the claim".to_owned(),
        Value::Gone => "No claim: remove it".to_owned(),
        _ => open.words(project, opinion),
    };
    if choose(ui, session, project, open, Choice::Value(at), &words) {
        settle(open, Choice::Value(at), out);
    }
    let Some(claim) = adjudication::claim_of(open).and_then(|id| project.claim(id)) else { return };
    let all: Vec<&View<'_>> = views
        .iter()
        .filter(|view| says_so(view, opinion) || opinion.by.as_ref() == Some(&view.pass.reviewer))
        .collect();
    for view in &all {
        let found = match open.name().as_str() {
            "existence" => view.verdict(),
            "verdict" => view.confidence(),
            _ => String::new(),
        };
        let who =
            if all.len() > 1 { format!("{}: ", name_of(project, Some(&view.pass.reviewer))) } else { String::new() };
        if !found.is_empty() {
            muted(ui, format!("{who}{found}"));
        }
        if !view.reason().is_empty() {
            ui.add(egui::Label::new(view.reason()).wrap());
        }
        for evidence in view.evidence(claim) {
            evidence_ui(ui, project, evidence);
        }
    }
}

/// Whether somebody found at first what a value says.
fn says_so(view: &View<'_>, opinion: &Opinion) -> bool {
    match &opinion.value {
        Value::Kept => view.opinion.is_some(),
        Value::Gone => view.opinion.is_none(),
        Value::Claim(ClaimField::Verdict(verdict)) => {
            view.opinion.is_some_and(|it| it.verdict == *verdict && verdict.is_some())
        }
        _ => false,
    }
}

/// Who says so: the people of the first passes who found the same, else whose value it is.
fn who_says_so(project: &Project, open: &Difference, opinion: &Opinion, views: &[View<'_>]) -> String {
    let mut names: Vec<String> = views
        .iter()
        .filter(|view| says_so(view, opinion))
        .map(|view| name_of(project, Some(&view.pass.reviewer)))
        .collect();
    let own = name_of(project, opinion.by.as_ref());
    if opinion.by.is_some() && !names.contains(&own) {
        names.insert(0, own);
    }
    match (names.is_empty(), opinion.at) {
        (true, _) => format!("Value {}", open.values.iter().position(|it| it == opinion).unwrap_or(0) + 1),
        (false, _) => names.join(", "),
    }
}

fn name_of(project: &Project, id: Option<&crate::model::ReviewerId>) -> String {
    let known = id.and_then(|id| project.reviewer(id));
    known.map_or_else(|| "Somebody".to_owned(), |reviewer| reviewer.whole())
}

fn evidence_ui(ui: &mut Ui, project: &Project, evidence: &Evidence) {
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        pill(ui, evidence.stance.label(), theme::tokens(ui).stance(evidence.stance));
        let title = project.source(&evidence.source).map_or("Unknown source", |source| source.display_title());
        ui.add(egui::Label::new(title).wrap());
    });
    if !evidence.quote.is_empty() {
        ui.add(egui::Label::new(RichText::new(format!("“{}”", evidence.quote)).family(theme::serif())).wrap());
    }
    let rest: Vec<&str> =
        [&evidence.locator, &evidence.note].into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    if !rest.is_empty() {
        faint(ui, rest.join(" · "));
    }
}

/// Evidence that nobody brought with a first pass.
fn others_evidence(ui: &mut Ui, project: &Project, claim: &Claim, views: &[View<'_>]) {
    let is_brought = |evidence: &Evidence| {
        views.iter().any(|view| view.opinion.is_some_and(|opinion| opinion.evidence.contains(&evidence.id)))
    };
    let rest: Vec<&Evidence> = claim.evidence.iter().filter(|evidence| !is_brought(evidence)).collect();
    if rest.is_empty() {
        return;
    }
    ui.add_space(6.0);
    field_label(ui, "Evidence of the claim");
    rest.into_iter().for_each(|evidence| evidence_ui(ui, project, evidence));
}

/// A button that chooses, with its key.
fn choose(ui: &mut Ui, session: Opened<'_>, project: &Project, open: &Difference, choice: Choice, words: &str) -> bool {
    let command = match choice {
        Choice::Value(at @ (0 | 1)) => Some(KEYS[at]),
        choice if adjudication::third(project, open) == Some(choice) => Some(KEYS[2]),
        _ => None,
    };
    let mut button = egui::Button::new(RichText::new(words).font(FontId::new(14.0, theme::bold()))).wrap();
    let key = command.and_then(|command| widgets::shortcut_of(ui, command)).filter(|_| session.prefs.key_caps);
    if let Some(key) = key {
        button = button.shortcut_text(key.label(widgets::IS_MAC));
    }
    ui.add(button).clicked()
}

fn settle(open: &Arc<Difference>, choice: Choice, out: &mut Vec<Intent>) {
    out.push(Intent::Settle { subject: open.subject.clone(), name: open.name(), choice });
}

/// All that is open, a line each; a click looks at it.
fn list(ui: &mut Ui, document: &Document, project: &Project, open: &[Arc<Difference>], out: &mut Vec<Intent>) {
    let at = document.view.adjudication.at.min(open.len().saturating_sub(1));
    lines(ui, "open", open.len(), |ui, rect, line| {
        let difference = &open[line];
        let claim = adjudication::claim_of(difference).and_then(|id| project.claim(id));
        let tokens = theme::tokens(ui);
        let response = ui.interact(rect, ui.scope_id().with(("difference", line)), Sense::click());
        if line == at {
            ui.painter().rect_filled(rect, 6.0, tokens.accent.fill);
        } else if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, 6.0, tokens.line);
        }
        let left = rect.left() + 8.0;
        let number = claim.map(|claim| claim.number.to_string()).unwrap_or_default();
        put(ui, rect, left, 44.0, &number, tokens.muted, FontId::proportional(12.0));
        put(ui, rect, left + 48.0, 148.0, kind(difference), tokens.text, FontId::proportional(13.0));
        let (words, font) = match claim {
            Some(claim) => (claim.quote().replace('\n', " "), FontId::new(13.0, theme::serif())),
            None => (upper_first(&difference.title(project)), FontId::proportional(13.0)),
        };
        let at = left + 204.0;
        put(ui, rect, at, rect.right() - at - 8.0, &words, tokens.text, font);
        let of = claim.map(|claim| format!("Claim {}, ", claim.number)).unwrap_or_default();
        let told = format!("{of}{}: {words}", kind(difference));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            out.push(AdjudicationIntent::Look(line).into());
        }
    });
}

/// What was settled, the last first.
fn settled(ui: &mut Ui, session: Opened<'_>, project: &Project) {
    let all: Vec<&Arc<SettledDifference>> = adjudication::settled(project).collect();
    if all.is_empty() {
        return;
    }
    section(ui, "Settled");
    lines(ui, "settled", all.len(), |ui, rect, line| {
        let settled = all[line];
        let tokens = theme::tokens(ui);
        let signed = settled.signed.as_ref();
        let who =
            signed.map(|signed| signed.by.as_ref().and_then(|id| project.reviewer(id)).map_or("?", |it| it.short()));
        let when = signed.map(|signed| dates::listed(signed.at, &session.zone)).unwrap_or_default();
        let reason = if settled.reason.is_empty() { String::new() } else { format!(" · {}", settled.reason) };
        let words = format!("{}{reason}", upper_first(&settled.about));
        let outcome = settled.outcome(project);
        let left = rect.left() + 8.0;
        put(ui, rect, left, 44.0, who.unwrap_or("?"), tokens.muted, FontId::proportional(12.0));
        put(ui, rect, left + 48.0, 148.0, &outcome, tokens.text, FontId::new(13.0, theme::bold()));
        let at = left + 204.0;
        put(ui, rect, at, rect.right() - at - 150.0, &words, tokens.text, FontId::proportional(13.0));
        put(ui, rect, rect.right() - 138.0, 130.0, &when, tokens.faint, FontId::proportional(12.0));
        let response = ui.interact(rect, ui.scope_id().with(("settled", line)), Sense::hover());
        let told = format!("{words}: {outcome}, {} {when}", who.unwrap_or("?"));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
        response.on_hover_text(format!("{words}\n{outcome}"));
    });
}

fn put(ui: &Ui, rect: Rect, left: f32, width: f32, words: &str, ink: egui::Color32, font: FontId) {
    let galley = fit(ui, words, font, ink, width.max(10.0));
    ui.painter().galley(egui::pos2(left, rect.center().y - galley.size().y / 2.0), galley, ink);
}

/// Lines of one height, of which only those in view are drawn.
fn lines(ui: &mut Ui, id: &str, count: usize, mut draw: impl FnMut(&mut Ui, Rect, usize)) {
    ui.push_id(id, |ui| {
        let size = egui::vec2(ui.available_width(), LINE * count as f32);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let clip = ui.clip_rect();
        let line_at = |y: f32| ((y - rect.top()) / LINE).clamp(0.0, count as f32);
        for line in line_at(clip.top()) as usize..line_at(clip.bottom()).ceil() as usize {
            let top = rect.top() + line as f32 * LINE;
            draw(ui, Rect::from_min_size(egui::pos2(rect.left(), top), egui::vec2(rect.width(), LINE)), line);
        }
    });
}
