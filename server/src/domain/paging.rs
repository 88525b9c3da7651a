//! Where a page ends: after a number of items, or where their bytes on the wire reach
//! their limit, whichever comes first.

use circles_protocol::limits::PAGE_BYTES;

use super::wire_size::WireSize;

/// What still fits on a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageBudget {
    items: u32,
    bytes: usize,
    /// Nothing has been taken yet.
    fresh: bool,
}

impl PageBudget {
    /// A page of at most that many items.
    pub(crate) const fn page(items: u16) -> Self {
        Self::of(items, PAGE_BYTES)
    }

    pub(crate) const fn of(items: u16, bytes: usize) -> Self {
        Self { items: items as u32, bytes, fresh: true }
    }

    /// The same, next to something that takes that many bytes of the answer in any case.
    pub(crate) const fn beside(self, bytes: usize) -> Self {
        Self { bytes: self.bytes.saturating_sub(bytes), ..self }
    }

    /// What remains of the page after these items.
    pub(crate) fn after<T: WireSize>(mut self, items: &[T]) -> Self {
        for item in items {
            self.take(item.wire_bytes());
        }
        self
    }

    /// How many to read: one more than fits shows whether there are more.
    pub(crate) const fn row_limit(&self) -> u32 {
        self.items + 1
    }

    /// Whether an item goes on the page. The first one always does, however large it is,
    /// so that every page makes progress.
    pub(crate) fn take(&mut self, bytes: usize) -> bool {
        if self.items == 0 || (bytes > self.bytes && !self.fresh) {
            return false;
        }
        self.items -= 1;
        self.bytes = self.bytes.saturating_sub(bytes);
        self.fresh = false;
        true
    }
}

/// The items of a page, and whether there are more than fit on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Portion<T> {
    pub(crate) items: Vec<T>,
    pub(crate) has_more: bool,
}

impl<T: WireSize> Portion<T> {
    /// Takes items until the page is full; the first item that doesn't fit is the last
    /// one that is read.
    pub(crate) fn fill<E>(
        mut budget: PageBudget,
        source: impl IntoIterator<Item = Result<T, E>>,
    ) -> Result<Self, E> {
        let mut items = Vec::new();
        for item in source {
            let item = item?;
            if !budget.take(item.wire_bytes()) {
                return Ok(Self { items, has_more: true });
            }
            items.push(item);
        }
        Ok(Self { items, has_more: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sized(usize);

    impl WireSize for Sized {
        fn wire_bytes(&self) -> usize {
            self.0
        }
    }

    fn filled(budget: PageBudget, sizes: &[usize]) -> (usize, bool) {
        let items = sizes.iter().map(|size| Ok::<_, ()>(Sized(*size)));
        let page = Portion::fill(budget, items).unwrap();
        (page.items.len(), page.has_more)
    }

    #[test]
    fn a_page_ends_at_whichever_bound_comes_first() {
        assert_eq!(filled(PageBudget::of(3, 100), &[10, 10]), (2, false));
        assert_eq!(filled(PageBudget::of(3, 100), &[10, 10, 10, 10]), (3, true));
        assert_eq!(filled(PageBudget::of(3, 100), &[60, 40, 1]), (2, true));
        assert_eq!(filled(PageBudget::of(3, 100), &[60, 41]), (1, true));
    }

    #[test]
    fn the_first_item_goes_on_the_page_however_large_it_is() {
        assert_eq!(filled(PageBudget::of(3, 100), &[1_000, 1]), (1, true));
        assert_eq!(filled(PageBudget::of(0, 100), &[1]), (0, true));
    }
}
