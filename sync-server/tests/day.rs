//! Which day a sale is booked on, where clocks are wrong.

use crate::shop::{CARRY_OUT, Shop, Till};
use shared_model::Fact;
use shared_model::fact::drawer::{ShiftOpened, ShiftRedated};
use shared_model::money::{DocumentKind, DocumentNumber};
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use sync_server::report;
use uuid::Uuid;

crate::story!(
    a_till_whose_clock_is_a_day_ahead_makes_nobody_elses_sales_late,
    what_a_wrong_clock_booked_years_ahead_is_booked_on_its_day_once_the_shift_is_dated_anew,
    only_a_managers_word_dates_a_shift_anew_and_only_one_of_that_till,
);

async fn days(shop: &Shop) -> Vec<(String, u64, i64, u64)> {
    let takings = report::takings(&shop.db, shop.business()).await.unwrap();
    takings.into_iter().map(|day| (day.business_date, day.orders, day.gross, day.late)).collect()
}

/// The shift that this till sells in.
fn opened(shop: &Shop, till: &Till) -> Fact {
    let (code, series) = (till.code.clone(), DocumentKind::ShiftOpened.series().to_owned());
    Fact::ShiftOpened(ShiftOpened {
        shift: ShiftId(Uuid::from_u128(5)),
        number: DocumentNumber { code, incarnation: 1, series, sequence: 1 },
        business_date: till.business_date,
        float: Amount(500),
        currency: shop.settings.currency,
    })
}

fn redated(from: BusinessDate, to: BusinessDate) -> Fact {
    Fact::ShiftRedated(ShiftRedated {
        shift: ShiftId(Uuid::from_u128(5)),
        from,
        to,
        reason: "the clock was ahead".into(),
    })
}

async fn stored(shop: &Shop, till: &mut Till, staff: StaffId, facts: &[Fact]) {
    let entries: Vec<_> = facts.iter().map(|fact| till.seal(staff, fact)).collect();
    assert!(shop.push(till, &entries).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));
}

async fn a_till_whose_clock_is_a_day_ahead_makes_nobody_elses_sales_late(shop: Shop) {
    let (mut ahead, mut honest) = (shop.till().await, shop.till().await);
    let (today, tomorrow) = (honest.business_date, "2026-03-03".parse().unwrap());
    ahead.business_date = tomorrow;
    shop.sell(&mut honest, &[("POST", 1, CARRY_OUT)]).await;
    shop.sell(&mut ahead, &[("POST", 1, CARRY_OUT)]).await;
    shop.sell(&mut honest, &[("POST", 1, CARRY_OUT)]).await;
    let expected = [(today.to_string(), 2, 2_400, 0), (tomorrow.to_string(), 1, 1_200, 0)];
    assert_eq!(days(&shop).await, expected);
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert_eq!(reviews.len(), 1, "a person hears of the one that is ahead");
    assert_eq!(crate::rebuild::again(&shop).await.differ, [""; 0]);
}

async fn what_a_wrong_clock_booked_years_ahead_is_booked_on_its_day_once_the_shift_is_dated_anew(shop: Shop) {
    let (mut till, mut other) = (shop.till().await, shop.till().await);
    let (today, wrong) = (till.business_date, "2036-03-02".parse().unwrap());
    till.business_date = wrong;
    let open = opened(&shop, &till);
    stored(&shop, &mut till, shop.cashier, &[open]).await;
    shop.sell(&mut till, &[("POST", 1, CARRY_OUT)]).await;
    shop.sell(&mut other, &[("POST", 1, CARRY_OUT)]).await;
    let before = [(today.to_string(), 1, 1_200, 0), (wrong.to_string(), 1, 1_200, 0)];
    assert_eq!(days(&shop).await, before);
    let postings = report::postings(&shop.db, shop.business()).await.unwrap().len();

    // It comes in one push with sales before and after it.
    let [paid, sold] = till.sell(&shop, &[("POST", 2, CARRY_OUT)]).1;
    let redate = till.seal(shop.manager, &redated(wrong, today));
    till.business_date = today;
    let [paid_after, sold_after] = till.sell(&shop, &[("POST", 3, CARRY_OUT)]).1;
    let push = [paid, sold, redate, paid_after, sold_after];
    assert_eq!(shop.push(&till, &push).await, [const { EntryOutcome::Stored }; 5]);
    assert_eq!(days(&shop).await, [(today.to_string(), 4, 8_400, 0)]);
    let dates: Vec<_> = report::orders(&shop.db, shop.business()).await.unwrap();
    assert!(dates.iter().all(|order| order.business_date == today.to_string()), "{dates:?}");
    let now = report::postings(&shop.db, shop.business()).await.unwrap();
    assert!(now.len() > postings && now.iter().all(|row| row.business_date == today.to_string()));
    assert_eq!(crate::rebuild::again(&shop).await.differ, [""; 0]);
}

async fn only_a_managers_word_dates_a_shift_anew_and_only_one_of_that_till(shop: Shop) {
    let (mut till, mut other) = (shop.till().await, shop.till().await);
    let (today, earlier) = (till.business_date, "2026-02-01".parse().unwrap());
    let open = opened(&shop, &till);
    stored(&shop, &mut till, shop.cashier, &[open]).await;
    shop.sell(&mut till, &[("POST", 1, CARRY_OUT)]).await;
    let before = days(&shop).await;
    stored(&shop, &mut till, shop.cashier, &[redated(today, earlier)]).await;
    assert_eq!(days(&shop).await, before, "a cashier may not");
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert_eq!(aside.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["not_allowed"]);
    stored(&shop, &mut other, shop.manager, &[redated(today, earlier)]).await;
    assert_eq!(days(&shop).await, before, "nor a till that did not open it");
    assert_eq!(crate::rebuild::again(&shop).await.differ, [""; 0]);
}
