//! A program that has neither std nor an allocator, and classifies.
//!
//! That it links is half of the proof: the panic handler below would clash with std's if errcat brought std in, and
//! without a global allocator nothing that needs one links. The other half is what it returns: 0, or the number of the
//! first check that failed. The C library is there only because the system's start-up code calls `main` from it.

#![no_std]
#![no_main]

use errcat::microsoft365_backup::Operation;
use errcat::{
    Category, Code, Evidence, Failure, Kind, Locale, Recovery, Vendor, classify, classify_all, classify_bytes,
    salesforce,
};

#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: `abort` has no preconditions.
    unsafe { abort() }
}

#[unsafe(no_mangle)]
extern "C" fn main(_argc: core::ffi::c_int, _argv: *const *const core::ffi::c_char) -> core::ffi::c_int {
    let checks = [
        by_code,
        by_message,
        by_status,
        by_operation,
        by_record,
        nothing_known,
        from_bytes,
        look_up,
    ];
    match checks.iter().position(|check| check() != Some(true)) {
        None => 0,
        Some(failed) => failed as core::ffi::c_int + 1,
    }
}

fn by_code() -> Option<bool> {
    let body = r#"[{"message":"unable to obtain exclusive access to this record","errorCode":"UNABLE_TO_LOCK_ROW"}]"#;
    let c = classify(Vendor::Salesforce, body).ok()?;
    let english = c.cause(Locale::En);
    let french = c.cause(Locale::Fr);
    Some(
        c.category() == Category::Retryable
            && c.code() == Some(Code::Salesforce(salesforce::Code::UnableToLockRow))
            && c.recovery() == Recovery::Retry
            && !english.is_empty()
            && english != french,
    )
}

fn by_message() -> Option<bool> {
    let c = classify(
        Vendor::MarketoSalesConnect,
        "impossible d\\u0027obtenir un accès exclusif à cet enregistrement",
    )
    .ok()?;
    Some(c.kind() == Kind::LockContention && c.evidence() == Evidence::Message)
}

fn by_status() -> Option<bool> {
    let c = Failure::new(Vendor::MarketoRest).status(502).classify().ok()?;
    Some(c.category() == Category::Retryable && c.evidence() == Evidence::HttpStatus)
}

fn by_operation() -> Option<bool> {
    let failure = Failure::new(Vendor::Microsoft365Backup)
        .status(403)
        .body("PolicyActionNotAllowed");
    let deactivate = failure
        .operation(Operation::DeactivateActiveProtectionPolicy)
        .classify()
        .ok()?;
    let delete = failure
        .operation(Operation::DeleteInactiveProtectionPolicy)
        .classify()
        .ok()?;
    Some(deactivate.category() == Category::Retryable && delete.category() == Category::Permanent)
}

fn by_record() -> Option<bool> {
    let body =
        r#"[{"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW"}]},{"errors":[{"statusCode":"REQUIRED_FIELD_MISSING"}]}]"#;
    let mut found = classify_all(Vendor::Salesforce, body);
    let (first, second) = (found.next()?.ok()?, found.next()?.ok()?);
    Some(first.category() == Category::Retryable && second.category() == Category::Validation && found.next().is_none())
}

fn nothing_known() -> Option<bool> {
    let unrecognized = classify(Vendor::Salesforce, r#"[{"errorCode":"BRAND_NEW_CODE"}]"#).err()?;
    Some(unrecognized.code() == Some("BRAND_NEW_CODE"))
}

fn from_bytes() -> Option<bool> {
    let c = classify_bytes(Vendor::MicrosoftEntra, b"\xff\xfe AADSTS50173: \xc3").ok()?;
    Some(c.category() == Category::Auth && c.code_text() == Some("AADSTS50173"))
}

fn look_up() -> Option<bool> {
    let code: salesforce::Code = "UnableToLockRow".parse().ok()?;
    let error: &dyn core::error::Error = &"no such code".parse::<salesforce::Code>().err()?;
    Some(code == salesforce::Code::UnableToLockRow && error.source().is_none())
}
