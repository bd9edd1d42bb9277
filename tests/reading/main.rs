//! What is read, held to what it should give: a sample of every format, and published data where it is there.

mod anchor_pairs;
mod cases;
mod formats;
mod kinds;
mod pdf;
mod sentences;
