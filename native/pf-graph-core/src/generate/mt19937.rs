//! MT19937: Matsumoto, Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998, seeded as `std::mt19937`. 2.5 KB.

const N: usize = 624;
const M: usize = 397;

/// The generator of C++'s `std::mt19937`.
#[derive(Clone)]
pub struct Mt19937 {
    state: [u32; N],
    next: usize,
}

impl std::fmt::Debug for Mt19937 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mt19937").field("next", &self.next).finish_non_exhaustive()
    }
}

impl Mt19937 {
    /// Seeds as the C++ constructor does.
    pub fn new(seed: u32) -> Self {
        let mut state = [0u32; N];
        state[0] = seed;
        for (before, i) in (0..N - 1).zip(1u32..) {
            let word = state[before];
            state[before + 1] = 1_812_433_253u32.wrapping_mul(word ^ word >> 30).wrapping_add(i);
        }
        Self { state, next: N }
    }

    /// The next 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.next == N {
            self.twist();
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    fn twist(&mut self) {
        for i in 0..N {
            let word = self.state[i] & 0x8000_0000 | self.state[(i + 1) % N] & 0x7fff_ffff;
            self.state[i] = self.state[(i + M) % N] ^ word >> 1 ^ if word & 1 == 1 { 0x9908_b0df } else { 0 };
        }
        self.next = 0;
    }
}
