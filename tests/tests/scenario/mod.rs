//! What went wrong elsewhere, and must not here: each test is named after what the shop
//! would say.
