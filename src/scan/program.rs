//! Whether a place in a text is source code, or the headline of a document: what these say about a code or a message is
//! no error.
//!
//! Three things tell source code: how the line begins (a comment, a statement), what stands before the string literal in
//! which the place is (a call, an operator, a subscript), and what stands behind it (an arm, a verb).

use super::block;
use super::word::is_word;

/// How far back and ahead a line is read: keeps the time linear in the input.
const REACH: usize = 256;

/// Whether a position is in source code.
pub fn is_program(raw: &[u8], at: usize) -> bool {
    let Some(before) = line(&raw[..at]) else { return false };
    let rest = &raw[at..raw.len().min(at + REACH)];
    let rest = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let word = &rest[..rest.iter().take_while(|byte| is_word(**byte)).count()];
    is_comment(before)
        || is_headline(before, &raw[at..])
        || is_statement(before, rest)
        || is_declared(before, word)
        || is_value(before, rest)
        || is_enumerator(before, rest, at > before.len())
        || literal(before).is_some_and(|open| {
            let (before, quote) = (&before[..open], before[open]);
            is_operand(before) || is_tested(before, rest, quote) || is_alternative(before, rest, quote)
        })
}

/// Returns the beginning of the line on which a text ends, if it is near.
pub fn line(before: &[u8]) -> Option<&[u8]> {
    let near = &before[before.len().saturating_sub(REACH)..];
    match block::rfind(near, b'\n') {
        Some(newline) => Some(&near[newline + 1..]),
        None => (near.len() == before.len()).then_some(near),
    }
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
    !matches!(said.trim_ascii_start(), [b'{' | b'[' | b'<', ..])
}

/// Whether a line is a headline, `### Error: X` or `**Error: X**`, with more below it.
fn is_headline(before: &[u8], after: &[u8]) -> bool {
    let near = &after[..after.len().min(REACH)];
    let Some(end) = near.iter().position(|byte| *byte == b'\n') else {
        return false;
    };
    let level = before.iter().take_while(|byte| **byte == b'#').count();
    let marked = level > 0 && before.get(level) == Some(&b' ');
    let bold = before.starts_with(b"**") && near[..end].trim_ascii_end().ends_with(b"**");
    // A trace may be kept as comments, one a line.
    let below = near[end..].trim_ascii_start();
    (marked || bold) && !below.is_empty() && !below.starts_with(b"#")
}

/// Whether a line begins as a statement or a declaration does, and so is one.
fn is_statement(before: &[u8], rest: &[u8]) -> bool {
    let text = before.trim_ascii_start();
    // What begins no sentence.
    let sure = [
        &b"return "[..],
        b"case ",
        b"throw ",
        b"raise ",
        b"const ",
        b"let ",
        b"var ",
        b"if (",
        b"for (",
        b"while (",
        b"switch (",
        b"} else",
        b"} catch",
        b"expect(",
        b"assert(",
        b"assert!(",
        b"assert_",
        b"assert ",
        b"self.assert",
        b"Assert.",
        b"assertThat(",
        b"#define ",
        b"|| ",
        b"&& ",
        b"when \"",
        b"when '",
    ];
    // What may, unless the line ends as those of programs do.
    let likely = [
        &b"async "[..],
        b"class ",
        b"def ",
        b"enum ",
        b"export ",
        b"fn ",
        b"func ",
        b"function ",
        b"import ",
        b"interface ",
        b"private ",
        b"protected ",
        b"public ",
        b"static ",
        b"struct ",
        b"type ",
    ];
    let ends = matches!(
        rest.trim_ascii_end().last(),
        Some(b'{' | b';' | b'(' | b'[' | b',' | b':' | b'=')
    );
    let begins = |keywords: &[&[u8]]| keywords.iter().any(|keyword| text.starts_with(keyword));
    begins(&sure) || (ends && begins(&likely)) || compares(text)
}

/// Whether an operator of comparison stands in a line.
fn compares(text: &[u8]) -> bool {
    let operators = [
        &b" == "[..],
        b" != ",
        b" === ",
        b" !== ",
        b" =~ ",
        b" -match ",
        b" -like ",
        b" %w[",
    ];
    let mut rest = text;
    while let Some(blank) = rest.iter().position(|byte| *byte == b' ') {
        rest = &rest[blank..];
        if matches!(rest.get(1), Some(b'=' | b'!' | b'-' | b'%'))
            && operators.iter().any(|operator| rest.starts_with(operator))
        {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

/// Whether a name that ends in the word is declared on the line before it: `_X = "X"`, `StatusCodeX StatusCode = "X"`.
fn is_declared(before: &[u8], word: &[u8]) -> bool {
    if word.len() < 8 {
        return false;
    }
    let ends_name = |at: usize| {
        let glued = &before[..at];
        let length = glued.iter().rev().take_while(|byte| is_word(**byte)).count();
        let (text, prefix) = glued.split_at(glued.len() - length);
        // The letter of an escape is none of a name's: `\nX`, `%22X`.
        let escape = text.ends_with(b"\\") || prefix.iter().any(u8::is_ascii_digit);
        !prefix.is_empty() && !escape && before[at..].starts_with(word)
    };
    let ends = |at: usize| before.get(at + word.len()).is_some_and(|byte| !is_word(*byte));
    (1..before.len().saturating_sub(word.len())).any(|at| before[at] == word[0] && ends(at) && ends_name(at))
}

/// Whether the word is a name that something is set to or leads to: `"X" => Name`, `id = NAME;`.
fn is_value(before: &[u8], rest: &[u8]) -> bool {
    let text = before.trim_ascii_end();
    if let Some(key) = text.strip_suffix(b"=>") {
        return matches!(key.trim_ascii_end(), [.., b'"' | b'\'']);
    }
    let length = rest.iter().take_while(|byte| is_word(**byte)).count();
    let name = text.strip_suffix(b"=").map(<[u8]>::trim_ascii_end);
    rest[length..].trim_ascii_end() == b";" && name.and_then(<[u8]>::last).is_some_and(|byte| is_word(*byte))
}

/// Whether the word heads a line that declares it: `X,` below other lines, `X("text"),` or `X = …`.
fn is_enumerator(before: &[u8], rest: &[u8], below: bool) -> bool {
    let length = rest.iter().take_while(|byte| is_word(**byte)).count();
    let behind = rest[length..].trim_ascii_end();
    let constructed = behind.starts_with(b"(") && (behind.ends_with(b"),") || behind.ends_with(b");"));
    let indented = before.iter().all(u8::is_ascii_whitespace) && (below || !before.is_empty());
    indented && (constructed || behind.starts_with(b" = ") || (below && behind == b","))
}

/// Returns where the string literal opens in which a line ends.
fn literal(line: &[u8]) -> Option<usize> {
    let mut open: Option<usize> = None;
    for (at, byte) in line.iter().enumerate() {
        if !matches!(byte, b'"' | b'\'' | b'`') || (at > 0 && line[at - 1] == b'\\') {
            continue;
        }
        match open {
            Some(quote) if line[quote] == *byte => open = None,
            Some(_) => {}
            // An apostrophe stands behind a letter.
            None if *byte == b'\'' && at > 0 && is_word(line[at - 1]) => {}
            None => open = Some(at),
        }
    }
    open
}

/// Whether what stands before a string literal makes it an operand: `includes("`, `new Error("`, `map["`, `code === "`,
/// `a || "`.
///
/// What is written like a call may also be an exception as Python and Rust print it: `ApiError("…")`. Their names begin
/// with a capital.
fn is_operand(before: &[u8]) -> bool {
    let operators = [&b"=="[..], b"!=", b"=~", b"<>", b"||", b"&&", b"\" |", b"' |", b" +"];
    let text = before.trim_ascii_end();
    if operators.iter().any(|operator| text.ends_with(operator)) {
        return true;
    }
    if let Some(name) = text.strip_suffix(b"[") {
        return name.last().is_some_and(|byte| is_word(*byte));
    }
    let Some(open) = open_parenthesis(text) else {
        return false;
    };
    let callee = &text[..open];
    let length = callee.iter().rev().take_while(|byte| is_word(**byte)).count();
    let (before, name) = callee.split_at(callee.len() - length);
    let seeks = [
        &b"contains"[..],
        b"endswith",
        b"equals",
        b"includes",
        b"indexof",
        b"match",
        b"startswith",
    ];
    // An attribute of C#, on a line of its own in a class.
    let attribute = before.trim_ascii_start() == b"[" && before.len() > 1;
    name.first().is_some_and(u8::is_ascii_lowercase)
        || (!name.is_empty() && (attribute || before.ends_with(b"new ")))
        || (before.ends_with(b".") && seeks.iter().any(|method| name.eq_ignore_ascii_case(method)))
}

/// Returns where the parenthesis opens that stands open at the end of a text, if only arguments are behind it.
fn open_parenthesis(text: &[u8]) -> Option<usize> {
    let mut closed = 0;
    for (at, byte) in text.iter().enumerate().rev().take(96) {
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
    let Some(close) = rest.iter().position(|byte| *byte == quote) else {
        return false;
    };
    let behind = &rest[close + 1..];
    let follows = [
        &b" =>"[..],
        b"] =",
        b"]=",
        b" errors",
        b" and '",
        b" and \"",
        b" are ",
        b" means ",
        b" indicates ",
        b" in str(",
        b" not in ",
    ];
    let asks = [&b"if "[..], b"elif ", b"or ", b"and ", b"while "];
    let text = before.trim_ascii_start();
    follows.iter().any(|words| behind.starts_with(words))
        || (behind.starts_with(b" in ") && asks.iter().any(|word| text.starts_with(word)))
}

/// Whether a line is an alternative of a type: `| "X"`.
fn is_alternative(before: &[u8], rest: &[u8], quote: u8) -> bool {
    let close = rest.iter().position(|byte| *byte == quote);
    let alone = close.is_some_and(|close| matches!(rest[close + 1..].trim_ascii_end(), [] | b";"));
    alone && before.trim_ascii() == b"|"
}
