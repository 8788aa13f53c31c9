//! [`Entry`]: one thing a vendor can mean, as a static record with its accessors.

use core::fmt;
use core::time::Duration;

use crate::catalog::VendorRecord;
use crate::format::beginning::beginning;
use crate::format::packed::{PackedRow, Row, Run, Text};
use crate::generated::POOL;
use crate::pool::{Pool, Translation};
use crate::{Applied, Certainty, Recovery, Reset, Role, Scope};
use crate::{Category, Code, Kind, Locale, Operation, Vendor};

/// One thing a vendor can mean: a code, a variant of a code, a message without a code, or an HTTP status.
///
/// Entries are static, and so are the texts and lists that the accessors return.
///
/// ```
/// use errcat::{Category, salesforce};
///
/// let entry = salesforce::Code::UnableToLockRow.entry();
/// assert_eq!(entry.rule(), "salesforce/UNABLE_TO_LOCK_ROW");
/// assert_eq!(entry.category(), Category::Retryable);
/// ```
#[derive(Clone)]
pub struct Entry {
    /// What the row's places are of; `None` for errcat's own pool, which spares the table its only reference.
    pub(crate) pool: Option<&'static Pool>,
    pub(crate) row: Row,
}

/// What entries are copied over: it is in no table.
const BLANK: Entry = Entry::new(None, &[0; 8]);

/// Makes a table of entries, for a static.
#[doc(hidden)]
#[must_use]
pub const fn entries<const N: usize>(pool: Option<&'static Pool>, rows: &[PackedRow; N]) -> [Entry; N] {
    let mut table = [BLANK; N];
    let mut at = 0;
    while at < N {
        table[at] = Entry::new(pool, &rows[at]);
        at += 1;
    }
    table
}

impl Entry {
    /// Makes an entry of its row.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(pool: Option<&'static Pool>, row: &PackedRow) -> Self {
        Entry {
            pool,
            row: Row::unpack(row),
        }
    }

    fn pool(&self) -> &'static Pool {
        self.pool.unwrap_or(&POOL)
    }

    fn record(&self) -> &'static VendorRecord {
        self.pool().home.catalog().vendors[usize::from(self.row.vendor)]
    }

    /// Returns the vendor whose catalog file holds the entry.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.record().vendor
    }

    /// Returns the code the entry belongs to, or `None` for a message without a code and for an HTTP status.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        Some(self.record().codes[usize::from(self.row.code?)].code)
    }

    /// Returns the stable string that names the entry, for logs and metrics.
    ///
    /// `vendor/CODE` for the default of a code, `vendor/CODE#variant`, `vendor/#message`, `vendor/@404` for a status.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.pool().text(self.row.rule, Locale::En)
    }

    /// Returns the reason, which decides the category.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.row.kind
    }

    /// Returns the category: that of the kind.
    #[must_use]
    pub fn category(&self) -> Category {
        self.row.kind.category()
    }

    /// Returns the program's next step.
    #[must_use]
    pub fn recovery(&self) -> Recovery {
        self.row.recovery
    }

    /// Returns whether a write that failed so may have been applied.
    #[must_use]
    pub fn applied(&self) -> Applied {
        self.row.applied
    }

    /// Returns what the verdict covers.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.row.scope
    }

    /// Returns the waiting rule; `Some` exactly when the recovery is [`Recovery::Retry`].
    #[must_use]
    pub fn backoff(&self) -> Option<&'static BackoffRule> {
        self.row.backoff.of(self.pool().backoffs).first()
    }

    /// Returns how the verdict is known.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        self.row.certainty
    }

    /// Returns who disagrees with the verdict and why it stands, where sources contradict each other.
    #[must_use]
    pub fn contested(&self) -> Option<&'static str> {
        self.row.contested.of(self.pool().strings).first().copied()
    }

    /// Returns what is happening, one sentence.
    #[must_use]
    pub fn cause(&self, locale: Locale) -> &'static str {
        self.pool().text(self.row.cause, locale)
    }

    /// Returns what a person should do.
    #[must_use]
    pub fn remediation(&self, locale: Locale) -> &'static str {
        self.pool().text(self.row.remediation, locale)
    }

    /// Returns what is happening in a language by its two-letter code, such as `"de"`; `None` if there is no such text.
    ///
    /// Only English and French are errcat's own: an overlay adds others.
    #[must_use]
    pub fn cause_in(&self, language: &str) -> Option<&'static str> {
        self.text_in(self.row.cause, language, |own| own.cause)
    }

    /// Returns what a person should do in a language by its two-letter code, such as `"de"`; `None` if there is no such
    /// text.
    #[must_use]
    pub fn remediation_in(&self, language: &str) -> Option<&'static str> {
        self.text_in(self.row.remediation, language, |own| own.remediation)
    }

    /// Returns whether the remediation was written for this code and not for its kind in general.
    #[must_use]
    pub fn has_own_remediation(&self) -> bool {
        self.row.own_remediation
    }

    /// Returns where this is known from: URLs, `owner/repo:path`, or file names of the five source documents, whose titles
    /// stand in `catalog/README.md`.
    #[must_use]
    pub fn sources(&self) -> &'static [&'static str] {
        self.row.sources.of(self.pool().strings)
    }

    /// Returns real bodies and texts that classify to this very entry; empty where none is known.
    ///
    /// They let a connector's own tests play the vendor's errors.
    #[must_use]
    pub fn examples(&self) -> &'static [&'static str] {
        self.row.examples.of(self.pool().strings)
    }

    /// Returns the category that the vendor's own page gives, in the page's words.
    #[must_use]
    pub fn vendor_category(&self) -> Option<&'static str> {
        self.row.vendor_category.of(self.pool().strings).first().copied()
    }

    /// Returns the vendor's operations to which the entry is limited; empty if to none.
    #[must_use]
    pub fn operations(&self) -> &'static [Operation] {
        self.row.operations.of(self.pool().operations)
    }

    /// Returns the HTTP statuses that tell the entry from its siblings; empty if none does.
    #[must_use]
    pub fn statuses(&self) -> &'static [u16] {
        self.row.statuses.of(self.pool().statuses)
    }

    /// Whether the same request may succeed later.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.category() == Category::Retryable
    }

    /// Whether the entry says only that a sibling failed.
    pub(crate) fn is_consequence(&self) -> bool {
        self.row.kind == Kind::DependencyFailed
    }

    /// Whether the entry is a message that says only that something inside failed, which may be told behind it.
    pub(crate) fn wraps(&self) -> bool {
        self.row.wraps
    }

    /// Returns the messages that tell the entry.
    pub(crate) fn patterns(&self) -> &'static [Pattern] {
        self.row.patterns.of(self.pool().patterns)
    }

    /// Returns the texts in languages that errcat does not have.
    #[cfg(feature = "overlay")]
    pub(crate) fn translations(&self) -> &'static [Translation] {
        // Of a compiled pool, which all entries share, there are none.
        self.pool().translations
    }

    fn text_in(&self, text: Text, language: &str, other: fn(&Translation) -> &'static str) -> Option<&'static str> {
        let text = match language {
            "en" => self.pool().text(text, Locale::En),
            // Without French the text would be the English one.
            "fr" if text.french().is_some() => self.pool().text(text, Locale::Fr),
            _ => self
                .pool()
                .translations
                .iter()
                .find(|own| own.language == language)
                .map(other)?,
        };
        (!text.is_empty()).then_some(text)
    }
}

/// The same entry of the same catalog: one that an overlay changes is another, though the rule is the same.
impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.row.rule == other.row.rule && core::ptr::eq(self.pool(), other.pool())
    }
}

impl Eq for Entry {}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("vendor", &self.vendor())
            .field("code", &self.code())
            .field("rule", &self.rule())
            .field("kind", &self.row.kind)
            .field("recovery", &self.row.recovery)
            .field("applied", &self.row.applied)
            .field("scope", &self.row.scope)
            .field("backoff", &self.backoff())
            .field("certainty", &self.row.certainty)
            .field("contested", &self.contested())
            .field("cause", &self.cause(Locale::En))
            .field("remediation", &self.remediation(Locale::En))
            .field("sources", &self.sources())
            .field("examples", &self.examples())
            .field("vendor_category", &self.vendor_category())
            .field("operations", &self.operations())
            .field("statuses", &self.statuses())
            .finish_non_exhaustive()
    }
}

/// How long to wait before the same request is sent again, as the catalog has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackoffRule {
    initial: Duration,
    ceiling: Duration,
    floor: Duration,
    attempts: u32,
    reset: Option<Reset>,
    source: Option<&'static str>,
}

impl BackoffRule {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        [initial, ceiling, floor]: [Duration; 3],
        attempts: u32,
        reset: Option<Reset>,
        source: Option<&'static str>,
    ) -> Self {
        BackoffRule {
            initial,
            ceiling,
            floor,
            attempts,
            reset,
            source,
        }
    }

    /// Returns the upper bound of the first delay.
    #[must_use]
    pub fn initial(&self) -> Duration {
        self.initial
    }

    /// Returns the bound that no delay of our own exceeds.
    #[must_use]
    pub fn ceiling(&self) -> Duration {
        self.ceiling
    }

    /// Returns the least time to wait.
    #[must_use]
    pub fn floor(&self) -> Duration {
        self.floor
    }

    /// Returns how many times the request may be sent in all.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns when a used-up quota comes back, where the vendor has such a rule.
    #[must_use]
    pub fn reset(&self) -> Option<Reset> {
        self.reset
    }

    /// Returns where the figures come from, if not from errcat itself.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        self.source
    }
}

/// A message pattern, normalised by the catalog compiler.
#[doc(hidden)]
#[derive(Debug)]
pub struct Pattern {
    /// What the matcher compares with the text.
    pub text: &'static str,
    /// How it begins, see `beginning::beginning`.
    pub prefix: u32,
    pub second: u8,
    /// Whether it may recover the entry when no code was found.
    pub rescues: bool,
}

impl Pattern {
    #[must_use]
    pub const fn new(text: &'static str, rescues: bool) -> Self {
        let (prefix, second) = beginning(text);
        Pattern {
            text,
            prefix,
            second,
            rescues,
        }
    }
}

/// All that is known of one code; in numbers, as an entry.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct CodeRecord {
    /// As an entry's.
    pub pool: Option<&'static Pool>,
    pub code: Code,
    /// The vendor's spelling.
    pub name: u64,
    pub aliases: u32,
    /// Texts of other systems that have the same code.
    pub decoys: u32,
    pub role: Option<Role>,
    /// Counts only where a code is expected.
    pub word: bool,
    /// At most one string.
    pub deprecated: u32,
    /// The first words of all the entries' patterns, see `beginning::prefix_bit`; empty where no message could change
    /// anything: with one entry and no delay to read.
    pub prefixes: u64,
    /// The default entry, then the variants.
    pub entries: u32,
}

impl CodeRecord {
    fn pool(&self) -> &'static Pool {
        self.pool.unwrap_or(&POOL)
    }

    pub(crate) fn name(&self) -> &'static str {
        self.pool().text(Text(self.name), Locale::En)
    }

    pub(crate) fn aliases(&self) -> &'static [&'static str] {
        Run(self.aliases).of(self.pool().strings)
    }

    pub(crate) fn decoys(&self) -> &'static [Pattern] {
        Run(self.decoys).of(self.pool().patterns)
    }

    /// Yields the vendor's spelling, then the aliases.
    #[cfg(any(test, feature = "overlay"))]
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &'static str> + use<> {
        core::iter::once(self.name()).chain(self.aliases().iter().copied())
    }

    pub(crate) fn deprecated(&self) -> Option<&'static str> {
        Run(self.deprecated).of(self.pool().strings).first().copied()
    }

    pub(crate) fn entries(&self) -> &'static [Entry] {
        Run(self.entries).of(self.pool().entries)
    }

    /// Yields the messages of all its entries.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &'static Pattern> + Clone + use<> {
        self.entries().iter().flat_map(Entry::patterns)
    }
}
