//! Who is at the till, and who may do what.

use super::App;
use leptos::prelude::*;
use shared_model::command::{Needs, SignOut, SignedIn, StaffList, StaffView};
use shared_model::policy::{RoleSetting, Who};
use shared_model::refusal::ErrorCode;

#[derive(Clone, Copy)]
pub struct Session {
    pub staff: RwSignal<Option<StaffView>>,
    /// Who can sign in here.
    pub people: RwSignal<Vec<StaffView>>,
    count: StoredValue<u32>,
}

impl Session {
    pub fn new() -> Session {
        Session { staff: RwSignal::new(None), people: RwSignal::new(Vec::new()), count: StoredValue::new(0) }
    }

    /// Whether whoever is signed in may do this.
    pub fn may(self, needs: Needs) -> bool {
        self.staff.with(|staff| staff.as_ref().is_some_and(|staff| may(staff, needs)))
    }

    /// How often somebody signed in since the screens started.
    pub fn count(self) -> u32 {
        self.count.get_value()
    }
}

/// Whether somebody may, by what the till says of their role.
pub fn may(staff: &StaffView, needs: Needs) -> bool {
    let role = RoleSetting { role: staff.role.clone(), permissions: staff.permissions.clone() };
    needs.ask(&[role], Who::Staff(&staff.role)).is_ok()
}

impl App {
    pub fn load_people(self) {
        self.ask_or(
            StaffList {},
            move |people| self.session.people.set(people),
            // The top bar says that the till does not answer; the clock asks again.
            |_| {},
        );
    }

    /// Takes in who signed in, and from now on hears what happens at the till.
    pub fn begin_session(self, signed_in: SignedIn) {
        self.backend.set_token(Some(signed_in.token));
        self.session.staff.set(Some(signed_in.staff));
        self.session.count.update_value(|count| *count = count.wrapping_add(1));
        self.notices.clear();
        self.take_status(signed_in.status);
        self.backend.listen(move |event| self.hear(event));
    }

    /// Leaves the till to the next person; the cart stays.
    pub fn sign_out(self) {
        self.ask_or(
            SignOut {},
            move |_| self.forget_session(),
            move |failure| {
                self.forget_session();
                if failure.code != ErrorCode::NotSignedIn {
                    self.notices.warn(failure.message);
                }
            },
        );
    }

    pub(super) fn forget_session(self) {
        self.backend.set_token(None);
        self.session.staff.set(None);
        self.notices.clear();
        self.arrive(None);
        self.load_people();
    }
}
