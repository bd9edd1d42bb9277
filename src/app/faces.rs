//! The face in which articles are read: one that comes with the program, or one of the system's.
//!
//! Which faces there are is asked for only when somebody wants to choose; a face is loaded away from the window, and the
//! bundled one stands in until it is there.

use std::sync::Arc;

use super::{effect::Effect, notice::NoticeKind, workbench::Around};

/// A face of the system, loaded.
#[derive(Clone, PartialEq, Eq)]
pub struct Face {
    /// The name of its family.
    pub family: String,
    /// A font file and which of the faces in it.
    pub regular: (Arc<[u8]>, u32),
    /// The same for bold words.
    pub bold: Option<(Arc<[u8]>, u32)>,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").field("family", &self.family).finish_non_exhaustive()
    }
}

/// What is known of faces.
#[derive(Debug, Default)]
pub struct Faces {
    /// The families to choose from, once the system was asked.
    pub families: Option<Arc<[String]>>,
    /// The face to read in; `None`: the bundled one.
    pub face: Option<Arc<Face>>,
    is_asked: bool,
}

/// What happened to the choice of a face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaceIntent {
    /// The families are to be offered.
    List,
    /// A family was chosen; empty: the bundled face.
    Choose(String),
}

/// What is asked of the outside about faces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaceAsk {
    /// Which families there are.
    Families,
    /// One of them.
    Load(String),
}

/// What came back.
#[derive(Debug)]
pub enum FaceAnswer {
    /// The families, in the order of the alphabet.
    Families(Vec<String>),
    /// A family by name: its face, or why not, as the end of a sentence.
    Loaded(String, Result<Face, String>),
}

impl Around<'_> {
    /// Asks for the face of the settings.
    pub(super) fn look_for_face(&mut self) {
        let family = self.prefs.reading_face.clone();
        if !family.is_empty() {
            self.effects.push(Effect::Face(FaceAsk::Load(family)));
        }
    }

    pub(super) fn face_intent(&mut self, intent: FaceIntent) {
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

    pub(super) fn face_answered(&mut self, answer: FaceAnswer) {
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

impl From<FaceIntent> for super::Intent {
    fn from(intent: FaceIntent) -> Self {
        Self::Face(intent)
    }
}
