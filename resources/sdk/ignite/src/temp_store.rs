// SPDX-License-Identifier: MIT OR Apache-2.0
#[cfg(any(target_family = "wasm", test))]
mod memory;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::{fmt, fs, io};

use crate::{Error, Result, id};

/// What all files of one call may take, unless the platform says otherwise (`IGNITE_SCRATCH_QUOTA`, in bytes).
const QUOTA: u64 = 64 * 1024 * 1024;

/// Files of one call, from [`Context::temp_store`](crate::Context::temp_store). No other call sees them; they are gone when the call
/// ends, however it ends.
///
/// A name may have folders (`"pages/1.html"`); one that would lead out of the store is an error. All that is put may take 64 MiB
/// unless the platform says otherwise. The calls are short and blocking, like those of [`std::fs`].
///
/// ```
/// use ignite::prelude::*;
///
/// async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
///     let store = ctx.temp_store();
///     store.put("upload", req.raw())?;
///     Ok(ignite::json!({ "files": store.list()?, "bytes": store.get("upload")?.map(|bytes| bytes.len()) }))
/// }
/// ```
pub struct TempStore {
    place: Result<Place, String>,
    quota: u64,
    state: Mutex<State>,
}

/// Where the files are.
enum Place {
    Folder(PathBuf),
    /// On a host that gives no folder.
    #[cfg(any(target_family = "wasm", test))]
    Memory(Mutex<memory::Files>),
}

#[derive(Default)]
struct State {
    ended: bool,
    sizes: BTreeMap<String, u64>,
}

impl TempStore {
    fn make() -> Self {
        let quota = std::env::var("IGNITE_SCRATCH_QUOTA").ok().and_then(|text| text.parse().ok()).unwrap_or(QUOTA);
        Self { place: place(), quota, state: Mutex::default() }
    }

    /// Writes a file, in place of one of the same name. An error when the store would pass its quota; the file that was there
    /// before then stays.
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// ctx.temp_store().put("report.txt", "all is well")?;
    /// ctx.temp_store().put("pages/1", [1u8, 2, 3])?;
    /// # Ok(()) }
    /// ```
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<()> {
        let bytes = bytes.as_ref();
        let (place, mut state) = self.checked(name)?;
        let others: u64 = state.sizes.iter().filter(|(other, _)| *other != name).map(|(_, size)| size).sum();
        if others + bytes.len() as u64 > self.quota {
            return Err(Error::new(format!(
                "the temp store is full: {name:?} has {} bytes, {others} are taken, {} may be",
                bytes.len(),
                self.quota
            )));
        }
        let written = match place {
            Place::Folder(folder) => write(folder, name, bytes),
            #[cfg(any(target_family = "wasm", test))]
            Place::Memory(files) => locked(files).put(name, bytes),
        };
        written.map_err(|error| failed("write", name, &error))?;
        state.sizes.insert(name.to_owned(), bytes.len() as u64);
        Ok(())
    }

    /// The content of a file, `None` where there is none of this name.
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// let report = ctx.temp_store().get("report.txt")?.unwrap_or_default();
    /// # Ok(()) }
    /// ```
    pub fn get(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let (place, _state) = self.checked(name)?;
        match place {
            Place::Folder(folder) => found(fs::read(folder.join(name))).map_err(|error| failed("read", name, &error)),
            #[cfg(any(target_family = "wasm", test))]
            Place::Memory(files) => Ok(locked(files).get(name)),
        }
    }

    /// Removes a file and says whether there was one.
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// ctx.temp_store().delete("report.txt")?;
    /// # Ok(()) }
    /// ```
    pub fn delete(&self, name: &str) -> Result<bool> {
        let (place, mut state) = self.checked(name)?;
        let there = match place {
            Place::Folder(folder) => {
                found(fs::remove_file(folder.join(name))).map_err(|error| failed("delete", name, &error))?.is_some()
            }
            #[cfg(any(target_family = "wasm", test))]
            Place::Memory(files) => locked(files).delete(name),
        };
        state.sizes.remove(name);
        Ok(there)
    }

    /// The names of all files, sorted, those in folders with their folder.
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// for name in ctx.temp_store().list()? {
    ///     eprintln!("{name}");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(&self) -> Result<Vec<String>> {
        let (place, _state) = self.open()?;
        match place {
            Place::Folder(folder) => {
                let mut names = Vec::new();
                collect(folder, "", &mut names).map_err(|error| failed("list", "", &error))?;
                names.sort();
                Ok(names)
            }
            #[cfg(any(target_family = "wasm", test))]
            Place::Memory(files) => Ok(locked(files).names()),
        }
    }

    /// The folder of the store, for libraries that want a path. What is written there directly is listed and removed with the rest,
    /// but not counted. An error where the host has no folder to give, as a Wasm host without a preopened one.
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// std::fs::write(ctx.temp_store().path()?.join("big.bin"), [0; 1024])?;
    /// # Ok(()) }
    /// ```
    pub fn path(&self) -> Result<&Path> {
        match self.open()?.0 {
            Place::Folder(folder) => Ok(folder),
            #[cfg(any(target_family = "wasm", test))]
            Place::Memory(_) => Err(Error::new(
                "the temp store has no path here: the host gives no folder, and the files are kept in memory",
            )),
        }
    }

    fn checked(&self, name: &str) -> Result<(&Place, MutexGuard<'_, State>)> {
        check_name(name)?;
        self.open()
    }

    fn open(&self) -> Result<(&Place, MutexGuard<'_, State>)> {
        let place = self.place.as_ref().map_err(|sentence| Error::new(sentence.clone()))?;
        let state = locked(&self.state);
        if state.ended {
            return Err(Error::new("the call has ended, and its temp store is gone"));
        }
        Ok((place, state))
    }

    fn remove(&self) {
        // Held until the end, so that no write of a task that outlived the call comes after.
        let mut state = locked(&self.state);
        state.ended = true;
        match &self.place {
            Ok(Place::Folder(folder)) => {
                if let Err(error) = fs::remove_dir_all(folder) {
                    eprintln!("The temp store {} could not be removed: {error}", folder.display());
                }
            }
            #[cfg(any(target_family = "wasm", test))]
            Ok(Place::Memory(files)) => locked(files).clear(),
            Err(_) => {}
        }
    }
}

impl fmt::Debug for TempStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TempStore").field("quota", &self.quota).finish_non_exhaustive()
    }
}

/// A call's store, made when the handler first asks. A trait object, so that a handler that asks for none carries none of its code.
#[derive(Default)]
pub struct Scratch(OnceLock<Box<dyn Closing>>);

trait Closing: Send + Sync {
    fn store(&self) -> &TempStore;
    fn close(&self);
}

impl Closing for TempStore {
    fn store(&self) -> &TempStore {
        self
    }

    fn close(&self) {
        self.remove();
    }
}

impl Scratch {
    pub fn get_or_make(&self) -> &TempStore {
        self.0.get_or_init(|| Box::new(TempStore::make())).store()
    }

    pub fn close(&self) {
        if let Some(store) = self.0.get() {
            store.close();
        }
    }
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scratch")
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A fresh folder under `IGNITE_SCRATCH`, otherwise under the system's folder for temporary files.
fn place() -> Result<Place, String> {
    let told = std::env::var_os("IGNITE_SCRATCH").filter(|base| !base.is_empty());
    let base = told.as_ref().map_or_else(default_base, PathBuf::from);
    // Never the execution id: it comes from outside.
    let folder = base.join(format!("ignite-{}", id::uuid7()));
    match make_folder(&folder) {
        Ok(()) => Ok(Place::Folder(folder)),
        #[cfg(target_family = "wasm")]
        Err(_) if told.is_none() => Ok(Place::Memory(Mutex::default())),
        Err(error) => Err(format!("the temp store cannot be made in {}: {error}", base.display())),
    }
}

fn default_base() -> PathBuf {
    if cfg!(target_family = "wasm") { PathBuf::from("/tmp") } else { std::env::temp_dir() }
}

/// For this user alone. It fails where something of that name is there already, so nobody can prepare a link.
fn make_folder(folder: &Path) -> io::Result<()> {
    #[allow(unused_mut)] // Wasm knows no modes
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn check_name(name: &str) -> Result<()> {
    let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    // Components leave out what stands for nothing; such a name would be a second one for the same file.
    let plain = !name.split('/').any(|part| part.is_empty() || part == ".") && !name.contains('\0');
    if inside && plain {
        Ok(())
    } else {
        Err(Error::new(format!("{name:?} is not a name for a file in the temp store")))
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(name);
    if let Some(parent) = path.parent().filter(|_| name.contains('/')) {
        fs::create_dir_all(parent)?;
    }
    // Beside and renamed: a write that fails half way leaves what was there.
    let beside = folder.join(format!(".{}", id::uuid7()));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error)
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

fn failed(what: &str, name: &str, error: &io::Error) -> Error {
    Error::new(format!("cannot {what} {name:?} in the temp store: {error}"))
}

#[cfg(test)]
mod tests;
