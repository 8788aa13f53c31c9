//! The rules of `catalog/README.md`, beyond the shape of the tables.
//!
//! Each module judges one thing and reports all that is wrong with it; none stops at the first mistake.

mod code;
mod count;
mod entry;
mod french;
mod kinds;
mod list;
mod message;
mod text;
mod vendor;

use super::problem::Problems;
use super::tree::Tree;

pub fn check(tree: &Tree, problems: &mut Problems) {
    kinds::check(tree, problems);
    vendor::check_identifiers(&tree.vendors, problems);
    count::check_all(tree, problems);
    for (id, vendor) in &tree.vendors {
        vendor::check(id, vendor, &tree.vendors, problems);
        code::check_all(&vendor.codes, problems);
        entry::check_all(vendor, problems);
        message::check_all(vendor, problems);
        french::check(vendor, problems);
    }
}
