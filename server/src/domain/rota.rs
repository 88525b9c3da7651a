//! The on-call rota: who is on call at a time, where nobody is first, where several are,
//! and what happens to a shift that is handed over. It doesn't know who asks for help.

use circles_protocol::{Rank, Stretch, Timestamp, limits};

use super::{OnCallKey, Rejection};

/// The longest shift. A shift that is running now ends at most this much later.
pub(crate) const LONGEST_SHIFT_MS: i64 = limits::SHIFT_HOURS_MOST as i64 * 60 * 60 * 1_000;

/// When somebody is on call, and in which rank; the end is excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) person: OnCallKey,
    pub(crate) rank: Rank,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
}

impl Shift {
    pub(crate) fn covers(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.to
    }
}

/// Those on call now, in the order in which they are told: one who is first, those who
/// are second, then any others who are first. If nobody is first, only those who are
/// second. Among equals the earlier start comes first.
pub(crate) fn on_call_at(shifts: &[Shift], now: Timestamp) -> Vec<OnCallKey> {
    let mut running: Vec<&Shift> = shifts.iter().filter(|shift| shift.covers(now)).collect();
    running.sort_by_key(|shift| (shift.from, shift.person));
    let ranked = |rank| running.iter().filter(move |shift| shift.rank == rank);
    let (first, others) = (ranked(Rank::First).take(1), ranked(Rank::First).skip(1));
    let mut order: Vec<OnCallKey> = Vec::new();
    for shift in first.chain(ranked(Rank::Second)).chain(others) {
        if !order.contains(&shift.person) {
            order.push(shift.person);
        }
    }
    order
}

/// The parts of a period in which nobody is first on call, and in which more than one is.
/// Both are allowed; they are shown so that somebody can fix them.
pub(crate) fn gaps_and_overlaps(
    shifts: &[Shift],
    from: Timestamp,
    to: Timestamp,
) -> (Vec<Stretch>, Vec<Stretch>) {
    let first = shifts.iter().filter(|shift| shift.rank == Rank::First);
    let mut turns: Vec<(Timestamp, i32)> = first
        .map(|shift| (shift.from.max(from), shift.to.min(to)))
        .filter(|(begins, ends)| begins < ends)
        .flat_map(|(begins, ends)| [(begins, 1), (ends, -1)])
        .collect();
    turns.push((to, 0));
    turns.sort_by_key(|(at, _)| *at);
    let (mut gaps, mut overlaps) = (Vec::new(), Vec::new());
    let (mut since, mut on_call) = (from, 0);
    for (at, change) in turns {
        if since < at {
            match on_call {
                0 => extend(&mut gaps, since, at),
                1 => {}
                _ => extend(&mut overlaps, since, at),
            }
            since = at;
        }
        on_call += change;
    }
    (gaps, overlaps)
}

/// Merges two that touch.
fn extend(stretches: &mut Vec<Stretch>, from: Timestamp, to: Timestamp) {
    match stretches.last_mut() {
        Some(last) if last.to == from => last.to = to,
        Some(_) | None => stretches.push(Stretch { from, to }),
    }
}

/// What happens to a shift that is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HandOver {
    /// It has not begun: all of it goes to the other person.
    Whole,
    /// It is running: it ends now, and the rest goes to the other person.
    Rest { from: Timestamp },
}

/// `None` if the shift is over.
pub(crate) fn hand_over(shift: &Shift, now: Timestamp) -> Option<HandOver> {
    if shift.to <= now {
        None
    } else if shift.from < now {
        Some(HandOver::Rest { from: now })
    } else {
        Some(HandOver::Whole)
    }
}

/// # Errors
/// `invalid_field` for a shift that has no length, is longer than a week, is over, or
/// begins further ahead than anybody plans.
pub(crate) fn require_fitting(
    from: Timestamp,
    to: Timestamp,
    now: Timestamp,
    latest: Timestamp,
) -> Result<(), Rejection> {
    if to <= from {
        return Err(Rejection::invalid("to", "A shift must end after it begins."));
    }
    if to.0.saturating_sub(from.0) > LONGEST_SHIFT_MS {
        return Err(Rejection::invalid("to", "A shift may be a week long at most."));
    }
    if to <= now {
        return Err(Rejection::invalid("to", "This shift would be over already."));
    }
    if from > latest {
        return Err(Rejection::invalid("from", "A shift may begin a year ahead at most."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(time: i64) -> Timestamp {
        Timestamp(time)
    }

    const fn shift(person: i64, rank: Rank, from: i64, to: i64) -> Shift {
        Shift { person: OnCallKey(person), rank, from: at(from), to: at(to) }
    }

    fn stretches(pairs: &[(i64, i64)]) -> Vec<Stretch> {
        pairs.iter().map(|&(from, to)| Stretch { from: at(from), to: at(to) }).collect()
    }

    fn order(shifts: &[Shift], now: i64) -> Vec<i64> {
        on_call_at(shifts, at(now)).into_iter().map(|person| person.0).collect()
    }

    #[test]
    fn a_shift_covers_its_first_moment_and_not_its_last() {
        let shifts = [shift(1, Rank::First, 10, 20), shift(2, Rank::First, 20, 30)];
        assert!(order(&shifts, 9).is_empty());
        assert_eq!(order(&shifts, 10), [1]);
        assert_eq!(order(&shifts, 19), [1]);
        assert_eq!(order(&shifts, 20), [2]);
        assert!(order(&shifts, 30).is_empty());
    }

    #[test]
    fn one_who_is_first_comes_before_the_second_and_the_second_before_other_firsts() {
        let shifts = [
            shift(3, Rank::First, 5, 20),
            shift(2, Rank::Second, 0, 20),
            shift(1, Rank::First, 2, 20),
        ];
        assert_eq!(order(&shifts, 10), [1, 2, 3]);
        assert_eq!(order(&shifts, 3), [1, 2]);
        // In a gap of the first, only the second is on call.
        assert_eq!(order(&shifts, 1), [2]);
        // Somebody in both ranks at once is one person.
        let both = [shift(1, Rank::First, 0, 9), shift(1, Rank::Second, 0, 9)];
        assert_eq!(order(&both, 1), [1]);
    }

    #[test]
    fn gaps_and_overlaps_are_found_within_the_time_asked_for() {
        let shifts = [
            shift(1, Rank::First, 0, 20),
            shift(2, Rank::First, 15, 30),
            shift(3, Rank::Second, 0, 100),
            shift(1, Rank::First, 40, 50),
            shift(4, Rank::First, 45, 60),
            shift(2, Rank::First, 50, 55),
        ];
        let (gaps, overlaps) = gaps_and_overlaps(&shifts, at(-10), at(70));
        assert_eq!(gaps, stretches(&[(-10, 0), (30, 40), (60, 70)]));
        assert_eq!(overlaps, stretches(&[(15, 20), (45, 55)]));
        let (gaps, overlaps) = gaps_and_overlaps(&shifts, at(16), at(35));
        assert_eq!((gaps, overlaps), (stretches(&[(30, 35)]), stretches(&[(16, 20)])));
        let (gaps, overlaps) = gaps_and_overlaps(&[], at(1), at(2));
        assert_eq!((gaps, overlaps), (stretches(&[(1, 2)]), vec![]));
        // One ends when the next begins: neither a gap nor an overlap.
        let changing = [shift(1, Rank::First, 0, 10), shift(2, Rank::First, 10, 20)];
        assert_eq!(gaps_and_overlaps(&changing, at(0), at(20)), (vec![], vec![]));
    }

    #[test]
    fn handing_over_splits_a_running_shift_at_now() {
        let it = shift(1, Rank::First, 10, 20);
        assert_eq!(hand_over(&it, at(5)), Some(HandOver::Whole));
        assert_eq!(hand_over(&it, at(10)), Some(HandOver::Whole));
        assert_eq!(hand_over(&it, at(15)), Some(HandOver::Rest { from: at(15) }));
        assert_eq!(hand_over(&it, at(20)), None);
    }

    #[test]
    fn a_shift_has_a_length_and_is_not_over() {
        let fits = |from, to| require_fitting(at(from), at(to), at(100), at(1_000)).is_ok();
        assert!(fits(50, 101) && fits(1_000, 1_001));
        assert!(!fits(200, 200) && !fits(200, 199) && !fits(50, 100) && !fits(1_001, 1_002));
        assert!(fits(100, 100 + LONGEST_SHIFT_MS) && !fits(100, 101 + LONGEST_SHIFT_MS));
        assert!(!fits(i64::MIN, i64::MAX));
    }
}
