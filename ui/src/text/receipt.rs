//! What the receipt is called where it is shown. What stands on it is paper's.

use super::message::messages;

messages! { "receipt":
    title;
}
