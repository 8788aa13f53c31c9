//! What the benches share: different inputs, the worst inputs, peers, and a way of timing that can be believed.
//!
//! | module | holds |
//! |---|---|
//! | [`corpus`] | some thousands of different messages, from the catalog's examples |
//! | [`envelope`] | the shapes in which a vendor's error reaches a program |
//! | [`names`] | codes and near misses, for looking up |
//! | [`worst`] | inputs of any length on which a scan could be slow |
//! | [`peers`] | what else one could use |
//! | [`timing`] | interleaved minima |

pub mod corpus;
pub mod envelope;
pub mod names;
pub mod peers;
pub mod random;
pub mod timing;
pub mod worst;
