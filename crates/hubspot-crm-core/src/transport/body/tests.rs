//! Bodies, chunk by chunk.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use memchr::memmem;
use proptest::prelude::*;
use tokio::io::{AsyncRead, ReadBuf};

use super::source::{CHUNK, Piece, Source};
use super::{BodyError, HttpBody};
use crate::multipart::{FilePart, MultipartForm, Parts};
use crate::{Error, Method, OperationInfo, Request};

/// What a body gives, up to its end or its first error.
async fn chunks(body: HttpBody) -> (Vec<Bytes>, Option<BodyError>) {
    let mut stream = body.into_stream();
    let (mut chunks, mut error) = (Vec::new(), None);
    while let Some(chunk) = stream.next().await {
        assert!(error.is_none(), "nothing comes after an error");
        match chunk {
            Ok(chunk) => {
                assert!(!chunk.is_empty());
                chunks.push(chunk);
            }
            Err(failure) => error = Some(failure),
        }
    }
    (chunks, error)
}

fn body(length: Option<u64>, parts: &'static [&'static str]) -> HttpBody {
    HttpBody::from_stream(
        length,
        stream::iter(parts).map(|part| Ok::<_, BodyError>(*part)),
    )
}

/// A reader that gives what it has in portions of the given sizes, and then fails if it shall.
fn reader(content: Vec<u8>, sizes: Vec<usize>, fails: bool) -> impl AsyncRead + Send {
    let mut portions = Vec::new();
    let mut rest = content;
    for size in sizes {
        let after = rest.split_off(size.min(rest.len()));
        portions.push(std::mem::replace(&mut rest, after));
    }
    portions.push(rest);
    // An empty read is the end of a reader.
    portions.retain(|portion| !portion.is_empty());
    Portions {
        portions: portions.into_iter(),
        fails,
        left: Vec::new(),
        wakes: false,
    }
}

struct Portions {
    portions: std::vec::IntoIter<Vec<u8>>,
    fails: bool,
    left: Vec<u8>,
    /// Each portion lets the reader wait once.
    wakes: bool,
}

impl AsyncRead for Portions {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        self.wakes = !self.wakes;
        if self.wakes {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.left.is_empty() {
            self.left = match self.portions.next() {
                Some(portion) => portion,
                None if self.fails => {
                    return Poll::Ready(Err(std::io::Error::other("the disk is gone")));
                }
                None => return Poll::Ready(Ok(())),
            };
        }
        let count = self.left.len().min(buffer.remaining());
        let after = self.left.split_off(count);
        buffer.put_slice(&self.left);
        self.left = after;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn bytes_are_one_chunk_and_can_be_sent_again() {
    let body = HttpBody::from("abc");
    assert!(body.is_repeatable());
    assert_eq!(
        (body.length(), &body.as_bytes().unwrap()[..]),
        (Some(3), &b"abc"[..])
    );
    for _ in 0..2 {
        assert_eq!(chunks(body.clone()).await.0, ["abc"]);
        assert_eq!(body.clone().collect().await.unwrap(), "abc");
    }
    assert!(chunks(HttpBody::from("")).await.0.is_empty());
}

#[tokio::test]
async fn a_stream_can_be_read_once_by_one_of_its_clones() {
    let first = body(None, &["a", "", "b"]);
    let second = first.clone();
    let mut stream = second.clone().into_stream();
    assert!(first.is_repeatable(), "nobody has read yet");
    assert_eq!((first.length(), first.as_bytes()), (None, None));
    assert_eq!(stream.next().await.unwrap().unwrap(), "a");
    assert!(!first.is_repeatable() && !second.is_repeatable());
    drop(stream);
    assert!(matches!(
        first.collect().await.unwrap_err(),
        BodyError::ReadBefore
    ));
    let (sent, error) = chunks(second).await;
    assert!(sent.is_empty() && matches!(error, Some(BodyError::ReadBefore)));
}

#[tokio::test]
async fn a_length_has_to_be_right() {
    for (length, parts, sent, error) in [
        (None, &["ab", "c"][..], "abc", None),
        (Some(3), &["ab", "c"], "abc", None),
        (Some(3), &["ab", "c", "", ""], "abc", None),
        (Some(0), &[], "", None),
        (Some(0), &[""], "", None),
        (
            Some(4),
            &["ab", "c"],
            "abc",
            Some("the stream ended after 3 bytes, and its length was said to be 4"),
        ),
        (
            Some(1),
            &[],
            "",
            Some("the stream ended after 0 bytes, and its length was said to be 1"),
        ),
        (
            Some(2),
            &["ab", "c"],
            "",
            Some("the stream did not end after 2 bytes, as was said to be its length"),
        ),
        (
            Some(3),
            &["ab", "cd"],
            "ab",
            Some("the stream did not end after 3 bytes, as was said to be its length"),
        ),
        (
            Some(0),
            &["a"],
            "",
            Some("the stream did not end after 0 bytes, as was said to be its length"),
        ),
    ] {
        let body = body(length, parts);
        assert_eq!(body.length(), length);
        let (chunks, failure) = chunks(body).await;
        assert_eq!(chunks.concat(), sent.as_bytes(), "{length:?} {parts:?}");
        let failure = failure.map(|error| error.to_string());
        assert_eq!(failure.as_deref(), error, "{length:?} {parts:?}");
    }
}

#[tokio::test]
async fn a_reader_that_fails_half_way() {
    let reader = reader(vec![7; 100], vec![40], true);
    let body = HttpBody::of_pieces(vec![
        Bytes::from("head").into(),
        Source::reader(reader).into(),
        Bytes::from("tail").into(),
    ]);
    let (chunks, error) = chunks(body).await;
    assert_eq!(chunks.concat().len(), 4 + 100);
    let Some(BodyError::Read(source)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(source.to_string(), "the disk is gone");
}

#[tokio::test]
async fn progress_is_told_from_the_start_of_each_attempt() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let tells = || -> super::OnProgress {
        let told = Arc::clone(&told);
        Arc::new(move |sent, length| told.lock().unwrap().push((sent, length)))
    };
    let bytes = Source::Bytes(vec![0; 2 * CHUNK + 1].into());
    let length = 2 * CHUNK as u64 + 1;
    let body = HttpBody::of_pieces(vec![Piece::new(bytes, Some(tells()))]);
    let once = [0, CHUNK as u64, 2 * CHUNK as u64, length].map(|sent| (sent, Some(length)));
    for _ in 0..2 {
        assert!(body.is_repeatable());
        assert_eq!(chunks(body.clone()).await.0.len(), 3);
        assert_eq!(std::mem::take(&mut *told.lock().unwrap()), once);
    }
    let reader = Source::reader(reader(vec![0; 5], vec![2, 2], false));
    let body = HttpBody::of_pieces(vec![Piece::new(reader, Some(tells()))]);
    chunks(body).await;
    assert_eq!(
        std::mem::take(&mut *told.lock().unwrap()),
        [0, 2, 4, 5].map(|sent| (sent, None))
    );
}

/// Counts what it gives.
struct Counting {
    left: u64,
    given: Arc<AtomicU64>,
}

impl AsyncRead for Counting {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let count = self.left.min(buffer.remaining() as u64);
        buffer.advance(count as usize);
        self.left -= count;
        self.given.fetch_add(count, Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }
}

/// 200 MB, of which at no time more is in memory than a chunk beside the one that is held back.
#[tokio::test]
async fn a_large_file_is_not_kept_in_memory() {
    const LENGTH: u64 = 200 * 1024 * 1024;
    let given = Arc::new(AtomicU64::new(0));
    let reader = Counting {
        left: LENGTH,
        given: Arc::clone(&given),
    };
    let file = FilePart::from_reader("large.csv", reader).length(LENGTH);
    let body = request(&Form(vec![file])).unwrap().body.unwrap();
    let total = body.length().unwrap();
    let (mut stream, mut sent) = (body.into_stream(), 0);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.unwrap();
        assert!(chunk.len() <= CHUNK);
        sent += chunk.len() as u64;
        let ahead = given.load(Ordering::Relaxed).saturating_sub(sent);
        assert!(ahead <= CHUNK as u64, "{ahead} bytes are kept");
    }
    assert_eq!(sent, total);
    assert_eq!(given.load(Ordering::Relaxed), LENGTH);
}

const UPLOAD: OperationInfo = OperationInfo::new("test.upload", Method::Post, "/upload");

struct Form(Vec<FilePart>);

impl MultipartForm for Form {
    fn add_parts(&self, parts: &mut Parts) {
        parts.texts("note", &"x");
        parts.files("files", &self.0);
    }
}

fn request(form: &Form) -> Result<Request, Error> {
    Request::new(&UPLOAD, UPLOAD.path().to_owned()).multipart(form)
}

/// The body of a form, with `B` for its boundary.
async fn form_body(form: &Form) -> Vec<u8> {
    let request = request(form).unwrap();
    let content_type = request.headers["content-type"].to_str().unwrap();
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let boundary = boundary.to_owned();
    let body = request.body.unwrap();
    let length = body.length();
    let body = body.collect().await.unwrap();
    assert!(length.is_none_or(|length| length == body.len() as u64));
    let (mut clean, mut rest) = (Vec::new(), &body[..]);
    while let Some(at) = memmem::find(rest, boundary.as_bytes()) {
        clean.extend_from_slice(&rest[..at]);
        clean.push(b'B');
        rest = &rest[at + boundary.len()..];
    }
    clean.extend_from_slice(rest);
    clean
}

#[tokio::test]
async fn a_form_with_a_stream_is_made_once() {
    let form = Form(vec![FilePart::from_reader("a", &b"x"[..])]);
    form_body(&form).await;
    assert_eq!(
        request(&form).unwrap_err().to_string(),
        "POST /upload: the body is a stream that was read before, and it can be sent once only"
    );
    let form = Form(vec![FilePart::new("a", "x").on_progress(|_, _| {})]);
    assert_eq!(form_body(&form).await, form_body(&form).await);
}

proptest! {
    /// However a file gets into a form, the form is the same to the byte.
    #[test]
    fn a_form_is_the_same_from_bytes_and_from_streams(
        files in proptest::collection::vec(
            (proptest::collection::vec(any::<u8>(), 0..300), proptest::collection::vec(0..100_usize, 0..6), 0..5_u8),
            0..4,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let plain = files.iter().map(|(content, _, _)| FilePart::new("a.csv", content.clone()));
        let other = files.iter().map(|(content, sizes, kind)| {
            let length = content.len() as u64;
            let read = || FilePart::from_reader("a.csv", reader(content.clone(), sizes.clone(), false));
            match kind {
                0 => FilePart::new("a.csv", content.clone()).on_progress(|_, _| {}),
                1 => read(),
                2 => read().length(length),
                3 => {
                    let chunks: Vec<_> = content.chunks(7).map(|chunk| Ok::<_, BodyError>(chunk.to_vec())).collect();
                    FilePart::from_stream("a.csv", stream::iter(chunks)).on_progress(|_, _| {})
                }
                _ => FilePart::new("a.csv", content.clone()),
            }
        });
        let (plain, other) = (Form(plain.collect()), Form(other.collect()));
        let (plain, other) = runtime.block_on(async { (form_body(&plain).await, form_body(&other).await) });
        prop_assert_eq!(plain, other);
    }
}
