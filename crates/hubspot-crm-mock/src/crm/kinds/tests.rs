use super::*;

fn name(kinds: &Kinds, id: i64) -> &str {
    &kinds.get(kinds.find(HUBSPOT, id).unwrap()).name
}

#[test]
fn kinds_of_hubspot_have_its_numbers_and_names() {
    let kinds = Kinds::default();
    assert_eq!(name(&kinds, 279), "contact_to_company_unlabeled");
    assert_eq!(name(&kinds, 1), "contact_to_company");
    assert_eq!(name(&kinds, 280), "company_to_contact_unlabeled");
    assert_eq!(name(&kinds, 4), "contact_to_deal");
    assert_eq!(name(&kinds, 13), "parent_to_child_company");
    assert_eq!(name(&kinds, 14), "child_to_parent_company");
    assert_eq!(kinds.find(USER, 279), None);
    assert_eq!(kinds.find("OTHER", 279), None);
}

#[test]
fn every_kind_leads_back_by_its_inverse() {
    let kinds = Kinds::default();
    let mut paired = 0;
    for (index, kind) in (0..).zip(&kinds.all) {
        let Some(inverse) = kind.inverse else {
            continue;
        };
        paired += 1;
        let inverse = kinds.get(inverse);
        assert_eq!(inverse.inverse, Some(KindIndex(index)), "{kind:?}");
        assert_eq!((&inverse.from, &inverse.to), (&kind.to, &kind.from));
    }
    assert!(paired > 300, "{paired}");
}

#[test]
fn the_first_kind_between_two_types_has_no_label() {
    let kinds = Kinds::default();
    for ((from, to), between) in &kinds.by_types {
        let first = kinds.get(between[0]);
        let only_labels = between.iter().all(|kind| kinds.get(*kind).label.is_some());
        assert!(first.label.is_none() || only_labels, "{from} {to}");
    }
}
