//! The network of a simulated day. Each direction keeps its order within a connection, but
//! for frames that are overtaken.

use super::*;

/// What is on its way, by arrival.
pub enum Transit {
    Up {
        link: u64,
        frame: ClientFrame,
    },
    Down {
        link: u64,
        frame: ServerFrame,
    },
    /// Something on the till itself that takes time; it ends with the process.
    Local {
        life: u64,
        event: Event,
    },
    Opened {
        link: u64,
    },
    Cut {
        link: u64,
    },
}

impl Day {
    pub fn send_up(&mut self, frame: ClientFrame) {
        let lossy = matches!(frame, ClientFrame::Push(_));
        if lossy && self.chance(15) {
            return;
        }
        self.last_up = self.last_up.max(self.now + 1 + self.dice.roll(40));
        let (at, link) = (self.last_up, self.link);
        if lossy && self.chance(10) {
            self.put(at, Transit::Up { link, frame: frame.clone() });
        }
        self.put(at, Transit::Up { link, frame });
    }

    pub fn send_down(&mut self, frame: ServerFrame) {
        let lossy = matches!(frame, ServerFrame::Pushed(_) | ServerFrame::Page(_) | ServerFrame::Levels(_));
        if lossy && self.chance(15) {
            return;
        }
        let frame = if self.chance(40) { spoilt(frame) } else { frame };
        self.last_down = self.last_down.max(self.now + 1 + self.dice.roll(40));
        let (mut at, link) = (self.last_down, self.link);
        if lossy && self.chance(10) {
            self.put(at, Transit::Down { link, frame: frame.clone() });
        }
        if lossy && self.chance(25) {
            at += self.dice.roll(100);
        }
        self.put(at, Transit::Down { link, frame });
    }

    pub fn connect(&mut self) {
        self.link += 1;
        self.linked = true;
        let (at, link) = (self.now + 1 + self.dice.roll(200), self.link);
        let opens = if self.chance(4) { Transit::Cut { link } } else { Transit::Opened { link } };
        self.put(at, opens);
        let (at, cut) = (at + self.dice.roll(8_000), self.chance(2));
        if cut {
            self.put(at, Transit::Cut { link });
        }
    }

    pub fn hang_up(&mut self) {
        self.linked = false;
        self.server.hang_up();
    }

    pub fn cut(&mut self) {
        if self.linked {
            self.hang_up();
            self.tell(Event::LinkLost { reason: LinkReason::Lost {} });
        }
    }

    pub fn arrive(&mut self, transit: Transit) {
        match transit {
            Transit::Up { link, frame } if self.linked && link == self.link => {
                for answer in self.server.take(self.now, frame, &mut self.dice) {
                    self.send_down(answer);
                }
            }
            Transit::Down { link, frame } if self.linked && link == self.link => self.tell(Event::Frame(frame)),
            Transit::Opened { link } if self.linked && link == self.link => {
                let (oldest, newest) = (PROTOCOL_OLDEST, PROTOCOL_VERSION);
                self.send_down(ServerFrame::Challenge(Challenge { nonce: Fixed([0; 16]), oldest, newest }));
                self.tell(Event::Connected);
            }
            Transit::Cut { link } if link == self.link => self.cut(),
            Transit::Local { life, event } if life == self.life => self.happened(event),
            Transit::Up { .. }
            | Transit::Down { .. }
            | Transit::Opened { .. }
            | Transit::Cut { .. }
            | Transit::Local { .. } => {}
        }
    }
}

/// One byte is another than the one that was sent.
fn spoilt(frame: ServerFrame) -> ServerFrame {
    match frame {
        ServerFrame::Page(mut page) => {
            match page.rows.first_mut().map(|row| &mut row.body) {
                Some(Body::Whole(body)) => body[0] ^= 0x80,
                _ => page.signature.0[3] ^= 1,
            }
            ServerFrame::Page(page)
        }
        ServerFrame::Levels(levels) => {
            let signature = levels.signature;
            let mut levels = levels.into_said();
            levels.rows[0].free = Quantity(1_000_000);
            ServerFrame::Levels(Signed::new(levels, signature))
        }
        other => other,
    }
}
