//! Where a walk over pages has been.

/// The positions of a walk over pages, as far as they are needed to find a loop: the one before,
/// and one further back, which is replaced when the walk has got twice as far (Brent's way to find a
/// cycle). So it takes no more room after a million pages than after two.
///
/// A loop of any length is found, at the latest after three times as many pages as it takes to get
/// into it and once around it; a loop of one or two pages at once. What never repeats is never
/// taken for a loop.
pub(super) struct Visited {
    previous: String,
    anchor: String,
    since_anchor: u64,
    /// How long the anchor stays.
    lap: u64,
    count: u64,
}

impl Visited {
    /// A walk that starts here.
    pub(super) fn new(start: String) -> Self {
        Self {
            previous: start.clone(),
            anchor: start,
            since_anchor: 0,
            lap: 1,
            count: 1,
        }
    }

    /// Goes on to a position, and tells whether the walk is known to have been there.
    pub(super) fn repeats(&mut self, position: &str) -> bool {
        if position == self.anchor || position == self.previous {
            return true;
        }
        self.count += 1;
        self.since_anchor += 1;
        if self.since_anchor == self.lap {
            position.clone_into(&mut self.anchor);
            self.since_anchor = 0;
            self.lap = self.lap.saturating_mul(2);
        }
        position.clone_into(&mut self.previous);
        false
    }

    /// The number of positions.
    pub(super) fn count(&self) -> u64 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How many pages are read until the loop is found.
    fn found_after(tail: u64, cycle: u64) -> u64 {
        let position = |step: u64| match step < tail {
            true => format!("t{step}"),
            false => format!("c{}", (step - tail) % cycle),
        };
        let mut visited = Visited::new(position(0));
        (1..)
            .find(|step| visited.repeats(&position(*step)))
            .unwrap_or_default()
    }

    #[test]
    fn short_loops_are_found_at_once() {
        assert_eq!(found_after(0, 1), 1);
        assert_eq!(found_after(1, 1), 2);
        assert_eq!(found_after(5, 1), 6);
        assert_eq!(found_after(0, 2), 3);
        assert_eq!(found_after(1, 2), 3);
    }

    proptest! {
        #[test]
        fn every_loop_is_found_in_time(tail in 0_u64..300, cycle in 1_u64..300) {
            let found = found_after(tail, cycle);
            prop_assert!(found >= tail + cycle);
            prop_assert!(found <= 3 * (tail + cycle), "{found} for {tail} and {cycle}");
        }

        #[test]
        fn what_does_not_repeat_is_no_loop(positions in proptest::collection::hash_set("[a-z0-9=%]{0,3}", 1..200)) {
            let mut positions = positions.into_iter();
            let mut visited = Visited::new(positions.next().unwrap_or_default());
            for position in positions {
                prop_assert!(!visited.repeats(&position));
            }
        }

        #[test]
        fn only_what_was_visited_repeats(positions in proptest::collection::vec("[a-d]{0,2}", 1..60)) {
            let mut visited = Visited::new(positions[0].clone());
            for (index, position) in positions.iter().enumerate().skip(1) {
                if visited.repeats(position) {
                    prop_assert!(positions[..index].contains(position));
                    break;
                }
            }
        }
    }
}
