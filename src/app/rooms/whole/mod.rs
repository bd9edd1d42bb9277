//! What concerns the project as a whole: undo, the verdict scale, what still blocks publication, the people.

mod coming_back;
mod people;
mod readiness;
mod scales;
mod settling;
mod undoing;
