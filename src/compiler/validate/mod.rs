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
    count::check_all(tree, problems);
    for (id, vendor) in &tree.vendors {
        vendor::check(id, vendor, &tree.vendors, problems);
        code::check_all(&vendor.codes, problems);
        entry::check_all(vendor, problems);
        message::check_all(vendor, problems);
        french::check(vendor, problems);
    }
}

/// The rules for a catalog that is printed as Rust; at run time nobody makes an identifier of a spelling.
pub fn check_identifiers(tree: &Tree, problems: &mut Problems) {
    vendor::check_identifiers(&tree.vendors, problems);
    for vendor in tree.vendors.values() {
        vendor::check_operations_identifiers(&vendor.operations, problems);
        code::check_identifiers(&vendor.codes, problems);
    }
}
