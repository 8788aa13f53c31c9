//! Interleaved minima: a way of comparing that a busy machine does not spoil.
//!
//! Every candidate takes its turn on the same short slice of the inputs, then the next slice comes, round after round.
//! Of each candidate's times for a slice the least counts, so what disturbs a turn must come back in every round to show; a
//! slow machine slows all alike. Inputs differ within a round and come back only after all the others, so no candidate
//! has its answer in the cache.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The longest that a turn should take.
const TURN: Duration = Duration::from_micros(300);

type Job<'a, T> = Box<dyn Fn(&[T]) -> u64 + 'a>;

/// Something that does a job for inputs of the type `T`.
pub struct Candidate<'a, T> {
    name: &'static str,
    job: Job<'a, T>,
}

impl<'a, T> Candidate<'a, T> {
    /// Makes a candidate from what it does with one input; its answer is summed up so that it cannot be left out.
    pub fn new(name: &'static str, job: impl Fn(&T) -> u64 + 'a) -> Self {
        let job = move |inputs: &[T]| {
            inputs
                .iter()
                .fold(0_u64, |sum, input| sum.wrapping_add(job(black_box(input))))
        };
        Candidate {
            name,
            job: Box::new(job),
        }
    }
}

/// What a candidate takes for one input on average.
#[derive(Clone, Debug)]
pub struct Row {
    /// The candidate.
    pub name: &'static str,
    /// Nanoseconds for an input.
    pub nanos: f64,
}

/// Times the candidates on the inputs, in as many rounds.
pub fn race<T>(inputs: &[T], candidates: &[Candidate<'_, T>], rounds: usize) -> Vec<Row> {
    let length = slice_length(inputs, candidates);
    let slices: Vec<&[T]> = inputs.chunks(length).collect();
    let mut least = vec![vec![Duration::MAX; slices.len()]; candidates.len()];
    for round in 0..rounds {
        for (at, slice) in slices.iter().enumerate() {
            for who in turns(candidates.len(), round, at) {
                let start = Instant::now();
                black_box((candidates[who].job)(slice));
                least[who][at] = least[who][at].min(start.elapsed());
            }
        }
    }
    let nanos = |times: &[Duration]| times.iter().sum::<Duration>().as_nanos() as f64 / inputs.len() as f64;
    candidates
        .iter()
        .zip(&least)
        .map(|(candidate, times)| Row {
            name: candidate.name,
            nanos: nanos(times),
        })
        .collect()
}

/// Yields each candidate once, by round in another order and by slice with another one first, so that each comes after several:
/// who comes after an automaton of 12 MB finds the caches empty.
fn turns(count: usize, round: usize, slice: usize) -> impl Iterator<Item = usize> {
    // Steps that have no divisor in common with the count lead past all.
    let steps: Vec<usize> = (1..=count).filter(|step| divisor(*step, count) == 1).collect();
    let step = steps[round % steps.len()];
    (0..count).map(move |turn| (turn * step + round + slice) % count)
}

/// Returns the greatest common divisor.
fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// Returns how many inputs the slowest candidate does in a turn.
fn slice_length<T>(inputs: &[T], candidates: &[Candidate<'_, T>]) -> usize {
    let sample = &inputs[..inputs.len().min(256)];
    let slowest = candidates.iter().map(|candidate| {
        let start = Instant::now();
        black_box((candidate.job)(sample));
        start.elapsed()
    });
    let each = slowest.max().unwrap_or_default().as_nanos().max(1) / sample.len().max(1) as u128;
    ((TURN.as_nanos() / each.max(1)) as usize).clamp(1, 256)
}

/// Prints the rows as a table, slowest last, with ratios to the first candidate.
pub fn print(title: &str, rows: &[Row]) {
    let own = rows[0].nanos;
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| a.nanos.total_cmp(&b.nanos));
    println!("\n### {title}\n\n| | ns | ratio |\n|---|---:|---:|");
    for row in &rows {
        println!("| {} | {:.1} | {:.2} |", row.name, row.nanos, row.nanos / own);
    }
}

#[cfg(test)]
mod tests {
    use super::turns;
    use std::collections::BTreeSet;

    #[test]
    fn everyone_has_a_turn_and_comes_after_several() {
        for count in 1..=12 {
            let mut before = vec![BTreeSet::new(); count];
            for round in 0..40 {
                let turns: Vec<usize> = turns(count, round, 3).collect();
                assert_eq!(turns.iter().collect::<BTreeSet<_>>().len(), count, "{turns:?}");
                for pair in turns.windows(2) {
                    before[pair[1]].insert(pair[0]);
                }
            }
            // The steps with a divisor in common are left out.
            let several = (1..=count).filter(|step| super::divisor(*step, count) == 1).count();
            assert!(
                before.iter().all(|others| count == 1 || others.len() >= several),
                "{count}: {before:?}"
            );
        }
    }
}
