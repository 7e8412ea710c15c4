use super::*;
use crate::crm::kinds::HUBSPOT;
use crate::crm::types::Types;

/// Contacts, companies and the links between them.
struct Fixture {
    links: Links,
    contact: Type,
    company: Type,
}

impl Fixture {
    fn new() -> Self {
        let types = Types::default();
        let named = |name| types.find(name).unwrap().clone();
        Self {
            contact: named("contact"),
            company: named("company"),
            links: Links::default(),
        }
    }

    fn kind(&self, id: i64) -> KindIndex {
        self.links.kinds.find(HUBSPOT, id).unwrap()
    }

    fn link(&mut self, contact: u64, company: u64, kinds: &[i64]) {
        let kinds: Vec<_> = kinds.iter().map(|id| self.kind(*id)).collect();
        let (contact, company) = ((&self.contact, contact), (&self.company, company));
        self.links.add(contact, company, &kinds);
    }

    fn ids(&self, from: (&str, u64), to: (&str, u64)) -> Vec<i64> {
        let kinds = self.links.between(from, to).iter();
        kinds.map(|kind| self.links.kinds.get(*kind).id).collect()
    }
}

#[test]
fn links_are_seen_from_both_ends() {
    let mut at = Fixture::new();
    at.link(1, 2, &[1]);
    assert_eq!(at.ids(("0-1", 1), ("0-2", 2)), [279, 1]);
    assert_eq!(at.ids(("0-2", 2), ("0-1", 1)), [280, 2]);
    at.links.remove(("0-2", 2), ("0-1", 1));
    assert!(at.links.all.is_empty());
}

#[test]
fn a_contact_has_one_primary_company() {
    let mut at = Fixture::new();
    at.link(1, 2, &[1]);
    at.link(1, 3, &[1]);
    assert_eq!(at.ids(("0-1", 1), ("0-2", 2)), [279]);
    assert_eq!(at.ids(("0-2", 2), ("0-1", 1)), [280]);
    assert_eq!(at.ids(("0-1", 1), ("0-2", 3)), [279, 1]);
    // A company is that of many contacts.
    at.link(4, 3, &[1]);
    assert_eq!(at.ids(("0-1", 1), ("0-2", 3)), [279, 1]);
}

#[test]
fn labels_come_off_and_the_link_stays() {
    let mut at = Fixture::new();
    at.link(1, 2, &[1, 931]);
    let primary = at.kind(1);
    at.links.take_off(("0-1", 1), ("0-2", 2), &[primary]);
    assert_eq!(at.ids(("0-1", 1), ("0-2", 2)), [279, 931]);
    assert_eq!(at.ids(("0-2", 2), ("0-1", 1)), [280, 930]);
    let default = at.kind(279);
    at.links.take_off(("0-1", 1), ("0-2", 2), &[default]);
    assert!(at.links.all.is_empty());
}

#[test]
fn merged_records_have_the_links_of_both() {
    let mut at = Fixture::new();
    at.link(1, 10, &[1]);
    at.link(2, 11, &[1]);
    at.link(2, 12, &[931]);
    at.links.move_links("0-1", 2, 1);
    assert_eq!(at.ids(("0-1", 1), ("0-2", 10)), [279, 1]);
    assert_eq!(at.ids(("0-1", 1), ("0-2", 11)), [279]);
    assert_eq!(at.ids(("0-2", 11), ("0-1", 1)), [280]);
    assert_eq!(at.ids(("0-1", 1), ("0-2", 12)), [279, 931]);
    assert_eq!(at.links.of(("0-1", 2), "0-2", None).count(), 0);
    at.links.remove_record("0-1", 1);
    assert!(at.links.all.is_empty());
}

mod laws {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    enum Step {
        Link(u64, u64, Vec<i64>),
        Set(u64, u64, Vec<i64>),
        Remove(u64, u64),
        TakeOff(u64, u64, i64),
        Move(u64, u64),
        Forget(u64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let id = || 1..5_u64;
        let kind = || prop::sample::select(vec![1, 279, 931]);
        let kinds = || prop::collection::vec(kind(), 0..3);
        let step = prop_oneof![
            (id(), id(), kinds()).prop_map(|(a, b, kinds)| Step::Link(a, b, kinds)),
            (id(), id(), kinds()).prop_map(|(a, b, kinds)| Step::Set(a, b, kinds)),
            (id(), id()).prop_map(|(a, b)| Step::Remove(a, b)),
            (id(), id(), kind()).prop_map(|(a, b, kind)| Step::TakeOff(a, b, kind)),
            (id(), id()).prop_map(|(a, b)| Step::Move(a, b)),
            id().prop_map(Step::Forget),
        ];
        prop::collection::vec(step, 0..30)
    }

    fn take(at: &mut Fixture, step: &Step) {
        match step {
            Step::Link(contact, company, kinds) => at.link(*contact, *company, kinds),
            Step::Set(contact, company, kinds) => {
                let kinds: Vec<_> = kinds.iter().map(|id| at.kind(*id)).collect();
                let ends = ((&at.contact, *contact), (&at.company, *company));
                at.links.set(ends.0, ends.1, &kinds);
            }
            Step::Remove(contact, company) => {
                at.links.remove(("0-1", *contact), ("0-2", *company));
            }
            Step::TakeOff(contact, company, kind) => {
                let kind = at.kind(*kind);
                at.links
                    .take_off(("0-1", *contact), ("0-2", *company), &[kind]);
            }
            Step::Move(from, to) if from != to => at.links.move_links("0-1", *from, *to),
            Step::Move(..) => {}
            Step::Forget(company) => at.links.remove_record("0-2", *company),
        }
    }

    proptest! {
        #[test]
        fn both_ends_tell_the_same(steps in steps()) {
            let mut at = Fixture::new();
            for step in &steps {
                take(&mut at, step);
                for ((one, other), kinds) in &at.links.all {
                    let back = at.links.all.get(&(*other, *one));
                    let mut inverses: Vec<_> = kinds
                        .iter()
                        .filter_map(|kind| at.links.kinds.inverse(*kind))
                        .collect();
                    inverses.sort_unstable();
                    prop_assert_eq!(back, Some(&inverses));
                    let plain = kinds.iter().filter(|kind| at.links.kinds.get(**kind).label.is_none());
                    prop_assert_eq!(plain.count(), 1);
                }
                for contact in 1..5 {
                    prop_assert!(at.links.count(("0-1", contact), at.kind(1)) <= 1);
                }
            }
        }
    }
}
