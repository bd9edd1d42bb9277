//! The face in which articles are read: one that comes with the program, or one of the system's.
//!
//! Which faces there are is asked for only when somebody wants to choose; a face is loaded away from the window, and the
//! bundled one stands in until it is there.

use std::sync::Arc;

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
    /// Whether the system was asked.
    pub(super) is_asked: bool,
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
