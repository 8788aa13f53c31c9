//! What else one could use, each set up as its users would at its best.

pub mod body;
pub mod table;
pub mod text;

mod generated {
    include!(concat!(env!("OUT_DIR"), "/codes.rs"));
}

pub use generated::{MAP, SPELLINGS, Strum};
