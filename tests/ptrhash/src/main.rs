//! Looks every code up, and classifies, in a program that has `phf/ptrhash` turned on.

use errcat::{Category, Code, Vendor, classify};

include!(concat!(env!("OUT_DIR"), "/map.rs"));

fn main() {
    assert_eq!(MAP.get("two"), Some(&2));
    let mut count = 0;
    for code in Vendor::all().flat_map(Vendor::codes) {
        assert_eq!(Code::find(code.vendor(), code.as_str()), Some(code));
        count += 1;
    }
    assert!(count > 0, "no code is compiled in");
    let body = r#"[{"message":"unable to obtain exclusive access to this record","errorCode":"UNABLE_TO_LOCK_ROW"}]"#;
    let verdict = classify(Vendor::Salesforce, body).expect("the code is known");
    assert_eq!(verdict.category(), Category::Retryable);
    assert_eq!(Code::find(Vendor::Salesforce, "NO_SUCH_CODE"), None);
    println!("{count} codes found with phf/ptrhash turned on");
}
