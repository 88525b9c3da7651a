//! Telephone numbers: digits in groups, also spelled out, spaced, mixed with letters that
//! look like digits, or split by small words. Dates, times, counts and prices don't
//! count, nor do the numbers of crisis lines.

use std::cell::LazyCell;

use super::plain::Plain;

/// The most groups that are looked at together; a number has at most this many digits.
const LONGEST: usize = 15;

/// Fewer digits are a number only to people who know the place.
const SHORTEST: usize = 7;

/// How many groups of a row are remembered; a longer row is not a number.
const MOST_GROUPS: usize = 48;

/// The most characters between two groups of one number.
const WIDEST_GAP: usize = 6;

const DIGIT_WORDS: [(&[u8], u8); 11] = [
    (b"zero", 0),
    (b"one", 1),
    (b"two", 2),
    (b"three", 3),
    (b"four", 4),
    (b"five", 5),
    (b"six", 6),
    (b"seven", 7),
    (b"eight", 8),
    (b"nine", 9),
    (b"oh", 0),
];

macro_rules! digit {
    () => {
        r"(?:[0-9]|zero|one|two|three|four|five|six|seven|eight|nine|oh)"
    };
}

/// What may be between two groups: anything but letters, letters that look like digits,
/// or a small word.
macro_rules! between {
    () => {
        r"(?:[^a-z0-9]|[oli])*(?:(?:and|then|dash|dot|hyphen|space|minus)[^a-z0-9]*[ol]?)?"
    };
}

/// Five digits in a row, however written. Every number has these.
pub(super) const PATTERNS: &[&str] = &[concat!(
    digit!(),
    between!(),
    digit!(),
    between!(),
    digit!(),
    between!(),
    digit!(),
    between!(),
    digit!()
)];

/// Small words that may stand between two groups.
const FILLERS: [&[u8]; 7] = [b"and", b"then", b"dash", b"dot", b"hyphen", b"space", b"minus"];

/// Near one of these, digits in an unusual shape count as a number too.
const CALLING: [&[u8]; 15] = [
    b"call",
    b"text",
    b"txt",
    b"phone",
    b"cell",
    b"my number",
    b"dial",
    b"ring",
    b"reach",
    b"hmu",
    b"hit me",
    b"contact",
    b"mobile",
    b"whatsapp",
    b"signal",
];
const CALLING_BEFORE: usize = 40;
const CALLING_AFTER: usize = 20;

/// Lines for people in need, without the country's 1. They are good to pass on. Shorter
/// ones (911, 988, 211, 741741, 116 123) are never taken for numbers.
const HELPLINES: [&[u8]; 13] = [
    b"8006624357", // SAMHSA
    b"8004874889", // SAMHSA, for the deaf
    b"8002738255", // 988's long number
    b"8887844357", // 988's for the hard of hearing
    b"8777267243", // treatment finder
    b"8007997233", // domestic violence
    b"8006564673", // RAINN
    b"8664887386", // the Trevor Project
    b"8775658860", // Trans Lifeline
    b"8009506264", // NAMI
    b"8002221222", // poison control
    b"8009855990", // disaster distress
    b"8884844357", // 1-888-4-VA-HELP and kin
];

#[derive(Clone, Copy)]
struct Group {
    /// Where its digits begin among those of the row.
    from: usize,
    len: usize,
    /// The character that joins it to the previous group; a space if there are several.
    joint: u8,
    plus: bool,
    /// Spelled out, or with letters for digits.
    disguised: bool,
}

/// Neighbouring groups.
struct Row {
    groups: Vec<Group>,
    digits: Vec<u8>,
    /// Where it begins and ends in the text.
    begin: usize,
    end: usize,
    fillers: usize,
}

pub(super) fn are_in(plain: &Plain) -> bool {
    let text = plain.bytes();
    let mut row = Row { groups: Vec::new(), digits: Vec::new(), begin: 0, end: 0, fillers: 0 };
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let len = text[at..].iter().position(|byte| !byte.is_ascii_alphanumeric());
        let end = len.map_or(text.len(), |len| at + len);
        let token = &text[at..end];
        if !row.take(text, at, token) {
            if row.holds_a_number(plain) {
                return true;
            }
            row.clear();
            row.take(text, at, token);
        }
        at = end;
    }
    row.holds_a_number(plain)
}

impl Row {
    fn clear(&mut self) {
        self.groups.clear();
        self.digits.clear();
        self.fillers = 0;
    }

    /// Adds a word of the text to the row; `false` if it doesn't belong to it.
    fn take(&mut self, text: &[u8], at: usize, token: &[u8]) -> bool {
        let begun = !self.groups.is_empty();
        if begun && (at - self.end > WIDEST_GAP || !joins(&text[self.end..at])) {
            return false;
        }
        if begun && FILLERS.contains(&token) {
            self.fillers += 1;
            self.end = at + token.len();
            return self.fillers == 1;
        }
        // After a `#` it is an order or case number.
        if !begun && at > 0 && text[at - 1] == b'#' {
            return false;
        }
        let from = self.digits.len();
        let Some(disguised) = digits_of(token, begun, &mut self.digits) else {
            self.digits.truncate(from);
            return false;
        };
        let len = self.digits.len() - from;
        if self.groups.len() == MOST_GROUPS || len > LONGEST {
            self.digits.truncate(from);
            return false;
        }
        let joint = if begun { joint(&text[self.end..at]) } else { b' ' };
        if !begun {
            self.begin = at;
        }
        let plus = at > 0 && text[at - 1] == b'+';
        self.groups.push(Group { from, len, joint, plus, disguised });
        (self.end, self.fillers) = (at + token.len(), 0);
        true
    }

    fn holds_a_number(&self, plain: &Plain) -> bool {
        if self.digits.len() < SHORTEST {
            return false;
        }
        let eased = LazyCell::new(|| {
            let before = &plain.bytes()[self.begin.saturating_sub(CALLING_BEFORE)..self.begin];
            let after = plain.after(self.end, CALLING_AFTER);
            CALLING.iter().any(|word| has(before, word) || has(after, word))
        });
        (0..self.groups.len()).any(|first| {
            let mut total = 0;
            for last in first..self.groups.len() {
                total += self.groups[last].len;
                if total > LONGEST {
                    break;
                }
                if total >= SHORTEST && self.is_number(first, last, &eased) {
                    return true;
                }
            }
            false
        })
    }

    fn is_number(
        &self,
        first: usize,
        last: usize,
        eased: &LazyCell<bool, impl FnOnce() -> bool>,
    ) -> bool {
        let groups = &self.groups[first..=last];
        let end = groups[groups.len() - 1].from + groups[groups.len() - 1].len;
        let digits = &self.digits[groups[0].from..end];
        let plus = groups[0].plus && digits.len() > SHORTEST;
        let whole = groups.len() == self.groups.len();
        // Other lengths are not a number, whatever their shape.
        if !plus && !matches!((digits.len(), digits[0]), (7 | 10, _) | (9, 0) | (11.., 0) | (11, 1))
        {
            return false;
        }
        let mut all_lens = [0; LONGEST];
        for (len, group) in all_lens.iter_mut().zip(groups) {
            *len = group.len;
        }
        let lens = &all_lens[..groups.len()];
        let singles = || lens.iter().all(|len| *len == 1) && !counts(digits);
        let disguised = || groups.iter().any(|group| group.disguised) && !counts(digits);
        let odd = || (whole || **eased) && (singles() || disguised());
        let shaped = match (digits.len(), digits[0]) {
            _ if plus => true,
            (7, _) => match *lens {
                [3, 4] => {
                    **eased || (groups[1].joint != b' ' && !digits.ends_with(&[0, 0]) && whole)
                }
                [7] => **eased,
                _ => whole && (singles() || disguised()),
            },
            (9, _) => whole && lens.len() <= 4 && *lens != [5, 4],
            (10, begin) => {
                matches!(*lens, [3, 3, 4] | [3, 7] | [6, 4] | [3, 3, 2, 2] | [4, 6])
                    || (*lens == [10] && (begin != 1 || **eased))
                    || odd()
                    || (whole
                        && *lens == [2; 5]
                        && (begin == 0 || groups[1].joint == b'-' || **eased))
                    || (whole && lens.len() <= 4 && **eased)
            }
            (11, 1) => {
                matches!(*lens, [11] | [1, 3, 3, 4] | [1, 10] | [4, 3, 4] | [1, 3, 7]) || odd()
            }
            (11, _) => whole && lens.len() <= 5,
            // With the prefix for international calls.
            _ => whole && digits[1] == 0,
        };
        shaped && !is_helpline(digits) && !is_date(groups)
    }
}

/// Reads a word as digits, and says whether they are in disguise. `begun`: digits come
/// before it.
fn digits_of(token: &[u8], begun: bool, digits: &mut Vec<u8>) -> Option<bool> {
    let any_digit = token.iter().any(u8::is_ascii_digit);
    let mut disguised = false;
    let mut rest = token;
    while let Some(first) = rest.first() {
        if first.is_ascii_digit() {
            digits.push(first - b'0');
            rest = &rest[1..];
            continue;
        }
        disguised = true;
        let word = DIGIT_WORDS.iter().find(|(word, _)| rest.starts_with(word));
        if let Some((word, digit)) = word {
            digits.push(*digit);
            rest = &rest[word.len()..];
            continue;
        }
        let alone = begun && token.len() == 1;
        let digit = match first {
            b'o' if any_digit || alone => 0,
            b'l' if any_digit || alone => 1,
            b'i' if any_digit => 1,
            _ => return None,
        };
        digits.push(digit);
        rest = &rest[1..];
    }
    Some(disguised)
}

fn joins(between: &[u8]) -> bool {
    between.iter().all(|byte| b" .-()/_*+,|~[]".contains(byte))
}

/// The only character other than a space, if there is exactly one.
fn joint(between: &[u8]) -> u8 {
    between.iter().copied().find(|byte| *byte != b' ').unwrap_or(b' ')
}

fn has(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|part| part == word)
}

fn is_helpline(digits: &[u8]) -> bool {
    let national = if digits.len() == 11 { &digits[1..] } else { digits };
    let is = |line: &&[u8]| line.iter().zip(national).all(|(text, digit)| text - b'0' == *digit);
    national.len() == 10 && HELPLINES.iter().any(is)
}

/// 12.03.2024 18, 2024-03-12 and the like.
fn is_date(groups: &[Group]) -> bool {
    let lens: Vec<usize> = groups.iter().take(3).map(|group| group.len).collect();
    let joined = groups.len() >= 3
        && groups[1].joint == groups[2].joint
        && b"/.-".contains(&groups[1].joint);
    // Four or more of them, all joined alike, are not a date and a time.
    let more = groups.len() > 3 && groups[3..].iter().all(|group| group.joint == groups[1].joint);
    joined && !more && matches!(lens[..], [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2])
}

/// One two three, or three two one.
fn counts(digits: &[u8]) -> bool {
    let up = digits.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    up || digits.windows(2).all(|pair| pair[1] + 1 == pair[0])
}
