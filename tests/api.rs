//! What callers rely on beside the verdicts: small types, auto traits, names, what is known besides the text, errors to
//! return with `?`, serialised forms.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft", feature = "std"))]

use std::error::Error;
use std::fmt::Debug;
use std::hash::Hash;
use std::mem::size_of;
use std::panic::{RefUnwindSafe, UnwindSafe};

use errcat::microsoft365_backup::Operation as BackupOperation;
use errcat::{
    Applied, Category, Certainty, Classification, Classifier, Code, Entry, Evidence, Failure, Findings, Kind, Locale,
    Operation, Recovery, Reset, Role, Scope, UnknownName, Unrecognized, Vendor, VendorError, classify, classify_all,
    classify_bytes, salesforce,
};

const LOCKED: &str =
    r#"[{"message":"unable to obtain exclusive access to this record","errorCode":"UNABLE_TO_LOCK_ROW"}]"#;
const NEW_CODE: &str = r#"[{"message":"something new","errorCode":"BRAND_NEW_CODE"}]"#;

mod shape {
    use super::*;

    /// Enums are passed by value everywhere; a vendor's own fit in a register, and the ones over all vendors, which also
    /// hold what a program brings along, in three.
    #[test]
    fn enums_are_small() {
        assert_eq!(size_of::<salesforce::Code>(), 2);
        assert_eq!(size_of::<BackupOperation>(), 2);
        assert_eq!(size_of::<Vendor>(), 2 * size_of::<usize>());
        assert!(size_of::<Option<Code>>() <= 3 * size_of::<usize>());
        assert!(size_of::<Option<Operation>>() <= 3 * size_of::<usize>());
        for size in [
            size_of::<Category>(),
            size_of::<Kind>(),
            size_of::<Recovery>(),
            size_of::<Applied>(),
            size_of::<Scope>(),
            size_of::<Certainty>(),
            size_of::<Role>(),
            size_of::<Reset>(),
            size_of::<Evidence>(),
            size_of::<Locale>(),
        ] {
            assert_eq!(size, 1);
        }
    }

    /// A verdict is copied about; a failure and an owned error are moved through every `?`.
    #[test]
    fn verdicts_are_a_few_words() {
        let sizes = [
            ("Classification", size_of::<Classification<'_>>(), 28),
            ("Unrecognized", size_of::<Unrecognized<'_>>(), 13),
            ("Failure", size_of::<Failure<'_>>(), 12),
            ("VendorError", size_of::<VendorError>(), 13),
        ];
        for (name, size, words) in sizes {
            assert!(
                size <= words * size_of::<usize>(),
                "{name}: {size} bytes, more than {words} words"
            );
        }
    }

    fn ordinary<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + Debug>() {}

    fn small_value<T: Copy + Eq + Ord + Hash + Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + Debug + 'static>() {}

    fn copied<T: Copy>() {}

    fn iterated<T: Iterator + Clone>() {}

    fn returned<T: Error + Clone + Send + Sync + 'static>() {}

    #[test]
    fn auto_traits_hold() {
        small_value::<Vendor>();
        small_value::<Code>();
        small_value::<salesforce::Code>();
        small_value::<Operation>();
        small_value::<BackupOperation>();
        small_value::<Category>();
        small_value::<Kind>();
        small_value::<Recovery>();
        small_value::<Applied>();
        small_value::<Scope>();
        small_value::<Certainty>();
        small_value::<Role>();
        small_value::<Reset>();
        small_value::<Evidence>();
        small_value::<Locale>();
        ordinary::<Entry>();
        ordinary::<Classification<'_>>();
        ordinary::<Unrecognized<'_>>();
        ordinary::<Failure<'_>>();
        ordinary::<Findings<'_>>();
        ordinary::<VendorError>();
        ordinary::<UnknownName>();
        copied::<Classification<'static>>();
        copied::<Unrecognized<'static>>();
        copied::<Failure<'static>>();
        iterated::<Findings<'static>>();
        returned::<Unrecognized<'static>>();
        returned::<VendorError>();
        returned::<UnknownName>();
    }
}

mod names {
    use super::*;

    #[test]
    fn what_is_no_code_of_a_vendor_s_is_said() {
        let own = Code::from(salesforce::Code::UnableToLockRow);
        assert_eq!(salesforce::Code::try_from(own), Ok(salesforce::Code::UnableToLockRow));
        let other = Code::find(Vendor::MicrosoftGraph, "itemNotFound").unwrap();
        let fault = salesforce::Code::try_from(other).unwrap_err();
        assert_eq!(fault.to_string(), "a code of another vendor");
        let fault = "NO_SUCH_CODE".parse::<salesforce::Code>().unwrap_err();
        assert_eq!(fault.to_string(), "unknown code");
    }

    #[test]
    fn codes_are_the_vendors_strings() {
        let code = salesforce::Code::UnableToLockRow;
        assert_eq!(code.to_string(), "UNABLE_TO_LOCK_ROW");
        assert_eq!(code.as_str(), "UNABLE_TO_LOCK_ROW");
        assert_eq!(Code::from(code), Code::Salesforce(code));
        assert_eq!(Code::from(code).vendor(), Vendor::Salesforce);
        assert_eq!("UNABLE_TO_LOCK_ROW".parse(), Ok(code));
        assert_eq!("UnableToLockRow".parse(), Ok(code));
        assert_eq!("unable_to_lock_row".parse(), Ok(code));
        for stranger in [
            "UNABLE_TO_LOCK_ROWS",
            "TO_LOCK_ROW",
            "unable to lock row",
            " UNABLE_TO_LOCK_ROW",
            "",
        ] {
            let unknown = stranger.parse::<salesforce::Code>().unwrap_err();
            assert_eq!(unknown.to_string(), "unknown code", "{stranger:?}");
        }
        assert_eq!(
            "606".parse(),
            Ok(errcat::marketo_rest::Code::ALL
                .iter()
                .copied()
                .find(|c| c.as_str() == "606")
                .unwrap())
        );
    }

    /// A column of a report, for instance.
    #[test]
    fn display_honours_width() {
        assert_eq!(format!("{:>12}|", Category::Auth), "        auth|");
        assert_eq!(format!("{:<12}|", Vendor::Salesforce), "salesforce  |");
        assert_eq!(
            format!("{:<20}|", salesforce::Code::UnableToLockRow),
            "UNABLE_TO_LOCK_ROW  |"
        );
        assert_eq!(
            format!("{:>20}|", Code::from(salesforce::Code::UnableToLockRow)),
            "  UNABLE_TO_LOCK_ROW|"
        );
        assert_eq!(format!("{:.6}", BackupOperation::CreateProtectionPolicy), "create");
    }

    #[test]
    fn unknown_names_say_what_they_are_not() {
        assert_eq!("hubspot".parse::<Vendor>().unwrap_err().to_string(), "unknown vendor");
        assert_eq!(
            "create".parse::<BackupOperation>().unwrap_err().to_string(),
            "unknown operation"
        );
        let inexact = "Retryable".parse::<Category>().unwrap_err();
        assert_eq!(inexact.to_string(), "unknown category", "names are exact");
    }

    #[test]
    fn lists_know_their_lengths() {
        let vendor = Vendor::Microsoft365Backup;
        assert_eq!(vendor.operations().len(), BackupOperation::ALL.len());
        assert_eq!(Classifier::new().operations(vendor).len(), BackupOperation::ALL.len());
        assert_eq!(vendor.codes().len(), errcat::microsoft365_backup::Code::ALL.len());
        assert_eq!(Vendor::all().len(), Classifier::new().vendors().len());
    }

    #[test]
    fn a_code_is_found_along_the_look_up_order() {
        let find = |vendor, spelling| Code::find(vendor, spelling).map(Code::vendor);
        assert_eq!(find(Vendor::Salesforce, "INVALID_SESSION_ID"), Some(Vendor::Salesforce));
        assert_eq!(
            find(Vendor::Salesforce, "TooManyLockFailure"),
            Some(Vendor::SalesforceBulk)
        );
        assert_eq!(
            find(Vendor::Microsoft365Backup, "AADSTS50173"),
            Some(Vendor::MicrosoftEntra)
        );
        assert_eq!(find(Vendor::MarketoRest, "INVALID_SESSION_ID"), None);
        assert_eq!(find(Vendor::MicrosoftEntra, "itemNotFound"), None);
    }
}

mod facts {
    use super::*;

    #[test]
    fn a_status_speaks_only_when_nothing_else_does() {
        let failure = Failure::new(Vendor::Salesforce).status(503);
        let alone = failure.classify().unwrap();
        assert_eq!(
            (alone.category(), alone.evidence(), alone.code()),
            (Category::Retryable, Evidence::HttpStatus, None)
        );
        assert_eq!(alone.rule(), "salesforce/@503");
        // One that nobody explains is taken for the first of its class, if it is the server's.
        let of = |status| {
            Failure::new(Vendor::Salesforce)
                .status(status)
                .classify()
                .map(|c| c.rule())
        };
        assert_eq!((of(520), of(599)), (Ok("salesforce/@500"), Ok("salesforce/@500")));
        for status in [200, 302, 418, 600] {
            assert!(of(status).is_err(), "{status}");
        }

        let missing = failure
            .body("REQUIRED_FIELD_MISSING: Required fields are missing: [Name]")
            .classify()
            .unwrap();
        assert_eq!(
            (missing.category(), missing.evidence()),
            (Category::Validation, Evidence::CodeInText)
        );

        let message = failure
            .body("unable to obtain exclusive access to this record")
            .classify()
            .unwrap();
        assert_eq!(
            (message.kind(), message.evidence()),
            (Kind::LockContention, Evidence::Message)
        );
        assert_eq!(message.code(), Some(salesforce::Code::UnableToLockRow.into()));
        assert_eq!(message.code_text(), None, "the code does not stand in the text");

        assert!(
            Failure::new(Vendor::Salesforce)
                .status(200)
                .body("{\"id\":\"001\",\"success\":true}")
                .classify()
                .is_err()
        );
        assert!(Failure::new(Vendor::Salesforce).classify().is_err());
    }

    /// The one code of the Backup Storage API that has two statuses, and one with opposite remedies.
    #[test]
    fn status_and_operation_choose_between_meanings() {
        let body = r#"{"error":{"code":"RestoreArtifactsLimitBreached","message":""}}"#;
        let failure = Failure::new(Vendor::Microsoft365Backup).body(body);
        let create = failure
            .operation(BackupOperation::CreateRestoreSession)
            .classify()
            .unwrap();
        let patch = failure
            .operation(BackupOperation::PatchRestoreSession)
            .classify()
            .unwrap();
        assert_ne!(create.rule(), patch.rule());

        let body = r#"{"error":{"code":"PolicyActionNotAllowed","message":""}}"#;
        let failure = Failure::new(Vendor::Microsoft365Backup).status(403).body(body);
        let deactivate = failure
            .operation(BackupOperation::DeactivateActiveProtectionPolicy)
            .classify()
            .unwrap();
        let delete = failure
            .operation(BackupOperation::DeleteInactiveProtectionPolicy)
            .classify()
            .unwrap();
        assert_eq!(
            (deactivate.category(), delete.category()),
            (Category::Retryable, Category::Permanent)
        );
        // Another vendor's operation tells nothing.
        let foreign = errcat::marketo_rest::Operation::ALL[0];
        assert_eq!(
            failure.operation(foreign).classify().unwrap().rule(),
            failure.classify().unwrap().rule()
        );
    }

    #[test]
    fn a_body_is_text_or_bytes() {
        let failure = Failure::new(Vendor::Salesforce);
        let rules = [
            failure.body(LOCKED).classify().unwrap().rule(),
            failure.body(LOCKED.as_bytes()).classify().unwrap().rule(),
            failure.body(&LOCKED.to_owned()).classify().unwrap().rule(),
            failure.body(&LOCKED.as_bytes().to_vec()).classify().unwrap().rule(),
            classify(Vendor::Salesforce, LOCKED).unwrap().rule(),
            classify_bytes(Vendor::Salesforce, LOCKED.as_bytes()).unwrap().rule(),
        ];
        assert_eq!(rules, ["salesforce/UNABLE_TO_LOCK_ROW"; 6]);
        let broken = classify_bytes(Vendor::Salesforce, b"\xff\xfe UNABLE_TO_LOCK_ROW: \xc3").unwrap();
        assert_eq!(broken.code_text(), Some("UNABLE_TO_LOCK_ROW"));
    }

    #[test]
    fn the_verdict_borrows_the_input_alone() {
        let body = LOCKED.to_owned();
        let text = {
            let failure = Failure::new(Vendor::Salesforce).body(&body);
            let c = failure.classify().unwrap();
            c.code_text()
        };
        assert_eq!(text, Some("UNABLE_TO_LOCK_ROW"));
    }

    /// Microsoft asks to follow `innerError` to the most detailed code that one understands.
    #[test]
    fn the_innermost_known_code_of_a_chain_decides() {
        for (body, rule) in [
            (
                r#"{"error":{"code":"BadRequest","innerError":{"code":"invalidRange","innerError":{"code":"malformedEntityTag"}}}}"#,
                "microsoft_graph/malformedEntityTag",
            ),
            (
                r#"{"error":{"innerError":{"code":"invalidRange"},"code":"BadRequest"}}"#,
                "microsoft_graph/invalidRange",
            ),
            (
                r#"{"error":{"code":"accessDenied","innerError":{"code":"somethingNew"}}}"#,
                "microsoft_graph/accessDenied",
            ),
            (
                r#"{"error":{"code":"itemNotFound","innerError":{"code":"generalException"}}}"#,
                "microsoft_graph/itemNotFound",
            ),
        ] {
            let found = classify(Vendor::MicrosoftGraph, body).unwrap();
            assert_eq!(found.rule(), rule, "{body}");
            assert_eq!(classify_all(Vendor::MicrosoftGraph, body).count(), 1, "{body}");
        }
    }

    #[test]
    fn each_error_of_a_body_has_its_verdict_and_its_part() {
        let body = r#"[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"a"}]},{"success":false,"errors":[{"statusCode":"BRAND_NEW_CODE","message":"b"}]},{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"c"}]}]"#;
        let found: Vec<_> = classify_all(Vendor::Salesforce, body).collect();
        assert_eq!(found.len(), 3);
        let (first, last) = (found[0].unwrap(), found[2].unwrap());
        assert_eq!(
            (first.category(), last.category()),
            (Category::Retryable, Category::Validation)
        );
        assert_eq!(found[1].unwrap_err().code(), Some("BRAND_NEW_CODE"));
        for (c, own) in [(first, "UNABLE_TO_LOCK_ROW"), (last, "REQUIRED_FIELD_MISSING")] {
            assert!(body[c.range()].contains(own), "{own}: {:?}", c.range());
            assert!(!body[c.range()].contains("BRAND_NEW_CODE"), "{own}: {:?}", c.range());
        }
        assert!(first.range().end <= last.range().start);
        assert_eq!(classify_all(Vendor::Salesforce, "all went well").count(), 0);
    }
}

mod errors {
    use super::*;

    #[test]
    fn an_unrecognised_input_keeps_the_new_code() {
        let unrecognized = classify(Vendor::Salesforce, NEW_CODE).unwrap_err();
        assert_eq!(unrecognized.vendor(), Vendor::Salesforce);
        assert_eq!(unrecognized.code(), Some("BRAND_NEW_CODE"));
        assert_eq!(unrecognized.raw(), NEW_CODE.as_bytes());
        let text = "not recognised as an error of salesforce; its code field says \"BRAND_NEW_CODE\"";
        assert_eq!(unrecognized.to_string(), text);

        let nothing = classify(Vendor::MarketoRest, "all went well").unwrap_err();
        assert_eq!(nothing.code(), None);
        assert_eq!(nothing.to_string(), "not recognised as an error of marketo_rest");
    }

    #[test]
    fn one_unknown_error_beside_a_repeatable_one_makes_all_of_it_unrecognised() {
        let body = r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"},{"errorCode":"BRAND_NEW_CODE","message":"y"}]"#;
        let unrecognized = classify(Vendor::Salesforce, body).unwrap_err();
        assert_eq!(unrecognized.code(), Some("BRAND_NEW_CODE"));
        let failure = Failure::new(Vendor::Salesforce).body(body);
        assert!(failure.status(400).classify().is_err());
        assert_eq!(failure.status(503).classify().unwrap().category(), Category::Retryable);
        let permanent = body.replace("UNABLE_TO_LOCK_ROW", "REQUIRED_FIELD_MISSING");
        let c = classify(Vendor::Salesforce, &permanent).unwrap();
        assert_eq!(
            (c.category(), c.unrecognized_code()),
            (Category::Validation, Some("BRAND_NEW_CODE"))
        );
    }

    /// Records hold customers' data; what gets into a log by `{:?}` must not.
    #[test]
    fn debug_does_not_show_the_input() {
        let body = r#"[{"message":"unable to obtain exclusive access to secret@example.com","errorCode":"UNABLE_TO_LOCK_ROW"}]"#;
        assert!(!format!("{:?}", classify(Vendor::Salesforce, body).unwrap()).contains("secret"));
        let body = r#"[{"message":"secret@example.com","errorCode":"BRAND_NEW_CODE"}]"#;
        let unrecognized = classify(Vendor::Salesforce, body).unwrap_err();
        assert!(!format!("{unrecognized:?}").contains("secret"));
        assert!(!unrecognized.to_string().contains("secret"));
        assert!(!format!("{:?}", VendorError::from(unrecognized)).contains("secret"));
    }

    /// What `unwrap` and a failing `main` show is read by people.
    #[test]
    fn debug_of_a_vendor_error_is_a_line_of_facts() {
        let error = VendorError::from(classify(Vendor::Salesforce, LOCKED).unwrap());
        assert_eq!(
            format!("{error:?}"),
            "VendorError { vendor: Salesforce, rule: Some(\"salesforce/UNABLE_TO_LOCK_ROW\"), category: Some(Retryable), \
             kind: Some(LockContention), code_text: Some(\"UNABLE_TO_LOCK_ROW\"), unrecognized_code: None, applied: No, \
             server_delay: None, retry_after_error: None }"
        );
    }

    #[test]
    fn a_verdict_is_one_line() {
        let c = classify(Vendor::Salesforce, LOCKED).unwrap();
        assert_eq!(
            c.to_string(),
            "UNABLE_TO_LOCK_ROW: retryable, lock_contention (salesforce/UNABLE_TO_LOCK_ROW)"
        );
        let c = Failure::new(Vendor::Salesforce).status(503).classify().unwrap();
        assert_eq!(c.to_string(), "retryable, unavailable (salesforce/@503)");
    }

    /// What a connector returns: it outlives the response.
    fn insert(response: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
        let known: Result<(), VendorError> = Err(classify(Vendor::Salesforce, response)
            .map_err(VendorError::from)?
            .into());
        Ok(known?)
    }

    #[test]
    fn a_vendor_error_outlives_the_response() {
        let response = LOCKED.to_owned();
        let error = insert(&response).unwrap_err();
        drop(response);
        let error = error.downcast_ref::<VendorError>().unwrap();
        assert_eq!(
            error.to_string(),
            "salesforce: UNABLE_TO_LOCK_ROW: retryable, lock_contention"
        );
        assert_eq!(error.vendor(), Vendor::Salesforce);
        assert_eq!(error.category(), Some(Category::Retryable));
        assert_eq!(error.kind(), Some(Kind::LockContention));
        assert_eq!(error.code(), Some(salesforce::Code::UnableToLockRow.into()));
        assert_eq!(error.code_text(), Some("UNABLE_TO_LOCK_ROW"));
        let entry = salesforce::Code::UnableToLockRow.entry();
        assert!(error.entry().is_some_and(|own| own == entry));
        for locale in [Locale::En, Locale::Fr] {
            assert_eq!(error.cause(locale), Some(entry.cause(locale)));
            assert_eq!(error.remediation(locale), Some(entry.remediation(locale)));
        }
        assert!(error.source().is_none());
    }

    #[test]
    fn a_vendor_error_keeps_an_unrecognised_code() {
        let error = insert(NEW_CODE).unwrap_err();
        let error = error.downcast_ref::<VendorError>().unwrap();
        assert_eq!(error.to_string(), "salesforce: BRAND_NEW_CODE: not recognised");
        assert_eq!((error.category(), error.kind(), error.code()), (None, None, None));
        assert_eq!((error.cause(Locale::En), error.remediation(Locale::En)), (None, None));
        assert!(error.entry().is_none());
        assert_eq!(
            (error.code_text(), error.unrecognized_code()),
            (None, Some("BRAND_NEW_CODE"))
        );

        let error = VendorError::from(classify(Vendor::MarketoRest, "nothing").unwrap_err());
        assert_eq!(error.to_string(), "marketo_rest: not recognised");
        assert_eq!((error.code_text(), error.unrecognized_code()), (None, None));
    }

    #[test]
    fn a_vendor_error_tells_the_deciding_code_from_the_unknown_one() {
        let body =
            r#"[{"errorCode":"REQUIRED_FIELD_MISSING","message":"x"},{"errorCode":"BRAND_NEW_CODE","message":"y"}]"#;
        let error = Failure::new(Vendor::Salesforce).body(body).error();
        assert_eq!(
            (error.code_text(), error.unrecognized_code()),
            (Some("REQUIRED_FIELD_MISSING"), Some("BRAND_NEW_CODE"))
        );
        assert_eq!(
            error.to_string(),
            "salesforce: REQUIRED_FIELD_MISSING: validation, missing_value"
        );
        let error = Failure::new(Vendor::Salesforce).status(503).body(NEW_CODE).error();
        assert_eq!(
            (error.code_text(), error.unrecognized_code()),
            (None, Some("BRAND_NEW_CODE"))
        );
        assert_eq!(error.to_string(), "salesforce: BRAND_NEW_CODE: retryable, unavailable");
    }
}

#[cfg(feature = "serde")]
mod serialised {
    use std::str::FromStr;

    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};
    use strum::VariantArray;

    use super::*;

    #[track_caller]
    fn by_name<T>(all: impl IntoIterator<Item = T>)
    where
        T: Copy + Debug + PartialEq + ToString + FromStr + Serialize + DeserializeOwned,
    {
        for item in all {
            let written = serde_json::to_value(item).unwrap();
            assert_eq!(written, Value::String(item.to_string()));
            assert_eq!(serde_json::from_value::<T>(written).unwrap(), item);
        }
        for stranger in [json!("no such name"), json!(0), json!(null), json!([])] {
            assert!(serde_json::from_value::<T>(stranger.clone()).is_err(), "{stranger}");
        }
    }

    #[test]
    fn enums_are_their_names() {
        by_name(Vendor::all());
        by_name(Category::VARIANTS.iter().copied());
        by_name(Kind::VARIANTS.iter().copied());
        by_name(Recovery::VARIANTS.iter().copied());
        by_name(Applied::VARIANTS.iter().copied());
        by_name(Scope::VARIANTS.iter().copied());
        by_name(Certainty::VARIANTS.iter().copied());
        by_name(Role::VARIANTS.iter().copied());
        by_name(Reset::VARIANTS.iter().copied());
        by_name(Evidence::VARIANTS.iter().copied());
        by_name(Locale::VARIANTS.iter().copied());
    }

    #[test]
    fn codes_are_the_vendors_strings() {
        by_name(salesforce::Code::ALL.iter().copied());
        by_name(errcat::salesforce_bulk::Code::ALL.iter().copied());
        by_name(errcat::salesforce_oauth::Code::ALL.iter().copied());
        by_name(errcat::salesforce_backup::Code::ALL.iter().copied());
        by_name(errcat::marketo_sales_connect::Code::ALL.iter().copied());
        by_name(errcat::marketo_rest::Code::ALL.iter().copied());
        by_name(errcat::microsoft365_backup::Code::ALL.iter().copied());
        by_name(errcat::microsoft_graph::Code::ALL.iter().copied());
        by_name(errcat::microsoft_entra::Code::ALL.iter().copied());
        for code in Vendor::all().flat_map(Vendor::codes) {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        for operation in Vendor::all().flat_map(Vendor::operations) {
            assert_eq!(serde_json::to_value(operation).unwrap(), operation.name());
        }
    }

    #[test]
    fn an_error_names_what_was_expected() {
        let error = serde_json::from_value::<Vendor>(json!("hubspot")).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"invalid value: string "hubspot", expected the name of a vendor"#
        );
        let error = serde_json::from_value::<salesforce::Code>(json!(7)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid type: integer `7`, expected a code of the vendor's"
        );
    }

    #[test]
    fn a_classification_is_a_flat_record() {
        let c = classify(Vendor::Salesforce, LOCKED).unwrap();
        let expected = json!({
            "vendor": "salesforce",
            "category": "retryable",
            "kind": "lock_contention",
            "code": "UNABLE_TO_LOCK_ROW",
            "code_text": "UNABLE_TO_LOCK_ROW",
            "unrecognized_code": null,
            "record": null,
            "evidence": "code_field",
            "certainty": c.certainty().name(),
            "rule": "salesforce/UNABLE_TO_LOCK_ROW",
            "cause": c.cause(Locale::En),
            "remediation": c.remediation(Locale::En),
            "recovery": "retry",
            "applied": "no",
            "scope": c.scope().name(),
            "server_delay_ms": null,
        });
        assert_eq!(serde_json::to_value(c).unwrap(), expected);

        let c = Failure::new(Vendor::Salesforce).status(503).classify().unwrap();
        let record = serde_json::to_value(c).unwrap();
        assert_eq!(
            (&record["code"], &record["evidence"]),
            (&Value::Null, &json!("http_status"))
        );

        // A lock leaves nothing behind, but the other error may have.
        let two =
            r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"},{"errorCode":"SERVER_UNAVAILABLE","message":"x"}]"#;
        let c = classify(Vendor::Salesforce, two).unwrap();
        assert_eq!(c.applied(), Applied::Maybe);
        assert_eq!(serde_json::to_value(c).unwrap()["applied"], "maybe");
    }

    #[test]
    fn an_owned_error_is_the_same_record_but_for_the_place() {
        let failure = Failure::new(Vendor::Salesforce).retry_after("2");
        for body in [
            LOCKED,
            r#"[{"errorCode":"BRAND_NEW_CODE","message":"x"}]"#,
            r#"[{"errorCode":"BRAND_NEW_CODE","message":"unable to obtain exclusive access to this record"}]"#,
            r#"[{"errorCode":"REQUIRED_FIELD_MISSING","message":"x"},{"errorCode":"BRAND_NEW_CODE","message":"x"}]"#,
            "unable to obtain exclusive access to this record",
            "200 OK",
        ] {
            let verdict = failure.body(body).classify();
            let mut expected = match &verdict {
                Ok(c) => serde_json::to_value(c).unwrap(),
                Err(unknown) => serde_json::to_value(unknown).unwrap(),
            };
            expected["evidence"] = Value::Null;
            if verdict.is_err() {
                // Of what nobody knows nobody knows whether it was applied.
                expected["applied"] = json!("maybe");
            }
            let error = failure.body(body).error();
            assert_eq!(serde_json::to_value(&error).unwrap(), expected, "{body}");
            assert_eq!(error, failure.body(body).error());
            assert_ne!(error, failure.retry_after("3").body(body).error());
        }
    }

    #[test]
    fn what_is_not_recognised_has_the_same_fields() {
        let body = r#"[{"success":false,"errors":[{"statusCode":"unable_to_lock_row","message":"x"}]},
                       {"success":false,"errors":[{"statusCode":"BRAND_NEW_CODE","message":"x"}]}]"#;
        let failure = Failure::new(Vendor::Salesforce).retry_after("1.5").body(body);
        let mut records = failure.classify_all().map(|verdict| match verdict {
            Ok(c) => serde_json::to_value(c).unwrap(),
            Err(unknown) => serde_json::to_value(unknown).unwrap(),
        });
        let (known, mut unknown) = (records.next().unwrap(), records.next().unwrap());
        assert_eq!((&known["record"], &known["server_delay_ms"]), (&json!(0), &json!(1500)));
        assert_eq!(
            (&known["code"], &known["code_text"]),
            (&json!("UNABLE_TO_LOCK_ROW"), &json!("unable_to_lock_row"))
        );
        assert!(
            unknown
                .as_object()
                .unwrap()
                .keys()
                .eq(known.as_object().unwrap().keys())
        );
        let mut said = unknown.as_object_mut().unwrap().clone();
        said.retain(|_, value| !value.is_null());
        let expected = json!({
            "vendor": "salesforce",
            "unrecognized_code": "BRAND_NEW_CODE",
            "record": 1,
            "server_delay_ms": 1500,
        });
        assert_eq!(Value::Object(said), expected);
    }
}
