//! The forms in which parameters and bodies are sent.

mod common;

use std::collections::BTreeMap;

use common::built::{Built, GET, POST, query, refused, sent};
use common::recorder::Recorder;
use hubspot_crm_core::{
    Bytes, Extra, FilePart, Method, OperationInfo, Value, json_object, multipart_form,
};
use serde_json::json;

#[derive(Debug, Clone, PartialEq)]
struct Filter {
    name: Option<String>,
    ids: Vec<i64>,
    ratio: f64,
    owner: Option<BTreeMap<String, Value>>,
    extra: Extra,
}
json_object!(Filter {
    name: "name",
    ids: "ids",
    ratio: "ratio",
    owner: "owner"
});

#[allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]
fn filter(value: Value) -> Filter {
    serde_json::from_value(value).unwrap()
}

fn full() -> Filter {
    filter(json!({
        "name": "a b&c", "ids": [1, 2], "ratio": 0.5, "new": null, "list": [{"x": 1}, null, [2]],
        "owner": {"id": 7, "deep": {"a[b]": true, "none": null}, "teams": ["x", "y"]}
    }))
}

#[tokio::test]
async fn lists_are_joined() {
    let list = vec!["a,b", "c d", "e|f"];
    for (separator, text) in [
        (",", "ids=a%2Cb,c%20d,e%7Cf"),
        (" ", "ids=a%2Cb%20c%20d%20e%7Cf"),
        ("|", "ids=a%2Cb%7Cc%20d%7Ce%7Cf"),
        ("&=#+", "ids=a%2Cb%26%3D%23%2Bc%20d%26%3D%23%2Be%7Cf"),
    ] {
        let sent = query(|request| Ok(request.query_joined("ids", separator, &list))).await;
        assert_eq!(sent, text, "{separator}");
    }
    let sent = query(|request| {
        Ok(request
            .query_joined("none", ",", &None::<Vec<String>>)
            .query_joined("empty", ",", &Vec::<i64>::new())
            .query_joined("one", ",", &Some(7)))
    });
    assert_eq!(sent.await, "one=7");
}

#[tokio::test]
async fn objects_are_parameters_of_their_own() {
    let sent = query(|request| request.query_object("filter", &full())).await;
    assert_eq!(
        sent,
        "name=a%20b%26c&ids=1&ids=2&ratio=0.5&owner=%7B%22deep%22%3A%7B%22a%5Bb%5D%22%3Atrue%2C\
         %22none%22%3Anull%7D%2C%22id%22%3A7%2C%22teams%22%3A%5B%22x%22%2C%22y%22%5D%7D\
         &list=%7B%22x%22%3A1%7D&list=%5B2%5D"
    );
    let properties = BTreeMap::from([("hs title", "a"), ("x", "b")]);
    let sent = query(|request| request.query_object("property.{propname}.v", &properties));
    assert_eq!(sent.await, "property.hs%20title.v=a&property.x.v=b");
}

#[tokio::test]
async fn objects_in_brackets() {
    let sent = query(|request| request.query_deep("filter", &full())).await;
    assert_eq!(
        sent.replace("%5B", "[").replace("%5D", "]"),
        "filter[name]=a%20b%26c&filter[ids]=1&filter[ids]=2&filter[ratio]=0.5\
         &filter[owner][deep][a[b]]=true&filter[owner][id]=7&filter[owner][teams]=x\
         &filter[owner][teams]=y&filter[list]=%7B%22x%22%3A1%7D&filter[list]=[2]"
    );
}

#[tokio::test]
async fn json_in_a_parameter() {
    let sent = query(|request| request.query_json("filter", &filter(json!({"name": "ä"}))));
    assert_eq!(
        sent.await,
        "filter=%7B%22name%22%3A%22%C3%A4%22%2C%22ids%22%3A%5B%5D%2C%22ratio%22%3A0%7D"
    );
}

#[tokio::test]
async fn nothing_is_sent_for_nothing() {
    let none = None::<Filter>;
    let sent = query(|request| {
        request
            .query_object("a", &none)?
            .query_object("a.{name}", &none)?
            .query_deep("b", &none)?
            .query_json("c", &none)
    });
    assert_eq!(sent.await, "");
}

#[tokio::test]
async fn what_is_no_object_is_sent_under_the_name() {
    let sent = query(|request| {
        request
            .query_object("a", &["x", "y"])?
            .query_deep("b", &json!([1, null]))?
            .query_deep("c", "z")
    });
    assert_eq!(sent.await, "a=x&a=y&b=1&c=z");
    assert_eq!(
        refused(|request| request.query_object("a.{name}", "x")).await,
        "POST /post: query parameter `a.{name}` cannot be sent: it must be an object"
    );
}

#[tokio::test]
async fn what_has_no_json_is_refused() {
    let odd = Filter {
        ratio: f64::NAN,
        ..full()
    };
    let why = "ratio: a number that is NaN or infinite has no form in JSON";
    let parameter = format!("POST /post: query parameter `f` cannot be sent: {why}");
    let body = format!("POST /post: the body cannot be sent: {why}");
    assert_eq!(refused(|it| it.query_object("f", &odd)).await, parameter);
    assert_eq!(refused(|it| it.query_deep("f", &odd)).await, parameter);
    assert_eq!(refused(|it| it.query_json("f", &odd)).await, parameter);
    assert_eq!(refused(|it| it.json(&odd)).await, body);
    assert_eq!(refused(|it| it.form(&odd)).await, body);
}

#[tokio::test]
async fn bodies_have_their_content_type() {
    let text = "text/plain; charset=utf-8";
    let merge = "application/merge-patch+json";
    let form = "application/x-www-form-urlencoded";
    for (request, content_type, body) in [
        (sent(&POST, Ok).await, "application/json", ""),
        (
            sent(&POST, |it| it.json(&[1])).await,
            "application/json",
            "[1]",
        ),
        (
            sent(&POST, |it| it.json_as(merge, &json!({"a": null}))).await,
            merge,
            r#"{"a":null}"#,
        ),
        (sent(&POST, |it| it.text(text, "ä")).await, text, "ä"),
        (
            sent(&POST, |it| {
                it.bytes("image/png", &Bytes::from_static(b"\0"))
            })
            .await,
            "image/png",
            "\0",
        ),
        (
            sent(&POST, |it| {
                it.form(&filter(json!({"name": "a b+c&d=ä", "ids": [1, 2]})))
            })
            .await,
            form,
            "name=a%20b%2Bc%26d%3D%C3%A4&ids=1&ids=2&ratio=0",
        ),
        (
            sent(&GET, |it| it.json(&true)).await,
            "application/json",
            "true",
        ),
    ] {
        let request = request.unwrap();
        assert_eq!(request.headers["content-type"], content_type);
        assert_eq!(request.body.unwrap().as_bytes().unwrap(), body.as_bytes());
    }
    let bare = sent(&GET, |it| it.form(&None::<Filter>)).await.unwrap();
    assert!(bare.body.is_none() && !bare.headers.contains_key("content-type"));
    assert_eq!(
        refused(|request| request.form(&[1])).await,
        "POST /post: the body cannot be sent: it must be an object"
    );
    assert_eq!(
        refused(|request| request.text("text/plain\n", "")).await,
        "POST /post: header \"content-type\" has a character that no header can hold"
    );
}

#[derive(Debug, Clone, PartialEq)]
struct Import {
    files: Vec<FilePart>,
    import_request: Option<String>,
    filter: Option<Filter>,
    extra: Extra,
}
multipart_form!(Import {
    files: file("files"),
    import_request: text("importRequest"),
    filter: json("filter"),
});

#[tokio::test]
async fn bodies_of_several_parts() {
    let import = Import {
        files: vec![FilePart::new("a.csv", "x,y")],
        import_request: Some("{}".to_owned()),
        filter: None,
        extra: Extra::new(),
    };
    let request = sent(&POST, |request| request.multipart(&import))
        .await
        .unwrap();
    let content_type = request.headers["content-type"].to_str().unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let body = request.body.unwrap().as_bytes().unwrap().clone();
    assert_eq!(
        std::str::from_utf8(&body).unwrap().replace(boundary, "B"),
        "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nx,y\r\n\
         --B\r\nContent-Disposition: form-data; name=\"importRequest\"\r\n\r\n{}\r\n--B--\r\n"
    );
    let odd = Import {
        filter: Some(Filter {
            ratio: f64::INFINITY,
            ..full()
        }),
        ..import
    };
    assert_eq!(
        refused(|request| request.multipart(&odd)).await,
        "POST /post: the body cannot be sent: filter.ratio: a number that is NaN or infinite has no \
         form in JSON"
    );
}

#[tokio::test]
async fn headers_of_the_operation() {
    let list = vec!["a", "b"];
    let request = sent(&GET, |request| {
        Ok(request
            .header("X-List", &list)
            .header("X-Flag", &Some(true))
            .header("X-None", &None::<String>)
            .header("X-Empty", &""))
    });
    let headers = request.await.unwrap().headers;
    assert_eq!(headers["x-list"], "a,b");
    assert_eq!(headers["x-flag"], "true");
    assert_eq!(headers["x-empty"], "");
    assert!(!headers.contains_key("x-none"));

    for (name, value) in [("x y", "v"), ("x", "secret\r\nx-other: 1")] {
        let why = refused(|request| Ok(request.header(name, &value))).await;
        let header = format!("header {name:?} has a character that no header can hold");
        assert_eq!(why, format!("POST /post: {header}"));
    }

    let recorder = Recorder::new(200, &[], "");
    let client = recorder.client();
    let mut built = Built::new(&client, &GET, |it| {
        Ok(it.header("x-a", &"1").header("x-b", &"2"))
    });
    built.endpoint.extra_header("X-A", "mine");
    client.send(&built).await.unwrap();
    let headers = recorder.request().headers;
    assert_eq!(headers.get_all("x-a").iter().collect::<Vec<_>>(), ["mine"]);
    assert_eq!(headers["x-b"], "2");
}

#[tokio::test]
async fn cookies_share_a_header() {
    let list = vec!["1", "2"];
    let request = sent(&GET, |request| {
        Ok(request
            .cookie("a", &"x; y=z\r\n")
            .cookie("none", &None::<String>)
            .cookie("b c", &list))
    });
    let request = request.await.unwrap();
    let cookies: Vec<_> = request.headers.get_all("cookie").iter().collect();
    assert_eq!(cookies, ["a=x%3B%20y%3Dz%0D%0A; b%20c=1; b%20c=2"]);
    assert!(
        !format!("{request:?}").contains("y%3Dz"),
        "it may be a secret"
    );
}

#[tokio::test]
async fn an_operation_names_what_it_answers_with() {
    static EXPORT: OperationInfo =
        OperationInfo::new("export", Method::Get, "/export").accept("text/csv");
    static ODD: OperationInfo = OperationInfo::new("odd", Method::Get, "/odd").accept("a\nb");
    assert_eq!(EXPORT.accepts(), "text/csv");
    assert_eq!(GET.accepts(), "application/json");
    assert_eq!(
        sent(&EXPORT, Ok).await.unwrap().headers["accept"],
        "text/csv"
    );
    let error = sent(&ODD, Ok).await.unwrap_err().to_string();
    assert_eq!(
        error,
        "GET /odd: header \"accept\" has a character that no header can hold"
    );
}

#[test]
fn methods_of_http() {
    for (method, name) in [
        (Method::Head, "HEAD"),
        (Method::Options, "OPTIONS"),
        (Method::Trace, "TRACE"),
    ] {
        assert_eq!(method.as_str(), name);
        assert!(OperationInfo::new("x", method, "/x").is_replay_safe());
    }
}
