//! What a sentence says about a code that stands in it: that it happened, or what would be done about it.

use super::block;
use super::line::REACH;
use super::strip::{
    MARKS, ended, is_ornament, is_quote, within, without_mark, without_marks, without_quotes, without_status,
};
use super::text;
use super::word::{begins_with_any, ends_with_any, firsts, is_any_of, is_word, split_last};

/// Whether a sentence goes on to speak about the code: `X is an error code`, `"X" will be returned`, `X when a scope is
/// missing`. Somebody who reports writes `X when I …` or, if that is what the text is about, `X when inserting …`.
pub fn is_discussed(before: &[u8], after: &[u8]) -> bool {
    let behind = &after[after.iter().take_while(|byte| is_quote(**byte)).count()..];
    // All that follows begins with a blank.
    if behind.first() != Some(&b' ') {
        let asked = matches!(behind, [b'?'] | [b'?', b' ' | b'\n' | b'\r', ..]);
        return asked || is_explained(after);
    }
    let named = [" error code", " error"]
        .iter()
        .find_map(|name| behind.strip_prefix(name.as_bytes()));
    let explains = [
        "is ",
        "does not ",
        "means ",
        "usually ",
        "signifie ",
        "bedeutet ",
        "significa ",
        "indicates ",
        "occurs ",
        "can ",
        "may ",
        "might ",
        "will be",
        "should ",
        "are ",
        "missing",
        "example",
        "handling",
        "handler",
    ];
    let begins_text = || before.len() <= REACH && before.iter().all(|byte| is_ornament(*byte));
    let reports = |said: &[u8]| {
        let word = said.split(|byte| *byte == b' ').next().unwrap_or_default();
        let doing = matches!(word, [.., b'i' | b'I', b'n' | b'N', b'g' | b'G']);
        word == b"I" || word == b"we" || (doing && (begins_text() || is_announced(before)))
    };
    is_explained(after)
        || behind.strip_prefix(b" when ").is_some_and(|said| !reports(said))
        || named
            .unwrap_or(behind)
            .strip_prefix(b" ")
            .is_some_and(|goes_on| begins_with_any(goes_on, &explains))
}

/// Whether what follows a word tells wherever it stands that it is only named: `<td><code>X</code></td>`,
/// `X errors`, `“X” errors`, `X is missing from
/// the reference`, `` `X` → wait ``, `**X**: If you get this, …`, the form of a message, `"X: ..."`, or what makes it,
/// `X: (field: string) => …`.
pub fn is_spoken_of(after: &[u8]) -> bool {
    let near = &after[..after.len().min(REACH)];
    let gap = |byte: &&u8| matches!(byte, b'`' | b'*' | b'"' | b':' | b'-' | b' ');
    let gap = near.iter().take(MARKS).take_while(gap).count();
    let closed = text::read(after).filter(|(c, _)| text::is_quote(*c));
    let behind = closed.map_or(after, |(_, length)| &after[length..]);
    begins_with_any(
        behind,
        &[
            " errors",
            " error description",
            " is missing from",
            " is not documented",
            ": command not found",
            "</code></td>",
        ],
    ) || matches!(after, [b':', b' ', b'.', b'.', b'.', b'"' | b'\'' | b'`', ..])
        || after[gap..].starts_with(b"If ")
        || (after.starts_with(b": (") && block::contains(block::first_line(near), b") => "))
}

/// Whether an arrow leads from the word in backticks to what to do, perhaps behind its meaning, on a line that begins so:
/// `` `X` → wait ``, `` - `X` (no such scope) → ask for another ``.
pub fn is_mapped(line: &[u8], after: &[u8]) -> bool {
    let Some(behind) = after.strip_prefix(b"`") else {
        return false;
    };
    let text = within(line).trim_ascii_start();
    let item = text
        .strip_prefix(b"- ")
        .or_else(|| text.strip_prefix(b"* "))
        .unwrap_or(text);
    let meaning = behind.strip_prefix(b" (").map(block::first_line);
    let closed = meaning.and_then(|meaning| block::find(meaning, b')').map(|close| meaning.split_at(close + 1)));
    // How often, or under which status, is said in brackets of what happened.
    let told = closed.is_some_and(|(meaning, _)| meaning.iter().any(u8::is_ascii_digit));
    let behind = closed.map_or(behind, |(_, behind)| behind);
    item.starts_with(b"`") && !told && behind.starts_with(" → ".as_bytes())
}

/// Whether quotes or brackets set something apart in the middle of a sentence that goes on behind them and does not say
/// that it happened: `the fix for "X" was lost`, `on a personal account (X), the …`.
pub fn is_in_passing(before: &[u8], after: &[u8]) -> bool {
    let mark = |byte: &&u8| is_quote(**byte) || matches!(**byte, b'(' | b')' | b'[' | b'*');
    let opened = before.iter().rev().take(MARKS).take_while(mark).count();
    let closed = after.iter().take(MARKS).take_while(mark).count();
    let (text, rest) = (&before[..before.len() - opened], &after[closed..]);
    // Behind a comma a line may be broken.
    let clause = rest.strip_prefix(b",").map(<[u8]>::trim_ascii_start);
    let next = clause.or_else(|| rest.strip_prefix(b" ")).and_then(<[u8]>::first);
    let goes_on = next.is_some_and(u8::is_ascii_lowercase);
    if opened == 0 || closed == 0 || !goes_on {
        return false;
    }
    let said = without_article(text.trim_ascii_end());
    let said = said.strip_suffix(b",").unwrap_or(said);
    // Behind an article alone, what is quoted begins the text.
    let worded = matches!(said, [.., first, last] if is_word(*first) && is_word(*last));
    let runs = text.ends_with(b" ") && (worded || matches!(said.last(), Some(b'/' | b',' | b'"' | b'`')));
    runs && !is_announced(said) && !is_reported(said) && !is_refused(said)
}

/// Whether a text ends in the verb of a failure: `Request denied`, `Operation not permitted`.
fn is_refused(text: &[u8]) -> bool {
    let verbs = [" failed", " denied", " refused", " rejected", " aborted"];
    ends_with_any(text, &verbs) || split_last(text).0.ends_with(b" not ")
}

/// Whether a Chinese, Japanese or Korean sentence goes on to say that this is possible, what to do then, or what it means:
/// `"X" エラーが表示される場合があります。`
pub fn is_explained(after: &[u8]) -> bool {
    let sentence = &after[..after.len().min(REACH)];
    let marks = sentence.iter().take_while(|byte| is_quote(**byte) || **byte == b' ');
    let sentence = &sentence[marks.count()..];
    if sentence.first().is_none_or(u8::is_ascii) {
        return false;
    }
    let line = block::first_line(sentence);
    let stop = "。".as_bytes();
    let end = line.windows(stop.len()).position(|part| part == stop);
    let sentence = &line[..end.unwrap_or(line.len())];
    if is_topic(sentence.strip_prefix("エラー".as_bytes()).unwrap_or(sentence)) {
        return true;
    }
    let says = [
        "場合",
        "表示",
        "意味",
        "記録されます",
        "返されます",
        "返却されます",
        "수 있",
        "의미",
    ];
    says.iter().any(|words| block::contains(sentence, words.as_bytes()))
}

/// Whether a text begins with a particle that makes what stands before it a sentence's topic or object, or what something
/// belongs to: `X とは`, `X を回避する`, `X の回避方法`. Other sentences report: `X のエラーが発生しました`, `X を返しました`.
fn is_topic(text: &[u8]) -> bool {
    let reports = ["のエラー", "を返", "を受", "にな"];
    begins_with_any(text, &["は", "とは", "を", "に", "の", "是", "란 ", "이란 "]) && !begins_with_any(text, &reports)
}

/// Whether a verb in the present tense stands before the code: "fails with `X`" tells what happens now and then, where
/// "failed with" reports.
pub fn is_in_present_tense(before: &[u8]) -> bool {
    if is_test_case(before) {
        return true;
    }
    let before = without_marks(before);
    let before = without_article(before.strip_suffix(b"sf:").unwrap_or(before).trim_ascii_end());
    // A status may stand between: `fails with 404 X`, in quotes or not.
    let before = without_status(before).map_or(before, <[u8]>::trim_ascii_end);
    let before = before.strip_suffix(b" `").unwrap_or(before);
    let verbs = [
        " answer",
        " answers",
        " gives you",
        " raises",
        " returns",
        " sends",
        " throws",
        "raising",
        "returning",
        "throwing",
    ];
    let coded = before.strip_suffix(b" code").unwrap_or(before);
    // What a test waits for: `Expected error X, got nil`, `Expected: "X"`, `expect: ["X"]`; what a program looks for in a table
    // of its own.
    let listed = without_quotes(coded.strip_suffix(b"[").unwrap_or(coded)).trim_ascii_end();
    let named = match listed.strip_suffix(b":") {
        Some(key) => without_quotes(key),
        None => coded.strip_suffix(b" error").unwrap_or(coded),
    };
    let expected = matches!(split_last(named).1, b"expect" | b"expected" | b"Expected" | b"KeyError");
    ends_with_any(before, &verbs) || expected || coded.strip_suffix(b" with").is_some_and(does)
}

/// Whether a text ends in the name of a test of pytest's whose parameter follows: `test_sync.py::test_retry[`.
fn is_test_case(before: &[u8]) -> bool {
    before
        .strip_suffix(b"[")
        .is_some_and(|test| split_last(test).0.ends_with(b"::"))
}

/// Whether a text ends so that the message behind it, in quotes, is what somebody's call fails with: `login fails with "`.
pub fn is_failing(before: &[u8]) -> bool {
    let text = without_marks(before);
    text.len() < before.len() && ends_with_any(text.trim_ascii_end(), &[" fails with", " fail with"])
}

/// Whether a text ends in a verb in the present tense whose `with` says what comes of it: `it rejects that`.
fn does(text: &[u8]) -> bool {
    let text = without_one_of(text, &[" it", " that", " this"]);
    ends_with_any(text, &[" fail", " fails", "espond", "esponds", " answers", "ejects"])
}

/// Whether the sentence that a text ends in supposes something: `If …`, `… can hit`; `could not` reports.
pub fn is_supposed(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    // Behind a line's end, or behind a full stop and a blank.
    let start = |at: usize| match &near[at..] {
        [b'\n', ..] => Some(at + 1),
        [_, b' ', ..] => Some(at + 2),
        _ => None,
    };
    let start = block::positions(near, [b'\n', b'.', b'!', b'?'])
        .filter_map(start)
        .last();
    let sentence = &near[start.unwrap_or(0)..];
    // What comes behind `but` did happen: `I can configure it, but it returned X`.
    let but = block::positions(sentence, [b','])
        .filter(|at| sentence[*at..].starts_with(b", but "))
        .last();
    let sentence = but.map_or(sentence, |at| &sentence[at + 6..]);
    let mut words = sentence.split(|byte| *byte == b' ').peekable();
    let mut last = &b""[..];
    while let Some(word) = words.next() {
        if is_modal(word)
            && !negates(last)
            && !matches!(last, b"I" | b"we")
            && words.peek().is_some_and(|next| !negates(next))
        {
            return true;
        }
        // `You'll receive X`: what will happen has not.
        if word.eq_ignore_ascii_case(b"you'll") || (word == b"will" && last.eq_ignore_ascii_case(b"you")) {
            return true;
        }
        last = word;
    }
    let supposes = [
        "For example ",
        "If ",
        "When you",
        "Whenever",
        "In case ",
        "Si l'",
        "Si vous ",
        "Si se ",
        "Wenn ",
        "Falls ",
        "Se o ",
        "Als de ",
        "Als u ",
        "Om du ",
        "Hvis du ",
        "Если ",
        // What a page teaches has not happened to its writer.
        "How to ",
        "Comment corriger ",
        "Comment résoudre ",
        "Cómo solucionar ",
        "Cómo resolver ",
        "Como resolver ",
        "Como corrigir ",
        "Solución a",
        "Solução ",
        "Solution to ",
        "Résolution de ",
    ];
    let within = [" if you ", "se você ", " si vous ", "可能", "如果", "場合"];
    let begun = without_mark(sentence);
    begins_with_any(begun, &supposes) || within.iter().any(|words| block::contains(sentence, words.as_bytes()))
}

/// Whether a word says that something is possible, in one of the languages in which vendors write their manuals.
fn is_modal(word: &[u8]) -> bool {
    const MODALS: [&str; 20] = [
        "can",
        "could",
        "may",
        "might",
        "would",
        "should",
        "peut",
        "peuvent",
        "pouvez",
        "kann",
        "können",
        "puede",
        "pueden",
        "pode",
        "podem",
        "può",
        "kan",
        "kunnen",
        "może",
        "может",
    ];
    const FIRST: [bool; 256] = firsts(&[&MODALS]);
    // Few words begin as these do.
    word.first().is_some_and(|first| FIRST[usize::from(*first)]) && MODALS.iter().any(|modal| word == modal.as_bytes())
}

/// Whether a word beside a modal verb turns the sentence into a report: `could not`, `ne peut pas`, `no puede`.
fn negates(word: &[u8]) -> bool {
    let words = [
        "not", "pas", "ne", "nicht", "kein", "keine", "no", "não", "non", "niet", "inte", "ikke", "nie", "не",
    ];
    is_any_of(word, &words)
}

/// Whether what stands before a code in the middle of a sentence says that it happened: `failed with X`, `error code
/// "X"`, `403 X`, `getting an X error`.
///
/// Elsewhere in a sentence a code is spoken of: `Handle X in the client`, `Graph returns X when a scope is missing`.
pub fn is_announced(before: &[u8]) -> bool {
    let text = without_article(ended(without_quotes(before)));
    let names = [
        "code",
        "error",
        "message",
        "exception",
        "reason",
        "critical",
        "fatal",
        "severe",
        "warn",
        "warning",
        "erreur",
        "fehler",
        "erro",
        "errore",
        "código",
        "エラー",
        "错误",
        "錯誤",
        "오류",
        "ошибка",
    ];
    let verbs = [
        "due to",
        "caused by",
        "falló por",
        "got",
        "get",
        "hit",
        "raised",
        "ran into",
        "received",
        "replied",
        "returned",
        "seeing",
        "shows",
        "threw",
        "there is",
        "there was",
    ];
    let with = text
        .strip_suffix(b" with")
        .or_else(|| text.strip_suffix(b" this as"))
        .map(without_agent)
        .is_some_and(|text| text.ends_with(b"ed") || text.ends_with(b"failing"));
    let named = without_one_of(text, &[" is", " was"]);
    let status = without_status(text);
    status.is_some_and(|text| !text.last().is_some_and(|byte| is_word(*byte)))
        || with
        || ends_in_exception(text)
        || ends_with_one_of(named, &names)
        || ends_with_one_of(text, &verbs)
}

/// Whether a text ends in the type of an exception, `SalesforceError`, that is no word of a sentence.
fn ends_in_exception(text: &[u8]) -> bool {
    let (before, name) = split_last(text);
    let last = split_last(before.trim_ascii_end()).1;
    ends_with_any(name, &["Error", "Exception", "Fault"]) && !last.iter().any(u8::is_ascii_alphabetic)
}

/// Returns a text without who did it: `rejected by Salesforce`.
fn without_agent(text: &[u8]) -> &[u8] {
    split_last(text).0.strip_suffix(b" by ").unwrap_or(text)
}

/// Whether somebody says that the code came to them: `I get X when …`, `Getting X`, `we're seeing an X`.
pub fn is_reported(before: &[u8]) -> bool {
    let text = without_quotes(before).trim_ascii_end();
    let text = without_article(without_one_of(
        text,
        &[" error code", " error message", " error", " message"],
    ));
    let verbs = [
        "getting",
        "receiving",
        "seeing",
        "i get",
        "i got",
        "i see",
        "we get",
        "we got",
        "we see",
        "gives me",
        "gave me",
        "giving me",
        "says it's",
        "says that it's",
    ];
    ends_with_one_of(text, &verbs)
}

/// How long a line's margin is at most that is read from its end.
const MARGIN: usize = 16;

/// Whether a text ends with one of some words or phrases, in any case.
fn ends_with_one_of(text: &[u8], phrases: &[&str]) -> bool {
    let last = text.last().map(u8::to_ascii_lowercase);
    let mut likely = phrases
        .iter()
        .map(|phrase| phrase.as_bytes())
        .filter(|phrase| phrase.last().copied() == last);
    likely.any(|phrase| {
        text.len() >= phrase.len() && {
            let (rest, end) = text.split_at(text.len() - phrase.len());
            let begins =
                !rest.last().is_some_and(|byte| is_word(*byte)) || (rest.len() < MARGIN && within(rest).is_empty());
            end.eq_ignore_ascii_case(phrase) && begins
        }
    })
}

/// Returns a text without the article in which it ends: `failed with an`.
fn without_article(text: &[u8]) -> &[u8] {
    without_one_of(text, &[" a", " an", " the", " this"]).trim_ascii_end()
}

/// Returns a text without the words in which it ends, if they are some of these.
fn without_one_of<'a>(text: &'a [u8], words: &[&str]) -> &'a [u8] {
    let rest = words.iter().find_map(|words| text.strip_suffix(words.as_bytes()));
    rest.unwrap_or(text)
}
