//! Two people describe the same product apart.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::command::*;
use shared_model::document::FieldEdit;

fn edit(field: &str, base: &str, value: &str) -> Vec<FieldEdit> {
    vec![FieldEdit { field: field.into(), base: base.into(), value: value.into() }]
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tills_edit_one_product_apart_and_both_edits_end_up_everywhere() {
    let world = World::new().await;
    let (one, two, fresh) = (world.till("A").await, world.till("B").await, world.till("A").await);
    for till in [&one, &two] {
        till.sign_in(MANAGER.0, MANAGER.1).await;
        till.sent().await;
        till.link.cut();
        till.offline().await;
    }
    let lamp = one.product("LAMP").await.id;
    one.must(ProductEdit { product: lamp, edits: edit("name", "Desk lamp", "Brass desk lamp") }).await;
    two.must(ProductEdit { product: lamp, edits: edit("category", "", "Lighting") }).await;
    let seen = one.must(ProductShow { product: lamp }).await;
    assert_eq!(seen.product.name, "Brass desk lamp", "an edit shows at once where it was made");
    assert!(!seen.waiting.is_empty(), "and says that it waits for the server");
    for till in [&one, &two] {
        till.link.restore();
        till.sent().await;
    }
    for till in [&one, &two, &fresh] {
        wait_for(&format!("both edits at till {}", till.name), SETTLE_LIMIT, async || {
            let detail = till.must(ProductShow { product: lamp }).await;
            let row = &detail.product;
            met(
                row.name == "Brass desk lamp" && row.category == "Lighting" && detail.waiting.is_empty(),
                format!("{} in {:?}, waiting {:?}", row.name, row.category, detail.waiting),
            )
        })
        .await;
    }
    let sale = sell(&fresh, "LAMP", 1).await;
    assert_eq!(sale.receipt.lines[0].name, "Brass desk lamp");
}
