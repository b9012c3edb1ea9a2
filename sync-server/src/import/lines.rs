//! Lines of a text as an editor counts them, whether they end with LF, CRLF or CR.

/// A place in a text, and its line.
#[derive(Clone)]
pub struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Lines<'a> {
        Lines { text, at: 0, line: 1 }
    }

    /// Goes on from a place whose line is known.
    pub fn resume(text: &'a str, at: usize, line: u64) -> Lines<'a> {
        Lines { text, at, line }
    }

    pub fn at(&self) -> usize {
        self.at
    }

    pub fn line(&self) -> u64 {
        self.line
    }

    pub fn pass(&mut self, bytes: usize) {
        let text = self.text.as_bytes();
        for index in self.at..self.at + bytes {
            let ends = match text[index] {
                b'\n' => true,
                b'\r' => text.get(index + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(ends);
        }
        self.at += bytes;
    }

    /// To where the next line with something on it begins.
    pub fn pass_ends(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.pass(rest.iter().take_while(|byte| is_end(**byte)).count());
    }

    /// From here to the end of the line, without what ends it.
    pub fn rest(&self) -> &'a str {
        let rest = &self.text[self.at..];
        rest.find(['\r', '\n']).map_or(rest, |end| &rest[..end])
    }

    /// To the beginning of a line that is further on, or the end of the text.
    pub fn pass_to(&mut self, line: u64) {
        while self.line < line && self.at < self.text.len() {
            self.pass(1);
        }
    }
}

pub fn is_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// The lines of what is longer than one, each with its number; those with nothing on them are left out.
pub fn each(text: &str, first: u64) -> impl Iterator<Item = (u64, &str)> {
    let mut lines = Lines::resume(text, 0, first);
    std::iter::from_fn(move || {
        lines.pass_ends();
        let (line, rest) = (lines.line(), lines.rest());
        lines.pass(rest.len());
        (!rest.is_empty()).then_some((line, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_as_an_editor_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "", "b", "c"].join(end) + end;
            assert_eq!(each(&text, 1).collect::<Vec<_>>(), [(1, "a"), (3, "b"), (4, "c")], "{end:?}");
            let mut lines = Lines::of(&text);
            lines.pass_to(3);
            lines.pass_ends();
            assert_eq!(lines.rest(), "b", "{end:?}");
        }
    }
}
