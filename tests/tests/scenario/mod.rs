//! What went wrong elsewhere, and must not here: each test is named after what the shop
//! would say.

mod apart;
mod attack;
mod authority;
mod coins;
mod copies;
mod durable;
mod follow;
mod hostile;
mod killed;
mod resend;
mod restored;
mod retry;
mod shortage;
mod year_end;
