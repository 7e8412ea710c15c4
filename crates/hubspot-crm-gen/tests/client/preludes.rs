//! What programs import.

/// A name that several globs bring as different things is an error where it is used.
#[test]
fn preludes_and_the_root_go_together() {
    use hubspot_crm_gen::v3::prelude::*;
    use hubspot_crm_gen::v4::prelude::*;
    use hubspot_crm_gen::*;

    fn name<T>() -> &'static str {
        std::any::type_name::<T>()
    }
    // Both versions have their APIs.
    let _ = |client: &Client| (client.contacts(), client.associations());
    let of_the_runtime = [
        name::<ErrorDetail>(),
        name::<PropertyValue>(),
        name::<NextPage>(),
        name::<Paging>(),
        name::<PreviousPage>(),
        name::<Outcome<()>>(),
        name::<CalendarDate>(),
        name::<Error>(),
    ];
    for name in of_the_runtime {
        assert!(name.starts_with("hubspot_crm_core::"), "{name}");
    }
    assert!(name::<SimplePublicObject>().starts_with("hubspot_crm_gen::"));
    // The others are where they were.
    let others = [
        name::<models::ErrorDetail>(),
        name::<models::Paging>(),
        name::<v3::imports::PropertyValue>(),
    ];
    for name in others {
        assert!(name.starts_with("hubspot_crm_gen::"), "{name}");
    }
}
