//! What a program does with all that there is.
#![allow(
    unused,
    deprecated,
    reason = "it is compiled, not run, and what is deprecated still compiles"
)]

use client::v1::prelude::*;
use client::{Client, DateTime, Error};

async fn everything(client: Client) -> Result<(), Error> {
    let things = client.things();
    let list: Things = things.list().limit(10).kind(Kind::Big).await?;
    for thing in list.things {
        read(thing);
    }
    let count: Count = things.count("all").await?;
    let count: i64 = count.count;
    read(things.get("1").await?);
    let new = NewThing::new("a").note("b").weight(3);
    let (label, note, weight): (&String, &Option<String>, &Option<i64>) = (&new.label, &new.note, &new.weight);
    read(things.create(new).await?);
    read(things.create("a").await?);
    things.r#move("1", Move::new("there", 3)).await?;
    things.archive("1").await?;
    Ok(())
}

fn read(thing: Thing) {
    let id: String = thing.id;
    let size: i64 = thing.size;
    let label: Option<String> = thing.label;
    let made: Option<DateTime> = thing.made;
    match thing.kind {
        Some(Kind::Big) | Some(Kind::Small) => {}
        Some(other) => println!("{}", other.as_str()),
        None => {}
    }
    match thing.form {
        Some(Form::Round(round)) => println!("{}", round.radius),
        Some(Form::Square(square)) => println!("{}", square.side),
        _ => {}
    }
    let blank = Thing::default();
}

fn by_name(square: Square) {}

fn by_path(thing: client::v1::things::Thing) {}

fn main() {}
