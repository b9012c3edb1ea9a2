//! Questions asked while somebody types. An answer belongs to the text that it answers: what is
//! shown counts only while that text stands, and Enter on another waits for its answer.

/// What an answer is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerUse {
    /// A newer question was asked since: it would undo that one's answer.
    Late,
    Shown,
    /// To be shown, and its first is taken: Enter was waiting for it.
    Taken,
}

/// The last question, and what of it is known. `Q` is all that makes two questions different.
#[derive(Debug, Clone)]
pub struct Questions<Q> {
    number: u64,
    asked: Option<Q>,
    answered: Option<Q>,
    waiting: Option<Q>,
}

impl<Q> Default for Questions<Q> {
    fn default() -> Self {
        Questions { number: 0, asked: None, answered: None, waiting: None }
    }
}

impl<Q: PartialEq> Questions<Q> {
    /// Gives the question's number, by which its answer is known.
    pub fn ask(&mut self, question: Q) -> u64 {
        self.number += 1;
        self.asked = Some(question);
        self.number
    }

    /// Takes in that the question of this number was answered, while `now` is what stands there.
    pub fn answer(&mut self, number: u64, now: &Q) -> AnswerUse {
        if number != self.number {
            return AnswerUse::Late;
        }
        self.answered = self.asked.take();
        let waits = self.waiting.as_ref() == Some(now);
        if waits && !self.is_answered(now) {
            return AnswerUse::Shown;
        }
        self.waiting = None;
        if waits { AnswerUse::Taken } else { AnswerUse::Shown }
    }

    /// Whether what is shown answers `now`.
    pub fn is_answered(&self, now: &Q) -> bool {
        self.answered.as_ref() == Some(now)
    }

    /// Enter: says whether what is shown may be taken. Else the answer to `now` is waited for.
    pub fn enter(&mut self, now: Q) -> bool {
        let answered = self.is_answered(&now);
        self.waiting = Some(now).filter(|_| !answered);
        answered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_on_a_text_that_is_not_answered_takes_the_first_of_its_own_answer() {
        let mut questions = Questions::default();
        let before = questions.ask("");
        assert_eq!(questions.answer(before, &""), AnswerUse::Shown);
        let number = questions.ask("12583");
        assert!(!questions.enter("12583"), "what is shown answers the text before");
        assert_eq!(questions.answer(number, &"12583"), AnswerUse::Taken);
        assert!(questions.enter("12583"), "now it may be taken at once");
    }

    #[test]
    fn enter_may_come_before_the_question_is_asked() {
        let mut questions = Questions::default();
        let older = questions.ask("1258");
        assert!(!questions.enter("12583"));
        let number = questions.ask("12583");
        assert_eq!(questions.answer(older, &"12583"), AnswerUse::Late);
        assert_eq!(questions.answer(number, &"12583"), AnswerUse::Taken);
        let older = questions.ask("1434");
        assert!(!questions.enter("14347"));
        assert_eq!(questions.answer(older, &"14347"), AnswerUse::Shown);
        let number = questions.ask("14347");
        assert_eq!(questions.answer(number, &"14347"), AnswerUse::Taken);
    }

    #[test]
    fn whoever_types_on_takes_nothing() {
        let mut questions = Questions::default();
        let number = questions.ask("1258");
        assert!(!questions.enter("1258"));
        assert_eq!(questions.answer(number, &"12583"), AnswerUse::Shown);
        assert!(!questions.is_answered(&"12583"), "nothing that is marked there counts");
        let number = questions.ask("12583");
        assert_eq!(questions.answer(number, &"12583"), AnswerUse::Shown);
    }

    #[test]
    fn the_same_asked_again_still_takes_what_enter_waits_for() {
        let mut questions = Questions::default();
        let first = questions.ask("oak");
        assert!(!questions.enter("oak"));
        let again = questions.ask("oak");
        assert_eq!(questions.answer(first, &"oak"), AnswerUse::Late);
        assert_eq!(questions.answer(again, &"oak"), AnswerUse::Taken);
    }
}
