// SPDX-License-Identifier: GPL-3.0-or-later
use itertools::Itertools;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    pub number: u32,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    pub article: String,
    pub count: u32,
    pub cents: u64,
}

impl Order {
    pub fn cents(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.count) * line.cents).sum()
    }

    pub fn articles(&self) -> String {
        self.lines.iter().map(|line| &line.article).sorted().dedup().join(", ")
    }
}
