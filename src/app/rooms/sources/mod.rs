//! Sources with their documents and seals.

mod library;
mod source_document;
