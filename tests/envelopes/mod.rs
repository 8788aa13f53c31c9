//! The forms in which the vendors' codes come back, and the ways in which they get escaped on the way.
//!
//! Written from the vendors' documents, from client libraries' fixtures and from strings that people pasted into issue
//! trackers; the catalog's and the engine's own lists of fields are not asked.

pub mod escaping;
pub mod material;
pub mod strategy;

use errcat::{Code, Vendor};
use escaping::Escaping;

/// A form with a place for a code and one for a message.
#[derive(Debug)]
pub struct Envelope {
    pub name: &'static str,
    vendors: &'static [&'static str],
    /// `§` stands where the code goes, `¶` where the message does.
    template: &'static str,
    pub stands: Stands,
    takes: Takes,
}

/// Where an envelope has the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// As the value of a field.
    Field,
    /// At the head of the whole input.
    Lead,
    /// In text.
    Text,
}

/// Which codes an envelope takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Any,
    /// `AADSTS50173`, which never stands in the field `error`.
    Numbered,
    /// `50173`
    Digits,
    /// `invalid_grant`
    Named,
}

impl Envelope {
    /// Whether the vendor sends codes like this one in this form.
    pub fn fits(&self, vendor: Vendor, spelling: &str) -> bool {
        let digits = spelling.bytes().all(|byte| byte.is_ascii_digit());
        let numbered = spelling.starts_with("AADSTS");
        let taken = match self.takes {
            Takes::Any => vendor.name() != "microsoft_entra" || !digits,
            Takes::Numbered => numbered,
            Takes::Digits => digits,
            Takes::Named => !numbered && !digits,
        };
        taken && self.vendors.contains(&vendor.name())
    }

    /// Whether the code counts in this form: an ordinary word, a number or a pair only where it is designated.
    pub fn counts(&self, code: Code, spelling: &str) -> bool {
        self.stands != Stands::Text || !is_ordinary(code, spelling)
    }

    /// Returns the form with a code and a message.
    pub fn fill(&self, code: &str, message: &str) -> String {
        self.template.replace('¶', message).replace('§', code)
    }
}

/// Whether a code is an ordinary word, a number or a pair.
pub fn is_ordinary(code: Code, spelling: &str) -> bool {
    code.is_word() || is_pair(spelling) || spelling.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a code is a number and the type of an exception, as SharePoint's are: with a comma and a blank inside.
pub fn is_pair(spelling: &str) -> bool {
    spelling.contains(", ")
}

/// Whether a code stands as it is spelt in an escaped text: a URL escapes comma and blank.
pub fn survives(spelling: &str, nesting: &[Escaping]) -> bool {
    !(is_pair(spelling) && nesting.contains(&Escaping::Url))
}

/// The envelopes that a vendor sends a code in.
pub fn of(vendor: Vendor, spelling: &str) -> impl Iterator<Item = &'static Envelope> {
    ENVELOPES.iter().filter(move |envelope| envelope.fits(vendor, spelling))
}

const PLATFORM: &[&str] = &["salesforce", "salesforce_bulk", "salesforce_backup"];
const SOAP: &[&str] = &["salesforce"];
const BULK: &[&str] = &["salesforce_bulk"];
const OAUTH: &[&str] = &["salesforce_oauth"];
const SALES_CONNECT: &[&str] = &["marketo_sales_connect"];
const MARKETO: &[&str] = &["marketo_rest"];
const GRAPH: &[&str] = &["microsoft_graph", "microsoft365_backup"];
const ENTRA: &[&str] = &["microsoft_entra"];
const EVERYONE: &[&str] = &[
    "salesforce",
    "salesforce_bulk",
    "salesforce_backup",
    "salesforce_oauth",
    "marketo_sales_connect",
    "marketo_rest",
    "microsoft_graph",
    "microsoft365_backup",
    "microsoft_entra",
];

const fn field(name: &'static str, vendors: &'static [&'static str], template: &'static str) -> Envelope {
    Envelope {
        name,
        vendors,
        template,
        stands: Stands::Field,
        takes: Takes::Any,
    }
}

const fn lead(name: &'static str, template: &'static str) -> Envelope {
    Envelope {
        stands: Stands::Lead,
        ..field(name, EVERYONE, template)
    }
}

const fn text(name: &'static str, vendors: &'static [&'static str], template: &'static str) -> Envelope {
    Envelope {
        stands: Stands::Text,
        ..field(name, vendors, template)
    }
}

/// A form without a message of its own beside the code, which a number needs to be taken for a code.
const fn named(name: &'static str, vendors: &'static [&'static str], template: &'static str) -> Envelope {
    Envelope {
        takes: Takes::Named,
        ..field(name, vendors, template)
    }
}

const fn entra(name: &'static str, takes: Takes, template: &'static str) -> Envelope {
    Envelope {
        takes,
        ..field(name, ENTRA, template)
    }
}

pub static ENVELOPES: &[Envelope] = &[
    // Salesforce REST: an array of errors, or one.
    field("rest array", PLATFORM, r#"[{"message":"¶","errorCode":"§"}]"#),
    field(
        "rest array, code first",
        PLATFORM,
        r#"[{"errorCode":"§","message":"¶","fields":["Name"]}]"#,
    ),
    field(
        "rest array, spaced",
        PLATFORM,
        "[ {\n  \"message\" : \"¶\",\n  \"errorCode\" : \"§\"\n} ]",
    ),
    field("rest object", PLATFORM, r#"{"errorCode":"§","message":"¶"}"#),
    field(
        "rest xml",
        PLATFORM,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Errors><Error><errorCode>§</errorCode><message>¶</message></Error></Errors>",
    ),
    // Salesforce SOAP.
    field(
        "soap fault",
        SOAP,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:sf=\"urn:fault.partner.soap.sforce.com\"><soapenv:Body><soapenv:Fault><faultcode>sf:§</faultcode><faultstring>§: ¶</faultstring><detail><sf:UnexpectedErrorFault xsi:type=\"sf:UnexpectedErrorFault\"><sf:exceptionCode>§</sf:exceptionCode><sf:exceptionMessage>¶</sf:exceptionMessage></sf:UnexpectedErrorFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>",
    ),
    field(
        "soap fault, no prefix",
        SOAP,
        "<soapenv:Fault><faultcode>§</faultcode><faultstring>§: ¶</faultstring></soapenv:Fault>",
    ),
    field(
        "soap save result",
        SOAP,
        "<createResponse><result><errors><message>¶</message><statusCode>§</statusCode></errors><id xsi:nil=\"true\"/><success>false</success></result></createResponse>",
    ),
    field(
        "axis fault",
        SOAP,
        "[ApiFault  exceptionCode='§'\n exceptionMessage='¶'\n]\n",
    ),
    // Salesforce collections, tree, composite, batch.
    field(
        "save result",
        SOAP,
        r#"[{"success":true,"id":"001RM000003oLrB000","errors":[]},{"success":false,"errors":[{"statusCode":"§","message":"¶","fields":[]}]}]"#,
    ),
    field(
        "tree",
        SOAP,
        r#"{"hasErrors":true,"results":[{"referenceId":"ref1","errors":[{"statusCode":"§","message":"¶","fields":[]}]}]}"#,
    ),
    field(
        "composite",
        SOAP,
        r#"{"compositeResponse":[{"body":[{"errorCode":"§","message":"¶"}],"httpHeaders":{},"httpStatusCode":400,"referenceId":"newContact"}]}"#,
    ),
    field(
        "composite batch",
        SOAP,
        r#"{"hasErrors":true,"results":[{"statusCode":404,"result":[{"errorCode":"§","message":"¶"}]}]}"#,
    ),
    // Salesforce Bulk.
    field(
        "bulk error xml",
        BULK,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><error xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\"><exceptionCode>§</exceptionCode><exceptionMessage>¶</exceptionMessage></error>",
    ),
    field(
        "bulk error json",
        BULK,
        r#"{"exceptionCode":"§","exceptionMessage":"¶"}"#,
    ),
    field(
        "bulk state message",
        BULK,
        r#"{"id":"751x00000000079AAA","jobId":"750x0000000005LAAQ","state":"Failed","stateMessage":"§ : ¶"}"#,
    ),
    field(
        "bulk state message xml",
        BULK,
        "<batchInfo><id>751x00000000079AAA</id><state>Failed</state><stateMessage>§ : ¶</stateMessage></batchInfo>",
    ),
    field(
        "bulk job",
        BULK,
        r#"{"id":"750R0000000zlh9IAA","state":"Failed","errorMessage":"§ : ¶","apiVersion":61.0}"#,
    ),
    text(
        "bulk failed results",
        &["salesforce", "salesforce_bulk"],
        "\"sf__Id\",\"sf__Error\",\"Name\"\n\"\",\"§:¶:Name --\",\"Acme\"\n",
    ),
    text(
        "bulk results",
        &["salesforce", "salesforce_bulk"],
        "\"Id\",\"Success\",\"Created\",\"Error\"\n\"\",\"false\",\"false\",\"§:¶:--\"\n",
    ),
    // Salesforce OAuth.
    field("oauth object", OAUTH, r#"{"error":"§","error_description":"¶"}"#),
    field(
        "oauth object, description first",
        OAUTH,
        r#"{"error_description":"¶","error":"§"}"#,
    ),
    field("oauth object without description", OAUTH, r#"{"error":"§"}"#),
    field(
        "redirect query",
        OAUTH,
        "https://app.example/callback?error=§&error_description=end-user+did+not+agree&state=x",
    ),
    field(
        "redirect fragment",
        OAUTH,
        "https://app.example/callback#error=§&error_description=end%20user%20did%20not%20agree",
    ),
    field("redirect query, code last", OAUTH, "/callback?state=x&error=§"),
    // Marketo.
    field(
        "marketo errors",
        MARKETO,
        r#"{"requestId":"e42b#14272d07d78","success":false,"errors":[{"code":"§","message":"¶"}]}"#,
    ),
    field(
        "marketo reasons",
        MARKETO,
        r#"{"requestId":"e42b#14272d07d78","success":true,"result":[{"id":50,"status":"created"},{"id":51,"status":"skipped","reasons":[{"code":"§","message":"¶"}]}]}"#,
    ),
    field(
        "marketo errors, spaced",
        MARKETO,
        "{\n   \"success\": false,\n   \"errors\": [\n      {\n         \"code\": \"§\",\n         \"message\": \"¶\"\n      }\n   ]\n}",
    ),
    field("marketo python", MARKETO, "API Error: [{'code': '§', 'message': '¶'}]"),
    field("marketo ruby", MARKETO, r#"[{"code"=>"§", "message"=>"¶"}]"#),
    field(
        "marketo php",
        MARKETO,
        "array(1) {\n  'code' => '§',\n  'message' => '¶',\n}",
    ),
    field(
        "marketo node",
        MARKETO,
        "{ requestId: 'e42b#14272d07d78', errors: [ { code: '§', message: '¶' } ] }",
    ),
    // The diagnostics of Marketo Sales Connect.
    field(
        "diagnostics",
        SALES_CONNECT,
        "**Error:** §\n**Category:** Access/Validation\n**Message:** ¶",
    ),
    field("diagnostics, plain", SALES_CONNECT, "Error: §\nMessage: ¶"),
    field("diagnostics, french", SALES_CONNECT, "**Erreur :** §\n**Message :** ¶"),
    field(
        "diagnostics, japanese",
        SALES_CONNECT,
        "**エラー：** §\n**メッセージ：** ¶",
    ),
    // Microsoft Graph.
    field(
        "graph",
        GRAPH,
        r#"{"error":{"code":"§","message":"¶","innerError":{"date":"2021-06-09T10:00:00","request-id":"8be29f8d-94b6-4c42-b4f9-6f7a6f0d86ed","client-request-id":"8be29f8d-94b6-4c42-b4f9-6f7a6f0d86ed"}}}"#,
    ),
    named(
        "graph, inner error",
        GRAPH,
        r#"{"error":{"code":"UnknownError","message":"¶","innererror":{"code":"§","request-id":"8be29f8d-94b6-4c42-b4f9-6f7a6f0d86ed"}}}"#,
    ),
    field(
        "graph, inner error first",
        GRAPH,
        r#"{"error":{"innerError":{"request-id":"8be29f8d"},"message":"¶","code":"§"}}"#,
    ),
    field(
        "graph, spaced",
        GRAPH,
        "{\n  \"error\": {\n    \"code\": \"§\",\n    \"message\": \"¶\"\n  }\n}",
    ),
    field(
        "graph batch",
        GRAPH,
        r#"{"responses":[{"id":"1","status":200,"body":{}},{"id":"2","status":403,"headers":{"Cache-Control":"no-cache"},"body":{"error":{"code":"§","message":"¶","innerError":{"request-id":"8be29f8d"}}}}]}"#,
    ),
    field(
        "graph python",
        GRAPH,
        "{'error': {'code': '§', 'message': '¶', 'innerError': {'request-id': '8be29f8d'}}}",
    ),
    field("graph ruby", GRAPH, r#"{"error"=>{"code"=>"§", "message"=>"¶"}}"#),
    field(
        "graph rust",
        GRAPH,
        r#"ErrorMessage { code: Some("§"), message: Some("¶"), inner_error: None }"#,
    ),
    field(
        "graph swift",
        GRAPH,
        r#"GraphError(code: Optional("§"), message: Optional("¶"))"#,
    ),
    named(
        "graph node",
        GRAPH,
        "GraphError: ¶ {\n  statusCode: 403,\n  code: '§',\n  requestId: null\n}",
    ),
    field(
        "graph sdk text",
        GRAPH,
        "Microsoft.Graph.ServiceException: Code: §\nMessage: ¶\nInner error:\n\tAdditionalData:\n\tdate: 2021-06-09T10:00:00",
    ),
    // Microsoft Entra.
    entra(
        "token error",
        Takes::Named,
        r#"{"error":"§","error_description":"¶","timestamp":"2021-06-09 10:00:00Z","trace_id":"8be29f8d","correlation_id":"8be29f8d"}"#,
    ),
    entra(
        "token redirect",
        Takes::Named,
        "https://localhost/myapp/?error=§&error_description=the+user+canceled",
    ),
    entra(
        "aadsts description",
        Takes::Numbered,
        r#"{"error":"invalid_grant","error_description":"§: ¶\r\nTrace ID: 8be29f8d\r\nCorrelation ID: 8be29f8d\r\nTimestamp: 2021-06-09 10:00:00Z","timestamp":"2021-06-09 10:00:00Z"}"#,
    ),
    entra(
        "aadsts text",
        Takes::Numbered,
        "MsalServiceException: §: ¶\r\nTrace ID: 8be29f8d",
    ),
    entra(
        "aadsts numbers",
        Takes::Digits,
        r#"{"error":"invalid_grant","error_description":"¶","error_codes":[§],"timestamp":"2021-06-09 10:00:00Z"}"#,
    ),
    // Clients' dumps of the Salesforce form.
    field("python", PLATFORM, "[{'message': '¶', 'errorCode': '§'}]"),
    field(
        "python 2",
        PLATFORM,
        "Response content: [{u'errorCode': u'§', u'message': u'¶'}]",
    ),
    field("python bytes", PLATFORM, r#"b'[{"message":"¶","errorCode":"§"}]'"#),
    field(
        "ruby",
        PLATFORM,
        r#"[{"message"=>"¶", "errorCode"=>"§", "fields"=>[]}]"#,
    ),
    field("ruby symbols", PLATFORM, r#"{:message=>"¶", :error_code=>"§"}"#),
    field(
        "php",
        PLATFORM,
        "array (\n  'message' => '¶',\n  'errorCode' => '§',\n)",
    ),
    field(
        "php print_r",
        PLATFORM,
        "Array\n(\n    [message] => ¶\n    [errorCode] => §\n)\n",
    ),
    field(
        "php var_dump",
        PLATFORM,
        "array(2) {\n  [\"message\"]=>\n  string(9) \"¶\"\n  [\"errorCode\"]=>\n  string(12) \"§\"\n}",
    ),
    field(
        "rust",
        PLATFORM,
        r#"ErrorResponse { message: "¶", error_code: "§", fields: Some([]) }"#,
    ),
    field(
        "rust, optional",
        PLATFORM,
        r#"ErrorResponse { message: "¶", error_code: Some("§") }"#,
    ),
    field(
        "rust, pretty",
        PLATFORM,
        "ErrorResponse {\n    message: \"¶\",\n    error_code: Some(\n        \"§\",\n    ),\n}",
    ),
    field("clojure", PLATFORM, r#"[{:message "¶", :errorCode "§", :fields []}]"#),
    field(
        "elixir",
        PLATFORM,
        r#"{:error, [%{"errorCode" => "§", "fields" => [], "message" => "¶"}]}"#,
    ),
    field(
        "erlang",
        PLATFORM,
        r#"{error,{400,[#{<<"errorCode">> => <<"§">>,<<"message">> => <<"¶">>}]}}"#,
    ),
    field("scala", PLATFORM, "Map(message -> ¶, errorCode -> §)"),
    field("haskell", PLATFORM, r#"ApiError {errorCode = "§", message = "¶"}"#),
    field("java map", PLATFORM, "[{message=¶, errorCode=§}]"),
    field(
        "powershell",
        PLATFORM,
        "@{message=¶; errorCode=§; fields=System.Object[]}",
    ),
    field("node", PLATFORM, "[ { message: '¶', errorCode: '§' } ]"),
    field("node error", PLATFORM, "Error: ¶ {\n  errorCode: '§',\n  fields: []\n}"),
    field("go", PLATFORM, r#"[{Message:¶ ErrorCode:§ Fields:[]}]"#),
    field("java", PLATFORM, "ApiError(message=¶, errorCode=§, fields=null)"),
    field("key=value", PLATFORM, "errorCode=§ message=\"¶\""),
    field("key=value, last", PLATFORM, "level=error message=\"¶\" errorCode=§"),
    field("yaml", PLATFORM, "- message: ¶\n  errorCode: §\n"),
    field(
        "log line",
        PLATFORM,
        r#"2024-05-01 10:00:00,123 WARN  [sync-3] c.e.Worker - request failed: 400 [{"message":"¶","errorCode":"§"}]"#,
    ),
    field(
        "coloured",
        PLATFORM,
        "\u{1b}[31m\u{1b}[1merrorCode\u{1b}[22m: \u{1b}[33m§\u{1b}[39m message: ¶\u{1b}[0m",
    ),
    field("typographic", PLATFORM, "„errorCode“：„§“，„message“：„¶“"),
    field(
        "zero width",
        PLATFORM,
        "{\"errorCode\":\"\u{200b}§\u{200b}\",\"message\":\"¶\"}",
    ),
    // In text.
    lead("bare", "§"),
    lead("bare, quoted", "\"§\""),
    lead("bare, in single quotes", "'§'"),
    lead("bare, in typographic quotes", "“§”"),
    lead("code and message", "§: ¶"),
    text("exception", EVERYONE, "com.example.ApiException: §: ¶"),
    text(
        "log line of text",
        EVERYONE,
        "2024-05-01T10:00:00Z WARN worker-3 - §: ¶",
    ),
    text(
        "coloured text",
        EVERYONE,
        "\u{1b}[31mfailed\u{1b}[0m \u{1b}[1;33m§\u{1b}[0m: ¶",
    ),
    text(
        "exception with arguments",
        PLATFORM,
        "SalesforceError(status=400, code='§', message='¶')",
    ),
    // As runners of builds annotate a log.
    text("github runner", EVERYONE, "::error::§: ¶"),
    text(
        "github runner, with a place",
        EVERYONE,
        "::warning file=src/sync.js,line=3,col=5::§: ¶",
    ),
    text(
        "github runner's log",
        EVERYONE,
        "2024-05-01T10:00:00.1234567Z ::error::§: ¶",
    ),
    text(
        "github runner's log, set apart",
        EVERYONE,
        "2024-05-01T10:00:00.1234567Z ##[error]§: ¶",
    ),
    text(
        "azure pipelines",
        EVERYONE,
        "##vso[task.logissue type=error;sourcepath=src/sync.cs;linenumber=3]§: ¶",
    ),
    text(
        "teamcity",
        EVERYONE,
        "##teamcity[buildProblem description='§: ¶' identity='sync']",
    ),
    text("gitlab runner", EVERYONE, "\u{1b}[0KERROR: Job failed: §: ¶"),
    text("in parentheses", EVERYONE, "the call was refused (§)"),
    text("in backticks", EVERYONE, "the call was refused with `§`"),
    text(
        "dml text",
        SOAP,
        "Insert failed. First exception on row 0; first error: §, ¶: [Name]",
    ),
];
