//! What concerns the project as a whole: undo, the verdict scale, what still blocks publication, the people, the projects of others beside it.

mod coming_back;
mod comparing;
mod giving_out;
mod people;
mod readiness;
mod scales;
mod settling;
mod undoing;
