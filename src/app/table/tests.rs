//! What queries show, on a small project.
