//! What an operating system says of a file, as far as it says it.

use std::fs::Metadata;

/// Place, length, permissions and times of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileFacts {
    /// The device and the number of the file on it; zeros where there are no such numbers.
    pub(crate) place: (u64, u64),
    /// In bytes.
    pub(crate) length: u64,
    /// Its permissions and what it is; zero where there are none.
    pub(crate) mode: u32,
    /// When its content changed, in seconds and nanoseconds since 1970.
    pub(crate) modified: (i64, i64),
    /// When anything about it changed, which no program can set; the same as `modified` where that is
    /// not kept.
    pub(crate) changed: (i64, i64),
}

impl FileFacts {
    /// Reads them.
    #[cfg(unix)]
    pub(crate) fn of(data: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;

        Self {
            place: (data.dev(), data.ino()),
            length: data.size(),
            mode: data.mode(),
            modified: (data.mtime(), data.mtime_nsec()),
            changed: (data.ctime(), data.ctime_nsec()),
        }
    }

    /// Reads them.
    #[cfg(not(unix))]
    pub(crate) fn of(data: &Metadata) -> Self {
        let since = data.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let since = since.unwrap_or_default();
        let modified = (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), i64::from(since.subsec_nanos()));
        Self { place: (0, 0), length: data.len(), mode: 0, modified, changed: modified }
    }
}
