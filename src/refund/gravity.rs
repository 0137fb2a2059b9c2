//! Which of several states needs most care. Pure.

use super::State;

/// Returns the state that needs most care: what is not known is worse than anything known.
#[must_use]
pub fn worst(states: impl IntoIterator<Item = State>) -> Option<State> {
    let gravity = |state: &State| match state {
        State::Unknown => 7,
        State::Sending => 6,
        State::Pending => 5,
        State::Declined => 4,
        State::Planned => 3,
        State::Cancelled => 2,
        State::Closed(_) => 1,
        State::Refunded => 0,
    };
    states.into_iter().max_by_key(gravity)
}

#[cfg(test)]
mod tests {
    use super::super::ClosedAs;
    use super::*;

    #[test]
    fn what_is_not_known_is_worse_than_anything_known() {
        for known in [
            State::Refunded,
            State::Declined,
            State::Planned,
            State::Closed(ClosedAs::NotRefunded),
            State::Closed(ClosedAs::WrittenOff),
            State::Cancelled,
        ] {
            for open in [State::Unknown, State::Sending, State::Pending] {
                assert_eq!(worst([known, open, known]), Some(open));
            }
        }
        assert_eq!(
            worst([State::Pending, State::Unknown]),
            Some(State::Unknown)
        );
        assert_eq!(worst([]), None);
    }
}
