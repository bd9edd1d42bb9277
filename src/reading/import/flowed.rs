//! The lines of plain mail: how deep each is quoted, and where a line ends only because it was full (RFC 3676, `format=flowed`).

/// A line of a mail, or a paragraph of one whose lines flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How often it is quoted.
    pub depth: usize,
    /// Its words, without the signs of quoting.
    pub text: String,
}

/// Lines that end where they end. Signs of quoting may have spaces between them.
pub fn fixed(text: &str) -> Vec<Line> {
    let line = |line: &str| {
        let rest = if line.starts_with('>') { line.trim_start_matches(['>', ' ']) } else { line };
        Line { depth: line[..line.len() - rest.len()].matches('>').count(), text: rest.to_owned() }
    };
    text.lines().map(line).collect()
}

/// Lines of which those that end in a space go on in the next one that is quoted as deep. With `del_sp` that space is not part of the
/// text, as in scripts without spaces.
pub fn flowed(text: &str, del_sp: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let rest = line.trim_start_matches('>');
        let depth = line.len() - rest.len();
        // A space in front was put there so that the line does not look quoted.
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let is_sign = rest == "-- ";
        let goes_on = rest.ends_with(' ') && !is_sign;
        let words = if goes_on && del_sp { &rest[..rest.len() - 1] } else { rest };
        match lines.last_mut().filter(|last| is_open && last.depth == depth && !is_sign) {
            Some(last) => last.text.push_str(words),
            None => lines.push(Line { depth, text: words.to_owned() }),
        }
        is_open = goes_on;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[Line], expected: &[(usize, &str)]) {
        let lines: Vec<(usize, &str)> = lines.iter().map(|line| (line.depth, line.text.as_str())).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_flow_into_paragraphs() {
        let mail = "The wall will \ncost more.\n\n> Will it \n> be done?\n>> Never \n> No.\n  > not quoted\n-- \nIda";
        let expected = [
            (0, "The wall will cost more."),
            (0, ""),
            (1, "Will it be done?"),
            (2, "Never "),
            (1, "No."),
            (0, " > not quoted"),
            (0, "-- "),
            (0, "Ida"),
        ];
        check(&flowed(mail, false), &expected);
        check(&flowed("防波 \n堤", true), &[(0, "防波堤")]);
    }

    #[test]
    fn fixed_lines_stay() {
        check(&fixed("One \ntwo\n> > deep\n>\n"), &[(0, "One "), (0, "two"), (2, "deep"), (1, "")]);
    }
}
