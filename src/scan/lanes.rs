//! Sixteen bytes at once: comparisons, and one bit for each byte of what came of them.
//!
//! On x86-64 the instructions come from `safe_arch`, which is the standard library's intrinsics behind safe functions:
//! gathering a bit of each byte is a single one there, and no safe code of our own compiles to it. Elsewhere the same is
//! written in plain loops, which compile to vector code but for the gathering; the tests hold both against each other.

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub use sse2::{Flags, Lanes};

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
pub use portable::{Flags, Lanes};

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod sse2 {
    use safe_arch::{
        bitor_m128i, cmp_eq_mask_i8_m128i, m128i, min_u8_m128i, move_mask_i8_m128i, set_splat_i8_m128i,
        shl_imm_u16_m128i, sub_i8_m128i,
    };

    /// Sixteen bytes.
    #[derive(Clone, Copy)]
    pub struct Lanes(m128i);

    /// A yes or no for each of sixteen bytes.
    #[derive(Clone, Copy)]
    pub struct Flags(m128i);

    fn all(byte: u8) -> m128i {
        set_splat_i8_m128i(byte as i8)
    }

    impl Lanes {
        #[inline(always)]
        pub fn new(bytes: &[u8; 16]) -> Self {
            Lanes(m128i::from(*bytes))
        }

        /// Sets bit 5 of all bytes, which makes capitals small.
        #[inline(always)]
        pub fn folded(self) -> Self {
            Lanes(bitor_m128i(self.0, all(0x20)))
        }

        #[inline(always)]
        pub fn equal(self, byte: u8) -> Flags {
            Flags(cmp_eq_mask_i8_m128i(self.0, all(byte)))
        }

        /// Which bytes are the same as another sixteen's.
        #[inline(always)]
        pub fn same(self, other: Lanes) -> Flags {
            Flags(cmp_eq_mask_i8_m128i(self.0, other.0))
        }

        /// Which bytes are one of so many from `first` on.
        #[inline(always)]
        pub fn within(self, first: u8, count: u8) -> Flags {
            let offset = sub_i8_m128i(self.0, all(first));
            Flags(cmp_eq_mask_i8_m128i(min_u8_m128i(offset, all(count - 1)), offset))
        }

        /// Which bytes have bit 5: of letters the small ones.
        #[inline(always)]
        pub fn small(self) -> Flags {
            // A byte's flag is its uppermost bit.
            Flags(shl_imm_u16_m128i::<2>(self.0))
        }
    }

    impl Flags {
        #[inline(always)]
        pub fn or(self, other: Flags) -> Self {
            Flags(bitor_m128i(self.0, other.0))
        }

        #[inline(always)]
        pub fn bits(self) -> u64 {
            move_mask_i8_m128i(self.0) as u64
        }
    }
}

#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod portable {
    /// Sixteen bytes.
    #[derive(Clone, Copy)]
    pub struct Lanes([u8; 16]);

    /// A yes or no for each of sixteen bytes: 0xff or 0.
    #[derive(Clone, Copy)]
    pub struct Flags([u8; 16]);

    impl Lanes {
        #[inline(always)]
        pub fn new(bytes: &[u8; 16]) -> Self {
            Lanes(*bytes)
        }

        /// Sets bit 5 of all bytes, which makes capitals small.
        #[inline(always)]
        pub fn folded(self) -> Self {
            Lanes(self.0.map(|byte| byte | 0x20))
        }

        #[inline(always)]
        fn flags(self, has: impl Fn(u8) -> bool) -> Flags {
            Flags(self.0.map(|byte| if has(byte) { 0xff } else { 0 }))
        }

        #[inline(always)]
        pub fn equal(self, wanted: u8) -> Flags {
            self.flags(|byte| byte == wanted)
        }

        /// Which bytes are the same as another sixteen's.
        #[inline(always)]
        pub fn same(self, other: Lanes) -> Flags {
            let mut flags = [0; 16];
            let pairs = self.0.iter().zip(other.0);
            flags
                .iter_mut()
                .zip(pairs)
                .for_each(|(flag, (own, other))| *flag = if *own == other { 0xff } else { 0 });
            Flags(flags)
        }

        /// Which bytes are one of so many from `first` on.
        #[inline(always)]
        pub fn within(self, first: u8, count: u8) -> Flags {
            self.flags(|byte| byte.wrapping_sub(first) < count)
        }

        /// Which bytes have bit 5: of letters the small ones.
        #[inline(always)]
        pub fn small(self) -> Flags {
            self.flags(|byte| byte & 0x20 != 0)
        }
    }

    impl Flags {
        #[inline(always)]
        pub fn or(self, other: Flags) -> Self {
            let mut flags = self.0;
            flags.iter_mut().zip(other.0).for_each(|(flag, other)| *flag |= other);
            Flags(flags)
        }

        /// Keeps of each byte the bit of its place; the sum of eight such bytes is their bits.
        #[inline(always)]
        pub fn bits(self) -> u64 {
            let eight = |at: usize| {
                let flags = self.0[at..at + 8].try_into().map_or(0, u64::from_le_bytes);
                (flags & 0x8040_2010_0804_0201).wrapping_mul(0x0101_0101_0101_0101) >> 56
            };
            eight(0) | eight(8) << 8
        }
    }
}

#[cfg(test)]
mod tests {
    use super::portable;

    /// Every byte in every lane, and what each question about it should come to.
    #[test]
    fn flags_are_what_the_bytes_are() {
        for (byte, lane) in (0..=u8::MAX).flat_map(|byte| (0..16).map(move |lane| (byte, lane))) {
            let mut bytes = [b'~'; 16];
            bytes[lane] = byte;
            let (own, plain) = (super::Lanes::new(&bytes), portable::Lanes::new(&bytes));
            let bit = |flags: u64| flags >> lane & 1 == 1;
            let expected = [
                byte == b'_',
                byte.is_ascii_digit(),
                byte.is_ascii_alphabetic(),
                byte >= 0xc2,
                byte & 0x20 != 0,
                byte == b'~',
                matches!(byte, b' ' | b'0'),
            ];
            macro_rules! answers {
                ($lanes:expr, $other:expr) => {
                    [
                        $lanes.equal(b'_').bits(),
                        $lanes.within(b'0', 10).bits(),
                        $lanes.folded().within(b'a', 26).bits(),
                        $lanes.within(0xc2, 62).bits(),
                        $lanes.small().bits(),
                        $lanes.same($other).bits(),
                        $lanes.equal(b' ').or($lanes.equal(b'0')).bits(),
                    ]
                };
            }
            let (own, plain) = (
                answers!(own, super::Lanes::new(&[b'~'; 16])),
                answers!(plain, portable::Lanes::new(&[b'~'; 16])),
            );
            assert_eq!(own.map(bit), expected, "{byte:#x} in lane {lane}");
            assert_eq!(own, plain, "{byte:#x} in lane {lane}");
        }
    }
}
