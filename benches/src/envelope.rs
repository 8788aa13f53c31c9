//! The shapes in which a vendor's error reaches a program, with ids and times that differ from message to message.

use crate::random::Random;

/// A shape of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Envelope {
    /// The code and nothing else.
    Bare,
    /// `CODE: text`.
    Prefixed,
    /// Salesforce REST.
    SalesforceJson,
    /// Salesforce composite and collection calls.
    SalesforceComposite,
    /// The same body as a string in a line of a JSON log.
    EscapedSalesforceJson,
    /// Salesforce SOAP.
    Soap,
    /// The `sf__Error` column of a Bulk result.
    BulkCsv,
    /// An error of the Bulk API 1.0.
    BulkXml,
    /// A failed token request.
    OAuthJson,
    /// The same in the address to which a browser is sent.
    OAuthRedirect,
    /// Marketo's response with errors.
    MarketoJson,
    /// Marketo's response with skipped records.
    MarketoSkipped,
    /// A body with `code` and `message` as a string in a line of a JSON log.
    EscapedJson,
    /// Microsoft Graph.
    GraphJson,
    /// One response of a Graph batch.
    GraphBatch,
    /// A line of a log.
    LogLine,
    /// An exception with its stack.
    Exception,
    /// As it stands in the catalog or the corpus.
    AsFound,
}

use Envelope as E;

/// Returns the shapes in which the errors of a vendor come.
#[must_use]
pub fn of_vendor(vendor: &str) -> &'static [Envelope] {
    match vendor {
        "salesforce" | "marketo_sales_connect" => &[
            E::Bare,
            E::Prefixed,
            E::SalesforceJson,
            E::SalesforceComposite,
            E::EscapedSalesforceJson,
            E::Soap,
            E::BulkCsv,
            E::LogLine,
            E::Exception,
        ],
        // Its examples are bare codes already.
        "salesforce_backup" => &[E::Prefixed, E::SalesforceJson, E::BulkCsv, E::LogLine, E::Exception],
        "salesforce_bulk" => &[
            E::Bare,
            E::Prefixed,
            E::SalesforceJson,
            E::BulkCsv,
            E::BulkXml,
            E::LogLine,
            E::Exception,
        ],
        "salesforce_oauth" => &[E::OAuthJson, E::OAuthRedirect, E::LogLine, E::Prefixed],
        "marketo_rest" => &[E::MarketoJson, E::MarketoSkipped, E::EscapedJson],
        "microsoft_entra" => &[
            E::Prefixed,
            E::OAuthJson,
            E::OAuthRedirect,
            E::GraphJson,
            E::LogLine,
            E::Exception,
        ],
        _ => &[
            E::Bare,
            E::GraphJson,
            E::GraphBatch,
            E::EscapedJson,
            E::LogLine,
            E::Exception,
        ],
    }
}

/// Writes an error in a shape.
#[must_use]
pub fn wrap(envelope: Envelope, code: &str, text: &str, random: &mut Random) -> String {
    let id = |random: &mut Random| {
        let (a, b) = (random.bits(), random.bits());
        let tail = b & 0xffff_ffff_ffff;
        format!(
            "{:08x}-{:04x}-4{:03x}-9{:03x}-{tail:012x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b >> 52
        )
    };
    let time = |random: &mut Random| {
        let bits = random.bits();
        let (month, day) = (bits % 12 + 1, bits / 12 % 28 + 1);
        format!(
            "2026-{month:02}-{day:02}T{:02}:{:02}:{:02}",
            bits >> 20 & 15,
            bits >> 30 & 31,
            bits >> 40 & 31
        )
    };
    let record = |random: &mut Random| format!("0015g00000{:08X}", random.bits() >> 32);
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let (json, xml) = (
        quoted(text),
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
    );
    match envelope {
        E::Bare | E::AsFound => code.to_owned(),
        E::Prefixed => format!("{code}: {text}"),
        E::SalesforceJson => format!("[{{\"message\":{json},\"errorCode\":\"{code}\"}}]"),
        E::SalesforceComposite => format!(
            "{{\"compositeResponse\":[{{\"body\":[{{\"id\":null,\"success\":false,\"errors\":[{{\"statusCode\":\"{code}\",\
             \"message\":{json},\"fields\":[\"Name\"]}}]}}],\"httpHeaders\":{{}},\"httpStatusCode\":200,\"referenceId\":\"ref{}\"}}]}}",
            record(random)
        ),
        E::EscapedSalesforceJson => {
            let body = wrap(E::SalesforceJson, code, text, random);
            format!(
                "{{\"level\":\"error\",\"ts\":\"{}\",\"response\":{}}}",
                time(random),
                quoted(&body)
            )
        }
        E::EscapedJson => {
            let body = format!("{{\"errors\":[{{\"code\":\"{code}\",\"message\":{json}}}]}}");
            format!(
                "{{\"level\":\"error\",\"ts\":\"{}\",\"response\":{}}}",
                time(random),
                quoted(&body)
            )
        }
        E::Soap => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope \
             xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:sf=\"urn:fault.partner.soap.sforce.com\">\
             <soapenv:Body><soapenv:Fault><faultcode>sf:{code}</faultcode><faultstring>{code}: {xml}</faultstring><detail>\
             <sf:UnexpectedErrorFault><sf:exceptionCode>{code}</sf:exceptionCode><sf:exceptionMessage>{xml}\
             </sf:exceptionMessage></sf:UnexpectedErrorFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
        ),
        E::BulkCsv => format!(
            "\"\",\"{code}:{}:--\",\"{}\",\"Acme\"",
            text.replace('"', "\"\""),
            record(random)
        ),
        E::BulkXml => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><error xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\">\
             <exceptionCode>{code}</exceptionCode><exceptionMessage>{xml}</exceptionMessage></error>"
        ),
        E::OAuthJson => format!(
            "{{\"error\":\"{code}\",\"error_description\":{json},\"timestamp\":\"{}Z\",\"trace_id\":\"{}\",\
             \"correlation_id\":\"{}\"}}",
            time(random),
            id(random),
            id(random)
        ),
        E::OAuthRedirect => format!(
            "https://app.example.com/callback?error={code}&error_description={}&state={:x}",
            text.replace('%', "%25")
                .replace(' ', "+")
                .replace('&', "%26")
                .replace('"', "%22"),
            random.bits()
        ),
        E::MarketoJson => format!(
            "{{\"requestId\":\"{:x}#{:x}\",\"success\":false,\"errors\":[{{\"code\":\"{code}\",\"message\":{json}}}]}}",
            random.bits() & 0xffff,
            random.bits() >> 20
        ),
        E::MarketoSkipped => format!(
            "{{\"requestId\":\"{:x}#{:x}\",\"success\":true,\"result\":[{{\"seq\":0,\"status\":\"skipped\",\"reasons\":[\
             {{\"code\":\"{code}\",\"message\":{json}}}]}}]}}",
            random.bits() & 0xffff,
            random.bits() >> 20
        ),
        E::GraphJson => format!(
            "{{\"error\":{{\"code\":\"{code}\",\"message\":{json},\"innerError\":{{\"date\":\"{}\",\"request-id\":\"{}\",\
             \"client-request-id\":\"{}\"}}}}}}",
            time(random),
            id(random),
            id(random)
        ),
        E::GraphBatch => format!(
            "{{\"responses\":[{{\"id\":\"{}\",\"status\":400,\"headers\":{{\"Content-Type\":\"application/json\"}},\"body\":\
             {{\"error\":{{\"code\":\"{code}\",\"message\":{json},\"innerError\":{{\"request-id\":\"{}\"}}}}}}}}]}}",
            random.below(20),
            id(random)
        ),
        E::LogLine => format!(
            "{}.{:03}Z ERROR [worker-{}] sync.upsert record={} failed: {code}: {text}",
            time(random),
            random.below(1000),
            random.below(64),
            record(random)
        ),
        E::Exception => format!(
            "Exception in thread \"main\" com.example.sync.ApiException: {code}: {text}\n\tat \
             com.example.sync.Client.send(Client.java:{})\n\tat com.example.sync.Batch.run(Batch.java:{})\n\tat \
             java.base/java.lang.Thread.run(Thread.java:833)",
            random.below(900) + 1,
            random.below(900) + 1
        ),
    }
}
