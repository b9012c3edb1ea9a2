//! What can still be promised: the server's figure less what was sold here since, less what
//! is in the cart.

use crate::replica::{Reader, ReplicaError};
use crate::till::{Look, Shop};
use shared_model::catalogue::Product;
use shared_model::command::{PromiseView, StockLevel, StockView};
use shared_model::order::Cart;
use shared_model::stock::Promise;
use shared_model::unit::*;
use std::collections::BTreeMap;

pub(in crate::operation) struct Stock<'l> {
    look: Look<'l>,
    warehouse: WarehouseId,
}

impl<'l> Stock<'l> {
    /// What can be promised from the shop's own warehouse.
    pub(in crate::operation) fn of(look: Look<'l>, shop: &Shop) -> Stock<'l> {
        Stock { look, warehouse: shop.store.warehouse }
    }

    pub(in crate::operation) fn reader(&self) -> Reader<'l> {
        self.look.reader
    }

    /// Units believed free before the cart; nothing where there is no figure. May be below
    /// zero when more was sold here than the server knew of.
    fn free(&self, product: ProductId) -> Result<Option<Quantity>, ReplicaError> {
        let Some(level) = self.look.reader.stock_level(self.warehouse, product)? else { return Ok(None) };
        let unposted = self.look.reader.usage_unposted(product)?;
        Ok(Some(Quantity(level.free.0.saturating_sub(unposted.0))))
    }

    pub(in crate::operation) fn view(&self, product: &Product, cart: Option<&Cart>) -> Result<StockView, ReplicaError> {
        if !product.stocked {
            let nothing = Quantity::ZERO;
            return Ok(StockView {
                level: StockLevel::NotStocked,
                free: nothing,
                on_hand: nothing,
                backordered: nothing,
            });
        }
        let level = self.look.reader.stock_level(self.warehouse, product.id)?.unwrap_or_default();
        let unposted = self.look.reader.usage_unposted(product.id)?.0;
        let in_cart = cart.map_or(0, |cart| in_cart(cart, product.id));
        let free = level.free.0.saturating_sub(unposted).saturating_sub(in_cart).max(0);
        Ok(StockView {
            level: self.level(free, false),
            free: Quantity(free),
            // Cautious: goods sold here for later may still stand on the shelf.
            on_hand: Quantity(level.on_hand.0.saturating_sub(unposted)),
            backordered: level.backordered,
        })
    }

    fn level(&self, free: i64, short: bool) -> StockLevel {
        StockLevel::of(Quantity(free), short, self.look.moment.stock_is_fresh())
    }

    /// What can be said of each line, the first line of a product served first.
    pub(in crate::operation) fn promises(&self, cart: &Cart) -> Result<Vec<PromiseView>, ReplicaError> {
        let mut left: BTreeMap<ProductId, i64> = BTreeMap::new();
        let mut promises = Vec::with_capacity(cart.lines.len());
        for line in &cart.lines {
            let promise = Promise::of(line.fulfilment.is_carry_out(), line.product.stocked);
            let to_be_confirmed = promise.to_be_confirmed(line.quantity);
            if !line.product.stocked {
                let (covered, short) = (line.quantity, Quantity::ZERO);
                promises.push(PromiseView { level: StockLevel::NotStocked, covered, short, to_be_confirmed });
                continue;
            }
            let id = line.product.id;
            let free = match left.get(&id) {
                Some(free) => *free,
                None => self.free(id)?.map_or(0, |free| free.0.max(0)),
            };
            let covered = free.min(line.quantity.0);
            left.insert(id, free - covered);
            let short = line.quantity.0 - covered;
            let level = self.level(free, short > 0);
            let (covered, short) = (Quantity(covered), Quantity(short));
            promises.push(PromiseView { level, covered, short, to_be_confirmed });
        }
        Ok(promises)
    }

    /// What the order says the till believed, per product with a figure.
    pub(in crate::operation) fn believed(&self, cart: &Cart) -> Result<BTreeMap<ProductId, Quantity>, ReplicaError> {
        let mut believed = BTreeMap::new();
        for line in cart.lines.iter().filter(|line| line.product.stocked) {
            if let Some(free) = self.free(line.product.id)? {
                believed.insert(line.product.id, Quantity(free.0.max(0)));
            }
        }
        Ok(believed)
    }
}

fn in_cart(cart: &Cart, product: ProductId) -> i64 {
    let lines = cart.lines.iter().filter(|line| line.product.id == product);
    lines.fold(0, |sum: i64, line| sum.saturating_add(line.quantity.0))
}
