//! An overlay's tree on a base's.
//!
//! One rule: a single value replaces the base's, a list adds to it. Where the kind changes, the next step and the
//! remediation that were meant for the old kind go, as they do for a variant of another kind (`compiler/resolve.rs`). A new text
//! takes the old one's translation away.
//!
//! This is done twice, on the catalog that an overlay is read for and on the one that it is laid on. The second may have
//! other overlays; what does not fit them is no longer reported, but stays away.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::pipeline::pattern::normalize;
use crate::pipeline::problem::{Problem, ProblemKind};
use crate::pipeline::similar::nearest;
use crate::pipeline::source::{At, Span};
use crate::pipeline::tree::{
    Backoff, Code, Entry, French, FrenchCode, Header, Kinds, Named, NextStep, Operation, Texts, Vendor,
};
use crate::{Applied, Kind, Recovery};

/// How one is laid on the other, and what that has brought to light.
#[derive(Default)]
pub struct Laid<'k> {
    /// Where nobody is told what does not fit: the kinds, whose next step is what holds otherwise.
    pub fit: Option<&'k Kinds>,
    /// The tables that change what is there, and so may be partial.
    pub partial: BTreeSet<Span>,
    /// By their place, tables that change nothing that is there: what should be said of each if it is partial.
    pub aimless: Vec<(Span, Problem)>,
    /// The files of vendors that are not there, nor wholly described.
    pub strangers: BTreeSet<usize>,
}

impl Laid<'_> {
    /// Leaves of a next step what fits the kind; the rest is that of another for this kind, or the kind's own.
    fn settle(&self, step: &mut NextStep, kind: Option<Kind>, other: Option<&NextStep>) {
        let (Some(kinds), Some(kind)) = (self.fit, kind) else {
            return;
        };
        let of_kind = kinds.defaults.iter().find(|defaults| defaults.kind.value == kind);
        let of_kind = of_kind.map(|defaults| &defaults.step);
        let fits = |recovery: &At<Recovery>| recovery.value.fits(kind.category());
        let recovery = other.or(of_kind).and_then(|other| other.recovery);
        step.recovery = step.recovery.filter(fits).or(recovery);
        if let Some(own) = step.backoff.take_if(|own| !is_whole(own)) {
            let whole = other
                .and_then(|other| other.backoff.as_ref())
                .or(of_kind.and_then(|step| step.backoff.as_ref()));
            step.backoff = whole.map(|whole| figures(own, whole.clone()));
        }
    }
}

/// Finds a vendor that has a code.
pub type Owners<'o> = dyn Fn(&str) -> Option<&'static str> + 'o;

/// Lays an overlay's vendor on the base's of the same id.
///
/// `owners` finds another vendor that has a code.
pub fn vendor(id: &str, over: Vendor, base: Vendor, owners: &Owners<'_>, laid: &mut Laid<'_>) -> Vendor {
    laid.partial.insert(over.top);
    if let Some(header) = &over.header {
        laid.partial.insert(header.span);
    }
    let french = french(&over, &base);
    Vendor {
        top: over.top,
        header: header(over.header, base.header),
        operations: operations(over.operations, base.operations),
        codes: codes(id, over.codes, base.codes, owners, laid),
        messages: messages(id, over.messages, base.messages, laid),
        statuses: statuses(id, over.statuses, base.statuses, laid),
        french,
    }
}

fn header(over: Option<Header>, base: Option<Header>) -> Option<Header> {
    let (over, base) = match (over, base) {
        (Some(over), Some(base)) => (over, base),
        (over, base) => return over.or(base),
    };
    Some(Header {
        span: over.span,
        id: over.id,
        name: over.name.or(base.name),
        family: over.family.or(base.family),
        docs: over.docs.or(base.docs),
        checked: over.checked.or(base.checked),
        also: add(over.also, base.also, String::clone),
        code_fields: over.code_fields,
        message_fields: add(over.message_fields, base.message_fields, String::clone),
        envelopes: if over.envelopes.is_empty() {
            base.envelopes
        } else {
            over.envelopes
        },
        failures_with_200: over.failures_with_200.or(base.failures_with_200),
    })
}

fn operations(over: Vec<Operation>, mut base: Vec<Operation>) -> Vec<Operation> {
    for operation in over {
        match base.iter_mut().find(|old| old.id.value == operation.id.value) {
            Some(old) => *old = operation,
            None => base.push(operation),
        }
    }
    base
}

fn codes(id: &str, over: Vec<Code>, mut base: Vec<Code>, owners: &Owners<'_>, laid: &mut Laid<'_>) -> Vec<Code> {
    let known = base.iter().enumerate();
    let known: HashMap<String, usize> = known.map(|(at, code)| (code.spelling.value.clone(), at)).collect();
    for mut code in over {
        let spelling = code.spelling.clone();
        let Some(old) = known.get(&spelling.value).and_then(|at| base.get_mut(*at)) else {
            let known = base.iter().map(|code| code.spelling.value.as_str());
            let mut problem = aimless("code", id, &spelling, known);
            if let Some(owner) = owners(&spelling.value) {
                problem = problem.help(format!("it is a code of `{owner}`: write it in `{owner}.toml`"));
            }
            laid.aimless.push((code.entry.span, problem));
            base.push(code);
            continue;
        };
        laid.partial.insert(code.entry.span);
        old.aliases = add(code.aliases, std::mem::take(&mut old.aliases), String::clone);
        old.decoys = add(code.decoys, std::mem::take(&mut old.decoys), |text| normalize(text));
        old.role = code.role.or(old.role);
        old.word = code.word.or(old.word);
        old.name = code.name.take().or(old.name.take());
        old.deprecated = code.deprecated.take().or(old.deprecated.take());
        replace(&mut old.entry, code.entry, laid);
        named(
            "variant",
            &spelling,
            code.variants,
            &mut old.variants,
            Some(&old.entry),
            laid,
        );
    }
    base
}

fn statuses(
    id: &str,
    over: Vec<(At<u16>, Entry)>,
    mut base: Vec<(At<u16>, Entry)>,
    laid: &mut Laid<'_>,
) -> Vec<(At<u16>, Entry)> {
    for (status, entry) in over {
        match base.iter_mut().find(|(old, _)| old.value == status.value) {
            Some((_, old)) => {
                laid.partial.insert(entry.span);
                replace(old, entry, laid);
            }
            None => {
                let name = status.map(|status| status.to_string());
                let problem = aimless("status", id, &name, []);
                laid.aimless.push((entry.span, problem));
                base.push((status, entry));
            }
        }
    }
    base.sort_by_key(|(status, _)| status.value);
    base
}

fn messages(id: &str, over: Vec<Named>, mut base: Vec<Named>, laid: &mut Laid<'_>) -> Vec<Named> {
    let id = At::new(id.to_owned(), Span::nowhere());
    named("message", &id, over, &mut base, None, laid);
    base
}

/// Lays the variants of a code, or messages of a vendor, on others; `code` is the default entry of the variants' code.
fn named(
    what: &str,
    owner: &At<String>,
    over: Vec<Named>,
    base: &mut Vec<Named>,
    code: Option<&Entry>,
    laid: &mut Laid<'_>,
) {
    for mut entry in over {
        let Some(own) = &entry.name else {
            base.push(entry);
            continue;
        };
        match base.iter_mut().find(|old| name(old).as_ref() == Some(&own.value)) {
            Some(old) => {
                laid.partial.insert(entry.entry.span);
                old.role = entry.role.or(old.role);
                replace(&mut old.entry, entry.entry, laid);
            }
            None => {
                let known: Vec<String> = base.iter().filter_map(name).collect();
                let problem = aimless(what, &owner.value, own, known.iter().map(String::as_str));
                laid.aimless.push((entry.entry.span, problem));
                let of_code = code.and_then(|code| Some((code.kind?.value, &code.step)));
                let kind = entry
                    .entry
                    .kind
                    .map(|kind| kind.value)
                    .or(of_code.map(|(kind, _)| kind));
                let same = of_code.filter(|(of, _)| kind == Some(*of)).map(|(_, step)| step);
                laid.settle(&mut entry.entry.step, kind, same);
                base.push(entry);
            }
        }
    }
}

fn name(named: &Named) -> Option<String> {
    named.name.as_ref().map(|name| name.value.clone())
}

/// The problem of a partial table that does not name what is there.
fn aimless<'a>(what: &str, owner: &str, name: &At<String>, known: impl IntoIterator<Item = &'a str>) -> Problem {
    let new = match what {
        "message" => "`messages`, `kind`, `cause` and `source`",
        "status" => "`kind` and `source`",
        "variant" => "`messages`, `hints`, `status` or `operations`",
        _ => "`kind`, `cause` and `source`",
    };
    let message = format!("`{owner}` has no {what} `{}` to change", name.value);
    Problem::new(ProblemKind::UnknownName, name.span, message)
        .label(format!("no such {what}"))
        .help(did_you_mean(name, known, &format!("a new {what} needs {new}")))
}

/// A line of help for a name that is not there: what was meant, if that can be told, and what else is possible.
pub fn did_you_mean<'a>(name: &At<String>, known: impl IntoIterator<Item = &'a str>, else_: &str) -> String {
    match nearest(&name.value, known) {
        Some(near) => format!("did you mean `{near}`? {else_}"),
        None => else_.to_owned(),
    }
}

/// Lays one entry on another.
fn replace(base: &mut Entry, over: Entry, laid: &mut Laid<'_>) {
    let old = std::mem::replace(base, over);
    let same_kind = base
        .kind
        .is_none_or(|kind| old.kind.is_some_and(|old| old.value == kind.value));
    let kept = |text: Option<At<String>>| text.filter(|_| same_kind);
    base.kind = base.kind.or(old.kind);
    base.texts.cause = base.texts.cause.take().or(old.texts.cause);
    base.texts.remediation = base.texts.remediation.take().or(kept(old.texts.remediation));
    base.contested = base.contested.take().or(kept(old.contested));
    let kept_step = same_kind.then(|| old.step.clone());
    if !same_kind {
        // What may have been applied still may, whatever else the failure is taken for.
        let risk = old.step.applied.filter(|applied| applied.value != Applied::No);
        base.step.applied = base.step.applied.or(risk);
    } else {
        let NextStep {
            recovery,
            applied,
            scope,
            backoff,
        } = old.step;
        base.step.recovery = base.step.recovery.or(recovery);
        base.step.applied = base.step.applied.or(applied);
        base.step.scope = base.step.scope.or(scope);
        base.step.backoff = match (base.step.backoff.take(), backoff) {
            (Some(own), Some(old)) => {
                laid.partial.insert(own.span);
                Some(figures(own, old))
            }
            (own, old) => own.or(old),
        };
    }
    laid.settle(&mut base.step, base.kind.map(|kind| kind.value), kept_step.as_ref());
    base.certainty = base.certainty.or(old.certainty);
    base.vendor_category = base.vendor_category.take().or(old.vendor_category);
    base.sources = add(std::mem::take(&mut base.sources), old.sources, String::clone);
    base.examples = add(std::mem::take(&mut base.examples), old.examples, String::clone);
    base.status = add(std::mem::take(&mut base.status), old.status, |status| *status);
    base.operations = add(std::mem::take(&mut base.operations), old.operations, String::clone);
    // A text may change sides, from the hints to the messages or back.
    let own: BTreeSet<String> = base
        .messages
        .iter()
        .chain(&base.hints)
        .map(|text| normalize(&text.value))
        .collect();
    let others = |list: Vec<At<String>>| list.into_iter().filter(|text| !own.contains(&normalize(&text.value)));
    base.messages.splice(..0, others(old.messages));
    base.hints.splice(..0, others(old.hints));
}

fn is_whole(backoff: &Backoff) -> bool {
    backoff.initial.is_some() && backoff.ceiling.is_some() && backoff.attempts.is_some()
}

/// A backoff with the figures that it leaves to an older one; where the others come from is not said any more.
fn figures(own: Backoff, old: Backoff) -> Backoff {
    Backoff {
        span: own.span,
        initial: own.initial.or(old.initial),
        ceiling: own.ceiling.or(old.ceiling),
        floor: own.floor.or(old.floor),
        attempts: own.attempts.or(old.attempts),
        reset: own.reset.or(old.reset),
        source: own.source,
    }
}

/// The base's list, then what the overlay's has besides.
fn add<T, K: Ord>(over: Vec<At<T>>, mut base: Vec<At<T>>, key: impl Fn(&T) -> K) -> Vec<At<T>> {
    let known = base.iter().enumerate();
    let mut known: BTreeMap<K, usize> = known.map(|(at, item)| (key(&item.value), at)).collect();
    for item in over {
        match known.remove(&key(&item.value)) {
            // What both have is the overlay's, so that what is wrong with it is found in its file.
            Some(at) => base[at] = item,
            None => base.push(item),
        }
    }
    base
}

/// The overlay's French, and the base's for the texts that stay as they were.
///
/// The base's lists of French are as long as those of what they translate.
fn french(over: &Vendor, base: &Vendor) -> French {
    let mut laid = French::default();
    let changed: HashMap<&str, &Code> = over.codes.iter().map(|code| (&*code.spelling.value, code)).collect();
    let own: HashMap<&str, &FrenchCode> = over
        .french
        .codes
        .iter()
        .map(|own| (&*own.spelling.value, own))
        .collect();
    for (code, old) in base.codes.iter().zip(&base.french.codes) {
        let spelling = &*code.spelling.value;
        let changed = changed.get(spelling).copied();
        let own = own.get(spelling).copied();
        let variants = changed.map_or(&[][..], |code| &code.variants);
        let own_variants = own.map_or(&[][..], |own| &own.variants);
        laid.codes.push(FrenchCode {
            spelling: own.map_or(&old.spelling, |own| &own.spelling).clone(),
            texts: translation(
                &code.entry,
                &old.texts,
                changed.map(|code| &code.entry),
                own.map(|own| &own.texts),
            ),
            variants: translations((&code.variants, &old.variants), (variants, own_variants)),
        });
    }
    let known: BTreeSet<&str> = base.codes.iter().map(|code| &*code.spelling.value).collect();
    let is_new = |own: &&FrenchCode| !known.contains(&*own.spelling.value);
    laid.codes.extend(over.french.codes.iter().filter(is_new).cloned());
    laid.messages = translations(
        (&base.messages, &base.french.messages),
        (&over.messages, &over.french.messages),
    );
    for ((status, entry), (_, old)) in base.statuses.iter().zip(&base.french.statuses) {
        let changed = over.statuses.iter().find(|(own, _)| own.value == status.value);
        let own = over.french.statuses.iter().find(|(own, _)| own.value == status.value);
        let texts = translation(entry, old, changed.map(|(_, entry)| entry), own.map(|(_, texts)| texts));
        laid.statuses.push((own.map_or(*status, |(own, _)| *own), texts));
    }
    let is_new = |(own, _): &&(At<u16>, Texts)| base.statuses.iter().all(|(old, _)| old.value != own.value);
    laid.statuses
        .extend(over.french.statuses.iter().filter(is_new).cloned());
    laid
}

/// Entries with their translations.
type Translated<'t> = (&'t [Named], &'t [(At<String>, Texts)]);

fn translations(base: Translated<'_>, over: Translated<'_>) -> Vec<(At<String>, Texts)> {
    let find = |name: &str| over.1.iter().find(|(own, _)| own.value == name);
    let mut laid = Vec::new();
    for (entry, (name, old)) in base.0.iter().zip(base.1) {
        let changed = over
            .0
            .iter()
            .find(|own| own.name.as_ref().is_some_and(|own| own.value == name.value));
        let own = find(&name.value);
        let texts = translation(
            &entry.entry,
            old,
            changed.map(|own| &own.entry),
            own.map(|(_, texts)| texts),
        );
        laid.push((own.map_or(name, |(name, _)| name).clone(), texts));
    }
    let is_new = |(own, _): &&(At<String>, Texts)| base.1.iter().all(|(name, _)| name.value != own.value);
    laid.extend(over.1.iter().filter(is_new).cloned());
    laid
}

/// The overlay's translation (`own`); or the base's, if what it translates is not changed.
fn translation(entry: &Entry, old: &Texts, changed: Option<&Entry>, own: Option<&Texts>) -> Texts {
    let stays = |pick: fn(&Entry) -> Option<&At<String>>| match changed.and_then(pick) {
        Some(new) => pick(entry).is_some_and(|text| text.value == new.value),
        None => true,
    };
    let new_kind = changed.and_then(|changed| changed.kind).map(|kind| kind.value);
    let same_kind = new_kind.is_none() || new_kind == entry.kind.map(|kind| kind.value);
    let cause = stays(|entry| entry.texts.cause.as_ref());
    let remediation = stays(|entry| entry.texts.remediation.as_ref()) && same_kind;
    let own = own.cloned().unwrap_or_default();
    Texts {
        cause: own.cause.or_else(|| old.cause.clone().filter(|_| cause)),
        remediation: own
            .remediation
            .or_else(|| old.remediation.clone().filter(|_| remediation)),
    }
}
