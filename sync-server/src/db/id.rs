//! Ids as both engines store them: 16 bytes.

use shared_model::unit::*;
use uuid::Uuid;

pub trait Id: Copy {
    fn uuid(self) -> Uuid;
    fn of(uuid: Uuid) -> Self;
}

macro_rules! ids {
    ($($name:ident),* $(,)?) => {$(
        impl Id for $name {
            fn uuid(self) -> Uuid {
                self.0
            }

            fn of(uuid: Uuid) -> Self {
                $name(uuid)
            }
        }
    )*};
}

ids!(
    BusinessId,
    StoreId,
    WarehouseId,
    TerminalId,
    StaffId,
    ProductId,
    CustomerId,
    OrderId,
    PaymentId,
    ShiftId,
    IntakeId,
    PriceListId,
    CategoryId,
    CountTaskId,
);

impl Id for Uuid {
    fn uuid(self) -> Uuid {
        self
    }

    fn of(uuid: Uuid) -> Self {
        uuid
    }
}
