//! How text is folded for searching, the same for what is stored and what is typed.
