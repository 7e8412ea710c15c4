//! Records as generated code declares them.

use hubspot_crm_core::{Error, Extra, Properties, PropertyError, Record, json_object, record};
use serde::Deserialize;

#[derive(Debug)]
struct Car {
    id: String,
    properties: Properties,
    extra: Extra,
}
json_object!(Car {
    id: "id",
    properties: "properties"
});
record!(Car);

#[derive(Deserialize)]
struct Model<'a> {
    name: &'a str,
    doors: u8,
}

fn ids(records: &[impl Record]) -> Vec<&str> {
    records.iter().map(Record::id).collect()
}

fn doors<R: Record>(records: &[R]) -> Result<u8, PropertyError> {
    let models: Vec<Model<'_>> = records
        .iter()
        .map(R::properties_as)
        .collect::<Result<_, _>>()?;
    Ok(models.iter().map(|model| model.doors).sum())
}

#[test]
fn records_have_typed_properties() {
    let json = r#"[{"id": 1, "properties": {"name": "A", "doors": "3"}}, {"id": "2", "properties": {"name": "B", "doors": "5"}}]"#;
    let cars: Vec<Car> = serde_json::from_str(json).unwrap();
    let model: Model<'_> = cars[0].properties_as().unwrap();
    assert_eq!((model.name, model.doors), ("A", 3));
    assert_eq!(ids(&cars), ["1", "2"]);
    assert_eq!(doors(&cars).unwrap(), 8);
    let record: &dyn Record = &cars[1];
    assert_eq!((record.id(), record.properties().len()), ("2", 2));
    assert!(cars[0].extra.is_empty());
}

#[test]
fn what_does_not_read_is_an_error_of_the_client_as_well() {
    fn name(car: &Car) -> Result<String, Error> {
        Ok(car.properties_as::<Model<'_>>()?.name.to_owned())
    }
    let car: Car = serde_json::from_str(r#"{"id": "1", "properties": {"name": "A"}}"#).unwrap();
    let error = name(&car).unwrap_err();
    assert!(matches!(&error, Error::Property(error) if error.name() == "doors"));
    assert!(
        error.to_string().starts_with("property `doors` is missing"),
        "{error}"
    );
    assert!(error.status().is_none());
}
