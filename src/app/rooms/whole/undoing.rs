//! Undo and redo, wherever the reviewer is.

use crate::{
    document::Document,
    done,
    notice::NoticeKind,
    rooms::{Whole, Workbench},
    text_view::{Side, TextView},
    view::{DigitStage, Reveal},
};

impl Workbench<'_, Whole> {
    pub(crate) fn undo(&mut self) {
        self.time_travel("Taken back", Document::undo);
    }

    pub(crate) fn redo(&mut self) {
        self.time_travel("Made again", Document::redo);
    }

    fn time_travel(&mut self, did: &str, travel: fn(&mut Document) -> Option<String>) {
        let document = &mut *self.document;
        let before = document.project().clone();
        if let Some(label) = travel(document) {
            let text = &mut document.focus_mut().text;
            text.reveal = Some(Reveal::Position(text.scroll));
            document.view.stage = DigitStage::Verdict;
            document.with_text(Side::Article, TextView::search_again);
            let told = done::travelled(&before, document, did, &label);
            if let Some(text) = told {
                self.around.tell(NoticeKind::Done, text, None);
            }
        }
    }
}
