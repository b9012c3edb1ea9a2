//! The cart: what the customer has put on the counter. Pure steps from cart to cart; the
//! first tender freezes it.

use super::line::{Fulfilment, PriceCause};
use super::pricing::PricingLine;
use super::settle::Settlement;
use crate::bounds::{ENTERED_MAX, LINE_QUANTITY_MAX, ORDER_LINES_MAX, PAYMENTS_MAX};
use crate::catalogue::Product;
use crate::party::Customer;
use crate::payment::{CardOutcome, Payment, TenderKind};
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// Becomes the order's id.
    pub order: OrderId,
    pub customer: Option<CustomerId>,
    pub lines: Vec<CartLine>,
    pub tenders: Vec<CartTender>,
    /// The highest line number ever used, so that numbers are not given out twice.
    pub last_line: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    pub line: u32,
    pub product: Product,
    pub quantity: Quantity,
    /// The catalogue's price when the line was added.
    pub list_price: Amount,
    pub price_override: Option<Override>,
    pub fulfilment: Fulfilment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    pub price: Amount,
    pub cause: PriceCause,
}

/// A payment begun. Cash counts at once; a card counts when it is approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartTender {
    pub id: PaymentId,
    pub kind: TenderKind,
    pub tendered: Amount,
    pub state: TenderState,
    /// As it was recorded, once it counts.
    #[serde(default)]
    pub payment: Option<Payment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum TenderState {
    /// The card reader has been asked; nothing is known yet.
    Asked,
    Taken {
        reference: Option<String>,
    },
    Declined,
    Unknown,
    Voided,
}

impl CartTender {
    pub fn counts(&self) -> bool {
        matches!(self.state, TenderState::Taken { .. })
    }

    /// Somebody must still say what happened to it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, TenderState::Asked | TenderState::Unknown)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CartError {
    #[error("a payment has been taken, so the cart can no longer change")]
    Frozen,
    #[error("the cart has no line {0}")]
    NoSuchLine(u32),
    #[error("the order has no such payment")]
    NoSuchTender,
    #[error("a quantity must be more than nothing and at most {LINE_QUANTITY_MAX}")]
    BadQuantity,
    #[error("an amount must be more than nothing, and one that can be paid at a counter")]
    BadAmount,
    #[error("a cart holds at most {ORDER_LINES_MAX} lines")]
    Full,
    #[error("a sale takes at most {PAYMENTS_MAX} payments")]
    TooManyTenders,
    #[error("a card payment is still open: say first whether it was approved")]
    TenderOpen,
    #[error("a card cannot pay more than what is owed")]
    CardOverTender,
    #[error("this payment has already been answered")]
    AlreadyAnswered,
    #[error("the amounts are too large to add up")]
    Arithmetic(#[from] ArithmeticError),
}

impl Cart {
    pub fn new(order: OrderId) -> Cart {
        Cart { order, customer: None, lines: Vec::new(), tenders: Vec::new(), last_line: 0 }
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.tenders.is_empty() && self.customer.is_none()
    }

    /// From the first tender that was not undone the goods and prices stand.
    pub fn is_frozen(&self) -> bool {
        self.tenders.iter().any(|tender| tender.counts() || tender.is_open())
    }

    fn editable(&self) -> Result<(), CartError> {
        if self.is_frozen() { Err(CartError::Frozen) } else { Ok(()) }
    }

    fn line_mut(&mut self, line: u32) -> Result<&mut CartLine, CartError> {
        self.lines.iter_mut().find(|entry| entry.line == line).ok_or(CartError::NoSuchLine(line))
    }

    /// Adds a product. The same product at the same price and fulfilment raises the
    /// quantity of its line instead of starting another. Returns the line's number.
    pub fn add(&mut self, product: Product, price: Amount, quantity: Quantity) -> Result<u32, CartError> {
        self.editable()?;
        let same = |line: &&mut CartLine| {
            line.product.id == product.id
                && line.list_price == price
                && line.price_override.is_none()
                && line.fulfilment == Fulfilment::CarryOut
        };
        if let Some(line) = self.lines.iter_mut().find(same) {
            line.quantity = checked_quantity(line.quantity.plus(quantity)?)?;
            return Ok(line.line);
        }
        if self.lines.len() >= ORDER_LINES_MAX {
            return Err(CartError::Full);
        }
        let quantity = checked_quantity(quantity)?;
        self.last_line += 1;
        self.lines.push(CartLine {
            line: self.last_line,
            product,
            quantity,
            list_price: price,
            price_override: None,
            fulfilment: Fulfilment::CarryOut,
        });
        Ok(self.last_line)
    }

    pub fn set_quantity(&mut self, line: u32, quantity: Quantity) -> Result<(), CartError> {
        self.editable()?;
        let quantity = checked_quantity(quantity)?;
        self.line_mut(line)?.quantity = quantity;
        Ok(())
    }

    pub fn remove(&mut self, line: u32) -> Result<(), CartError> {
        self.editable()?;
        self.line_mut(line)?;
        self.lines.retain(|entry| entry.line != line);
        Ok(())
    }

    pub fn set_fulfilment(&mut self, line: u32, fulfilment: Fulfilment) -> Result<(), CartError> {
        self.editable()?;
        self.line_mut(line)?.fulfilment = fulfilment;
        Ok(())
    }

    pub fn override_price(&mut self, line: u32, price: Override) -> Result<(), CartError> {
        self.editable()?;
        if price.price.0 < 0 || price.price > ENTERED_MAX {
            return Err(CartError::BadAmount);
        }
        self.line_mut(line)?.price_override = Some(price);
        Ok(())
    }

    /// Names who buys, or nobody. A delivery keeps its address only where it is theirs.
    pub fn set_customer(&mut self, customer: Option<&Customer>) -> Result<(), CartError> {
        self.editable()?;
        self.customer = customer.map(|customer| customer.id);
        let theirs =
            |id: &AddressId| customer.is_some_and(|customer| customer.addresses.iter().any(|one| one.id == *id));
        for line in &mut self.lines {
            if let Fulfilment::Delivery { address } = &mut line.fulfilment {
                *address = address.filter(theirs);
            }
        }
        Ok(())
    }

    /// What tenders have covered so far.
    pub fn taken(&self) -> Result<Amount, ArithmeticError> {
        Amount::sum(self.tenders.iter().filter(|tender| tender.counts()).map(|tender| tender.tendered))
    }

    /// Begins a tender against what is still `due`.
    pub fn begin_tender(
        &mut self,
        id: PaymentId,
        kind: TenderKind,
        amount: Amount,
        owed: &Settlement,
    ) -> Result<(), CartError> {
        let nothing = kind == TenderKind::Cash && amount.is_zero() && owed.is_below_coins();
        if !nothing && amount <= Amount::ZERO || amount > ENTERED_MAX {
            return Err(CartError::BadAmount);
        }
        if self.tenders.iter().any(CartTender::is_open) {
            return Err(CartError::TenderOpen);
        }
        if self.tenders.len() >= PAYMENTS_MAX {
            return Err(CartError::TooManyTenders);
        }
        let state = match kind {
            TenderKind::Cash => TenderState::Taken { reference: None },
            TenderKind::Card if amount > owed.due => return Err(CartError::CardOverTender),
            TenderKind::Card => TenderState::Asked,
        };
        self.tenders.push(CartTender { id, kind, tendered: amount, state, payment: None });
        Ok(())
    }

    /// Records the card reader's answer; an unknown one can be answered later, once.
    pub fn resolve_tender(&mut self, id: PaymentId, outcome: &CardOutcome) -> Result<(), CartError> {
        let tender = self.tenders.iter_mut().find(|tender| tender.id == id).ok_or(CartError::NoSuchTender)?;
        if !tender.is_open() {
            return Err(CartError::AlreadyAnswered);
        }
        tender.state = match outcome {
            CardOutcome::Approved { reference } => TenderState::Taken { reference: Some(reference.clone()) },
            CardOutcome::Declined => TenderState::Declined,
            CardOutcome::Unknown => TenderState::Unknown,
        };
        Ok(())
    }

    /// Takes a payment back before the sale is complete. An open card must be answered first.
    pub fn void_tender(&mut self, id: PaymentId) -> Result<(), CartError> {
        let tender = self.tenders.iter_mut().find(|tender| tender.id == id).ok_or(CartError::NoSuchTender)?;
        if tender.is_open() {
            return Err(CartError::TenderOpen);
        }
        if !tender.counts() {
            return Err(CartError::AlreadyAnswered);
        }
        tender.state = TenderState::Voided;
        Ok(())
    }

    pub fn pricing_lines(&self) -> Vec<PricingLine> {
        self.lines.iter().map(CartLine::pricing).collect()
    }
}

impl CartLine {
    pub fn unit_price(&self) -> Amount {
        self.price_override.as_ref().map_or(self.list_price, |price| price.price)
    }

    fn pricing(&self) -> PricingLine {
        PricingLine {
            quantity: self.quantity,
            unit_price: self.unit_price(),
            discount: Amount::ZERO,
            tax_class: self.product.tax_class.clone(),
        }
    }
}

fn checked_quantity(quantity: Quantity) -> Result<Quantity, CartError> {
    if quantity.is_positive() && quantity <= LINE_QUANTITY_MAX { Ok(quantity) } else { Err(CartError::BadQuantity) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::Address;
    use crate::sample;
    use uuid::Uuid;

    fn product(number: u128) -> Product {
        sample::product(number, "standard")
    }

    fn cart() -> Cart {
        Cart::new(OrderId(Uuid::from_u128(1)))
    }

    fn owed(due: i64) -> Settlement {
        Settlement { due: Amount(due), due_cash: Amount(due), ..Settlement::default() }
    }

    fn tender(number: u128) -> PaymentId {
        PaymentId(Uuid::from_u128(number))
    }

    #[test]
    fn the_same_item_again_is_one_more_but_another_price_is_another_line() {
        let mut cart = cart();
        assert_eq!(cart.add(product(1), Amount(100), Quantity::ONE), Ok(1));
        assert_eq!(cart.add(product(1), Amount(100), Quantity::ONE), Ok(1));
        assert_eq!(cart.add(product(1), Amount(120), Quantity::ONE), Ok(2));
        assert_eq!(cart.lines[0].quantity, Quantity(2000));
        cart.remove(2).unwrap();
        assert_eq!(cart.add(product(2), Amount(1), Quantity::ONE), Ok(3), "line numbers are not given out twice");
    }

    #[test]
    fn the_first_tender_freezes_the_cart_and_its_void_thaws_it() {
        let mut cart = cart();
        cart.add(product(1), Amount(100), Quantity::ONE).unwrap();
        cart.begin_tender(tender(1), TenderKind::Cash, Amount(50), &owed(100)).unwrap();
        assert_eq!(cart.set_quantity(1, Quantity(2000)), Err(CartError::Frozen));
        assert_eq!(cart.remove(1), Err(CartError::Frozen));
        cart.void_tender(tender(1)).unwrap();
        assert_eq!(cart.set_quantity(1, Quantity(2000)), Ok(()));
    }

    #[test]
    fn an_unknown_card_is_never_asked_again_until_somebody_says_what_happened() {
        let mut cart = cart();
        cart.add(product(1), Amount(100), Quantity::ONE).unwrap();
        cart.begin_tender(tender(1), TenderKind::Card, Amount(100), &owed(100)).unwrap();
        cart.resolve_tender(tender(1), &CardOutcome::Unknown).unwrap();
        let again = cart.begin_tender(tender(2), TenderKind::Card, Amount(100), &owed(100));
        assert_eq!(again, Err(CartError::TenderOpen));
        assert_eq!(cart.void_tender(tender(1)), Err(CartError::TenderOpen));
        cart.resolve_tender(tender(1), &CardOutcome::Approved { reference: "R1".into() }).unwrap();
        assert_eq!(cart.taken(), Ok(Amount(100)));
        let twice = cart.resolve_tender(tender(1), &CardOutcome::Declined);
        assert_eq!(twice, Err(CartError::AlreadyAnswered));
    }

    #[test]
    fn a_delivery_keeps_no_address_of_a_customer_before() {
        let address = |number| AddressId(Uuid::from_u128(number));
        let customer = |number, addresses: &[u128]| Customer {
            addresses: addresses.iter().map(|one| Address::of_lines(address(*one), Vec::new())).collect(),
            ..Customer::named(CustomerId(Uuid::from_u128(number)), "1", "A B")
        };
        let (first, second) = (customer(1, &[10, 11]), customer(2, &[11, 12]));
        let mut cart = cart();
        for (number, chosen) in [(1, Some(10)), (2, Some(11)), (3, None)] {
            let line = cart.add(product(number), Amount(100), Quantity::ONE).unwrap();
            cart.set_fulfilment(line, Fulfilment::Delivery { address: chosen.map(address) }).unwrap();
        }
        let held = |cart: &Cart| -> Vec<_> { cart.lines.iter().map(|line| line.fulfilment.clone()).collect() };
        let to = |chosen: [Option<u128>; 3]| chosen.map(|one| Fulfilment::Delivery { address: one.map(address) });
        cart.set_customer(Some(&first)).unwrap();
        assert_eq!(held(&cart), to([Some(10), Some(11), None]));
        cart.set_customer(Some(&second)).unwrap();
        assert_eq!(held(&cart), to([None, Some(11), None]), "an address that both have is the second's as well");
        cart.set_customer(None).unwrap();
        assert_eq!(held(&cart), to([None, None, None]));
    }

    #[test]
    fn quantities_of_nothing_or_too_much_are_refused() {
        let mut cart = cart();
        for quantity in [0, -1000, LINE_QUANTITY_MAX.0 + 1] {
            assert_eq!(cart.add(product(1), Amount(1), Quantity(quantity)), Err(CartError::BadQuantity));
        }
        cart.add(product(1), Amount(1), LINE_QUANTITY_MAX).unwrap();
        assert_eq!(cart.add(product(1), Amount(1), Quantity::ONE), Err(CartError::BadQuantity));
    }
}
