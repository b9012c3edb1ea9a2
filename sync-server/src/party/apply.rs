//! A staff member who is set, a customer who is described.

use super::batch::{CustomerBatch, CustomerBatchRow, read_staff};
use super::list::everybody;
use crate::act::{Act, Beside, Carry, NotCarried, Origin, Recorded, RecordedError, nothing};
use shared_model::document::DocumentId;
use shared_model::encoding::Bytes;
use shared_model::fact::party::{CustomersImported, RoleGiven, StaffAdded};
use shared_model::party::{Customer, Staff};
use shared_model::unit::Scope;
use shared_model::wire::Told;
use shared_model::wire::told::party::CustomerTold;

impl Carry for StaffAdded {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        let staff = read_staff(it.fact, &it.sealed.attachments)?;
        Ok(Beside { staff: Some(staff), ..Beside::default() })
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        staff(act, beside.staff)
    }
}

impl Carry for RoleGiven {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        let held = everybody(&mut it.db.read().await?, it.business).await?;
        let staff = held.into_iter().find(|staff| staff.id == self.staff);
        let staff = staff.map(|staff| Staff { role: self.role.clone(), ..staff });
        Ok(Beside { staff, ..Beside::default() })
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        staff(act, beside.staff)
    }
}

impl Carry for CustomersImported {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        let mut batch = CustomerBatch::read(it.fact, &it.sealed.attachments)?;
        let contents = it.contents(&batch.documents()).await?;
        batch.merge(&contents)?;
        Ok(Beside { customers: Some(batch), ..Beside::default() })
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        imported(act, beside.customers.ok_or(NotCarried::NotRead)?);
        Ok(())
    }
}

/// The member whole, as the fact leaves them.
fn staff(act: &mut Act, staff: Option<Staff>) -> Result<(), NotCarried> {
    let staff = staff.ok_or(NotCarried::NotRead)?;
    act.tell(Scope::Business, Told::Staff(staff.clone()));
    act.pending.party.staff.push(staff);
    act.pending.knowledge_moves = true;
    Ok(())
}

/// What is told of them is erased with the attachment that said it: `salt` is that one's.
pub fn described(act: &mut Act, customer: Customer, changes: Vec<Bytes>, salt: &[u8]) {
    act.pending.tell_person(Told::Customer(CustomerTold { row: customer.clone(), changes }), salt);
    act.pending.party.customers.insert(customer.id, customer);
}

/// Nothing that a sale is judged by moves, so no sale is judged anew because of it.
fn imported(act: &mut Act, batch: CustomerBatch) {
    for CustomerBatchRow { row, change, content, salt } in batch.rows {
        if let Some(content) = content {
            act.pending.documents.changed(DocumentId::Customer(row.id), content);
        }
        described(act, *row, change.into_iter().collect(), &salt);
    }
}
