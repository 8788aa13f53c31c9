//! What stands before a line without belonging to it: the mark of a mail's or a tracker's quotation, a terminal's colour,
//! a page's `<pre>`.

/// Returns a line without what its surroundings put before it: `> `, `\x1b[31m`, `<pre>`.
#[inline]
pub fn within(line: &[u8]) -> &[u8] {
    match line.first() {
        Some(b'>' | b'\x1b' | b'<') => without_margin(line),
        _ => line,
    }
}

/// Returns a line without what its surroundings put behind it: blanks, `\x1b[39m`, `</pre>`.
pub fn ended(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii_end();
    let page = line.strip_suffix(b"</pre>").or_else(|| line.strip_suffix(b"</code>"));
    let text = page.or_else(|| {
        let style = line.strip_suffix(b"m")?;
        let number = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
        let length = style.iter().rev().take(12).take_while(number).count();
        style[..style.len() - length].strip_suffix(b"\x1b[")
    });
    text.map_or(line, <[u8]>::trim_ascii_end)
}

fn without_margin(mut line: &[u8]) -> &[u8] {
    while let Some(rest) = unquoted(line).or_else(|| uncoloured(line)).or_else(|| untagged(line)) {
        line = rest;
    }
    line
}

fn unquoted(line: &[u8]) -> Option<&[u8]> {
    match line {
        [b'>', b' ', rest @ ..] => Some(rest),
        // A quotation in a quotation, or its empty line.
        [b'>', rest @ ..] if matches!(rest.first(), None | Some(b'>' | b'\n' | b'\r')) => Some(rest),
        _ => None,
    }
}

fn uncoloured(line: &[u8]) -> Option<&[u8]> {
    let style = line.strip_prefix(b"\x1b[")?;
    let number = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
    style[style.iter().take(12).take_while(number).count()..].strip_prefix(b"m")
}

fn untagged(line: &[u8]) -> Option<&[u8]> {
    line.strip_prefix(b"<pre>").or_else(|| line.strip_prefix(b"<code>"))
}
