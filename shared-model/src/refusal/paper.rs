//! Why something is not on paper. The sale it is about is safe all the same.

use super::{ErrorCode, Retry};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperRefusal {
    /// There is no number left for another copy.
    TooManyCopies,
    NotPrinted {
        number: String,
    },
}

impl PaperRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            PaperRefusal::TooManyCopies => ErrorCode::Invalid,
            PaperRefusal::NotPrinted { .. } => ErrorCode::Printing,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            PaperRefusal::TooManyCopies => Retry::AfterUser,
            PaperRefusal::NotPrinted { .. } => Retry::Later,
        }
    }
}
