//! Builds a perfect hash: the hash, displace and compress method with one small number a bucket.
//!
//! A key's hash says its bucket, a first slot and a step; a bucket's displacement says how many steps from there all its
//! keys go, see `hash::slot`. The buckets with the most keys choose first, while there is room. Both tables' lengths
//! are powers of two, so that a look-up masks where it would divide, and waits for one small table before it knows the
//! slot. That is why `phf_generator` does not do it: its tables are as long as the keys are many and its displacements
//! eight bytes long, which cost a look-up a tenth to a sixth of its time.

use super::super::format::hash;

/// A perfect hash over some keys.
pub struct Perfect {
    pub seed: u64,
    /// By bucket.
    pub displacements: Vec<u16>,
    /// The key of each slot, by its number, where there is one.
    pub slots: Vec<Option<usize>>,
}

/// With how many seeds a table is tried before a longer one is.
const SEEDS: u64 = 32;

/// Builds it. The keys must be different ones for the hash, which takes upper and lower case for the same.
pub fn build(keys: &[Vec<u8>]) -> Perfect {
    let mut length = keys.len().next_power_of_two();
    loop {
        for seed in 1..=SEEDS {
            // Any odd constant with many bits does: neighbouring seeds have nothing in common then.
            let seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            if let Some(perfect) = attempt(keys, length, seed) {
                return perfect;
            }
        }
        length *= 2;
    }
}

fn attempt(keys: &[Vec<u8>], length: usize, seed: u64) -> Option<Perfect> {
    let mut displacements = vec![0; (length / 4).max(1)];
    let mut slots = vec![None; length];
    let mut buckets = vec![Vec::new(); displacements.len()];
    for (number, key) in keys.iter().enumerate() {
        let hash = hash::hash(key, seed);
        buckets[hash::bucket(hash, displacements.len())].push((number, hash));
    }
    let mut order: Vec<usize> = (0..buckets.len()).collect();
    order.sort_by_key(|&bucket| std::cmp::Reverse(buckets[bucket].len()));
    for bucket in order {
        displacements[bucket] =
            (0..=u16::MAX).find(|&displacement| settle(&mut slots, &buckets[bucket], displacement))?;
    }
    Some(Perfect {
        seed,
        displacements,
        slots,
    })
}

/// Puts a bucket's keys into their slots if all of these are free.
fn settle(slots: &mut [Option<usize>], bucket: &[(usize, u64)], displacement: u16) -> bool {
    for (settled, &(number, hash)) in bucket.iter().enumerate() {
        let slot = hash::slot(hash, displacement, slots.len());
        if slots[slot].is_some() {
            for &(_, hash) in &bucket[..settled] {
                slots[hash::slot(hash, displacement, slots.len())] = None;
            }
            return false;
        }
        slots[slot] = Some(number);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_the_slot_that_its_hash_says() {
        for count in [0, 1, 2, 3, 4, 5, 100, 1_024, 5_000] {
            let keys: Vec<Vec<u8>> = (0..count).map(|n| format!("key {n}").into_bytes()).collect();
            let perfect = build(&keys);
            assert_eq!(perfect.slots.iter().flatten().count(), count);
            for (number, key) in keys.iter().enumerate() {
                let hash = hash::hash(key, perfect.seed);
                let bucket = hash::bucket(hash, perfect.displacements.len());
                let slot = hash::slot(hash, perfect.displacements[bucket], perfect.slots.len());
                assert_eq!(perfect.slots[slot], Some(number), "{count} keys");
            }
        }
    }
}
