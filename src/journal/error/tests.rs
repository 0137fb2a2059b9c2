use super::*;
use crate::refund::{Event, State};

#[test]
fn every_command_of_a_remedy_names_the_profile() {
    for fault in [
        JournalFault::Missing,
        JournalFault::Damaged(String::new()),
        JournalFault::Foreign,
        JournalFault::WentBack(2, 1),
        JournalFault::Unread,
        JournalFault::Unwitnessed(String::new(), String::new()),
        JournalFault::OthersUnread(String::new(), String::new()),
        JournalFault::LeftAside(String::new(), String::new()),
        JournalFault::NoSuchIntent(String::new()),
        JournalFault::Forbidden(
            String::new(),
            Forbidden {
                state: State::Planned,
                event: Event::Reopen,
            },
        ),
    ] {
        let remedy = JournalError::new("journal.db", fault).remedy_for("shop");
        let commands: Vec<&str> = remedy
            .split('`')
            .filter(|c| c.starts_with("qfrefund"))
            .collect();
        assert!(!commands.is_empty(), "{remedy}");
        for command in commands {
            assert!(command.ends_with(" --profile shop"), "{remedy}");
        }
    }
}

#[test]
fn an_empty_journal_elsewhere_is_never_proposed() {
    let denied = JournalFault::Denied("no".to_owned());
    for fault in [denied, JournalFault::ReadOnly, JournalFault::Foreign] {
        let error = JournalError::new("/var/journal.db", fault);
        let remedy = error.remedy();
        assert!(!remedy.contains("another path"), "{remedy}");
    }
}
