// SPDX-License-Identifier: MIT OR Apache-2.0
use super::*;

/// Each test runs over both places: a handler must not notice which one it has.
fn on_both(quota: u64, test: impl Fn(&TempStore)) {
    let folder = std::env::temp_dir().join(format!("ignite-test-{}", id::uuid7()));
    make_folder(&folder).unwrap();
    for place in [Place::Folder(folder.clone()), Place::Memory(Mutex::default())] {
        let store = TempStore { place: Ok(place), quota, state: Mutex::default() };
        test(&store);
        store.remove();
        assert!(store.put("late", "").is_err() && store.list().is_err() && store.path().is_err());
    }
    assert!(!folder.exists());
}

#[test]
fn files_come_and_go() {
    on_both(QUOTA, |store| {
        assert_eq!(store.get("a").unwrap(), None);
        store.put("b", "two").unwrap();
        store.put("a", [1u8, 2]).unwrap();
        store.put("folder/c", "").unwrap();
        assert_eq!(store.list().unwrap(), ["a", "b", "folder/c"]);
        store.put("a", "again").unwrap();
        assert_eq!(store.get("a").unwrap().as_deref(), Some(&b"again"[..]));
        assert!(store.delete("a").unwrap());
        assert!(!store.delete("a").unwrap());
        assert_eq!(store.get("a/b").unwrap(), None);
        assert_eq!(store.list().unwrap(), ["b", "folder/c"]);
    });
}

#[test]
fn a_name_that_leaves_the_store_is_an_error() {
    on_both(QUOTA, |store| {
        for name in ["", ".", "..", "../x", "a/../../x", "/etc/passwd", "a//b", "a/", "./a", "a/./b", "a\0b"] {
            assert!(store.put(name, "x").is_err(), "{name:?}");
            assert!(store.get(name).is_err() && store.delete(name).is_err(), "{name:?}");
        }
        store.put("..a", "x").unwrap();
        store.put("ä ö\\.txt", "x").unwrap();
        assert_eq!(store.list().unwrap(), ["..a", "ä ö\\.txt"]);
    });
}

#[test]
fn a_file_is_not_a_folder() {
    on_both(QUOTA, |store| {
        store.put("a/b", "x").unwrap();
        assert!(store.put("a", "x").is_err());
        assert!(store.put("a/b/c", "x").is_err());
        assert_eq!(store.list().unwrap(), ["a/b"]);
    });
}

#[test]
fn the_quota_counts_all_files_once() {
    on_both(10, |store| {
        store.put("a", "12345").unwrap();
        store.put("b", "12345").unwrap();
        let error = store.put("c", "x").unwrap_err().to_string();
        assert_eq!(error, r#"the temp store is full: "c" has 1 bytes, 10 are taken, 10 may be"#);
        store.put("a", "54321").unwrap(); // in place of the first
        assert!(store.put("a", "123456").is_err());
        assert_eq!(store.get("a").unwrap().as_deref(), Some(&b"54321"[..]));
        store.delete("b").unwrap();
        store.put("c", "12345").unwrap();
    });
}
