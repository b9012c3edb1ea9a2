//! What a receipt says, made once from the order fact.
