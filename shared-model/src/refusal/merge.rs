//! Why the server sets an entry aside.

use crate::reason::reasons;

reasons! {
    /// Why an entry was set aside: kept whole, shown to a person, blocking nothing.
    pub enum AsideReason {
        Unreadable {} = "unreadable";
        TooLarge { bytes: u64, max: u64 } = "entry_too_large";
        UnknownKind { kind: String } = "unknown_kind";
        /// Its envelope reads, and what is in it does not: a newer version may know it.
        UnknownContent { kind: String } = "unknown_content";
        NotAtTill { kind: String } = "not_at_till";
        OtherTerminal {} = "other_terminal";
        AmountsTooLarge {} = "amounts_too_large";
        TooMuch { what: String, max: u64 } = "too_much";
        MoneyUnbalanced {} = "money_unbalanced";
        /// A document without a header, or a header on what is none.
        MoneyMisplaced { kind: String } = "money_misplaced";
        /// Its envelope says something else of its money than its content.
        MoneyDiffers { what: String } = "money_differs";
        NobodySignedIn { what: String } = "nobody_signed_in";
        UnknownStaff { what: String } = "unknown_staff";
        NotAllowed { what: String, needs: String, role: String } = "not_allowed";
        UnknownProduct { product: String } = "unknown_product";
        BadPrice {} = "bad_price";
        /// It waited until its kind was known.
        PriceOvertaken {} = "price_overtaken";
        UnknownDocument {} = "unknown_document";
        NoContent {} = "no_content";
        EditMisfit { finding: String } = "edit_misfit";
        Fork {} = "fork";
        Refused { finding: String } = "refused_by_database";
    }
}
