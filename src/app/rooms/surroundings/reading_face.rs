//! The choice of the face in which articles are read.

use std::sync::Arc;

use crate::{
    effect::Effect,
    faces::{FaceAnswer, FaceAsk, FaceIntent},
    notice::NoticeKind,
    rooms::Around,
};

impl Around {
    /// Asks for the face of the settings.
    pub(crate) fn load_face(&mut self) {
        let family = self.prefs.reading_face.clone();
        if !family.is_empty() {
            self.effects.push(Effect::Face(FaceAsk::Load(family)));
        }
    }

    pub(crate) fn face_intent(&mut self, intent: FaceIntent) {
        match intent {
            FaceIntent::List if self.faces.is_asked => {}
            FaceIntent::List => {
                self.faces.is_asked = true;
                self.effects.push(Effect::Face(FaceAsk::Families));
            }
            FaceIntent::Choose(family) => {
                if family.is_empty() {
                    self.faces.face = None;
                } else if self.faces.face.as_ref().is_none_or(|face| face.family != family) {
                    self.effects.push(Effect::Face(FaceAsk::Load(family.clone())));
                }
                self.change_prefs(|prefs| prefs.reading_face = family);
            }
        }
    }

    pub(crate) fn face_answered(&mut self, answer: FaceAnswer) {
        match answer {
            FaceAnswer::Families(families) => self.faces.families = Some(families.into()),
            // Another one was chosen meanwhile.
            FaceAnswer::Loaded(family, _) if family != self.prefs.reading_face => {}
            FaceAnswer::Loaded(_, Ok(face)) => self.faces.face = Some(Arc::new(face)),
            FaceAnswer::Loaded(family, Err(why)) => {
                self.faces.face = None;
                self.change_prefs(|prefs| prefs.reading_face.clear());
                let text = format!(
                    "Could not set the article in “{family}”: {why}. It is set in Noto Serif. Choose another face in the settings."
                );
                self.notices.tell(NoticeKind::Warning, text, None, None);
            }
        }
    }
}
