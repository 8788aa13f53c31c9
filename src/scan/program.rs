//! Whether a place in a text is source code, or the headline of a document: what these say about a code or a message is
//! no error.
//!
//! Three things tell source code: how the line begins (a comment, a statement), what stands before the string literal in
//! which the place is (a call, an operator, a subscript), and what stands behind it (an arm, a verb).

mod written;

use written::{is_assigned, is_element, is_given, is_handed_over, is_lone_argument, is_made};

use super::block;
use super::document::{is_headline, unnumbered};
use super::line::{Line, REACH};
use super::strip::{ended, within};
use super::word::{self, begins_with_any, ends_with_any, is_constant, is_word};

/// Whether a place in a line is in source code.
pub fn is_program(line: Line<'_>) -> bool {
    let before = within(line.before());
    // Nothing before it makes it a program's, and neither do a time, as in logs, or a body that begins the input.
    let body = matches!(before, [b'{', b'"', _, ..] | [b'[', b'{', b'"', ..] | [b'<', ..]);
    let timed = before.first().is_some_and(u8::is_ascii_digit) && unnumbered(before).is_none();
    if (line.is_first() && (body || before.is_empty())) || timed {
        return false;
    }
    let line = line.with_end();
    is_comment(before)
        || is_remark(before)
        || is_block_comment(line)
        || is_headline(line)
        || is_statement(line)
        || is_declared(line)
        || is_value(line)
        || is_enumerator(line)
        || is_given(line)
        || is_handed_over(line.rest())
        || literal(before).is_some_and(|open| {
            let (before, quote) = (&before[..open], before[open]);
            is_operand(before)
                || is_pattern(before)
                || is_made(before, line.rest(), quote)
                || is_element(before, line.rest())
                || is_tested(before, line.rest(), quote)
                || is_lone_argument(line, before, quote)
        })
}

/// Whether a line begins a comment in which somebody writes; a body that was only commented out is one still.
///
/// `#` alone also begins headings and prompts, so a comment of that kind must be indented.
fn is_comment(line: &[u8]) -> bool {
    let text = line.trim_ascii_start();
    let indented = line.len() >= text.len() + 2;
    let said = match text {
        [b'/', b'/', said @ ..] | [b'/', b'*', said @ ..] => said,
        [b'#', b' ', said @ ..] if indented => said,
        _ => return false,
    };
    let said = said.trim_ascii_start();
    let key = said.strip_prefix(b"\"").map(word::split_first);
    let member = key.is_some_and(|(_, behind)| behind.starts_with(b"\":"));
    // Rows of a file are commented out, too, `# "","X:…","2021-01-01"`.
    let cell = said.ends_with(b"\",\"");
    // A browser's console puts the place in a script before what it logs, `//sync.js:4 …`.
    let place = said.split(|byte| *byte == b' ').next().unwrap_or_default();
    let (file, number) = word::split_last(place);
    let located = file.ends_with(b":") && file.contains(&b'.') && number.iter().all(u8::is_ascii_digit);
    // Or a log, whose lines begin with a time, or what Apex says of a failed operation.
    !member
        && !cell
        && !located
        && !line.ends_with(b"first error: ")
        && !matches!(said, [b'{' | b'[' | b'<', ..] | [b'0'..=b'2', b'0'..=b'9', b':', ..])
}

/// Whether a comment stands behind a line's code: `sync(); // X`, `'Quota',  # X`, `if failed:   # X`.
fn is_remark(line: &[u8]) -> bool {
    let signs = [b';', b'{', b'}', b',', b':'];
    let is_told = |at: usize| {
        let blanks = line[at + 1..]
            .iter()
            .take(REACH)
            .take_while(|byte| **byte == b' ')
            .count();
        let said = &line[at + 1 + blanks..];
        (blanks > 0 && line[at] != b':' && said.starts_with(b"//")) || (blanks > 1 && said.starts_with(b"# "))
    };
    block::positions(line, signs).any(is_told)
}

/// Whether a line is one of a block of comments, ` * …`, whose stars stand in an odd column, below that of the slash; those
/// of lists do not.
fn is_block_comment(line: Line<'_>) -> bool {
    let star = |line: &[u8]| {
        let column = line.iter().take_while(|byte| **byte == b' ').count();
        (column % 2 == 1 && line[column..].starts_with(b"* ")).then_some(column)
    };
    let own = star(within(line.before()));
    let goes_on = |above: &[u8]| star(above) == own || above.trim_ascii().starts_with(b"/*");
    own.is_some() && line.previous().is_some_and(|above| goes_on(within(above)))
}

/// Whether a line only says in words whose error follows: `return order 4711 (Acme): [{"errorCode":"X"`,
/// `case 5003x: X: …`.
pub fn introduces_error(line: Line<'_>) -> bool {
    let text = within(line.before());
    // An object of a program's has a blank in its brace; Node prints lists so as well.
    let listed = |at: usize| text[..at].trim_ascii_end().ends_with(b"[");
    let opens = |at: &usize| listed(*at) || text.get(at + 1) != Some(&b' ');
    // Axis prints faults as `[ApiFault  exceptionCode='X'`.
    let fault = |at: &usize| text.get(at + 1).is_some_and(u8::is_ascii_uppercase);
    let body = block::positions(text, [b'{', b'<'])
        .find(opens)
        .or_else(|| block::positions(text, [b'[']).find(fault));
    let label = text[..body.unwrap_or(text.len())].trim_ascii_end();
    let label = label.strip_suffix(b"[").unwrap_or(label).trim_ascii_end();
    let count = |byte: u8| block::positions(label, [byte]).count();
    let worded = block::positions(label, *b"\"'`[]{?;").next().is_none() && count(b'(') == count(b')');
    let heads = || word::split_first(line.rest()).1.starts_with(b": ");
    worded && label.ends_with(b":") && (body.is_some() || heads())
}

/// Whether a line begins as a statement or a declaration does, and so is one.
fn is_statement(line: Line<'_>) -> bool {
    let text = within(line.before()).trim_ascii_start();
    // What begins no sentence.
    const SURE: [&str; 25] = [
        "return ", "case ", "throw ", "raise ", "const ", "let ", "var ", "if (", "for (", "while (", "switch (",
        "} else", "} catch", "except ", "expect(", "expect_", "assert", "#define ", "|| ", "&& ", "when \"", "when '",
        "? {", "Write-", "echo \"",
    ];
    // What may, unless the line ends as those of programs do.
    const LIKELY: [&str; 15] = [
        "async ", "class ", "def ", "elif ", "enum ", "export ", "fn ", "func", "if ", "import ", "private ",
        "public ", "static ", "struct ", "type ",
    ];
    // Asked of many lines: one load tells most of them apart.
    const FIRST: [bool; 256] = word::firsts(&[&SURE, &LIKELY]);
    let ends = || {
        let last = ended(line.rest()).last();
        matches!(last, Some(b'{' | b';' | b'(' | b'[' | b',' | b':' | b'='))
    };
    let may_begin = text.first().is_some_and(|first| FIRST[usize::from(*first)]);
    let begins = || may_begin && (begins_with_any(text, &SURE) || (begins_with_any(text, &LIKELY) && ends()));
    // Each of the others has one of these signs.
    let signed = || block::positions(text, [b'=', b'(', b'[']).next().is_some();
    let holds = || compares(text) || is_arrow_function(text) || is_call(text, line.rest()) || is_assignment(text, line);
    (begins() || (signed() && holds())) && !introduces_error(line) && !is_cmdlets(text)
}

/// Whether a cmdlet of PowerShell's heads a line as the console prints its errors: `Write-ErrorMessage : …`.
fn is_cmdlets(text: &[u8]) -> bool {
    let behind = word::split_first(text).1;
    let noun = behind.strip_prefix(b"-").map(word::split_first);
    noun.is_some_and(|(_, behind)| behind.starts_with(b" : "))
}

/// Whether a function is written on a line whose parameters an arrow sets apart, `json: async () => ({ error: `, or one
/// that makes a body: `JSON.stringify({ error: `.
fn is_arrow_function(text: &[u8]) -> bool {
    let body = |text: &[u8]| begins_with_any(text, &["{\"", "[{\""]);
    let arrow = |at: usize| text[at + 1..].strip_prefix(b" => ").is_some_and(|made| !body(made));
    block::positions(text, [b')']).any(arrow) || block::contains(text, b"stringify(")
}

/// Whether a line is a statement that calls something, `context.setError("X", "…");`, `Assert.Equal("X", e.Message);`, or
/// decorates what is below, `@retry(on=["X"])`.
fn is_call(text: &[u8], rest: &[u8]) -> bool {
    let decorator = text.strip_prefix(b"@");
    let (path, arguments) = word::split_path(decorator.unwrap_or(text));
    let ends = if decorator.is_some() { &b")"[..] } else { b");" };
    if !arguments.starts_with(b"(") || !ended(rest).ends_with(ends) {
        return false;
    }
    let count = |byte: u8| block::positions(arguments, [byte]).count();
    // What an exception or a row is called with is printed, too, and then closed: `Contact(row 5) X (…);`.
    let open = count(b'(') > count(b')');
    // So is an answer in JSONP: `app.done({"error":"X"});`.
    let answer = begins_with_any(arguments, &["({\"", "([{\""]);
    let called = path.first().is_some_and(u8::is_ascii_lowercase) || (path.contains(&b'.') && literal(text).is_some());
    open && !answer && called
}

/// Whether a line sets a member of an object, `denied.body = …;`, a variable, `$body = …`, `text = "…" +`,
/// `SOME_TEXT = "…"`, or a parameter, `json={"error": …},`.
fn is_assignment(text: &[u8], line: Line<'_>) -> bool {
    let rest = line.rest();
    let variable = text.strip_prefix(b"$");
    let (name, mut behind) = word::split_first(variable.unwrap_or(text));
    while let Some(member) = behind.strip_prefix(b"->") {
        behind = word::split_first(member).1;
    }
    let set = variable.is_some() && behind.starts_with(b" = ");
    // Dictionaries of Objective-C are printed with double quotes: `error = "X";`.
    let quoted = behind == b" = '" && matches!(ended(rest), [.., b'\'', b';']);
    let raw = behind.starts_with(b" = `{") || matches!(behind, b" = f\"" | b" = f'");
    let joined = ended(rest).ends_with(b"\" +");
    // A constant's whole text, or the list of them that it holds.
    let constant = is_constant(name)
        && (begins_with_any(
            behind,
            &[" = (\"", " = ('", " = [\"", " = ['", " = frozenset(", " = new "],
        ) || matches!(
            (behind, ended(rest)),
            (b" = \"", [.., b'"']) | (b" = {\"" | b" = {'", [.., b'}'])
        ));
    let given = behind.starts_with(b"={")
        && matches!(ended(rest), [.., b'}' | b')', b','] | [.., b'}', b')'])
        && !is_attribute(line);
    set || quoted
        || raw
        || joined
        || constant
        || given
        || (is_assigned(text) && matches!(ended(rest), [.., b';' | b')']))
}

/// Whether a line is an attribute of an object as Python prints it over several lines, below `ApiResponse(`.
fn is_attribute(line: Line<'_>) -> bool {
    let indent = |line: &[u8]| line.iter().take_while(|byte| **byte == b' ').count();
    let own = indent(within(line.before()));
    let above = line.above().trim_ascii_end();
    let near = &above[above.len().saturating_sub(REACH)..];
    let mut lines = near.rsplit(|byte| *byte == b'\n').map(within);
    let opening = lines.find(|line| indent(line) < own).unwrap_or_default();
    let (before, class) = word::split_last(opening.strip_suffix(b"(").unwrap_or_default());
    class.first().is_some_and(u8::is_ascii_uppercase) && (before.is_empty() || before.ends_with(b": "))
}

/// Whether an operator of comparison or of assignment stands in a line that no text has, and no text goes on behind it:
/// `rule "Amount != 0" failed: [{"…`.
fn compares(text: &[u8]) -> bool {
    let operators = [" == ", " != ", " === ", " !== ", " %w[", " := ", " = new "];
    let goes_on = [": [{", ": {\"", " failed"];
    let is_text =
        |behind: &[u8]| behind.ends_with(b": ") || goes_on.iter().any(|sign| block::contains(behind, sign.as_bytes()));
    // A banner has none before its sign: `    === Component Failures`.
    let has_left = |at: usize| at > 1 && !text[at - 2].is_ascii_whitespace();
    // Each has one of these behind its blank.
    block::positions(text, [b'=', b'!', b'%', b':'])
        .any(|at| has_left(at) && begins_with_any(&text[at - 1..], &operators) && !is_text(&text[at..]))
}

/// Whether a name that ends in the word is declared on the line before it: `_X = "X"`, `StatusCodeX StatusCode = "X"`, or
/// in other letters `x code = "X"`.
fn is_declared(line: Line<'_>) -> bool {
    let (before, word) = (line.before(), line.word());
    let (name, behind) = word::split_first(within(before).trim_ascii_start());
    if name.eq_ignore_ascii_case(word) && behind.ends_with(b" = \"") {
        return true;
    }
    if word.len() < 8 || before.len() < word.len() {
        return false;
    }
    let ends_name = |at: usize| {
        let prefix = word::split_last(&before[..at]).1;
        // The digits of an escape are none of a name's: `%22X`.
        let escape = prefix.iter().any(u8::is_ascii_digit);
        !prefix.is_empty() && !escape && before[at..].starts_with(word)
    };
    // An exception may have the first word of its message in its name: `ServerException: Exception from …`.
    let ends = |at: usize| match before.get(at + word.len()..) {
        None | Some([] | b": ") => false,
        Some([next, ..]) => !is_word(*next),
    };
    block::positions(&before[1..], [word[0]]).any(|at| ends(at + 1) && ends_name(at + 1))
}

/// Whether the word is a name that something is set to or leads to: `"X" => Name`, `id = NAME;`.
fn is_value(line: Line<'_>) -> bool {
    let text = within(line.before()).trim_ascii_end();
    if let Some(key) = text.strip_suffix(b"=>") {
        return matches!(key.trim_ascii_end(), [.., b'"' | b'\'']);
    }
    let name = text.strip_suffix(b"=").map(<[u8]>::trim_ascii_end);
    let set = name.and_then(<[u8]>::last).is_some_and(|byte| is_word(*byte));
    // As a dictionary of Objective-C is printed, below `error =     {`.
    let opens = |line: &[u8]| {
        let name = line.trim_ascii_end().strip_suffix(b"{").map(<[u8]>::trim_ascii_end);
        name.is_some_and(|name| name.ends_with(b" ="))
    };
    set && behind_word(line.rest()) == b";" && !line.previous().is_some_and(opens)
}

/// Whether the word heads a line that declares it: `X("text"),`, `X: int`, `X: { key: …`, or `X` below its comment.
fn is_enumerator(line: Line<'_>) -> bool {
    let before = within(line.before());
    if !before.iter().all(u8::is_ascii_whitespace) {
        return false;
    }
    let behind = behind_word(line.rest());
    let constructed = behind.starts_with(b"(") && behind.ends_with(b"),");
    let documented = || {
        let comment = line.previous().map_or(&b""[..], |line| within(line).trim_ascii_start());
        let said = comment
            .strip_prefix(b"// ")
            .and_then(|said| said.strip_prefix(line.word()));
        said.is_some_and(|said| said.starts_with(b" "))
    };
    let indented = !before.is_empty();
    let typed = || {
        let name = behind.strip_prefix(b": ");
        name.is_some_and(word::is_type)
    };
    // The keys of JSON have quotes.
    let opens = || {
        let body = behind.strip_prefix(b": {").map(<[u8]>::trim_ascii_start);
        body.is_some_and(|body| {
            let behind = word::split_first(body).1;
            body.is_empty() || behind.starts_with(b": ")
        })
    };
    constructed
        // An arm of a shell's `case`.
        || behind.starts_with(b") ")
        || (indented && (typed() || opens()))
        || documented()
}

/// Returns what stands behind the word with which a text begins.
fn behind_word(text: &[u8]) -> &[u8] {
    ended(word::split_first(text).1)
}

/// Returns where the string literal opens in which a line ends; its quote may be an entity.
fn literal(line: &[u8]) -> Option<usize> {
    let mut open: Option<(usize, u8)> = None;
    for at in block::positions(line, [b'"', b'\'', b'`', b'&']) {
        let before = at.checked_sub(1).map(|before| line[before]);
        let Some(quote) = quote_at(&line[at..]) else { continue };
        match open {
            _ if before == Some(b'\\') => {}
            Some((_, opening)) if opening == quote => open = None,
            Some(_) => {}
            // An apostrophe stands behind a letter.
            None if quote == b'\'' && before.is_some_and(is_word) => {}
            None => open = Some((at, quote)),
        }
    }
    open.map(|(at, _)| at)
}

/// Returns the quote with which a text begins, as it is or as an entity.
fn quote_at(text: &[u8]) -> Option<u8> {
    match text {
        [b'&', ..] if begins_with_any(text, &["&quot;", "&#34;"]) => Some(b'"'),
        [b'&', ..] if begins_with_any(text, &["&#39;", "&apos;"]) => Some(b'\''),
        [b'&', ..] => None,
        text => text.first().copied(),
    }
}

/// Whether what stands before a string literal makes it an operand: `includes("`, `new Error("`, `map["`, `code === "`,
/// `a || "`, `| "`.
///
/// What is written like a call may also be an exception as Python and Rust print it: `ApiError("…")`. Their names begin
/// with a capital.
fn is_operand(before: &[u8]) -> bool {
    let signs = ["==", "!=", "=~", "||", "&&", "\" |", " +"];
    let words = [
        " -match",
        " -like",
        " -eq",
        " -ne",
        " contains",
        " IN (",
        " VALUES (",
        " LIKE",
        " like",
    ];
    let text = before.trim_ascii_end();
    // The alternative of a type, on a line of its own.
    let alternative = text.trim_ascii_start() == b"|";
    if alternative || ends_with_any(text, &signs) || ends_with_any(text, &words) {
        return true;
    }
    // What a program answers in Rust: `(StatusCode::NOT_FOUND, "`.
    let answer = text.strip_suffix(b",").map(word::split_last);
    if answer.is_some_and(|(before, _)| before.ends_with(b"::")) {
        return true;
    }
    if let Some(name) = text.strip_suffix(b"[") {
        return name.last().is_some_and(|byte| is_word(*byte));
    }
    let Some(open) = open_parenthesis(text) else {
        return false;
    };
    let (before, name) = word::split_last(&text[..open]);
    // What looks for a text in another, and what writes one where a program answers.
    let takes = ["contains", "equals", "errorf", "match", "fprint", "fprintf", "fprintln"];
    // An attribute of C#, on a line of its own in a class.
    let attribute = before.trim_ascii_start() == b"[" && before.len() > 1;
    // What a mock raises: `side_effect=api.Error("`, `side_effect=[api.Error("`.
    let path = before
        .iter()
        .rev()
        .take_while(|byte| is_word(**byte) || **byte == b'.')
        .count();
    let ahead = &before[..before.len() - path];
    let raised = || ends_with_any(ahead, &["side_effect=", "side_effect=["]);
    name.first().is_some_and(u8::is_ascii_lowercase)
        || (!name.is_empty() && (attribute || raised() || before.ends_with(b"new ")))
        || word::is_any_of(name, &takes)
}

/// Whether what stands before a string literal makes it a raw one, as patterns are written: `r"`. None is printed so.
fn is_pattern(before: &[u8]) -> bool {
    word::split_last(before).1 == b"r"
}

/// How long a call's arguments before a string literal are at most.
const ARGUMENTS: usize = 96;

/// Returns where the parenthesis opens that stands open at the end of a text, if only arguments are behind it.
fn open_parenthesis(text: &[u8]) -> Option<usize> {
    let mut closed = 0;
    for (at, byte) in text.iter().enumerate().rev().take(ARGUMENTS) {
        match byte {
            b')' => closed += 1,
            b'(' if closed > 0 => closed -= 1,
            b'(' => return Some(at),
            b'"' | b'\'' | b',' | b' ' | b'.' | b'$' | b'-' | b'>' | b'[' | b']' => {}
            byte if is_word(*byte) => {}
            _ => return None,
        }
    }
    None
}

/// Whether what stands behind the string literal makes it a key, an arm or a thing that is sought or spoken of:
/// `"X" => y`, `"X"] = `, `'X' errors`, `if "X" in text`.
fn is_tested(before: &[u8], rest: &[u8], quote: u8) -> bool {
    let Some(close) = block::find(rest, quote) else {
        return false;
    };
    let entity = rest[close..]
        .iter()
        .position(|byte| *byte == b';')
        .filter(|_| quote == b'&');
    let behind = &rest[close + 1 + entity.unwrap_or(0)..];
    let follows = [
        " =>",
        " ->",
        " {",
        "] =",
        "]=",
        " as const",
        " errors",
        " and '",
        " and \"",
        " are ",
        " means ",
        " not in ",
    ];
    let asks = ["if ", "elif ", "or ", "and ", "while "];
    let text = before.trim_ascii_start();
    // A member of the literal: `"X".equals(code)`, `("X").length`.
    let member = matches!(
        behind.strip_prefix(b")").unwrap_or(behind),
        [b'.', first, second, ..] if first.is_ascii_lowercase() && second.is_ascii_alphabetic()
    );
    begins_with_any(behind, &follows) || member || (behind.starts_with(b" in ") && begins_with_any(text, &asks))
}
