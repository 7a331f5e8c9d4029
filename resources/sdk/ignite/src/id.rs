// SPDX-License-Identifier: MIT OR Apache-2.0
//! Execution ids of our own making, for calls that come without one.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A UUID version 7 after RFC 9562, section 5.7: 48 bits of Unix milliseconds, then random bits. Ids need to be unique and not
/// secret, so the randomly keyed hasher of the standard library is random enough, and no crate is needed for it.
pub fn uuid7() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let milliseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64);
    let random = || {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u64(COUNTER.fetch_add(1, Ordering::Relaxed));
        hasher.finish()
    };
    let high = (milliseconds << 16) | 0x7000 | (random() & 0x0fff);
    let low = (random() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    text(u128::from(high) << 64 | u128::from(low))
}

/// In the form of RFC 9562, section 4: five groups of hexadecimal digits.
fn text(id: u128) -> String {
    let digits = format!("{id:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::uuid7;
    use std::collections::HashSet;

    #[test]
    fn has_the_version_the_variant_and_the_time() {
        let id = uuid7();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "7");
        assert!("89ab".contains(&id[19..20]), "{id}");
        let milliseconds = u64::from_str_radix(&id.replace('-', "")[..12], 16).unwrap();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64;
        assert!(now.abs_diff(milliseconds) < 10_000);
    }

    #[test]
    fn never_comes_twice() {
        let ids: HashSet<_> = (0..100_000).map(|_| uuid7()).collect();
        assert_eq!(ids.len(), 100_000);
    }
}
