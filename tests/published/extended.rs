//! Salesforce's extended error codes are known by name, and change no verdict.

use errcat::salesforce::ExtendedCode;
use errcat::{Vendor, classify, classify_all};

use crate::data;

/// The bodies in which a detail stands beside a code: before it, after it, and as a client library shows it.
const BODIES: [fn(&str, &str) -> String; 4] = [
    |code, detail| {
        format!(
            "<result><errors>{}<fields>A</fields><message>m</message><statusCode>{code}</statusCode></errors></result>",
            xml(detail)
        )
    },
    |code, detail| {
        format!(
            "<soapenv:Fault><faultcode>sf:{code}</faultcode><detail><sf:ApiFault><sf:exceptionCode>{code}</sf:exceptionCode>{}</sf:ApiFault></detail></soapenv:Fault>",
            xml(detail)
        )
    },
    |code, detail| {
        format!(
            r#"{{"errors":[{{"extendedErrorDetails":{{"extendedErrorCode":"{detail}"}},"statusCode":"{code}","message":"m"}}]}}"#
        )
    },
    |code, detail| format!("{{'statusCode': '{code}', 'extendedErrorDetails': [{{'extendedErrorCode': '{detail}'}}]}}"),
];

fn xml(detail: &str) -> String {
    format!("<extendedErrorDetails><extendedErrorCode>{detail}</extendedErrorCode></extendedErrorDetails>")
}

#[test]
fn every_published_extended_code_is_typed() {
    let names = data::codes("salesforce_extended");
    for name in &names {
        let code: ExtendedCode = name.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(code.as_str(), name);
        assert_eq!(code.to_string().to_lowercase().parse(), Ok(code));
        for body in BODIES {
            let raw = body("FLOW_EXCEPTION", name);
            assert!(ExtendedCode::all_in(&raw).eq([code]), "{raw}");
            assert_eq!(
                classify(Vendor::Salesforce, &raw).map(|c| c.extended_code()),
                Ok(Some(code)),
                "{raw}"
            );
        }
    }
    assert_eq!(ExtendedCode::ALL.len(), names.len());
    assert!(ExtendedCode::ALL.is_sorted());
}

/// Some are spelt like codes; a wrapper would take any known code for its cause.
#[test]
fn an_extended_code_refines_nothing() {
    for name in data::codes("salesforce_extended") {
        for code in ["FIELD_INTEGRITY_EXCEPTION", "UNKNOWN_EXCEPTION", "UNABLE_TO_LOCK_ROW"] {
            for body in BODIES {
                let raw = body(code, &name);
                let c = classify(Vendor::Salesforce, &raw).expect("a known code");
                assert_eq!(c.rule(), format!("salesforce/{code}"), "{raw}");
            }
        }
    }
}

#[test]
fn each_record_has_its_own() {
    let record = |detail| {
        format!(
            "<result><errors>{}<statusCode>FLOW_EXCEPTION</statusCode></errors></result>",
            xml(detail)
        )
    };
    let raw = [
        record("ACTIONCALL_DUPLICATE_INPUT_PARAM"),
        record("SOMETHING_NEW"),
        record("INVALID_TYPE"),
    ]
    .concat();
    let found: Vec<_> = classify_all(Vendor::Salesforce, &raw)
        .map(|c| c.expect("a known code").extended_code())
        .collect();
    assert_eq!(
        found,
        [
            Some(ExtendedCode::ActioncallDuplicateInputParam),
            None,
            Some(ExtendedCode::InvalidType)
        ]
    );
}

#[test]
fn a_name_elsewhere_is_no_extended_code() {
    for raw in [
        "ACTIONCALL_DUPLICATE_INPUT_PARAM",
        "extendedErrorCode",
        "<extendedErrorCode/>",
        "</extendedErrorCode>ACTIONCALL_DUPLICATE_INPUT_PARAM",
        "<extendedErrorCode>ACTIONCALL_DUPLICATE_INPUT_PARAMS</extendedErrorCode>",
        "<extendedErrorCode></extendedErrorCode><message>ACTIONCALL_DUPLICATE_INPUT_PARAM</message>",
    ] {
        assert_eq!(ExtendedCode::all_in(raw).count(), 0, "{raw}");
    }
    assert_eq!(
        "ACTIONCALL_DUPLICATE_INPUT"
            .parse::<ExtendedCode>()
            .unwrap_err()
            .to_string(),
        "unknown extended code"
    );
}

#[cfg(feature = "serde")]
#[test]
fn an_extended_code_is_a_string_in_serde() {
    let json = serde_json::to_string(&ExtendedCode::ActioncallDuplicateInputParam).unwrap();
    assert_eq!(json, r#""ACTIONCALL_DUPLICATE_INPUT_PARAM""#);
    assert_eq!(
        serde_json::from_str::<ExtendedCode>(&json).unwrap(),
        ExtendedCode::ActioncallDuplicateInputParam
    );
    assert!(serde_json::from_str::<ExtendedCode>(r#""NO_SUCH""#).is_err());
}
