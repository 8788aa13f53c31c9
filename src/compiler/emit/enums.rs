//! The typed side of a catalog: `Vendor`, `Code` and `Operation` over all vendors, and each vendor's own module.

use std::fmt::Write as _;

use super::super::model::{Model, Vendor};
use super::Host;
use super::docs;

/// What an enum that has numbers says of its order.
const NUMBERS: &str =
    "    ///\n    /// Ordered by spelling. The numbers (`as u16`) mean nothing: each release may change them.\n";

/// `Vendor`, `Code` and `Operation`.
pub fn umbrellas(out: &mut String, model: &Model) {
    out.push_str(
        "/// One API surface whose error strings share a namespace.\n\
         ///\n\
         /// Ordered by id.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n\
         #[non_exhaustive]\n\
         pub enum Vendor {\n",
    );
    for vendor in &model.vendors {
        let _ = writeln!(
            out,
            "    /// {}: `{}`. Its codes: [`{}::Code`].",
            vendor.name, vendor.id, vendor.id
        );
        let _ = writeln!(out, "    #[doc(alias = {:?})]\n    {},", vendor.id, vendor.ident);
    }
    out.push_str("    /// A vendor that the program brought along.\n    Custom(CustomVendor),\n}\n\n");
    out.push_str("impl Vendor {\n    /// The vendor's number in the tables, if it is errcat's own.\n");
    out.push_str("    pub(crate) const fn number(self) -> Result<usize, CustomVendor> {\n        match self {\n");
    for (number, vendor) in model.vendors.iter().enumerate() {
        let _ = writeln!(out, "            Vendor::{} => Ok({number}),", vendor.ident);
    }
    out.push_str("            Vendor::Custom(vendor) => Err(vendor),\n        }\n    }\n}\n\n");

    out.push_str(
        "/// A code of any vendor.\n\
         ///\n\
         /// Ordered by the vendor's id, then by spelling.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n\
         #[non_exhaustive]\n\
         pub enum Code {\n",
    );
    for vendor in &model.vendors {
        let _ = writeln!(
            out,
            "    /// A code of {}.\n    {}({}::Code),",
            vendor.name, vendor.ident, vendor.id
        );
    }
    out.push_str("    /// A code that the program brought along.\n    Custom(CustomCode),\n}\n\n");
    out.push_str("impl Code {\n    /// The vendor's and the code's place in the tables, if it is errcat's own.\n");
    out.push_str("    pub(crate) const fn place(self) -> Result<(usize, usize), CustomCode> {\n        match self {\n");
    for (number, vendor) in model.vendors.iter().enumerate() {
        let _ = writeln!(
            out,
            "            Code::{}(code) => Ok(({number}, code as usize)),",
            vendor.ident
        );
    }
    out.push_str("            Code::Custom(code) => Err(code),\n        }\n    }\n\n");
    out.push_str("    /// The code at a place in errcat's own tables.\n    #[inline(always)]\n");
    // Without a vendor nothing is left to match.
    out.push_str("    #[allow(clippy::match_single_binding)]\n");
    out.push_str("    pub(crate) fn at(vendor: u8, number: u16) -> Option<Code> {\n        match (vendor, number) {\n");
    for (number, vendor) in model.vendors.iter().enumerate() {
        let _ = writeln!(
            out,
            "            ({number}, number) => {}::Code::ALL.get(usize::from(number)).map(|code| Code::{}(*code)),",
            vendor.id, vendor.ident
        );
    }
    out.push_str("            _ => None,\n        }\n    }\n}\n\n");

    out.push_str(
        "/// An operation of any vendor's API; the vendors that tell errors apart by operation have their own enum.\n\
         ///\n\
         /// Ordered by the vendor's id, then by its own.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n\
         #[non_exhaustive]\n\
         pub enum Operation {\n",
    );
    let with_operations = || {
        model
            .vendors
            .iter()
            .enumerate()
            .filter(|(_, v)| !v.operations.is_empty())
    };
    for (_, vendor) in with_operations() {
        let _ = writeln!(out, "    /// An operation of {}.", vendor.name);
        let _ = writeln!(out, "    {}({}::Operation),", vendor.ident, vendor.id);
    }
    out.push_str("    /// An operation that the program brought along.\n    Custom(CustomOperation),\n}\n\n");
    out.push_str(
        "impl Operation {\n    /// The vendor's and the operation's place in the tables, if it is errcat's own.\n",
    );
    out.push_str(
        "    pub(crate) const fn place(self) -> Result<(usize, usize), CustomOperation> {\n        match self {\n",
    );
    for (number, vendor) in with_operations() {
        let _ = writeln!(
            out,
            "            Operation::{}(operation) => Ok(({number}, operation as usize)),",
            vendor.ident
        );
    }
    out.push_str("            Operation::Custom(operation) => Err(operation),\n        }\n    }\n}\n\n");
}

/// A vendor's public module: its `Code` and, where it has operations, its `Operation`.
pub fn module(out: &mut String, vendor: &Vendor, number: usize, host: Host) {
    let _ = writeln!(
        out,
        "/// {}: codes.\n///\n/// Documentation: <{}>, compared on {}.",
        vendor.name, vendor.docs, vendor.checked
    );
    let _ = writeln!(out, "pub mod {} {{", vendor.id);
    if let Host::Other { .. } = host {
        let _ = writeln!(out, "    /// {}, for errcat's functions.", vendor.name);
        let _ = writeln!(
            out,
            "    pub const VENDOR: super::Vendor =\n        \
             super::Vendor::Custom(super::CustomVendor::new(&super::{}_ORIGIN));\n",
            vendor.id.to_uppercase()
        );
    }
    let _ = writeln!(out, "    /// The codes of {}.", vendor.name);
    out.push_str(NUMBERS);
    out.push_str("    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n");
    out.push_str("    #[non_exhaustive]\n    #[repr(u16)]\n    pub enum Code {\n");
    for code in &vendor.codes {
        docs::variant(out, code);
        let _ = writeln!(out, "        {},", code.ident);
    }
    out.push_str("    }\n\n    impl Code {\n        /// Every code, in the catalog's order.\n        pub const ALL: &'static [Code] = &[\n");
    for code in &vendor.codes {
        let _ = writeln!(out, "            Code::{},", code.ident);
    }
    out.push_str("        ];\n    }\n\n");
    let behaviour = host.behaviour(vendor, number);
    let _ = writeln!(out, "    super::code_behaviour!(Code, {behaviour});");
    if !vendor.operations.is_empty() {
        let _ = writeln!(out, "\n    /// The operations of {}.", vendor.name);
        out.push_str(NUMBERS);
        out.push_str("    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n");
        out.push_str("    #[non_exhaustive]\n    #[repr(u16)]\n    pub enum Operation {\n");
        for operation in &vendor.operations {
            let _ = writeln!(out, "        /// {}.", operation.title);
            if !operation.apis.is_empty() {
                let _ = writeln!(out, "        ///\n        /// Covers: {}.", operation.apis.join("; "));
            }
            let _ = writeln!(out, "        {},", operation.ident);
        }
        out.push_str("    }\n\n    impl Operation {\n        /// Every operation, in the catalog's order.\n");
        out.push_str("        pub const ALL: &'static [Operation] = &[\n");
        for operation in &vendor.operations {
            let _ = writeln!(out, "            Operation::{},", operation.ident);
        }
        let _ = writeln!(
            out,
            "        ];\n    }}\n\n    super::operation_behaviour!(Operation, {behaviour});"
        );
    }
    out.push_str("}\n\n");
}
