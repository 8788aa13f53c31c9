//! The adapters through real clients against a real server on loopback, and every trap that was found in a retry crate.
//!
//! Times are held as lower bounds only.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

#[cfg(all(feature = "backon", feature = "reqwest-middleware"))]
mod backon;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "tower")]
mod law;
#[cfg(feature = "reqwest-middleware")]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "tracing")]
mod tracing;

#[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "backon"))]
#[path = "../support/server.rs"]
mod server;

/// What the vendors say, as the tests need it.
#[allow(dead_code)] // not every feature needs all of it
mod says {
    /// Certainly not applied.
    pub const LOCK: &str = r#"[{"message":"unable to obtain exclusive access to this record","errorCode":"UNABLE_TO_LOCK_ROW","fields":[]}]"#;
    /// Perhaps applied.
    pub const DOWN: &str = r#"[{"message":"server too busy","errorCode":"SERVER_UNAVAILABLE"}]"#;
    pub const EXPIRED: &str = r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#;
    pub const MISSING: &str =
        r#"[{"message":"Required fields are missing: [Name]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}]"#;
    pub const DELETED: &str = r#"[{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}]"#;
    pub const CONCURRENT: &str =
        r#"[{"message":"ConcurrentPerOrgLongTxn Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#;
    pub const QUOTA: &str = r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#;
    pub const NEW_CODE: &str = r#"[{"message":"Something new","errorCode":"NO_SUCH_CODE_YET"}]"#;
    pub const THROTTLED: &str = r#"{"error":{"code":"TooManyRequests","message":"Please retry again later."}}"#;
    pub const MARKETO_EXPIRED: &str = r#"{"requestId":"e42b#14272d07d78","success":false,"errors":[{"code":"602","message":"Access token expired"}]}"#;
    pub const MARKETO_BUSY: &str =
        r#"{"requestId":"e42b#14272d07d78","success":false,"errors":[{"code":"713","message":"Transient Error"}]}"#;
    pub const MARKETO_PARTLY: &str = r#"{"requestId":"e42b#14272d07d78","success":true,"result":[{"id":50,"status":"created"},{"success":false,"errors":[{"code":"713","message":"Transient Error"}]}]}"#;
    /// Marketo's answers, all under 200, that say of the whole request that it failed, but not with a known code in a code
    /// field; and the code that they name.
    pub const MARKETO_FAILED: [(&str, Option<&str>); 4] = [
        (
            r#"{"requestId":"a#1","success":false,"errors":[{"code":"9999","message":"Brand new"}]}"#,
            Some("9999"),
        ),
        (
            r#"{"requestId":"a#1","success":false,"errors":[{"code":"606","message":"Max rate limit '100' exceeded with in '20' secs"},{"code":"9999","message":"Brand new"}]}"#,
            Some("9999"),
        ),
        (
            r#"{"requestId":"a#1","success":false,"errors":[{"message":"Access token expired"}]}"#,
            None,
        ),
        (r#"{"requestId":"a#1","success":false}"#, None),
    ];
    /// Answers under 200 in which a part of the request failed, and the code that they name, known or not.
    pub const PARTLY: [(errcat::Vendor, &str, &str); 7] = [
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"1","status":200,"body":{"id":"x"}},{"id":"2","status":403,"body":{"error":{"code":"Forbidden","message":"m"}}}]}"#,
            "Forbidden",
        ),
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"2","status":403,"headers":{},"body":{"error":{"code":"noSuchCodeYet","message":"m"}}},{"id":"1","status":204}]}"#,
            "noSuchCodeYet",
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"compositeResponse":[{"body":{"id":"001xx","success":true,"errors":[]},"httpHeaders":{},"httpStatusCode":201,"referenceId":"a"},{"body":[{"errorCode":"REQUIRED_FIELD_MISSING","message":"m"}],"httpHeaders":{},"httpStatusCode":400,"referenceId":"b"}]}"#,
            "REQUIRED_FIELD_MISSING",
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"compositeResponse":[{"body":[{"errorCode":"NO_SUCH_CODE_YET","message":"m"}],"httpHeaders":{},"httpStatusCode":503,"referenceId":"a"},{"body":null,"httpStatusCode":204,"referenceId":"z"}]}"#,
            "NO_SUCH_CODE_YET",
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"hasErrors":true,"results":[{"statusCode":204,"result":null},{"statusCode":400,"result":[{"errorCode":"MALFORMED_ID","message":"m"}]}]}"#,
            "MALFORMED_ID",
        ),
        (
            errcat::Vendor::MarketoRest,
            r#"{"requestId":"a#1","success":true,"result":[{"id":50,"status":"created"},{"status":"skipped","reasons":[{"code":"1005","message":"Lead already exists"}]}]}"#,
            "1005",
        ),
        (
            errcat::Vendor::MarketoRest,
            r#"{"requestId":"a#1","success":true,"result":[{"id":50,"status":"created"},{"status":"skipped","reasons":[{"code":"9999","message":"Brand new"}]}]}"#,
            "9999",
        ),
    ];
    /// Answers under 200 in which a part failed and only its status says why, and the rule for that, of several parts the
    /// one that must not be repeated.
    pub const PARTLY_BY_STATUS: [(errcat::Vendor, &str, &str); 6] = [
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"1","status":200,"body":{"id":"x"}},{"id":"2","status":403}]}"#,
            "microsoft_graph/@403",
        ),
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{ "responses" : [ { "status" : 429, "headers" : { "Retry-After" : "10" }, "id" : "2", "body" : null }, { "status" : 204, "id" : "1" } ] }"#,
            "microsoft_graph/@429",
        ),
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"@odata.context":"c","responses":[{"id":"1","status":503,"body":"<html>"},{"id":"2","status":503,"body":{"value":[{"a":[{}]}]}},{"id":"3","status":201}]}"#,
            "microsoft_graph/@503",
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"compositeResponse":[{"body":null,"httpHeaders":{},"httpStatusCode":503,"referenceId":"a"},{"body":null,"httpStatusCode":204,"referenceId":"z"}]}"#,
            "salesforce/@503",
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"compositeResponse":[{"body":[{"errorCode":"NO_SUCH_CODE_YET","message":"m"}],"httpStatusCode":503,"referenceId":"a"},{"body":null,"httpStatusCode":204,"referenceId":"z"}]}"#,
            "salesforce/@503",
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"hasErrors":true,"results":[{"statusCode":204,"result":null},{"statusCode":404,"result":null}]}"#,
            "salesforce/@404",
        ),
    ];
    /// Answers under 200 in which every part was refused, one of them for good, and the rule for that.
    pub const REFUSED_FOR_GOOD: [(errcat::Vendor, &str, &str); 3] = [
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"2","status":400,"body":"QmFk"},{"id":"1","status":403,"body":{"error":{"code":"Forbidden","message":"m"}}}]}"#,
            "microsoft_graph/Forbidden",
        ),
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"1","status":503},{"id":"2","status":403}]}"#,
            "microsoft_graph/@403",
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"hasErrors":true,"results":[{"statusCode":503,"result":null},{"statusCode":404,"result":null}]}"#,
            "salesforce/@404",
        ),
    ];
    /// Answers under 200 in which every part was refused, and could be repeated.
    pub const REFUSED: [(errcat::Vendor, &str); 3] = [
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"1","status":429,"body":null},{"id":"2","status":429,"body":{"error":{"code":"noSuchCodeYet","message":"m"}}}]}"#,
        ),
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"1","status":429,"body":null},{"id":"2","status":429,"body":{"error":{"code":"TooManyRequests","message":"m"}}}]}"#,
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"compositeResponse":[{"body":[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"m"}],"httpStatusCode":400,"referenceId":"a"},{"body":[{"errorCode":"PROCESSING_HALTED","message":"m"}],"httpStatusCode":400,"referenceId":"b"}]}"#,
        ),
    ];
    /// Answers under 200 in which nothing failed.
    pub const NOTHING_FAILED: [(errcat::Vendor, &str); 11] = [
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"1","status":200,"body":{"responses":[{"id":"2","status":403}]}},{"id":"2","status":304}]}"#,
        ),
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"1","status":200,"body":{"status":404,"id":"4","error":null}}],"value":[{"id":"3","status":500}]}"#,
        ),
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"value":[{"responses":[{"id":"1","status":404}]},{"id":"1","status":404}],"responses":"none"}"#,
        ),
        (
            errcat::Vendor::MicrosoftGraph,
            r#"{"responses":[{"id":"1","status":"404 days"},{"id":"2","status":4040},{"status":404}]}"#,
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"compositeResponse":[{"body":{"id":"001xx","success":true,"errors":[]},"httpHeaders":{},"httpStatusCode":201,"referenceId":"a"},{"body":null,"httpHeaders":{},"httpStatusCode":304,"referenceId":"b"}]}"#,
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"hasErrors":false,"results":[{"statusCode":204,"result":null}]}"#,
        ),
        (
            errcat::Vendor::Salesforce,
            r#"{"records":[{"Subject__c":"hasErrors: true, httpStatusCode: 503, UNABLE_TO_LOCK_ROW"}]}"#,
        ),
        (errcat::Vendor::MarketoRest, r#"{"requestId":"a#1","success":true}"#),
        (errcat::Vendor::Salesforce, r#"{"records":[{"success":false}]}"#),
        (
            errcat::Vendor::MarketoRest,
            r#"{"requestId":"a#1","success":true,"result":[{"id":1,"success":"false"}]}"#,
        ),
        (
            errcat::Vendor::MarketoRest,
            r#"{"requestId":"a#1","success":true,"result":[{"id":1,"note":"he said 'success': false"}]}"#,
        ),
    ];
    pub const OWN: &str = r#"[{"message":"a trigger of ours","errorCode":"MY_TRIGGER_LOCK"}]"#;
    /// Makes a classifier that knows the code of it.
    #[cfg(feature = "overlay")]
    pub fn own() -> errcat::Classifier {
        let overlay = r#"
            [vendor]
            id = "salesforce"
            [codes.MY_TRIGGER_LOCK]
            kind = "lock_contention"
            cause = "A trigger of ours holds the record, which ends by itself."
            source = "https://errors.example/triggers"
        "#;
        errcat::Classifier::new().with(&errcat::Overlay::from_toml(overlay).unwrap())
    }
    /// Means one thing for one operation and another for the other.
    pub const NOT_ALLOWED: &str = r#"{"error":{"code":"PolicyActionNotAllowed","message":"m"}}"#;
    pub const OPERATIONS: [(errcat::microsoft365_backup::Operation, errcat::Category); 2] = [
        (
            errcat::microsoft365_backup::Operation::DeactivateActiveProtectionPolicy,
            errcat::Category::Retryable,
        ),
        (
            errcat::microsoft365_backup::Operation::DeleteInactiveProtectionPolicy,
            errcat::Category::Permanent,
        ),
    ];
    pub const FINE: &str = r#"{"id":"001xx000003DGb2AAG","success":true,"errors":[]}"#;
}
