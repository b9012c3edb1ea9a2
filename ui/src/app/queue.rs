//! One thing after the other: what changes the cart is sent in the order it was done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;

type Step = Pin<Box<dyn Future<Output = ()>>>;

#[derive(Clone, Copy)]
pub struct Queue {
    waiting: StoredValue<VecDeque<Step>, LocalStorage>,
    running: StoredValue<bool>,
}

impl Queue {
    pub fn new() -> Queue {
        Queue { waiting: StoredValue::new_local(VecDeque::new()), running: StoredValue::new(false) }
    }

    pub fn push(self, step: impl Future<Output = ()> + 'static) {
        self.waiting.update_value(|waiting| waiting.push_back(Box::pin(step)));
        if !self.running.get_value() {
            self.running.set_value(true);
            spawn_local(self.run());
        }
    }

    async fn run(self) {
        while let Some(step) = self.waiting.try_update_value(VecDeque::pop_front).flatten() {
            step.await;
        }
        self.running.set_value(false);
    }
}
