// SPDX-License-Identifier: MIT OR Apache-2.0
//! The files of a call where the host gives no folder. Names behave as they do in one.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};

#[derive(Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let is_folder = |folder: &str, file: &str| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        if self.0.keys().any(|other| is_folder(name, other)) {
            return Err(ErrorKind::IsADirectory.into());
        }
        if self.0.keys().any(|other| is_folder(other, name)) {
            return Err(ErrorKind::NotADirectory.into());
        }
        self.0.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.0.get(name).cloned()
    }

    pub fn delete(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some()
    }

    pub fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}
