//! People in entries: whatever names or reaches somebody is in an attachment of its own, so
//! that it can be taken out while the entry still verifies. Read back, such a one is left
//! out.

use crate::document::{BatchError, Content, attachment, changed, read_attachment};
use serde::{Deserialize, Serialize};
use shared_model::Fact;
use shared_model::document::{CustomerKind, DocumentId};
use shared_model::encoding::Bytes;
use shared_model::entry::{Attachment, AttachmentClass};
use shared_model::fact::document::import_root;
use shared_model::fact::party::{CustomersImported, StaffAdded};
use shared_model::party::{Customer, Staff};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerBatch {
    pub rows: Vec<CustomerBatchRow>,
}

/// A customer who differs from what was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerBatchRow {
    pub row: Box<Customer>,
    /// What makes the document so; none where nobody had edited it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Bytes>,
    /// The document with the change in it.
    #[serde(skip)]
    pub content: Option<Vec<u8>>,
    /// Of the attachment.
    #[serde(skip)]
    pub salt: Vec<u8>,
}

impl CustomerBatchRow {
    /// Of somebody whom nobody edited.
    pub fn plain(customer: Customer) -> CustomerBatchRow {
        CustomerBatchRow { row: Box::new(customer), change: None, content: None, salt: Vec::new() }
    }
}

impl CustomerBatch {
    /// The fact of an import, and each row as an attachment.
    pub fn entry(&mut self) -> Result<(Fact, Vec<Attachment>), BatchError> {
        let contact = |row: &mut CustomerBatchRow| {
            let attached = attachment(AttachmentClass::Contact, row)?;
            row.salt.clone_from(&attached.salt);
            Ok::<_, BatchError>(attached)
        };
        let attachments: Vec<Attachment> = self.rows.iter_mut().map(contact).collect::<Result<_, _>>()?;
        let fact = CustomersImported {
            rows: self.rows.len() as u64,
            parts: attachments.len() as u32,
            root: import_root(attachments.iter().map(|attachment| attachment.name().hash)),
        };
        Ok((Fact::CustomersImported(fact), attachments))
    }

    /// From an entry, the rows that are still there; documents are still to be changed by
    /// [`CustomerBatch::merge`].
    pub fn read(fact: &Fact, attachments: &[Attachment]) -> Result<CustomerBatch, BatchError> {
        let Fact::CustomersImported(fact) = fact else { return Err(BatchError::OtherKind) };
        let root = || import_root(attachments.iter().map(|attachment| attachment.name().hash));
        let there = attachments.len() as u64;
        if there > fact.rows || (there == fact.rows && root() != fact.root) {
            return Err(BatchError::OtherContent);
        }
        let row = |attached: &Attachment| {
            let row: CustomerBatchRow = read_attachment(attached)?;
            Ok::<_, BatchError>(CustomerBatchRow { salt: attached.salt.clone(), ..row })
        };
        Ok(CustomerBatch { rows: attachments.iter().map(row).collect::<Result<_, _>>()? })
    }

    /// Documents that the rows change.
    pub fn documents(&self) -> Vec<DocumentId> {
        let edited = self.rows.iter().filter(|row| row.change.is_some());
        edited.map(|row| DocumentId::Customer(row.row.id)).collect()
    }

    /// Takes the changes into the documents as they were before.
    pub fn merge(&mut self, contents: &BTreeMap<DocumentId, Content>) -> Result<(), BatchError> {
        for row in &mut self.rows {
            let Some(change) = &row.change else { continue };
            row.content = Some(changed::<CustomerKind>(contents, DocumentId::Customer(row.row.id), change)?);
        }
        Ok(())
    }
}

/// What names a staff member.
#[derive(Serialize, Deserialize)]
struct StaffContact {
    code: String,
    name: String,
}

/// How a staff member proves who they are.
#[derive(Serialize, Deserialize)]
struct StaffSecret {
    pin_hash: String,
}

/// The fact of a new staff member, and what of them can be taken out.
pub(super) fn staff_entry(staff: &Staff) -> Result<(Fact, Vec<Attachment>), BatchError> {
    let contact = StaffContact { code: staff.code.clone(), name: staff.name.clone() };
    let secret = StaffSecret { pin_hash: staff.pin_hash.clone() };
    let attachments =
        vec![attachment(AttachmentClass::Contact, &contact)?, attachment(AttachmentClass::Secret, &secret)?];
    Ok((Fact::StaffAdded(StaffAdded { staff: staff.id, role: staff.role.clone() }), attachments))
}

/// The staff member that an entry added. One whose name or secret was taken out can sign in
/// no more, and is called by their id.
pub fn read_staff(fact: &Fact, attachments: &[Attachment]) -> Result<Staff, BatchError> {
    let Fact::StaffAdded(StaffAdded { staff, role }) = fact else { return Err(BatchError::OtherKind) };
    let of = |class: AttachmentClass| attachments.iter().find(|attachment| attachment.class == class);
    let contact: Option<StaffContact> = of(AttachmentClass::Contact).map(read_attachment).transpose()?;
    let secret: Option<StaffSecret> = of(AttachmentClass::Secret).map(read_attachment).transpose()?;
    let active = contact.is_some() && secret.is_some();
    let StaffContact { code, name } =
        contact.unwrap_or_else(|| StaffContact { code: staff.to_string(), name: String::new() });
    let pin_hash = secret.map(|secret| secret.pin_hash).unwrap_or_default();
    Ok(Staff { id: *staff, code, name, role: role.clone(), pin_hash, active })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentRow;
    use shared_model::document::{CustomerDocument, FieldEdit};
    use shared_model::policy::Role;
    use shared_model::unit::*;
    use uuid::Uuid;

    fn customer(number: u128) -> Customer {
        Customer::named(CustomerId(Uuid::from_u128(number)), &number.to_string(), "A B")
    }

    /// A document somebody edited before, a change of it, and what both come to.
    fn edited(customer: &Customer) -> (Content, CustomerBatchRow) {
        let field =
            |base: &str, value: &str| vec![FieldEdit { field: "phone".into(), base: base.into(), value: value.into() }];
        let mut document = CustomerDocument::derived(customer).unwrap();
        document.edit(&field("", "1"), &[7; 16], Timestamp::new(1000, 0)).unwrap();
        let (row, bytes) = (DocumentRow::Customer(Box::new(document.row().unwrap())), Some(document.save().unwrap()));
        let held = Content { version: 2, row, bytes };
        let change = document.edit(&field("1", "2"), &[8; 16], Timestamp::new(2000, 0)).unwrap();
        let customer = document.row().unwrap();
        let (change, content) = (Some(Bytes::from(change)), Some(document.save().unwrap()));
        (held, CustomerBatchRow { change, content, ..CustomerBatchRow::plain(customer) })
    }

    #[test]
    fn a_batch_reads_back_from_its_entry_without_those_who_were_taken_out() {
        let (held, row) = edited(&customer(1));
        let plain = CustomerBatchRow::plain(customer(2));
        let mut batch = CustomerBatch { rows: vec![row, plain] };
        let (fact, mut attachments) = batch.entry().unwrap();
        let mut read = CustomerBatch::read(&fact, &attachments).unwrap();
        assert!(matches!(read.merge(&BTreeMap::new()), Err(BatchError::MissingDocument)));
        read.merge(&read.documents().into_iter().map(|id| (id, held.clone())).collect()).unwrap();
        assert_eq!(read, batch);

        attachments.swap(0, 1);
        assert!(matches!(CustomerBatch::read(&fact, &attachments), Err(BatchError::OtherContent)));
        attachments.truncate(1);
        assert_eq!(CustomerBatch::read(&fact, &attachments).unwrap().rows, batch.rows[1..]);
    }

    #[test]
    fn a_staff_member_reads_back_and_one_who_was_taken_out_can_sign_in_no_more() {
        let id = StaffId(Uuid::from_u128(3));
        let [code, name, pin_hash] = ["04", "Ada", "$argon2id$…"].map(str::to_owned);
        let staff = Staff { id, code, name, role: Role::Manager, pin_hash, active: true };
        let (fact, attachments) = staff_entry(&staff).unwrap();
        assert_eq!(read_staff(&fact, &attachments).unwrap(), staff);
        assert!(!read_staff(&fact, &attachments[..1]).unwrap().active);
        let erased = read_staff(&fact, &[]).unwrap();
        assert_eq!((erased.code, erased.active, erased.role), (id.to_string(), false, Role::Manager));
    }

    #[test]
    fn what_an_entry_holds_of_people_keeps_its_bytes() {
        let bytes = |attached: &Attachment| hex::encode(&attached.body);
        let mut customer = CustomerBatchRow::plain(Customer::named(CustomerId(Uuid::from_u128(1)), "17", "Ada"));
        customer.change = Some(Bytes::from(vec![1, 2]));
        let (_, customers) = CustomerBatch { rows: vec![customer] }.entry().unwrap();
        let (_, staff) = staff_entry(&shared_model::sample::staff(shared_model::policy::Role::Cashier)).unwrap();
        let found: Vec<String> = customers.iter().chain(&staff).map(bytes).collect();
        let golden: Vec<&str> = include_str!("../../golden/people.txt").lines().collect();
        assert_eq!(found, golden, "the bytes changed; they should read\n{}", found.join("\n"));
    }
}
