//! The programs of the story: one server, two stores with one warehouse, four tills.

use super::TILLS;
use super::day::{Day, data};
use super::plan::{Plan, Shelf, Shelved};
use crate::world::*;
use shared_model::command::*;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::sync::Arc;

pub struct Stage {
    pub world: World,
    pub tills: Vec<Arc<Till>>,
    pub shelf: Shelf,
    pub products: BTreeMap<String, ProductId>,
    /// Customer number → the till's customer.
    pub customers: BTreeMap<String, CustomerId>,
    pub manager: StaffId,
}

impl Stage {
    /// Starts everything, with the shop's own catalogue and customers.
    pub async fn set(day: &Day, database: Database) -> Result<Stage, String> {
        let world = World::empty(database).await;
        let server = world.server.clone();
        world.set_up_business().await;
        let (file, mapping) = (data("online-retail.csv.gz"), data("online-retail.toml"));
        let (file, mapping) = (file.display().to_string(), mapping.display().to_string());
        for what in ["catalogue", "customers"] {
            server.try_cli(&["import", what, "--mapping", &mapping, &file]).await?;
        }
        server.start_again().await;
        let mut tills = Vec::new();
        for index in 0..TILLS {
            tills.push(world.till(if index < TILLS / 2 { "A" } else { "B" }).await);
        }
        let staff = tills[0].must(StaffList {}).await;
        let manager = staff.into_iter().find(|staff| staff.code == MANAGER.0).ok_or("no manager")?.id;
        let mut stage =
            Stage { world, tills, shelf: Shelf::new(), products: BTreeMap::new(), customers: BTreeMap::new(), manager };
        stage.look_up(day).await?;
        Ok(stage)
    }

    /// Finds the day's products and customers at a till, as somebody at the counter would.
    async fn look_up(&mut self, day: &Day) -> Result<(), String> {
        for sku in day.demand().keys() {
            if let Some(tile) = tile(&self.tills[0], sku).await? {
                let price = tile.price.ok_or_else(|| format!("{sku} has no price"))?.amount;
                let stocked = tile.stock.level != StockLevel::NotStocked;
                self.shelf.insert((*sku).to_owned(), Shelved { price, stocked });
                self.products.insert((*sku).to_owned(), tile.id);
            }
        }
        for number in day.invoices.iter().filter_map(|invoice| invoice.customer.as_ref()) {
            let search = CustomerSearch { text: number.clone(), limit: Some(20) };
            let found = self.tills[0].call(search).await.map_err(|failure| failure.message)?;
            let customer = found.into_iter().find(|customer| customer.number == *number);
            let customer = customer.ok_or_else(|| format!("customer {number} was not imported"))?;
            self.customers.insert(number.clone(), customer.id);
        }
        Ok(())
    }

    /// Puts the opening stock into the warehouse, and waits until every till knows.
    pub async fn stock_up(&mut self, plan: &Plan) -> Result<(), String> {
        let goods: Vec<(&str, i64)> = plan.opening.iter().map(|(sku, pieces)| (sku.as_str(), *pieces)).collect();
        self.world.receive(&goods).await;
        let (sku, pieces) = goods.last().ok_or("nothing to put on the shelves")?;
        for till in &self.tills {
            till.sees_stock(sku, *pieces, *pieces).await;
        }
        Ok(())
    }
}

/// The product's tile at a till, if the catalogue has it.
pub async fn tile(till: &Till, sku: &str) -> Result<Option<ProductTile>, String> {
    let search = ProductSearch { text: sku.to_owned(), category: None, limit: Some(100), code: false };
    let found = till.call(search).await.map_err(|failure| failure.message)?;
    Ok(found.tiles.into_iter().find(|tile| tile.sku == sku))
}
