//! What the server finds odd about an order that stands.

use crate::reason::reasons;
use crate::unit::*;

reasons! {
    /// What is odd about an order. It stands as printed; a person looks at it.
    pub enum ReviewReason {
        OtherCurrency { sold: String, business: String } = "other_currency";
        OtherTaxMethod {} = "other_tax_method";
        NoLines {} = "no_lines";
        NotPriceable { finding: String } = "not_priceable";
        LineTax { line: u32, sku: String } = "line_tax";
        LineTotal { line: u32, sku: String, stated: Money, reckoned: Money } = "line_total";
        TotalsDiffer {} = "totals_differ";
        Total { stated: Money, reckoned: Money } = "total";
        TaxTable {} = "tax_table";
        LinesDontAddUp {} = "lines_dont_add_up";
        TableDoesntAddUp {} = "table_doesnt_add_up";
        NetAndTax {} = "net_and_tax";
        Payments {} = "payments";
        ChangeNotCash {} = "change_not_cash";
        CashRounding {} = "cash_rounding";
        NotListPrice { line: u32, sku: String } = "not_list_price";
        PriceUnknown { line: u32, sku: String } = "price_unknown";
        ListPrice { line: u32, sku: String, stated: Money, reckoned: Money } = "list_price";
        Postings {} = "postings";
        /// Its envelope says something else of its money than the order says.
        Header { what: String } = "header";
        IdTaken {} = "id_taken";
        NumberTaken { number: String } = "number_taken";
        OtherStore {} = "other_store";
        /// With the code of another till.
        OtherNumber { number: String } = "other_number";
        OtherWarehouse {} = "other_warehouse";
        SellerUnknown {} = "seller_unknown";
        ProductUnknown { line: u32, sku: String } = "product_unknown";
        TakenForStocked { line: u32, sku: String } = "taken_for_stocked";
        TakenForService { line: u32, sku: String } = "taken_for_service";
        OddQuantity { line: u32, sku: String, quantity: Quantity } = "odd_quantity";
        GuaranteeUnbacked { line: u32, sku: String } = "guarantee_unbacked";
        OverrideUnapproved { line: u32, sku: String } = "override_unapproved";
        ApprovalMissing { line: u32, sku: String } = "approval_missing";
        ApprovalOfOther { line: u32, sku: String } = "approval_of_other";
        ApprovalForged { line: u32, sku: String } = "approval_forged";
        LineTwice { line: u32 } = "line_twice";
        DayAhead { date: BusinessDate } = "day_ahead";
        NotPosted { line: u32, sku: String, finding: String } = "not_posted";
    }
}
