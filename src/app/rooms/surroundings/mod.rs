//! What lies around the open project, and is there without one: opening, what a crash has left, what is brought back, who sits here, the
//! reading face.

mod bringing_back;
mod left_behind;
mod library;
mod opening;
mod person;
mod reading_face;
mod strays;

pub(crate) use bringing_back::run as bring_back;
pub(crate) use left_behind::run as look_for_work;
pub use opening::SAMPLE;
pub(crate) use person::person;
