//! The words, and how often each comes.

use std::borrow::Cow;

use crate::random::Random;

/// The words that hold sentences together, the most frequent first.
const SMALL: &str = "\
    the of and a to in is that it for as with be on are by this not or an which from at when one has \
    its can but have each if no more than what all so then only there before after they was where \
    other while until because between does any same some without never both most under";

/// Words of the trade, likewise.
const LARGE: &str = "\
    request service time value client server data error queue cache read write call state node test \
    code user thread memory table index key log message retry timeout latency load version change \
    deploy failure limit lock page record result schema shard signal socket source stream system \
    task token trace type update worker buffer batch budget build byte channel check clock cluster \
    column commit config connection consumer contract copy core cost counter crash cursor deadline \
    default delay disk drain event field file filter flag format function gateway graph group \
    handler hash header heap host image input interface interval item job join kernel layer leader \
    lease level line link list loop map merge method metric migration model module monitor mutex \
    name network number object offset operation option order output owner package packet parser \
    partition path pattern peer percentile period pipeline point policy pool port process producer \
    profile protocol proxy query quota range rate reader region release replica report resource \
    response restart rollback root route rule sample scale schedule scope search segment sequence \
    session size slot snapshot span spike stack stage standby step storage string structure switch \
    symbol target template throughput tier topic traffic transaction tree trigger tuple unit \
    upstream variable vector view volume window writer zone abandoned bounded broken cheap cold \
    correct durable early empty exact fast fresh full global hidden idle large late local long lost \
    narrow partial public quiet rare ready remote safe shared short simple slow small stable stale \
    strict sudden unknown wide";

/// What the rarer words are put together from, none of which anyone has heard.
const SYLLABLES: &str = "\
    ba bel ber bi bra ca cen cor da del di dor du el en fa fer fi flo ga gen gra ha hel in ka ker \
    kin la lem li lo lu ma men mi mor na nel ni nor os pa pel per pra qui ra ren ri ro sa sel sti su \
    ta ter ti tor tra va ver vi zan";

/// How many words there are.
const COUNT: usize = 120_000;

/// The rank from which on words become rare faster.
const BEND: usize = 5_000;

/// The words, by how often each comes: that of rank `r` as often as `1 / r`, beyond [`BEND`] as `1 / r²`. So
/// the number of different words grows as the square root of the length, as it does in English: some
/// twenty thousand in a book of 250 chapters.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    small: usize,
    /// Those that are written above, small ones first.
    written: Vec<&'static str>,
    syllables: Vec<&'static str>,
    /// The sum of the frequencies of a word and of all that come more often. By sums and quotients alone,
    /// which are the same on every machine, as powers are not.
    sums: Vec<f64>,
}

impl Words {
    pub(crate) fn new() -> Words {
        let mut sum = 0.0;
        let add = |rank: usize| {
            // The few most frequent words come less often than the rest of the curve would have it.
            let rank = rank as f64 + 3.0;
            let bend = BEND as f64;
            sum += if rank < bend {
                1.0 / rank
            } else {
                bend / (rank * rank)
            };
            sum
        };
        let small = SMALL.split_whitespace();
        Words {
            small: small.clone().count(),
            written: small.chain(LARGE.split_whitespace()).collect(),
            syllables: SYLLABLES.split_whitespace().collect(),
            sums: (0..COUNT).map(add).collect(),
        }
    }

    /// Any word.
    pub(crate) fn any(&self, random: &mut Random) -> Cow<'static, str> {
        self.word(self.rank(random))
    }

    /// A word that says something by itself.
    pub(crate) fn large(&self, random: &mut Random) -> Cow<'static, str> {
        loop {
            let rank = self.rank(random);
            if rank >= self.small {
                return self.word(rank);
            }
        }
    }

    fn rank(&self, random: &mut Random) -> usize {
        let all = self.sums.last().copied().unwrap_or_default();
        let point = random.fraction() * all;
        let rank = self.sums.partition_point(|&sum| sum <= point);
        rank.min(COUNT - 1)
    }

    /// The word of a rank.
    fn word(&self, rank: usize) -> Cow<'static, str> {
        if let Some(word) = self.written.get(rank) {
            return Cow::Borrowed(word);
        }
        let base = self.syllables.len();
        let mut left = rank - self.written.len();
        let mut syllables = 2;
        if left >= base.pow(2) {
            left -= base.pow(2);
            syllables = 3;
        }
        let mut word = String::new();
        for _ in 0..syllables {
            word.push_str(self.syllables[left % base]);
            left /= base;
        }
        Cow::Owned(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn frequent_words_are_frequent_and_new_ones_keep_coming() {
        let words = Words::new();
        let mut random = Random::new(0, 0);
        let mut different = |count: usize| {
            let some: Vec<_> = (0..count).map(|_| words.any(&mut random)).collect();
            let the = some.iter().filter(|word| *word == "the").count();
            assert!((count / 50..count / 15).contains(&the), "{the} of {count}");
            some.into_iter().collect::<BTreeSet<_>>().len()
        };
        let (short, long) = (different(20_000), different(180_000));
        assert!((4_000..8_000).contains(&short), "{short}");
        assert!((12_000..24_000).contains(&long), "{long}");
    }
}
