//! What somebody allowed before the sale that uses it: found by its name, whether it comes
//! with the sale or came before, and good for that alone.

use crate::shop::{CARRY_OUT, Shop, Till};
use shared_model::Fact;
use shared_model::entry::{Approval, Entry, SealedEntry};
use shared_model::fact::order::Approved;
use shared_model::order::{Order, PriceCause};
use shared_model::policy::Permission;
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use sync_server::report;

crate::story!(
    a_price_that_a_manager_allowed_before_is_nobodys_business,
    an_approval_that_is_missing_or_for_something_else_is_told_with_the_sale,
);

fn approval(person: StaffId) -> Approval {
    Approval { person, key: 0, permission: Permission::PriceOverride.as_str().to_owned(), signature: Vec::new() }
}

/// A sale of a lamp at a person's price, and what they said of it.
fn sale(shop: &Shop, till: &mut Till) -> (Order, Approved) {
    let order = till.order(shop, &[("LAMP", 1, CARRY_OUT)]);
    let line = &order.lines[0];
    let approved = Approved {
        order: order.id,
        line: Some(line.line),
        person: shop.manager,
        permission: Permission::PriceOverride.as_str().to_owned(),
        from: Some(line.list_price),
        to: Some(line.unit_price),
        reason: "scratched".to_owned(),
    };
    (order, approved)
}

fn say(shop: &Shop, till: &mut Till, approved: &Approved, approvals: Vec<Approval>) -> SealedEntry {
    let entry = till.entry(shop.cashier, &Fact::Approved(approved.clone()));
    let sealed = Entry { approvals, ..entry }.seal(Vec::new());
    till.chained(&sealed);
    sealed
}

/// The sale, whose line names an approval.
fn using(shop: &Shop, till: &mut Till, mut order: Order, by: StaffId, approval: Hash) -> [SealedEntry; 2] {
    order.lines[0].causes = vec![PriceCause::manual(by, "scratched".to_owned(), Some(approval))];
    till.seal_sale(shop, &order)
}

async fn reasons(shop: &Shop) -> Vec<String> {
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    reviews.into_iter().flat_map(|review| review.reasons).map(|reason| reason.to_string()).collect()
}

async fn a_price_that_a_manager_allowed_before_is_nobodys_business(shop: Shop) {
    shop.receive("LAMP", 5).await;
    let mut till = shop.till().await;
    let (order, approved) = sale(&shop, &mut till);
    let said = say(&shop, &mut till, &approved, vec![approval(shop.manager)]);
    let [payment, placed] = using(&shop, &mut till, order, shop.manager, said.hash());
    assert_eq!(shop.push(&till, &[said, payment, placed]).await, [const { EntryOutcome::Stored }; 3]);
    let (order, approved) = sale(&shop, &mut till);
    let said = say(&shop, &mut till, &approved, vec![approval(shop.manager)]);
    let named = said.hash();
    assert_eq!(shop.push(&till, &[said]).await, [EntryOutcome::Stored]);
    let entries = using(&shop, &mut till, order, shop.manager, named);
    assert_eq!(shop.push(&till, &entries).await, [const { EntryOutcome::Stored }; 2]);
    assert_eq!(reasons(&shop).await, [""; 0]);
    shop.verify().await;
}

/// The money counts whatever the approval is worth.
async fn an_approval_that_is_missing_or_for_something_else_is_told_with_the_sale(shop: Shop) {
    shop.receive("LAMP", 9).await;
    let (mut till, mut other) = (shop.till().await, shop.till().await);
    let (manager, cashier) = (shop.manager, shop.cashier);
    let (first, approved) = sale(&shop, &mut till);
    let said = say(&shop, &mut till, &approved, vec![approval(manager)]);
    // For another order, by a cashier, with a key that nobody has, by another till, by nobody.
    let (second, _) = sale(&shop, &mut till);
    let (third, by_cashier) = sale(&shop, &mut till);
    let by_cashier = Approved { person: cashier, ..by_cashier };
    let by_cashier = say(&shop, &mut till, &by_cashier, vec![approval(cashier)]);
    let (fourth, signed) = sale(&shop, &mut till);
    let signed = say(&shop, &mut till, &signed, vec![Approval { signature: vec![0; 64], ..approval(manager) }]);
    let (fifth, elsewhere) = sale(&shop, &mut till);
    let elsewhere = say(&shop, &mut other, &elsewhere, vec![approval(manager)]);
    assert_eq!(shop.push(&other, std::slice::from_ref(&elsewhere)).await, [EntryOutcome::Stored]);
    let mut batch = vec![said.clone(), by_cashier.clone(), signed.clone()];
    batch.extend(using(&shop, &mut till, first, manager, said.hash()));
    batch.extend(using(&shop, &mut till, second, manager, said.hash()));
    batch.extend(using(&shop, &mut till, third, cashier, by_cashier.hash()));
    batch.extend(using(&shop, &mut till, fourth, manager, signed.hash()));
    batch.extend(using(&shop, &mut till, fifth, manager, elsewhere.hash()));
    assert!(shop.push(&till, &batch).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));
    let found = reasons(&shop).await;
    let expected = ["is for something else", "without a manager", "a key that nobody has", "nobody's approval"];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{found}");
    }
    let takings = report::takings(&shop.db, shop.business()).await.unwrap();
    assert_eq!(takings[0].orders, 5, "and every sale stands");
    shop.verify().await;
}
