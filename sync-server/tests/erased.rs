//! Somebody is gone with every word of them, and a business built again does not know them either.

use crate::rebuild::{again, customer};
use crate::shop::{DELIVERY, Shop, Till};
use crate::words::{described, edit};
use shared_model::document::DocumentId;
use shared_model::entry::{Attachment, AttachmentClass};
use shared_model::order::addressed;
use shared_model::party::Customer;
use shared_model::policy::Role;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use shared_model::{Fact, SealedEntry, encoding};
use sync_server::db::{Conn, row, sql};
use sync_server::import::CustomerInput;
use sync_server::import::run::import_customers;
use sync_server::party::{StaffAdd, add_staff, set_role};
use sync_server::report;

crate::story!(a_customer_who_was_erased_is_not_there_again, somebody_who_sold_and_was_erased_is_not_there_again,);

async fn import(shop: &Shop, numbers: std::ops::Range<u32>, phone: &str) {
    let named = |number| CustomerInput { phone: phone.into(), ..customer(number) };
    let customers: Vec<CustomerInput> = numbers.map(named).collect();
    import_customers(&shop.db, shop.business(), &customers, false, shop.now(), &|_, _| {}).await.unwrap();
}

/// A file brought them, a till and another file changed them, a sale was delivered to them, and
/// others came before and after.
async fn a_customer_who_was_erased_is_not_there_again(shop: Shop) {
    import(&shop, 0..5, "1").await;
    let known = report::customers(&shop.db, shop.business()).await.unwrap();
    let gone = known.into_iter().find(|row| row.customer.number == "C2").unwrap().customer;
    let mut till = shop.till().await;
    let document = DocumentId::Customer(gone.id);
    let first = described(&mut till, shop.manager, document, &edit("phone", "1", "2"));
    let [payment, sale] = delivered(&shop, &mut till, &gone);
    let second = described(&mut till, shop.manager, document, &edit("phone", "2", "3"));
    let pushed = shop.push(&till, &[first, payment, sale, second]).await;
    assert_eq!(pushed, [const { EntryOutcome::Stored }; 4]);
    import(&shop, 1..4, "4").await;

    let mut conn = shop.db.begin_write().await.unwrap();
    let is_gone = |told: &Told| matches!(told, Told::Customer(told) if told.row.id == gone.id);
    let salts = erase_rows(&shop, &mut conn, is_gone).await;
    assert_eq!(salts.len(), 4, "two files and two edits");
    let attached = sql("select terminal, entry, hash, class, salt from attachment where business = $1");
    let mut erased = 0;
    for found in &attached.id(shop.business()).all(&mut conn).await.unwrap() {
        let salt = Hash::of("counterfoil row salt 1", &[&row::bytes(found, "salt").unwrap()]).0[..16].to_vec();
        if salts.contains(&salt) || row::text(found, "class").unwrap() == "invoice" {
            let hash = row::hash(found, "hash").unwrap();
            let update = sql("update attachment set salt = null, body = null where business = $1 and hash = $2");
            erased += update.id(shop.business()).hash(hash).run(&mut conn).await.unwrap();
        }
    }
    assert_eq!(erased, 5, "what said it, and the invoice");
    for delete in [sql("delete from customer where id = $1"), sql("delete from document where id = $1")] {
        assert_eq!(delete.id(gone.id).run(&mut conn).await.unwrap(), 1);
    }
    conn.commit().await.unwrap();
    import(&shop, 3..9, "5").await;

    let rebuilt = again(&shop).await;
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}

/// Others sold before and after.
async fn somebody_who_sold_and_was_erased_is_not_there_again(shop: Shop) {
    let add = |code: &str| StaffAdd { code: code.into(), name: code.into(), role: Role::Cashier, pin: "4711".into() };
    let gone = add_staff(&shop.db, shop.business(), add("77"), shop.now()).await.unwrap();
    set_role(&shop.db, shop.business(), "77", Role::Manager, shop.now()).await.unwrap();
    add_staff(&shop.db, shop.business(), add("78"), shop.now()).await.unwrap();

    let mut conn = shop.db.begin_write().await.unwrap();
    erase_rows(&shop, &mut conn, |told| matches!(told, Told::Staff(staff) if staff.id == gone.id)).await;
    let attached = "update attachment set salt = null, body = null where business = $1 and entry in \
                    (select hash from entry where kind = 'staff_added' order by position desc limit 1 offset 1)";
    assert_eq!(sql(attached).id(shop.business()).run(&mut conn).await.unwrap(), 2);
    let nobody = "update staff set code = $2, name = '', pin_hash = '', active = 0 where id = $1";
    assert_eq!(sql(nobody).id(gone.id).text(gone.id.to_string()).run(&mut conn).await.unwrap(), 1);
    conn.commit().await.unwrap();

    let rebuilt = again(&shop).await;
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}

/// A sale that is delivered to a customer, after its payment.
fn delivered(shop: &Shop, till: &mut Till, customer: &Customer) -> [SealedEntry; 2] {
    let mut order = till.order(shop, &[("LAMP", 1, DELIVERY)]);
    let contact = addressed(&mut order, customer).expect("it is delivered");
    let attached = Attachment::new(AttachmentClass::Invoice, [8; 16], encoding::encode(&contact));
    let [payment, _] = till.clone().seal_sale(shop, &order);
    till.chained(&payment);
    let placed = Fact::OrderPlaced(Box::new(order));
    [payment, till.seal_with(shop.cashier, &placed, vec![attached.name()], vec![attached])]
}

/// Of the log's rows that tell of them only the hash is left. Returns the salts that they had.
async fn erase_rows(shop: &Shop, conn: &mut Conn, is_gone: impl Fn(&Told) -> bool) -> Vec<Vec<u8>> {
    let rows = sql("select scope, position, salt, body from log_row where business = $1").id(shop.business());
    let mut salts = Vec::new();
    for found in &rows.all(conn).await.unwrap() {
        if is_gone(&Told::decode(&row::bytes(found, "body").unwrap()).unwrap()) {
            salts.push(row::bytes(found, "salt").unwrap());
            let (scope, position) = (row::bytes(found, "scope").unwrap(), row::count(found, "position").unwrap());
            let update =
                "update log_row set body = null, salt = $4 where business = $1 and scope = $2 and position = $3";
            let update = sql(update).id(shop.business()).bytes(scope).count(position).bytes(Vec::new());
            assert_eq!(update.run(conn).await.unwrap(), 1);
        }
    }
    salts
}
