//! Every word that a person reads, in one file per language; this one is English. What
//! depends on a number or a name is a function of it, so that plural forms and word order
//! stay the language's own business.

use crate::format::count;
use crate::input::keys;
use shared_model::catalogue::{ProductField, ShortagePolicy};
use shared_model::command::{AlarmView, OrderStage};
use shared_model::order::cart::TenderState;
use shared_model::order::{Fulfilment, TenderKind};
use shared_model::party::Role;
use shared_model::unit::Rate;
use shared_model::wire::log::SetAsideCode;

/// For numbers and dates.
pub fn locale() -> &'static str {
    "en-GB"
}

macro_rules! words {
    ($($name:ident = $text:literal;)*) => {$(
        pub fn $name() -> &'static str { $text }
    )*};
}

/// `1 sale`, `12 sales`: English has two forms.
fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

// The frame around every screen.

words! {
    starting = "Starting…";
    till_silent = "The till's program does not answer. What was completed is safe on disk; nothing else was recorded. Wait a moment and try again; if it stays so, start the till again.";
    till_silent_short = "The till's program does not answer: do not sell until it does";
    till_unreadable = "The till answered in a way these screens do not understand. Completed sales are safe. Start the till again so that both are of the same version.";
    setting_up = "Setting up this till: talking to the server";
    online_all_sent = "Online · everything sent";
    sign_out = "Sign out";
    navigation = "Other screens";
    nav_sell = "Sell";
    nav_orders = "Orders";
    nav_reviews = "Reviews";
    nav_receive = "Receive";
    nav_products = "Products";
    nav_keys = "Keys";
    light = "Light";
    dark = "Dark";
    dismiss = "OK";
    back = "Back";
    close = "Close";
}

pub fn till(code: &str, name: &str) -> String {
    if name.is_empty() || name == code { format!("Till {code}") } else { format!("{name} · {code}") }
}

/// `12 sales saved on this till, waiting`, or that nothing waits.
pub fn waiting(sales: u64, entries: u64) -> String {
    match (sales, entries) {
        (0, 0) => "nothing waiting".to_owned(),
        (0, entries) => format!("{} saved on this till, waiting", counted(entries, "record", "records")),
        (sales, _) => format!("{} saved on this till, waiting", counted(sales, "sale", "sales")),
    }
}

pub fn offline(since: Option<String>, waiting: &str) -> String {
    match since {
        Some(since) => format!("Offline since {since} · {waiting}"),
        None => format!("Offline · {waiting}"),
    }
}

pub fn connecting(waiting: &str) -> String {
    format!("Connecting · {waiting}")
}

pub fn online_sending(sales: u64, entries: u64) -> String {
    match sales {
        0 => format!("Online · sending {}", counted(entries, "record", "records")),
        sales => format!("Online · sending {}", counted(sales, "sale", "sales")),
    }
}

pub fn loading(done: u64, of: u64) -> String {
    format!("Loading the catalogue: {} of {}", count(done), count(of))
}

pub fn refused(reason: &str, waiting: u64) -> String {
    let kept = match waiting {
        0 => String::new(),
        waiting => format!(" · {} kept on this till", counted(waiting, "record", "records")),
    };
    let reason = if reason.is_empty() { "ask your administrator" } else { reason };
    format!("The server refuses this till: {reason}{kept}")
}

pub fn alarm(alarm: AlarmView) -> String {
    match alarm {
        AlarmView::Fork { seq } => format!(
            "There are two copies of this till, since its record {seq}. Every sale of both is kept at the server. Use only one of them, and call your administrator."
        ),
        AlarmView::Missing { seq } => format!(
            "The server misses record {seq} of this till, which is not on its disk. New sales are safe here, but they are not sent. Call your administrator."
        ),
    }
}

pub fn not_set_up(reason: &str) -> String {
    match reason {
        "" => "Not set up yet: the server cannot be reached".to_owned(),
        reason => format!("Not set up yet: {reason}"),
    }
}

pub fn stock_age(as_of: Option<String>, silent: u32) -> String {
    let age = as_of.map_or_else(|| "No stock figures yet".to_owned(), |at| format!("Stock as of {at}"));
    match silent {
        0 => age,
        silent => format!("{age} · {} not heard from", counted(u64::from(silent), "till", "tills")),
    }
}

fn with_count(word: &str, number: u64) -> String {
    if number == 0 { word.to_owned() } else { format!("{word} {}", count(number)) }
}

pub fn nav_backorders(number: u64) -> String {
    with_count("Backorders", number)
}

pub fn nav_counts(number: u64) -> String {
    with_count("To count", number)
}

pub fn nav_set_aside(number: u64) -> String {
    with_count("Set aside", number)
}

// Signing in and opening the drawer.

words! {
    who_is_here = "Who is at the till?";
    nobody_yet = "Nobody can sign in yet: this till is still loading its shop. It goes on by itself as soon as the server answers.";
    sign_in = "Sign in";
    somebody_else = "Somebody else";
    pin_works_offline = "Works without a connection.";
    keypad = "Digits";
    backspace = "Delete the last digit";
    shift_title = "Count the drawer";
    shift_about = "How much cash is in it before the first sale? This opens the shift and fixes its business date.";
}

pub fn role(role: Role) -> &'static str {
    match role {
        Role::Cashier => "Cashier",
        Role::Manager => "Manager",
        Role::Admin => "Administrator",
    }
}

pub fn pin_of(name: &str) -> String {
    format!("PIN of {name}")
}

pub fn pin_digits(entered: usize) -> String {
    format!("{} entered", counted(entered as u64, "digit", "digits"))
}

pub fn open_shift(float: &str) -> String {
    format!("Open the shift with {float}")
}

// Finding products.

words! {
    search_hint = "Scan, or type a name, a code or 3 *";
    products = "Products";
    categories = "Categories";
    all = "All";
    no_price = "No price";
    stock_none = "none left";
    stock_service = "service";
}

pub fn nothing_found(typed: &str) -> String {
    format!("No product matches “{typed}”. Fewer or shorter words find more.")
}

pub fn unknown_code(code: &str) -> String {
    format!("No product has the code “{code}”. Nothing was added.")
}

pub fn search_for(text: &str) -> String {
    format!("Search for “{text}”")
}

pub fn choose_one(text: &str, number: usize, more: bool) -> String {
    let plus = if more { "more than " } else { "" };
    let match_words = counted(number as u64, "product matches", "products match");
    format!("“{text}” is no code, but {plus}{match_words}. Arrow keys choose, Enter adds.")
}

pub fn stock_left(free: &str) -> String {
    format!("{free} left")
}

pub fn stock_at_risk(free: &str) -> String {
    format!("{free} at risk")
}

pub fn stock_owed(owed: &str) -> String {
    format!("none · {owed} owed")
}

pub fn on_hand(quantity: &str) -> String {
    format!("{quantity} on hand")
}

// The cart.

words! {
    cart = "Cart";
    cart_empty = "Nothing here yet. Scan the first item.";
    no_customer = "No customer";
    nobody = "Clear";
    line_actions = "The selected line";
    no_line_selected = "Scan, or choose a line to change it.";
    cart_frozen = "A payment was taken, so the lines stand. Pay goes on with it.";
    price = "Price";
    remove = "Remove";
    deliver_to = "Deliver to";
    no_address = "This customer has no address: the goods wait for one.";
    promise_covered = "covered";
    promise_to_confirm = "to be confirmed";
    subtotal = "Subtotal";
    discount = "Discount";
    tax_included = "VAT included";
    tax_added = "VAT added";
    to_pay = "To pay";
    undo = "Undo";
    cancel_basket = "Cancel basket";
    pay = "Pay";
}

pub fn customer(label: &str, number: &str) -> String {
    if label.contains(number) { label.to_owned() } else { format!("{label} · {number}") }
}

pub fn fulfilment(fulfilment: Fulfilment) -> &'static str {
    match fulfilment {
        Fulfilment::CarryOut => "Carry out",
        Fulfilment::Pickup => "Pick up",
        Fulfilment::Delivery { .. } => "Deliver",
    }
}

pub fn price_each(price: &str) -> String {
    format!("{price} each")
}

pub fn price_instead(price: &str, list: &str) -> String {
    format!("{price} instead of {list}")
}

pub fn quantity_of(name: &str) -> String {
    format!("Quantity of {name}")
}

/// A notice, and how often it was said.
pub fn said(words: &str, times: u32) -> String {
    if times > 1 { format!("{words} ({times} times)") } else { words.to_owned() }
}

pub fn items(lines: u64) -> String {
    counted(lines, "line", "lines")
}

pub fn promise_beyond_books(short: &str) -> String {
    format!("{short} over the books")
}

pub fn promise_waits(short: &str) -> String {
    format!("{short} subject to stock")
}

words! {
    choose_customer = "Choose the customer";
    customer_for_delivery = "Delivered to whom?";
    customer_search_hint = "Number, name, e-mail or phone";
    no_such_customer = "No customer matches. Try the number, or part of the name.";
    price_title = "Another price";
    price_new = "New price for one";
    price_reason = "Reason";
    price_send = "Use this price";
    price_not_an_amount = "That is not an amount. Type it like 12.50.";
    price_needs_reason = "Say why the price is changed; it is recorded with the sale.";
    approved_by = "Approved by";
    approver_pin = "PIN";
}

pub fn price_reasons() -> [&'static str; 4] {
    ["Damaged", "Shelf price differs", "Price match", "Last piece"]
}

pub fn price_about(name: &str, price: &str) -> String {
    format!("{name}, now {price}")
}

// Paying.

words! {
    cash = "Cash";
    card = "Card";
    back_to_sale = "Back to the sale";
    type_or_whole = "all of it";
    all_paid = "Everything is paid. One press completes the sale.";
    complete_sale = "Complete sale";
    await_card = "Waiting for the card reader's answer";
    nothing_to_pay = "Nothing to pay";
    complete_about = "Saved on this till first; works the same offline.";
    ask_card_about = "It is recorded first that the reader is asked, so nothing is charged twice.";
    card_about = "Key in an amount to split, or leave it for the whole rest.";
    card_asked_about = "Key the amount into the card reader, then say what it answered.";
    card_unknown_about = "Nobody knows yet whether the card was charged. Look at the reader's last slip or ask the card company. Until this is answered, nothing is charged again.";
    card_reference = "Reference on the slip";
    card_reference_missing = "Type the reference from the card reader's slip; with it the payment can be found again.";
    card_approved = "Approved";
    card_declined = "Declined";
    card_dont_know = "Don't know";
    void = "Take back";
}

pub fn still_to_pay(cash: bool) -> &'static str {
    if cash { "Still to pay, in cash" } else { "Still to pay" }
}

pub fn amount_label(cash: bool) -> &'static str {
    if cash { "Cash given" } else { "On the card" }
}

pub fn take_cash_complete(amount: &str) -> String {
    format!("Take {amount} cash, complete")
}

pub fn take_cash_part(amount: &str, left: &str) -> String {
    format!("Take {amount} cash, {left} left to pay")
}

pub fn ask_card(amount: &str) -> String {
    format!("Ask the card reader for {amount}")
}

pub fn change_will_be(change: &str) -> String {
    format!("Change will be {change}")
}

pub fn card_asked(amount: &str) -> String {
    format!("The card reader is asked for {amount}")
}

pub fn card_unknown(amount: &str) -> String {
    format!("Card {amount}: not known whether it was charged")
}

fn tender_kind(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::Cash => cash(),
        TenderKind::Card => card(),
    }
}

pub fn tender(kind: TenderKind, state: &TenderState) -> String {
    let kind = tender_kind(kind);
    match state {
        TenderState::Asked => format!("{kind} · reader asked"),
        TenderState::Taken { reference: Some(reference) } if !reference.is_empty() => {
            format!("{kind} · approved · {reference}")
        }
        TenderState::Taken { .. } => format!("{kind} · taken"),
        TenderState::Declined => format!("{kind} · declined, nothing charged"),
        TenderState::Unknown => format!("{kind} · not known, must be answered"),
        TenderState::Voided => format!("{kind} · taken back"),
    }
}

// After the sale.

words! {
    change_to_give = "Change to give";
    no_change = "No change";
    print_roll = "Print receipt, 80 mm";
    print_a4 = "Print A4";
    next_sale = "Next sale";
    or_just_scan = "Or just scan the next item.";
    receipt = "Receipt";
    customer_word = "Customer";
    total = "Total";
    change = "Change";
    cash_rounding = "Cash rounding";
    tax_word = "VAT";
    net = "Net";
    gross = "Gross";
}

pub fn sale_saved(number: &str, gross: &str) -> String {
    format!("Sale {number} over {gross} is saved on this till")
}

pub fn paid_exactly(gross: &str) -> String {
    format!("{gross} was paid.")
}

pub fn printed(copy: u32) -> String {
    match copy {
        0 => "Receipt written to ".to_owned(),
        copy => format!("Copy {copy} written to "),
    }
}

pub fn tax_id(id: &str) -> String {
    format!("VAT no. {id}")
}

pub fn served_by(terminal: &str, cashier: &str) -> String {
    format!("{terminal} · {cashier}")
}

pub fn times(quantity: &str, price: &str) -> String {
    format!("{quantity} × {price}")
}

pub fn to_be_confirmed(quantity: &str) -> String {
    format!("{quantity} subject to stock, to be confirmed")
}

pub fn tender_line(kind: TenderKind, reference: Option<&str>) -> String {
    match reference {
        Some(reference) if !reference.is_empty() => format!("{} {reference}", tender_kind(kind)),
        _ => tender_kind(kind).to_owned(),
    }
}

pub fn tax_rate(name: &str, rate: Rate) -> String {
    format!("{name} {rate} %")
}

// Orders, and who waits for goods.

words! {
    orders_title = "Orders";
    orders_about = "This store's sales, newest first.";
    order_search_hint = "Receipt number or customer";
    only_backordered = "Only what waits for goods";
    no_orders = "No order matches.";
    walk_in = "No customer";
    loading_order = "Fetching the order…";
    where_lines_stand = "Where the goods are";
    not_seen_by_server = "The server has not seen this sale yet. It is saved on this till and is sent by itself.";
    why_short = "Why short?";
    show_order = "Show the order";
    backorders_title = "Backorders";
    backorders_about = "Sold, and still waiting for goods: oldest first. They fill themselves in this order when goods arrive.";
    no_backorders = "Nobody waits for goods.";
    cause_sold_out = "The last free units were gone when this sale reached the server.";
    cause_carried_out = "Units were kept for it, and a customer at a counter walked out with them.";
    cause_counted = "Units were kept for it, and a count found fewer on the shelf.";
    story_no_date = "No date is known yet";
    story_fills_itself = "It fills itself when goods are taken in.";
}

pub fn order_title(number: &str) -> String {
    format!("Order {number}")
}

pub fn order_line(number: &str, line: u32) -> String {
    format!("{number} · line {line}")
}

pub fn order_stage(stage: OrderStage, waiting: bool) -> &'static str {
    match (stage, waiting) {
        (_, true) => "saved here, not sent yet",
        (OrderStage::Placed, _) => "sent, not judged yet",
        (OrderStage::HandedOver, _) => "handed over",
        (OrderStage::Allocated, _) => "goods are kept for it",
        (OrderStage::AwaitingStock, _) => "waits for goods",
    }
}

pub fn lines(number: u64) -> String {
    counted(number, "line", "lines")
}

pub fn owed(quantity: &str) -> String {
    format!("{quantity} owed")
}

pub fn state_handed_over(quantity: &str) -> String {
    format!("{quantity} handed over")
}

pub fn state_allocated(quantity: &str) -> String {
    format!("{quantity} kept for it")
}

pub fn state_backordered(quantity: &str) -> String {
    format!("{quantity} on backorder")
}

pub fn why_are_we_short(name: &str) -> String {
    format!("Why are we short of {name}?")
}

/// `2 h 07 min`, of which only the largest two units are said.
fn duration(seconds: u64) -> String {
    let minutes = seconds / 60;
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0) => "less than a minute".to_owned(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes:02} min"),
        (days, hours, _) => format!("{} {hours} h", counted(days, "day", "days")),
    }
}

pub fn story_offline_since(seconds: u64) -> String {
    format!("{} earlier", duration(seconds))
}

pub fn story_believed(terminal: &str, offline_s: Option<u64>, believed: &str) -> String {
    match offline_s {
        Some(seconds) => format!(
            "{terminal} loses touch with the server, for {} by the time it sells, and believes {believed} free",
            duration(seconds)
        ),
        None => format!("{terminal} believes {believed} free"),
    }
}

pub fn story_taken(number: &str, quantity: &str) -> String {
    format!("Order {number} takes {quantity}")
}

pub fn story_short(number: &str, quantity: &str) -> String {
    format!("Order {number} reaches the server: {quantity} cannot be covered")
}

pub fn story_expected(day: &str) -> String {
    format!("Goods are expected on {day}")
}

// Looking after the shop.

words! {
    counts_title = "To be counted";
    counts_about = "More was carried out than the books held. Count what is really on the shelf.";
    no_counts = "Nothing needs counting.";
    set_aside_title = "Set aside";
    set_aside_about = "What the server could not apply as it stands. It is kept whole, and blocks nothing.";
    no_set_aside = "Nothing was set aside.";
    try_again = "Try again";
    retried = "The server was asked to try it again.";
    reviews_title = "Reviews";
    reviews_about = "Sales whose total differs from the server's own reckoning. They stand as printed; look why.";
    no_reviews = "Nothing to review.";
    receive_title = "Receive goods";
    receive_about = "Scan or choose what came, say how many, and send. The oldest backorders fill first. Needs a connection.";
    receive_choose_one = "Several products match. Choose one from the list.";
    delivery = "This delivery";
    delivery_reference = "Delivery note (optional)";
    nothing_received = "Nothing entered yet.";
    receive_send = "Take these goods in";
    already_received = "The server already had this delivery; nothing was taken in twice.";
    products_title = "Products";
    products_about = "What you change is merged field by field with what others change at the same time.";
    choose_product = "Choose a product to see and edit it, or scan one.";
    edit_waiting = "Changed here; the server has not answered yet.";
    price_note = "A new price holds from the next sale on.";
    barcodes_note = "Several with a space between them.";
    nothing_changed = "Nothing was changed.";
    product_saved = "Saved on this till, and sent to the others.";
    save = "Save";
}

pub fn count_because(short: &str, at: &str) -> String {
    format!("{short} more than the books held, on {at}")
}

pub fn set_aside_entry(seq: u64, kind: &str) -> String {
    format!("Record {}: {}", count(seq), kind.replace('_', " "))
}

pub fn set_aside_code(code: SetAsideCode) -> &'static str {
    match code {
        SetAsideCode::Unreadable => "Not readable by this server",
        SetAsideCode::UnknownReference => "Names something that does not exist",
        SetAsideCode::NotAllowed => "Not allowed for this person's role",
        SetAsideCode::Inconsistent => "Contradicts what is recorded",
        SetAsideCode::Fork => "This till's records exist in two versions",
    }
}

pub fn review_amounts(stated: &str, reckoned: &str) -> String {
    format!("Printed {stated}, reckoned {reckoned}")
}

pub fn received(filled: u64) -> String {
    match filled {
        0 => "Taken in.".to_owned(),
        filled => format!("Taken in. {} filled.", counted(filled, "backorder", "backorders")),
    }
}

pub fn edit_refused(reason: &str) -> String {
    format!("An edit was refused: {reason}")
}

pub fn product_field(field: ProductField) -> &'static str {
    match field {
        ProductField::Name => "Name",
        ProductField::Description => "Description",
        ProductField::Category => "Category",
        ProductField::TaxClass => "Tax class",
        ProductField::Barcodes => "Barcodes",
        ProductField::Shortage => "When pick-up or delivery is not covered",
    }
}

pub fn shortage_policy(policy: ShortagePolicy) -> &'static str {
    match policy {
        ShortagePolicy::Allow => "Sell, it waits",
        ShortagePolicy::Ask => "Ask first",
        ShortagePolicy::Deny => "Do not sell",
    }
}

// Keys and the scanner.

words! {
    keys_title = "Keys";
    scanner = "Scanner";
    scanner_gap = "Longest pause between keys, in ms (1 to 200)";
    scanner_prefix = "Put before each code";
    scanner_suffix = "Put after each code";
}

pub fn key_map() -> Vec<(&'static str, &'static str)> {
    vec![
        (keys::HELP, "This list"),
        (keys::SEARCH, "To the search field, from anywhere"),
        ("3 *", "Before a scan or Enter: three of it; alone: three of the selected line"),
        ("↑ ↓ ← →", "Walk over the tiles; Enter adds the marked one"),
        ("PgUp PgDn", "Choose a line of the cart"),
        ("+  −", "One more or less of the selected line"),
        (keys::REMOVE, "Remove the selected line"),
        (keys::FULFILMENT, "Carry out, pick up, deliver"),
        (keys::PRICE, "Another price for the selected line; while paying: cash"),
        (keys::CARD, "While paying: card"),
        (keys::CUSTOMER, "Customer"),
        (keys::UNDO, "Undo the last change of the cart"),
        (keys::PAY, "Pay; while paying: complete"),
        (keys::ORDERS, "Orders"),
        (keys::ENTER, "The large button"),
        (keys::BACK, "Back; never destroys anything"),
    ]
}
