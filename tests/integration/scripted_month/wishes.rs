//! What customers shall get back, kept beside the program: it knows nothing of journals.

use std::collections::BTreeMap;

/// One customer's refund of one payment.
#[derive(Clone, Debug)]
pub struct Wish {
    pub profile: &'static str,
    pub payment: String,
    pub minor: u64,
}

/// How often each refund is wanted: of one payment each amount is one wish, or a twin that is meant.
#[derive(Debug, Default)]
pub struct Wishes(BTreeMap<(String, u64), usize>);

impl Wishes {
    pub fn add(&mut self, wish: &Wish) {
        *self
            .0
            .entry((wish.payment.clone(), wish.minor))
            .or_default() += 1;
    }

    /// It is not to be paid any more: declined for good, given up, or paid in another way.
    pub fn drop(&mut self, wish: &Wish) {
        let times = self.0.get_mut(&(wish.payment.clone(), wish.minor)).unwrap();
        *times -= 1;
    }

    pub fn all(&self) -> &BTreeMap<(String, u64), usize> {
        &self.0
    }
}
