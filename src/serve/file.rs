//! Files that are published as they are: whole, in part, or not at all because the browser has them.

use std::io::SeekFrom;
use std::ops::Range;
use std::path::Path;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::http;
use crate::source::SourcePath;
use crate::workspace::file_facts::FileFacts;

/// How much of a file is in memory at once, for each client.
const CHUNK_BYTES: usize = 64 << 10;

/// Opens a source. A link that was changed to lead out of the project since the last look is not
/// followed.
async fn open(root: &Path, path: &SourcePath) -> Option<(File, u64, String)> {
    let real = fs::canonicalize(root.join(path.as_str())).await.ok()?;
    if !real.starts_with(root) {
        return None;
    }
    let data = fs::metadata(&real).await.ok()?;
    if !data.is_file() {
        return None;
    }
    let FileFacts { place, length, changed, .. } = FileFacts::of(&data);
    let tag = format!("\"{:x}-{length:x}-{:x}-{:x}\"", place.1, changed.0, changed.1);
    Some((File::open(&real).await.ok()?, data.len(), tag))
}

/// Reads a file that is not larger than `most` bytes.
pub(super) async fn small(root: &Path, path: &SourcePath, most: u64) -> Option<Bytes> {
    let (file, length, _) = open(root, path).await?;
    if length > most {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.take(most).read_to_end(&mut bytes).await.ok()?;
    Some(bytes.into())
}

/// Answers with a file.
pub(super) async fn answer(
    headers: &HeaderMap,
    root: &Path,
    path: &SourcePath,
    media: &'static str,
) -> Response<Body> {
    let Some((mut file, length, tag)) = open(root, path).await else {
        let text = Bytes::from_static(b"the file is not there any more");
        return http::answer(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", text);
    };
    let (response, part) = head(headers, length, media, &tag);
    let Some(part) = part else { return response };
    if part.start > 0 && file.seek(SeekFrom::Start(part.start)).await.is_err() {
        return http::answer(StatusCode::INTERNAL_SERVER_ERROR, media, Bytes::new());
    }
    response.map(|_| Body::from_stream(ReceiverStream::new(chunks(file, part.end - part.start))))
}

/// Answers with bytes that are in memory.
pub(super) fn of_bytes(headers: &HeaderMap, bytes: Bytes, media: &'static str, tag: &str) -> Response<Body> {
    let (response, part) = head(headers, bytes.len() as u64, media, tag);
    let Some(part) = part else { return response };
    let index = |at: u64| usize::try_from(at).expect("the part lies within bytes in memory");
    response.map(|_| Body::from(bytes.slice(index(part.start)..index(part.end))))
}

/// The answer without its body, and which part of the file belongs there; `None` when none does.
fn head(
    headers: &HeaderMap,
    length: u64,
    media: &'static str,
    tag: &str,
) -> (Response<Body>, Option<Range<u64>>) {
    let mut response = http::answer(StatusCode::OK, media, Bytes::new());
    let mut set = |name: header::HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::ETAG, tag.to_owned());
    set(header::CACHE_CONTROL, "no-cache".to_owned());
    set(header::ACCEPT_RANGES, "bytes".to_owned());
    if is_known(headers, tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return (response, None);
    }
    match asked_part(headers, length, tag) {
        Asked::Whole => {
            set(header::CONTENT_LENGTH, length.to_string());
            (response, Some(0..length))
        }
        Asked::Part(part) => {
            set(header::CONTENT_LENGTH, (part.end - part.start).to_string());
            set(header::CONTENT_RANGE, format!("bytes {}-{}/{length}", part.start, part.end - 1));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            (response, Some(part))
        }
        Asked::Outside => {
            set(header::CONTENT_RANGE, format!("bytes */{length}"));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            (response, None)
        }
    }
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known
        .flat_map(|value| value.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

/// Which part of a file a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    Outside,
}

/// Reads `Range` (RFC 9110, section 14.2). Several ranges, other units and what cannot be read are
/// answered with the whole, as the specification allows.
fn asked_part(headers: &HeaderMap, length: u64, tag: &str) -> Asked {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(range) = text(header::RANGE).and_then(|range| range.strip_prefix("bytes=")) else {
        return Asked::Whole;
    };
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(tag) {
        return Asked::Whole;
    }
    let Some((first, last)) = range.trim().split_once('-') else { return Asked::Whole };
    let number = |text: &str| -> Option<u64> {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
    };
    let part = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.is_empty() => first..length,
        (None, Some(last)) if first.is_empty() => length.saturating_sub(last)..length,
        _ => return Asked::Whole,
    };
    if part.start < part.end { Asked::Part(part) } else { Asked::Outside }
}

/// The next `left` bytes of a file. It is read no faster than the client reads, and let go of when
/// the client is gone.
fn chunks(mut file: File, mut left: u64) -> mpsc::Receiver<std::io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
            let mut chunk = vec![0; most];
            let read = match file.read(&mut chunk).await {
                // Shorter than it was: the connection breaks off, and the browser sees it.
                Ok(0) => Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
                Ok(read) => {
                    chunk.truncate(read);
                    left -= read as u64;
                    Ok(Bytes::from(chunk))
                }
                Err(error) => Err(error),
            };
            let is_last = read.is_err();
            if sender.send(read).await.is_err() || is_last {
                return;
            }
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &'static str, length: u64) -> Asked {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static(range));
        asked_part(&headers, length, "\"t\"")
    }

    #[test]
    fn parts_are_read_as_the_specification_says() {
        assert_eq!(asked("bytes=0-0", 10), Asked::Part(0..1));
        assert_eq!(asked("bytes=2-99", 10), Asked::Part(2..10));
        assert_eq!(asked("bytes=4-", 10), Asked::Part(4..10));
        assert_eq!(asked("bytes=-3", 10), Asked::Part(7..10));
        assert_eq!(asked("bytes=-99", 10), Asked::Part(0..10));
        assert_eq!(asked("bytes=10-", 10), Asked::Outside);
        assert_eq!(asked("bytes=-0", 10), Asked::Outside);
        assert_eq!(asked("bytes=0-18446744073709551615", 10), Asked::Part(0..10));
        for odd in ["bytes=5-2", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2", "bytes=", "bytes=-", "bytes=+1-2"]
        {
            assert_eq!(asked(odd, 10), Asked::Whole, "{odd}");
        }
    }
}
