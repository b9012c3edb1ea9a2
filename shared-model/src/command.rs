//! What the screens (and scripts) ask a till to do. One struct per command; its name, its
//! input and its output are the whole interface, whichever shell carries it.

use crate::document::FieldEdit;
use crate::fact::supply::ReceivedLine;
use crate::order::Fulfilment;
use crate::payment::CardOutcome;
use crate::unit::*;
use crate::view::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Whether a command needs somebody to be signed in, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Nobody,
    Staff,
    Manager,
}

pub trait Command: Serialize + DeserializeOwned + Send + 'static {
    /// The path of `POST /command/NAME` and the argument of the window's `invoke`.
    const NAME: &'static str;
    const NEEDS: Needs;
    /// One sentence for `GET /command`.
    const ABOUT: &'static str;
    type Output: Serialize + DeserializeOwned + Send + 'static;
}

macro_rules! commands {
    ($($name:ident = $text:literal, $needs:ident, $output:ty, $about:literal { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $(
            #[doc = $about]
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            pub struct $name { $($(#[$meta])* pub $field: $type),* }

            impl Command for $name {
                const NAME: &'static str = $text;
                const NEEDS: Needs = Needs::$needs;
                const ABOUT: &'static str = $about;
                type Output = $output;
            }
        )*

        /// Every command's name, in the order of this file.
        pub const NAMES: &[&str] = &[$($text),*];
    };
}

commands! {
    StaffList = "staff_list", Nobody, Vec<StaffView>, "Who can sign in at this till." {}
    SignIn = "sign_in", Nobody, SignedIn, "Signs a staff member in by PIN; works offline." { staff: StaffId, pin: String }
    SignOut = "sign_out", Staff, Done, "Ends the session; the cart stays." {}
    Status = "status", Nobody, StatusView, "Connection, outbox, stock age, shift and who is signed in." {}
    ShiftOpen = "shift_open", Staff, StatusView, "Opens a shift with a float; fixes the business date." { float: Amount }

    ProductSearch = "product_search", Staff, ProductList, "Products whose name, SKU, barcode or category starts with each word of the text; the first of all for an empty text." {
        text: String,
        #[serde(default)] category: Option<String>,
        #[serde(default)] limit: Option<u32>,
    }
    ProductShow = "product_show", Staff, ProductDetail, "Everything about one product." { product: ProductId }
    ProductEdit = "product_edit", Manager, ProductDetail, "Edits fields of a product; merged field by field with edits made elsewhere." { product: ProductId, edits: Vec<FieldEdit> }
    PriceSet = "price_set", Manager, ProductDetail, "Sets the catalogue price of a product." { product: ProductId, price: Amount }

    CartShow = "cart_show", Staff, CartView, "The cart as it stands." {}
    CartScan = "cart_scan", Staff, CartView, "Adds what a barcode or SKU names." {
        code: String,
        #[serde(default)] quantity: Option<Quantity>,
    }
    CartAdd = "cart_add", Staff, CartView, "Adds a product." {
        product: ProductId,
        #[serde(default)] quantity: Option<Quantity>,
    }
    CartQuantity = "cart_quantity", Staff, CartView, "Sets the quantity of a line." { line: u32, quantity: Quantity }
    CartRemove = "cart_remove", Staff, CartView, "Takes a line out." { line: u32 }
    CartFulfilment = "cart_fulfilment", Staff, CartView, "Says where a line's goods go." { line: u32, fulfilment: Fulfilment }
    CartPrice = "cart_price", Staff, CartView, "Overrides a line's price; a manager approves on the spot." {
        line: u32,
        price: Amount,
        reason: String,
        #[serde(default)] approval: Option<Approval>,
    }
    CartCustomer = "cart_customer", Staff, CartView, "Names the customer, or nobody." { customer: Option<CustomerId> }
    CartUndo = "cart_undo", Staff, CartView, "Takes the last change to the cart back." {}
    CartCancel = "cart_cancel", Staff, CartView, "Gives the basket up; recorded with staff and amount." {}
    CustomerSearch = "customer_search", Staff, Vec<CustomerView>, "Customers by number, name, e-mail or phone." {
        text: String,
        #[serde(default)] limit: Option<u32>,
    }

    PayCash = "pay_cash", Staff, CartView, "Takes cash; more than what is owed gives change." { amount: Amount }
    PayCardStart = "pay_card_start", Staff, CartView, "Records that the card reader is about to be asked for an amount." { amount: Amount }
    PayCardResult = "pay_card_result", Staff, CartView, "Records what the card reader said." {
        tender: PaymentId,
        #[serde(flatten)] result: CardOutcome,
    }
    PayVoid = "pay_void", Staff, CartView, "Takes a payment back before the sale is complete." { tender: PaymentId }
    PayComplete = "pay_complete", Staff, SaleDone, "Completes the sale; with `cash`, takes that cash first. Returns once it is safe on disk." {
        #[serde(default)] cash: Option<Amount>,
    }

    OrderList = "order_list", Staff, Vec<OrderSummary>, "Orders of this store, newest first." {
        #[serde(default)] limit: Option<u32>,
        #[serde(default)] text: String,
        /// Only orders with a line that waits for goods.
        #[serde(default)] backordered: bool,
    }
    OrderShow = "order_show", Staff, OrderDetail, "One order: receipt, line states and why something waits." { order: OrderId }
    ReceiptPrint = "receipt_print", Staff, Printed, "Prints the stored receipt as PDF; from the second print on marked COPY." { order: OrderId, format: ReceiptFormat }
    BackorderList = "backorder_list", Staff, Vec<BackorderView>, "Lines that wait for goods, oldest first, and why." {}
    CountTaskList = "count_task_list", Staff, Vec<CountTaskView>, "Products to be counted because more was sold than the books held." {}
    SetAsideList = "set_aside_list", Staff, Vec<SetAsideView>, "Entries of this till that the server could not apply." {}
    SetAsideRetry = "set_aside_retry", Manager, Vec<SetAsideView>, "Asks the server to try an entry again; needs a connection." { entry: String }
    ReviewList = "review_list", Manager, Vec<ReviewView>, "Sales whose total differs from the server's own reckoning; they stand as printed." {}
    GoodsReceive = "goods_receive", Manager, ReceivedView, "Takes goods in; the oldest backorders fill first. Needs a connection." {
        /// Chosen by the caller; sending it again receives nothing twice.
        receipt: IntakeId,
        lines: Vec<ReceivedLine>,
        #[serde(default)] reference: String,
    }
}

/// A manager's PIN, given on the spot without signing the cashier out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Approval {
    pub staff: StaffId,
    pub pin: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptFormat {
    /// 80 mm roll.
    Roll80,
    A4,
}

/// Why a command was not done. `message` says what happened, whether the sale is safe and
/// what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    pub code: ErrorCode,
    pub retry: Retry,
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request does not read as this command.
    BadRequest,
    UnknownCommand,
    NotSignedIn,
    WrongPin,
    /// Too many wrong PINs; wait.
    PinLocked,
    /// Somebody with another role can.
    NotAllowed,
    ShiftClosed,
    ShiftOpen,
    UnknownBarcode,
    NoPrice,
    NotFound,
    /// A payment was taken, so the cart can't change.
    CartFrozen,
    CartEmpty,
    /// Not enough has been paid yet.
    NotCovered,
    TenderOpen,
    /// The product may not be sold short.
    StockDenied,
    NeedsCustomer,
    Invalid,
    /// The till has not loaded its shop yet.
    NotReady,
    /// The server is needed and cannot be reached.
    Offline,
    /// The disk refused; nothing was recorded.
    Storage,
    Printing,
    Internal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    Never,
    Later,
    /// After the user changed something.
    AfterUser,
}
