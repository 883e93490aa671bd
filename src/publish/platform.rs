//! What differs between operating systems: modes, links, identity of files, exchanging folders.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};

/// What every published file may be used for, whatever the umask: hosts refuse files that only
/// their owner may read.
const FILE_MODE: u32 = 0o644;
const FOLDER_MODE: u32 = 0o755;

/// Opens a plain file for reading: no link, and no pipe that would wait for its other end.
pub(super) fn open_plain(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    #[cfg(not(unix))]
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// Opens the lock file `path`, making it if it is missing, and never through a link.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed()).mode(FILE_MODE);
    }
    options.open(path)
}

/// Makes a file that must not exist yet.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(FILE_MODE);
    options.open(path)
}

/// Makes a folder that must not exist yet.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    builder.mode(FOLDER_MODE);
    builder.create(path)
}

/// Says whether a file or folder has the mode that published ones have.
pub(super) fn has_public_mode(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        let wanted = if metadata.is_dir() { FOLDER_MODE } else { FILE_MODE };
        metadata.mode() & 0o777 == wanted
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        true
    }
}

/// Gives an open file the mode that published ones have.
pub(super) fn set_file_mode(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    file.set_permissions(fs::Permissions::from_mode(FILE_MODE))?;
    let _ = file;
    Ok(())
}

/// Gives a folder the mode that published ones have.
pub(super) fn set_folder_mode(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, fs::Permissions::from_mode(FOLDER_MODE))?;
    let _ = path;
    Ok(())
}

/// Says whether two descriptions are of one file.
pub(super) fn is_same_file(a: &Metadata, b: &Metadata) -> bool {
    #[cfg(unix)]
    {
        (a.dev(), a.ino()) == (b.dev(), b.ino())
    }
    #[cfg(not(unix))]
    {
        // An open file cannot be replaced under its name there.
        let _ = (a, b);
        true
    }
}

/// Exchanges two folders in one step: nobody ever finds one of the names missing.
///
/// # Errors
/// `Unsupported` or `InvalidInput` where the system or the file system cannot do it.
pub(super) fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = (a, b);
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Says whether something is mounted on the folder `path`, which then cannot be renamed.
pub(super) fn is_mount_point(path: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        if let Ok(found) = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())
            && found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT)
        {
            return found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT);
        }
    }
    #[cfg(unix)]
    if let (Ok(here), Some(Ok(above))) = (fs::metadata(path), path.parent().map(fs::metadata)) {
        return here.dev() != above.dev();
    }
    let _ = path;
    false
}
