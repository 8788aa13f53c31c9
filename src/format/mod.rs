//! The format of the compiled tables: what the catalog compiler writes and the library reads.
//!
//! Both sides compile these same modules, so that nothing is written down twice. `hash` is what finds a spelling,
//! `beginning` what finds a message. `packed`: rows and places as numbers, the packing beside the unpacking. `normal`: the
//! form in which a message and a text are compared. `spelling`: how codes are spelt.

pub mod beginning;
pub mod hash;
pub mod normal;
pub mod packed;
pub mod spelling;
