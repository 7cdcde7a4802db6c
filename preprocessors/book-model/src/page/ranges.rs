//! Which of many ranges holds an offset, so that to ask costs little however many there are.

use std::ops::Range;

/// The one of these that holds `offset`; their ranges are in order and apart.
pub(super) fn holding<T>(
    items: &[T],
    range: impl Fn(&T) -> &Range<usize>,
    offset: usize,
) -> Option<usize> {
    let after = items.partition_point(|item| range(item).start <= offset);
    after
        .checked_sub(1)
        .filter(|&index| range(&items[index]).contains(&offset))
}

/// Parts of the text, in order and apart.
#[derive(Default)]
pub(super) struct Regions(Vec<Range<usize>>);

impl Regions {
    pub(super) fn new(mut regions: Vec<Range<usize>>) -> Regions {
        regions.sort_by_key(|region| region.start);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for region in regions {
            match apart.last_mut() {
                Some(last) if region.start <= last.end => last.end = last.end.max(region.end),
                _ => apart.push(region),
            }
        }
        Regions(apart)
    }

    pub(super) fn hold(&self, offset: usize) -> bool {
        holding(&self.0, |region| region, offset).is_some()
    }
}
