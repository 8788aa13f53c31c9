//! Compiles the connector's own catalogs, in `errors/`.

fn main() {
    errcat::compiler::Build::new().dir("errors").also_shipped().compile();
}
