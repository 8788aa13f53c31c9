//! What a sentence says about a code that stands in it: that it happened, or what would be done about it.

use super::super::block;
use super::super::line::{Line, REACH};
use super::super::listing::heading;
use super::super::word::is_word;
use super::is_ornament;
use super::margin::within;

/// Whether a sentence goes on to speak about the code: `X is an error code`, `"X" will be returned`, `X when a scope is
/// missing`. Somebody who reports writes `X when I …` or, if that is what the text is about, `X when inserting …`.
pub fn is_discussed(before: &[u8], after: &[u8]) -> bool {
    let behind = &after[after.iter().take_while(|byte| is_quote(**byte)).count()..];
    let behind = without_aside(behind);
    // All that follows begins with a blank.
    if behind.first() != Some(&b' ') {
        return is_explained(after);
    }
    let explains = [
        &b" is a"[..],
        b" means ",
        b" indicates ",
        b" can ",
        b" may ",
        b" might ",
        b" will be ",
        b" should ",
        b" are ",
        b" missing",
        b" is not ",
        b" example",
        b" signifie ",
        b" indique ",
        b" survient ",
        b" se produit ",
        b" bedeutet",
        b" significa ",
        b" indica ",
        b" se produce ",
        b" ocorre ",
        b" ocurre ",
        b" betekent ",
    ];
    let begins_text = || before.len() <= REACH && before.iter().all(|byte| is_ornament(*byte));
    let reports = |said: &[u8]| {
        let word = said.split(|byte| *byte == b' ').next().unwrap_or_default();
        let doing = word.ends_with(b"ing");
        word == b"I" || word == b"we" || (doing && (begins_text() || is_announced(before)))
    };
    (behind.starts_with(b" is ") && (begins_text() || begins_item(before) || begins_line(before)))
        || is_explained(after)
        || behind.strip_prefix(b" when ").is_some_and(|said| !reports(said))
        || explains.iter().any(|words| behind.starts_with(words))
}

/// Returns what follows a short remark in parentheses: `X (HTTP 400) is …`.
fn without_aside(behind: &[u8]) -> &[u8] {
    let near = &behind[..behind.len().min(ASIDE)];
    match block::find(near, b')') {
        Some(close) if near.starts_with(b" (") => &behind[close + 1..],
        _ => behind,
    }
}

/// A longer remark says something of its own.
const ASIDE: usize = 24;

/// Whether a text ends in a line's beginning, below others, and a backtick.
fn begins_line(before: &[u8]) -> bool {
    let line = before.strip_suffix(b"`").and_then(|text| Line::of(text, text.len()));
    line.is_some_and(|line| !line.is_first() && within(line.before()).trim_ascii_start().is_empty())
}

/// Whether a text ends in the mark of a list's item and quotes.
fn begins_item(before: &[u8]) -> bool {
    let marks = before
        .iter()
        .rev()
        .take(8)
        .take_while(|byte| is_quote(**byte) || **byte == b'*')
        .count();
    let text = &before[..before.len() - marks];
    matches!(text, [rest @ .., b'-' | b'*' | b'+', b' '] if matches!(rest.last(), None | Some(b'\n' | b' ')))
}

/// Whether a Chinese, Japanese or Korean sentence goes on to say that this is possible, what to do then, or what it means:
/// `"X" エラーが表示される場合があります。`
fn is_explained(after: &[u8]) -> bool {
    let sentence = &after[..after.len().min(REACH)];
    let marks = sentence.iter().take_while(|byte| is_quote(**byte) || **byte == b' ');
    let sentence = &sentence[marks.count()..];
    if sentence.first().is_none_or(u8::is_ascii) {
        return false;
    }
    let stop = "。".as_bytes();
    let end = block::positions(sentence, [b'\n', b'\r', stop[0]])
        .find(|at| sentence[*at] != stop[0] || sentence[*at..].starts_with(stop));
    let sentence = &sentence[..end.unwrap_or(sentence.len())];
    if is_topic(sentence) {
        return true;
    }
    let says = [
        "場合",
        "ことがあります",
        "を意味します",
        "错误表示",
        "수 있습니다",
        "수도 있습니다",
        "발생하면",
        "의미합니다",
    ];
    says.iter().any(|words| block::contains(sentence, words.as_bytes()))
}

/// Whether a text begins with a particle that makes what stands before it a sentence's topic or object, or what something
/// belongs to: `X とは`, `X を回避する`, `X の回避方法`. Other sentences report: `X のエラーが発生しました`, `X を返しました`.
fn is_topic(text: &[u8]) -> bool {
    let begins = |words: &str| text.starts_with(words.as_bytes());
    let particles = ["とは", "は", "を", "に", "の", "是", "란 "];
    let reports = ["のエラー", "を返", "を受", "にな"];
    particles.iter().any(|particle| begins(particle)) && !reports.iter().any(|words| begins(words))
}

/// Whether a verb in the present tense stands before the code: "fails with `X`" tells what happens now and then, where
/// "failed with" reports, and so does a title: "Sign-in fails with X".
pub fn is_told(before: &[u8]) -> bool {
    let quoted = before.last().is_some_and(|byte| is_quote(*byte) || *byte == b'*');
    if !quoted && before.len() <= REACH && before.ends_with(b" fails with ") && is_title(before) {
        return false;
    }
    let mark = |byte: &&u8| is_quote(**byte) || **byte == b'*';
    let before = &before[..before.len() - before.iter().rev().take(8).take_while(mark).count()];
    let before = without_article(before.strip_suffix(b"sf:").unwrap_or(before).trim_ascii_end());
    // A status may stand between: `fails with 404 X`, in quotes or not.
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let before = match digits {
        3 => before[..before.len() - 3].trim_ascii_end(),
        _ => before,
    };
    let before = before.strip_suffix(b" `").unwrap_or(before);
    let verbs = [
        &b" fail with"[..],
        b" fails with",
        b"espond with",
        b"esponds with",
        b"answers with",
        b"ejects it with",
        b"ejects that with",
        b"ejects this with",
        b" raises",
        b" returns",
        b" answer",
        b" answers",
        b" sends",
        b" throws",
        b"raising",
        b"returning",
        b"throwing",
    ];
    verbs.iter().any(|verb| before.ends_with(verb))
        || ((before.ends_with(b" with") || before.ends_with(b" with code")) && returns_error(before))
}

/// Whether the sentence that a text ends in says what is returned: `Such a query returns a 400 error with`.
fn returns_error(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    let start = block::positions(near, [b'\n', b'.']).last().map_or(0, |at| at + 1);
    block::contains(&near[start..], b" returns a")
}

/// Whether a text is all that stands on an input's first line, and begins as a title does.
fn is_title(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_alphanumeric) && !text.contains(&b'\n')
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
    if !sentence.is_ascii()
        && (["可能", "如果", "場合"]
            .iter()
            .any(|words| block::contains(sentence, words.as_bytes()))
            || is_condition(sentence))
    {
        return true;
    }
    let condition = [
        &b" if you "[..],
        "se você ".as_bytes(),
        b" si vous ",
        b" wenn Sie ",
        b" si recibe ",
    ];
    if condition.iter().any(|words| block::contains(sentence, words)) {
        return true;
    }
    let supposes = [
        &b"If "[..],
        b"When you ",
        b"When the error ",
        b"Whenever ",
        b"In case ",
        b"For example ",
        b"Si l'",
        b"Si vous ",
        b"Si se ",
        b"Si aparece ",
        b"Si recibe ",
        b"Wenn der ",
        b"Wenn Sie ",
        b"Falls ",
        b"Se o ",
        b"Se ocorrer ",
        b"Se si ",
        b"Als de ",
        b"Als u ",
        b"Om du ",
        b"Hvis du ",
        "Jeśli ".as_bytes(),
        "Если ".as_bytes(),
    ];
    let sentence = heading(sentence);
    supposes.iter().any(|words| sentence.starts_with(words))
}

/// Whether a text ends in a Japanese condition: `…が欠けると` is one, `…によると` is none.
fn is_condition(text: &[u8]) -> bool {
    let text = without_quotes(text).trim_ascii_end();
    text.ends_with("ると".as_bytes()) && !text.ends_with("よると".as_bytes())
}

/// Whether a word says that something is possible, in one of the languages in which vendors write their manuals.
fn is_modal(word: &[u8]) -> bool {
    let modals = [
        "can",
        "could",
        "may",
        "might",
        "would",
        "should",
        "peut",
        "peuvent",
        "pourrait",
        "pourriez",
        "pouvez",
        "kann",
        "können",
        "könnte",
        "möglicherweise",
        "puede",
        "pueden",
        "podría",
        "pode",
        "podem",
        "può",
        "possibile",
        "kan",
        "kunnen",
        "może",
        "может",
    ];
    // Few words begin as these do.
    matches!(word, [b'c' | b'k' | b'm' | b'p' | b's' | b'w' | 0xd0, _, _, ..])
        && modals.iter().any(|modal| word == modal.as_bytes())
}

/// Whether a word beside a modal verb turns the sentence into a report: `could not`, `ne peut pas`, `no puede`.
fn negates(word: &[u8]) -> bool {
    let words = [
        "not", "pas", "ne", "nicht", "kein", "keine", "keinen", "no", "não", "non", "niet", "inte", "ikke", "nie", "не",
    ];
    words.iter().any(|negation| word == negation.as_bytes())
}

/// Whether what stands before a code in the middle of a sentence says that it happened: `failed with X`, `error code
/// "X"`, `403 X`, `getting an X error`.
///
/// Elsewhere in a sentence a code is spoken of: `Handle X in the client`, `Graph returns X when a scope is missing`.
pub fn is_announced(before: &[u8]) -> bool {
    let text = without_article(without_quotes(before).trim_ascii_end());
    let words = [
        &b"code"[..],
        b"code is",
        b"code was",
        b"error is",
        b"error was",
        b"error",
        b"erreur",
        b"fehler",
        b"fehlercode",
        b"exception",
        b"aborted with",
        b"answered with",
        b"back with",
        b"crashed with",
        b"ended with",
        b"error with",
        b"exited with",
        b"failed with",
        b"fails with",
        b"failing with",
        b"failure with",
        b"message with",
        b"met with",
        b"refused with",
        b"rejected with",
        b"replied with",
        b"responded with",
        b"response with",
        b"stopped with",
        b"thrown with",
        b"up with",
        b"due to",
        b"because of",
        b"caused by",
        b"exception of type",
        b"encountered",
        b"get",
        b"getting",
        b"got",
        b"hit",
        b"hitting",
        b"i see",
        b"message",
        b"produced",
        b"raised",
        b"ran into",
        b"received",
        b"resulted in",
        b"running into",
        b"seeing",
        b"shows",
        b"returned",
        b"there is",
        b"there was",
        b"threw",
        b"reason",
        b"erro",
        b"errore",
        "código".as_bytes(),
        "falló por".as_bytes(),
        "falló con".as_bytes(),
        "エラー".as_bytes(),
        "エラーコード".as_bytes(),
        "错误".as_bytes(),
        "錯誤".as_bytes(),
        "오류".as_bytes(),
        "ошибка".as_bytes(),
    ];
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let status = digits == 3 && !text[..text.len() - digits].last().is_some_and(|byte| is_word(*byte));
    status || ends_with_one_of(text, &words)
}

/// Whether the word for an error stands right behind a quoted code, as in Chinese, Japanese and Korean:
/// `「X」エラーが発生しました`.
pub fn is_called_error(after: &[u8]) -> bool {
    let closing = ["\"", "”", "」", "』", "'", "’", "`"];
    let Some(behind) = closing.iter().find_map(|quote| after.strip_prefix(quote.as_bytes())) else {
        return false;
    };
    let names = ["エラー", "错误", "錯誤", "오류"];
    names
        .iter()
        .any(|name| behind.trim_ascii_start().starts_with(name.as_bytes()))
}

/// Whether somebody says that the code came to them: `I get X when …`, `Getting X`, `we're seeing an X`.
pub fn is_reported(before: &[u8]) -> bool {
    let text = without_quotes(before).trim_ascii_end();
    let articles = [
        &b" a"[..],
        b" an",
        b" the",
        b" this",
        b" error",
        b" error code",
        b" the message",
        b" the error message",
    ];
    let text = articles
        .iter()
        .find_map(|article| text.strip_suffix(*article))
        .unwrap_or(text);
    let verbs = [
        &b"getting"[..],
        b"receiving",
        b"seeing",
        b"i am getting",
        b"i get",
        b"i just get",
        b"i got",
        b"i receive",
        b"i see",
        b"we get",
        b"we got",
        b"we receive",
        b"we see",
    ];
    ends_with_one_of(text, &verbs)
}

/// Whether a text ends with one of some words or phrases, in any case.
fn ends_with_one_of(text: &[u8], phrases: &[&[u8]]) -> bool {
    let last = text.last().map(u8::to_ascii_lowercase);
    let mut likely = phrases.iter().filter(|phrase| phrase.last().copied() == last);
    likely.any(|phrase| {
        text.len() >= phrase.len() && {
            let (rest, end) = text.split_at(text.len() - phrase.len());
            let begins =
                !rest.last().is_some_and(|byte| is_word(*byte)) || (rest.len() < 16 && within(rest).is_empty());
            end.eq_ignore_ascii_case(phrase) && begins
        }
    })
}

/// Returns a text without the article in which it ends: `failed with an`.
fn without_article(text: &[u8]) -> &[u8] {
    let articles = [&b" a"[..], b" an", b" the", b" this"];
    let article = articles.iter().find_map(|article| text.strip_suffix(*article));
    article.map_or(text, <[u8]>::trim_ascii_end)
}

/// Returns a text without the quotes that open at its end.
pub fn without_quotes(mut text: &[u8]) -> &[u8] {
    let opening = ["“", "„", "‘", "«", "« ", "«\u{a0}", "「", "『"];
    loop {
        let ascii = text.iter().rev().take_while(|byte| is_quote(**byte)).count();
        text = &text[..text.len() - ascii];
        match opening.iter().find_map(|quote| text.strip_suffix(quote.as_bytes())) {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// Whether a byte is a quote, or what escapes one.
pub fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b'\\')
}
