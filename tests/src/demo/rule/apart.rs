//! Two tills sold the same last units, each sure that they were there.

use super::Facts;
use super::chain::orders;
use crate::network::Weather;

pub fn sold_apart(facts: &Facts) -> Result<String, String> {
    let mut told = Vec::new();
    for contest in &facts.plan.contests {
        let sold = contest.invoices.map(|invoice| facts.sold.iter().find(|sale| sale.invoice == invoice));
        let [Some(one), Some(two)] = sold else { return Err(format!("{} was not sold twice", contest.sku)) };
        if one.weather != Weather::Cut || two.weather != Weather::Cut || one.till == two.till {
            return Err(format!("{} was not sold at two tills that were cut off", contest.sku));
        }
        let mut pieces = 0;
        for sale in [one, two] {
            let order = orders(facts).find(|order| order.id == sale.done.order).ok_or("a sale is missing")?;
            let lines: Vec<_> = order.lines.iter().filter(|line| line.sku == contest.sku).collect();
            let wanted: i64 = lines.iter().map(|line| line.quantity.0).sum();
            if lines.iter().any(|line| line.believed_free.is_none_or(|free| free < line.quantity)) {
                return Err(format!("{} did not believe that {} was there", order.number, contest.sku));
            }
            pieces += wanted;
        }
        let there = facts.plan.opening.get(&contest.sku).copied().unwrap_or(0) * 1000;
        if pieces <= there {
            return Err(format!("{}: {pieces} sold, {there} were there", contest.sku));
        }
        told.push(format!("{} of {} {}", pieces / 1000, there / 1000, contest.sku));
    }
    let waited = facts.goods.waiting_before.iter().any(|line| line.sku == facts.plan.contests[0].sku);
    if !waited {
        return Err(format!("nobody had to wait for {}", facts.plan.contests[0].sku));
    }
    Ok(format!("tills {} and {} sold {}", facts.plan.apart[0] + 1, facts.plan.apart[1] + 1, told.join(", ")))
}
