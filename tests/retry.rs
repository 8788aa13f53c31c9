//! When a request may be repeated, how long to wait before, and what headers and messages ask for.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft", feature = "std"))]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use errcat::{
    Applied, Category, Classification, Code, Failure, Idempotency, Kind, Next, Recovery, Reset, RetryAfterError, Role,
    Vendor, VendorError, classify, classify_all,
};

const SECOND: Duration = Duration::from_secs(1);

/// A failure that says nothing but its status and its headers.
fn busy() -> Failure<'static> {
    Failure::new(Vendor::MicrosoftGraph).status(429)
}

#[track_caller]
fn verdict(failure: Failure<'static>) -> Classification<'static> {
    failure.classify().unwrap()
}

#[test]
fn a_write_that_may_have_been_applied_is_never_repeated() {
    let mut repeatable = 0;
    for entry in Vendor::all().flat_map(Vendor::entries) {
        for example in entry.examples() {
            let Ok(c) = classify(entry.vendor(), example) else {
                continue;
            };
            let always = c.retry(Idempotency::Idempotent);
            let once = c.retry(Idempotency::NonIdempotent);
            assert_eq!(always.is_some(), c.category() == Category::Retryable, "{}", c.rule());
            assert_eq!(
                once.is_some(),
                always.is_some() && c.applied() == Applied::No,
                "{}",
                c.rule()
            );
            repeatable += usize::from(always.is_some());
            let owned = VendorError::from(c);
            assert_eq!(owned.retry(Idempotency::Idempotent), always);
            assert_eq!(owned.retry(Idempotency::NonIdempotent), once);
        }
    }
    assert!(repeatable > 100, "only {repeatable} examples may be repeated");
}

#[test]
fn one_error_that_may_have_been_applied_decides_for_all() {
    let lock = r#"{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access"}]}"#;
    let down = r#"{"success":false,"errors":[{"statusCode":"SERVER_UNAVAILABLE","message":"server too busy"}]}"#;
    let alone = classify(Vendor::Salesforce, lock).unwrap();
    assert!(alone.retry(Idempotency::NonIdempotent).is_some());
    for body in [format!("[{lock},{down}]"), format!("[{down},{lock}]")] {
        let c = classify(Vendor::Salesforce, &body).unwrap();
        assert_eq!(c.category(), Category::Retryable);
        assert_eq!(c.applied(), Applied::Maybe, "{body}");
        assert_eq!(c.retry(Idempotency::NonIdempotent), None, "{body}");
    }
}

#[test]
fn an_unrecognised_failure_is_not_repeated() {
    let error = VendorError::from(classify(Vendor::Salesforce, r#"{"errorCode":"NO_SUCH_CODE_YET"}"#).unwrap_err());
    assert_eq!(error.retry(Idempotency::Idempotent), None);
    assert_eq!(error.next(Idempotency::Idempotent), Next::Stop);
    assert_eq!(error.applied(), Applied::Maybe);
    assert_eq!(error.server_delay(), None);
}

#[test]
fn what_the_server_asked_for_is_known_although_its_code_is_not() {
    let body = r#"{"errorCode":"NO_SUCH_CODE_YET"}"#;
    let failure = Failure::new(Vendor::Salesforce).body(body);
    let in_text = format!("Retry-After: 90\n{body}");
    for (failure, seconds) in [
        (failure.retry_after("30"), 30),
        (failure.retry_after_ms("2000").retry_after("1"), 2),
        (failure.retry_after("30").body(&in_text), 90),
        (failure.retry_after("120").body(&in_text), 120),
    ] {
        let unrecognized = failure.classify().unwrap_err();
        assert_eq!(unrecognized.server_delay(), Some(SECOND * seconds));
        assert_eq!(VendorError::from(unrecognized).server_delay(), Some(SECOND * seconds));
        let of_record = failure.classify_all().next().unwrap().unwrap_err();
        assert_eq!(of_record.server_delay(), Some(SECOND * seconds));
    }
    let known = verdict(busy().retry_after("30"));
    assert_eq!(VendorError::from(known).server_delay(), Some(SECOND * 30));
    let absurd = failure.retry_after("99999999999999999999").classify().unwrap_err();
    assert!(SystemTime::now().checked_add(absurd.server_delay().unwrap()).is_some());
}

/// Every verdict has one answer to "what now?", and nothing that may have happened is sent again unlooked.
#[test]
fn what_now() {
    let mut seen = [0; 6];
    for entry in Vendor::all().flat_map(Vendor::entries) {
        for example in entry.examples() {
            let Ok(c) = classify(entry.vendor(), example) else {
                continue;
            };
            let rule = c.rule();
            let harmless = c.next(Idempotency::Idempotent);
            let careful = c.next(Idempotency::NonIdempotent);
            let number = match (c.recovery(), harmless) {
                (Recovery::Retry, Next::SendAgain(_)) => 0,
                (Recovery::RenewSession, Next::RenewSession) => 1,
                (Recovery::Restart, Next::Restart) => 2,
                (Recovery::FixRequest, Next::FollowOthers) if c.is_consequence() => 3,
                (Recovery::FixRequest | Recovery::FixAccess | Recovery::Escalate, Next::Stop)
                    if !c.is_consequence() =>
                {
                    4
                }
                other => panic!("{rule}: {other:?}"),
            };
            seen[number] += 1;
            if number < 3 && c.applied() != Applied::No {
                assert_eq!(careful, Next::LookFirst, "{rule}");
                seen[5] += 1;
            } else {
                assert_eq!(careful, harmless, "{rule}");
            }
            for (idempotency, next) in [
                (Idempotency::Idempotent, harmless),
                (Idempotency::NonIdempotent, careful),
            ] {
                let backoff = match next {
                    Next::SendAgain(backoff) => Some(backoff),
                    _ => None,
                };
                assert_eq!(c.retry(idempotency), backoff, "{rule}");
                assert_eq!(VendorError::from(c).next(idempotency), next, "{rule}");
            }
        }
    }
    assert!(
        seen.iter().all(|count| *count > 0),
        "not every answer was seen: {seen:?}"
    );
}

#[test]
fn an_expired_session_beside_a_write_that_may_have_happened() {
    let body = r#"[{"success":false,"errors":[{"statusCode":"SERVER_UNAVAILABLE","message":"x"}]},
                   {"success":false,"errors":[{"statusCode":"INVALID_SESSION_ID","message":"x"}]}]"#;
    let c = classify(Vendor::Salesforce, body).unwrap();
    assert_eq!(c.next(Idempotency::Idempotent), Next::RenewSession);
    assert_eq!(c.next(Idempotency::NonIdempotent), Next::LookFirst);
}

/// What a code means beside its default may be a cause, or the other way round.
#[test]
fn a_verdict_is_a_consequence_exactly_where_its_kind_says_so() {
    let mut seen = [0; 2];
    for entry in Vendor::all().flat_map(Vendor::entries) {
        for example in entry.examples() {
            let Ok(c) = classify(entry.vendor(), example) else {
                continue;
            };
            assert_eq!(c.is_consequence(), c.kind() == Kind::DependencyFailed, "{example}");
            seen[usize::from(c.is_consequence())] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

#[test]
fn a_cause_decides_among_consequences_of_the_same_code() {
    let part = |message: &str| {
        format!(r#"{{"body":[{{"errorCode":"PROCESSING_HALTED","message":"{message}"}}],"httpStatusCode":400}}"#)
    };
    let rolled_back = part("The transaction was rolled back since another operation in the same transaction failed.");
    let cause = part("Invalid reference specified. No value for a.records[0].Id found in a");
    for parts in [
        [&cause, &rolled_back, &rolled_back],
        [&rolled_back, &cause, &rolled_back],
        [&rolled_back, &rolled_back, &cause],
    ] {
        let [a, b, c] = parts;
        let body = format!(r#"{{"compositeResponse":[{a},{b},{c}]}}"#);
        let whole = classify(Vendor::Salesforce, &body).unwrap();
        assert_eq!(whole.rule(), "salesforce/PROCESSING_HALTED#invalid_reference");
        assert_eq!(whole.next(Idempotency::Idempotent), Next::Stop);
        let followers = classify_all(Vendor::Salesforce, &body).map(|finding| finding.unwrap().is_consequence());
        assert!(followers.eq(parts.map(|part| *part == rolled_back)), "{body}");
        assert!(
            whole
                .explain()
                .to_string()
                .contains("only follows from the decisive one"),
            "{}",
            whole.explain()
        );
    }
}

/// In a response to an all-or-nothing call, whichever of the records caused the trouble.
#[test]
fn consequences_are_sent_again_exactly_if_all_other_records_are() {
    let causes = [
        ("UNABLE_TO_LOCK_ROW", true),
        ("REQUEST_RUNNING_TOO_LONG", true),
        ("REQUIRED_FIELD_MISSING", false),
        ("ENTITY_IS_DELETED", false),
        ("NO_SUCH_CODE_YET", false),
    ];
    let codes = Vendor::Salesforce.codes();
    let consequences: Vec<_> = codes.filter(|code| code.role() == Some(Role::Consequence)).collect();
    assert!(consequences.len() >= 5, "{consequences:?}");
    let record = |code: &str| format!(r#"{{"success":false,"errors":[{{"statusCode":"{code}","message":"…"}}]}}"#);
    for consequence in consequences.iter().map(|code| Code::as_str(*code)) {
        for (first, first_again) in causes {
            for (last, last_again) in causes {
                let body = format!("[{},{},{}]", record(first), record(consequence), record(last));
                let whole = classify(Vendor::Salesforce, &body).map(|c| c.retry(Idempotency::Idempotent).is_some());
                assert_eq!(whole.unwrap_or(false), first_again && last_again, "{body}");
                let followers: Vec<_> = classify_all(Vendor::Salesforce, &body)
                    .map(|finding| finding.is_ok_and(|c| c.is_consequence()))
                    .collect();
                assert_eq!(followers, [false, true, false], "{body}");
            }
        }
    }
}

/// Over every rule in the catalog, with every sort of server delay, attempt and jitter.
#[test]
fn the_delay_keeps_its_bounds_whatever_is_passed() {
    let jitters = [
        f64::NAN,
        f64::NEG_INFINITY,
        -1.0,
        -0.0,
        0.0,
        1e-300,
        0.25,
        0.5,
        0.999,
        1.0,
        1.5,
        f64::INFINITY,
    ];
    let attempts = (0..70).chain([1_000, u32::MAX - 1, u32::MAX]);
    let headers = [
        "",
        "0",
        "0.001",
        "7",
        "3600",
        "31536000",
        "18446744073709551615",
        "99999999999999999999999999",
    ];
    let mut rules = 0;
    for entry in Vendor::all().flat_map(Vendor::entries) {
        let Some(rule) = entry.backoff() else { continue };
        let Some(example) = entry.examples().first() else {
            continue;
        };
        for header in headers {
            let verdict = Failure::new(entry.vendor())
                .body(example)
                .retry_after(header)
                .classify();
            let Some(backoff) = verdict.ok().and_then(|c| c.retry(Idempotency::Idempotent)) else {
                continue;
            };
            assert_eq!(backoff.rule(), rule);
            rules += 1;
            let asked = backoff.server_delay().unwrap_or_default();
            let floor = rule.floor().max(asked);
            assert_eq!(backoff.floor(), floor);
            for attempt in attempts.clone() {
                let delays = jitters.map(|jitter| backoff.delay(attempt, jitter));
                for delay in delays {
                    assert!(delay >= floor, "{} attempt {attempt}: {delay:?}", entry.rule());
                    assert!(
                        delay <= rule.ceiling().max(floor + rule.initial()),
                        "{} attempt {attempt}: {delay:?}",
                        entry.rule()
                    );
                    // A naive caller adds it to a clock.
                    assert!(SystemTime::now().checked_add(delay).is_some());
                }
                let [nan, below @ .., infinite] = delays;
                assert_eq!(nan, backoff.delay(attempt, 1.0), "not a number is the longest wait");
                assert_eq!(infinite, backoff.delay(attempt, 1.0));
                assert_eq!(below[0], floor);
                assert!(below.is_sorted(), "more jitter, more delay");
                assert!(
                    infinite > floor,
                    "clients that wait equally long come back at different moments"
                );
                assert!(backoff.delay(attempt, 1.0) <= backoff.delay(attempt.saturating_add(1), 1.0));
            }
        }
    }
    assert!(rules > 800, "only {rules} rules with headers were tried");
}

#[test]
fn the_delay_doubles_from_the_initial_one_up_to_the_ceiling() {
    let backoff = classify(Vendor::Salesforce, "UNABLE_TO_LOCK_ROW")
        .unwrap()
        .retry(Idempotency::Idempotent)
        .unwrap();
    let rule = backoff.rule();
    assert_eq!(rule.floor(), Duration::ZERO);
    assert_eq!(backoff.delay(0, 1.0), rule.initial());
    assert_eq!(backoff.delay(1, 1.0), rule.initial());
    assert_eq!(backoff.delay(2, 1.0), rule.initial() * 2);
    assert_eq!(backoff.delay(3, 0.5), rule.initial() * 2);
    assert_eq!(
        backoff.delay(3, 0.0),
        Duration::ZERO,
        "full jitter reaches down to the floor"
    );
    assert_eq!(backoff.delay(40, 1.0), rule.ceiling());
}

#[test]
fn the_number_in_a_message_is_a_floor() {
    let body =
        r#"{"success":false,"errors":[{"code":"606","message":"Max rate limit '100' exceeded with in '45' secs"}]}"#;
    let c = classify(Vendor::MarketoRest, body).unwrap();
    assert_eq!(c.server_delay(), Some(SECOND * 45));
    assert_eq!(c.retry(Idempotency::NonIdempotent).unwrap().delay(1, 0.0), SECOND * 45);
    // A shorter one does not undercut the catalog's figure, a header that asks for more counts.
    let short = body.replace("'45'", "'1'");
    let backoff = |failure: Failure<'_>| failure.classify().unwrap().retry(Idempotency::NonIdempotent).unwrap();
    let failure = Failure::new(Vendor::MarketoRest).body(&short);
    assert_eq!(backoff(failure).floor(), SECOND * 20);
    assert_eq!(backoff(failure.retry_after("90")).floor(), SECOND * 90);
}

#[test]
fn of_several_errors_the_longest_delay_holds() {
    let error =
        |seconds| format!(r#"{{"code":"606","message":"Max rate limit '100' exceeded with in '{seconds}' secs"}}"#);
    let body = format!(
        r#"{{"success":false,"errors":[{},{},{}]}}"#,
        error(30),
        error(50),
        error(25)
    );
    assert_eq!(
        classify(Vendor::MarketoRest, &body).unwrap().server_delay(),
        Some(SECOND * 50)
    );
}

#[test]
fn a_header_in_the_text_is_a_floor() {
    let millis = |count| Some(Duration::from_millis(count));
    for (header, expected) in [
        (r#""Retry-After":"7""#, millis(7000)),
        (r#""retry-after": 7"#, millis(7000)),
        (r#"\"Retry-After\":\"7\""#, millis(7000)),
        ("'retry-after': '1.5'", millis(1500)),
        ("retry-after: 7, retry-after: 9", millis(9000)),
        ("Retry-After: 7\r\nDate: today", millis(7000)),
        ("Retry-After:[7]", millis(7000)),
        ("retry-after=7.", millis(7000)),
        ("x-ms-retry-after-ms: 250", millis(250)),
        ("Retry-After: a suggested time, 7 seconds", None),
        ("Retry-After: 7th", None),
        ("Retry-After: 7: busy", millis(7000)),
        (r#""Retry-After":"2026-11-21T12:00:00Z""#, None),
        ("Retry-After: 20261121T120000Z", None),
        ("Retry-After: 06-Nov-94 08:49:37 GMT", None),
        ("Retry-After: 21/11/2026", None),
        ("Retry-After: 12:30:00", None),
        ("Retry-After7", None),
        ("Retry-After", None),
        ("retry--after: 7", None),
        ("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", None),
        ("-", None),
    ] {
        // Before the error and behind it.
        let error = r#"{"error":{"code":"TooManyRequests","message":"x"}}"#;
        for text in [format!("{header} {error}"), format!("{error}\n{header}")] {
            assert_eq!(
                classify(Vendor::MicrosoftGraph, &text).unwrap().server_delay(),
                expected,
                "{text}"
            );
        }
    }
}

#[test]
fn an_absurd_number_in_a_message_is_long_and_does_not_overflow() {
    let body = "606: Max rate limit '100' exceeded with in '99999999999999999999999' secs";
    let backoff = classify(Vendor::MarketoRest, body)
        .unwrap()
        .retry(Idempotency::Idempotent)
        .unwrap();
    assert!(backoff.delay(u32::MAX, 1.0) >= SECOND * 365 * 24 * 60 * 60);
    assert!(SystemTime::now().checked_add(backoff.delay(u32::MAX, 1.0)).is_some());
}

#[test]
fn retry_after_as_numbers() {
    for (header, expected) in [
        ("0", 0),
        ("120", 120_000),
        ("  120\t", 120_000),
        ("1.5", 1_500),
        (".25", 250),
        ("7.", 7_000),
        ("007", 7_000),
        ("5, 10", 10_000),
        ("10,5", 10_000),
        (",, 3 ,", 3_000),
    ] {
        let c = verdict(busy().retry_after(header));
        assert_eq!(c.server_delay(), Some(Duration::from_millis(expected)), "{header:?}");
        assert_eq!(c.retry_after_error(), None, "{header:?}");
    }
}

#[test]
fn retry_after_as_dates() {
    // 1994-11-06 08:49:37 UTC: the date of RFC 9110, section 5.6.7, in its three forms.
    let date = UNIX_EPOCH + Duration::from_secs(784_111_777);
    for header in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        for (now, expected) in [(date - SECOND * 90, 90), (date, 0), (date + SECOND * 3600, 0)] {
            let c = verdict(busy().retry_after_at(header, now));
            assert_eq!(c.server_delay(), Some(SECOND * expected), "{header}");
            assert_eq!(c.retry_after_error(), None, "{header}");
            for list in [
                format!("5, {header}"),
                format!("{header}, 5"),
                format!("{header},{header}, 5 ,"),
            ] {
                let failure = busy().retry_after_at(&list, now);
                assert_eq!(
                    failure.classify().unwrap().server_delay(),
                    Some(SECOND * expected.max(5)),
                    "{list}"
                );
                assert_eq!(failure.retry_after_error(), None, "{list}");
            }
        }
    }
}

#[test]
fn a_date_is_held_against_the_system_clock() {
    let c = verdict(busy().retry_after("Sun, 06 Nov 1994 08:49:37 GMT"));
    assert_eq!(c.server_delay(), Some(Duration::ZERO));
    let far = verdict(busy().retry_after("Fri, 31 Dec 9999 23:59:59 GMT"))
        .server_delay()
        .unwrap();
    assert!(far >= SECOND * 365 * 24 * 60 * 60);
}

#[test]
fn milliseconds_headers() {
    for (header, expected) in [("1500", 1_500_000), ("0.5", 500), ("20, 700", 700_000)] {
        let c = verdict(busy().retry_after_ms(header));
        assert_eq!(c.server_delay(), Some(Duration::from_micros(expected)), "{header:?}");
    }
    let dated = busy().retry_after_ms("Sun, 06 Nov 1994 08:49:37 GMT");
    assert_eq!(dated.retry_after_error(), Some(RetryAfterError::Unreadable));
}

#[test]
fn several_headers_and_the_longest_holds() {
    let c = verdict(busy().retry_after("2").retry_after_ms("2500").retry_after("1"));
    assert_eq!(c.server_delay(), Some(Duration::from_millis(2500)));
}

#[test]
fn nonsense_is_ignored_and_said_so() {
    for header in [
        "soon",
        "-5",
        "+5",
        "1e3",
        "inf",
        "nan",
        "NaN",
        "1.2.3",
        ".",
        "5s",
        "5 seconds",
        "0x10",
        "١٢",
        "\u{fffd}",
        "Sun, 06 Nov 1994",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "2026-11-21T00:00:00Z",
    ] {
        let failure = busy().retry_after(header);
        let c = failure.classify().unwrap();
        assert_eq!(c.server_delay(), None, "{header:?}");
        assert_eq!(c.retry_after_error(), Some(RetryAfterError::Unreadable), "{header:?}");
        assert_eq!(failure.retry_after_error(), c.retry_after_error());
        // What is left is the catalog's own wait, and not a short one.
        let ours = verdict(busy()).retry(Idempotency::Idempotent).unwrap();
        assert_eq!(c.retry(Idempotency::Idempotent), Some(ours), "{header:?}");
    }
    for header in ["", " ", "\t  "] {
        assert_eq!(
            verdict(busy().retry_after(header)).retry_after_error(),
            Some(RetryAfterError::Blank),
            "{header:?}"
        );
    }
    // Of an error that nobody knows it is said, too.
    let failure = Failure::new(Vendor::Salesforce).body(r#"[{"errorCode":"NO_SUCH_CODE_YET"}]"#);
    let unrecognized = failure.retry_after("soon").classify().unwrap_err();
    assert_eq!(unrecognized.retry_after_error(), Some(RetryAfterError::Unreadable));
    let of_record = failure.retry_after("soon").classify_all().next().unwrap();
    assert_eq!(
        of_record.unwrap_err().retry_after_error(),
        Some(RetryAfterError::Unreadable)
    );
    assert_eq!(
        failure.retry_after("5").classify().unwrap_err().retry_after_error(),
        None
    );
    for failure in [failure, busy()] {
        assert_eq!(
            failure.retry_after(" ").error().retry_after_error(),
            Some(RetryAfterError::Blank)
        );
        assert_eq!(failure.error().retry_after_error(), None);
    }
    // Beside something that can be read it is said all the same.
    let c = verdict(busy().retry_after("soon, 5"));
    assert_eq!(
        (c.server_delay(), c.retry_after_error()),
        (Some(SECOND * 5), Some(RetryAfterError::Unreadable))
    );
    assert_eq!(
        RetryAfterError::Unreadable.to_string(),
        "the header that should name a delay holds neither a number nor an HTTP date"
    );
}

#[test]
fn the_time_left_of_a_quota() {
    let now = UNIX_EPOCH + Duration::from_secs(1_795_262_400);
    let left = |failure: Failure<'_>| {
        let backoff = failure.classify().unwrap().retry(Idempotency::Idempotent).unwrap();
        (backoff.reset(), backoff.time_left(now))
    };
    let marketo = Failure::new(Vendor::MarketoRest).body(r#"{"success":false,"errors":[{"code":"607"}]}"#);
    assert_eq!(
        left(marketo),
        (Some(Reset::MidnightUsCentral), Some(SECOND * 18 * 3600))
    );
    assert_eq!(
        left(marketo.retry_after("60")),
        (Some(Reset::MidnightUsCentral), Some(SECOND * 60))
    );
    let salesforce = Failure::new(Vendor::Salesforce)
        .body(r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#);
    assert_eq!(left(salesforce), (Some(Reset::Rolling24h), None));
    assert_eq!(
        left(salesforce.retry_after("120")),
        (Some(Reset::Rolling24h), Some(SECOND * 120))
    );
}

#[test]
fn a_header_in_a_string_in_a_string_is_read() {
    let mut header = String::from(r#""Retry-After": "7""#);
    for depth in 0..4 {
        let text = format!("{{\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"x\":\"{header}\"}}");
        let c = Failure::new(Vendor::Salesforce).body(&text).classify().unwrap();
        assert_eq!(c.server_delay(), Some(SECOND * 7), "{depth}: {text}");
        header = header.replace('\\', r"\\").replace('"', r#"\""#);
    }
}
