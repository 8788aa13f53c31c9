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
    let all: Vec<_> = model.vendors.iter().enumerate().collect();
    let vendor = Umbrella {
        name: "Vendor",
        doc: "One API surface whose error strings share a namespace.",
        order: "id",
        custom: "A vendor that the program brought along.",
        holds: false,
    };
    vendor.print(out, &all, |Vendor { id, name, .. }| {
        format!("    /// {name}: `{id}`. Its codes: [`{id}::Code`].\n    #[doc(alias = {id:?})]")
    });
    let code = Umbrella {
        name: "Code",
        doc: "A code of any vendor.",
        order: "the vendor's id, then by spelling",
        custom: "A code that the program brought along.",
        holds: true,
    };
    code.print(out, &all, |vendor| format!("    /// A code of {}.", vendor.name));
    code_at(out, &all);
    let with_operations = all.iter().filter(|(_, vendor)| !vendor.operations.is_empty());
    let operation = Umbrella {
        name: "Operation",
        doc: "An operation of any vendor's API; the vendors that tell errors apart by operation have their own enum.",
        order: "the vendor's id, then by its own",
        custom: "An operation that the program brought along.",
        holds: true,
    };
    operation.print(out, &with_operations.copied().collect::<Vec<_>>(), |vendor| {
        format!("    /// An operation of {}.", vendor.name)
    });
}

/// An enum with a variant for each vendor, and one for what the program brought along.
struct Umbrella {
    name: &'static str,
    doc: &'static str,
    order: &'static str,
    custom: &'static str,
    /// Whether a vendor's variant holds the enum of the same name in the vendor's module.
    holds: bool,
}

impl Umbrella {
    /// Prints it, with what stands before each vendor's variant.
    fn print(&self, out: &mut String, vendors: &[(usize, &Vendor)], before: fn(&Vendor) -> String) {
        let Umbrella {
            name,
            doc,
            order,
            custom,
            holds,
        } = *self;
        let _ = writeln!(
            out,
            "/// {doc}\n///\n/// Ordered by {order}.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum {name} {{"
        );
        for (_, vendor) in vendors {
            let held = if holds {
                format!("({}::{name})", vendor.id)
            } else {
                String::new()
            };
            let _ = writeln!(out, "{}\n    {}{held},", before(vendor), vendor.ident);
        }
        let _ = writeln!(out, "    /// {custom}\n    Custom(Custom{name}),\n}}\n\nimpl {name} {{");
        let (method, number, whose) = match holds {
            false => ("number", "usize", "number".to_owned()),
            true => (
                "place",
                "(usize, usize)",
                format!("and the {}'s place", name.to_lowercase()),
            ),
        };
        let _ = writeln!(
            out,
            "    /// The vendor's {whose} in the tables, if it is errcat's own.\n    \
             pub(crate) const fn {method}(self) -> Result<{number}, Custom{name}> {{\n        match self {{"
        );
        for (number, Vendor { ident, .. }) in vendors {
            let _ = match holds {
                false => writeln!(out, "            {name}::{ident} => Ok({number}),"),
                true => writeln!(out, "            {name}::{ident}(own) => Ok(({number}, own as usize)),"),
            };
        }
        let _ = writeln!(
            out,
            "            {name}::Custom(own) => Err(own),\n        }}\n    }}\n}}\n"
        );
    }
}

/// The way back from a code's place.
fn code_at(out: &mut String, vendors: &[(usize, &Vendor)]) {
    out.push_str("impl Code {\n    /// The code at a place in errcat's own tables.\n    #[inline(always)]\n");
    // Without a vendor nothing is left to match.
    out.push_str("    #[allow(clippy::match_single_binding)]\n");
    out.push_str("    pub(crate) fn at(vendor: u8, number: u16) -> Option<Code> {\n        match (vendor, number) {\n");
    for (number, Vendor { id, ident, .. }) in vendors {
        let _ = writeln!(
            out,
            "            ({number}, number) => {id}::Code::ALL.get(usize::from(number)).map(|code| Code::{ident}(*code)),"
        );
    }
    out.push_str("            _ => None,\n        }\n    }\n}\n\n");
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
