//! The numbers of claims: labels for people, given once and not again. The identity of a claim is its id.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use rustc_hash::FxHashSet;

use super::{Claim, ClaimId, Project};

impl Project {
    /// The claim with this number, else the one that had it before two projects were joined.
    pub fn claim_by_number(&self, number: u32) -> Option<&Arc<Claim>> {
        let named = self.parts.claims.iter().find(|claim| claim.number == number);
        named.or_else(|| self.parts.claims.iter().find(|claim| claim.aliases.contains(&number)))
    }

    /// The number that the next claim gets: above all that are or were in use.
    pub fn next_number(&self) -> u32 {
        highest(&self.parts.claims).max(self.parts.retired_number).saturating_add(1)
    }

    /// Gives a number to every claim that has none, or one that an older claim has too; the younger one keeps that as an alias.
    /// The order is that in which the claims were made, so that it is the same for whoever opens an old file.
    pub(super) fn give_numbers(&mut self) {
        let mut seen = HashSet::with_capacity(self.parts.claims.len());
        if self.parts.claims.iter().all(|claim| claim.number > 0 && seen.insert(claim.number)) {
            return;
        }
        let made = |at: &usize| {
            let claim = &self.parts.claims[*at];
            (claim.created.as_ref().map(|created| created.at), claim.id.clone())
        };
        let mut order: Vec<usize> = (0..self.parts.claims.len()).collect();
        order.sort_by_cached_key(made);
        let mut next = self.next_number();
        let mut holders = HashMap::new();
        for at in order {
            let number = self.parts.claims[at].number;
            if number > 0 && *holders.entry(number).or_insert(at) == at {
                continue;
            }
            let claim = Arc::make_mut(&mut self.parts.claims[at]);
            if number > 0 && !claim.aliases.contains(&number) {
                claim.aliases.push(number);
            }
            claim.number = next;
            holders.insert(next, at);
            next = next.saturating_add(1);
        }
    }

    /// A claim with a number that no other claim has, or ever had.
    pub(super) fn numbered(&self, claim: &Arc<Claim>, taken: Option<&Taken>) -> Arc<Claim> {
        let has_it = || match taken {
            Some(taken) => taken.numbers.contains(&claim.number),
            None => self.claim_by_number(claim.number).is_some(),
        };
        if claim.number > self.parts.retired_number && !has_it() {
            return Arc::clone(claim);
        }
        let number = match taken {
            Some(taken) => taken.highest.max(self.parts.retired_number).saturating_add(1),
            None => self.next_number(),
        };
        Arc::new(Claim { number, ..claim.as_ref().clone() })
    }

    /// Sees to it that the numbers of claims that are gone are not given again.
    pub(super) fn retire(&mut self, gone: &[Arc<Claim>]) {
        let gone = highest(gone);
        if gone > highest(&self.parts.claims) {
            self.parts.retired_number = self.parts.retired_number.max(gone);
        }
    }
}

/// What claims are called already: their ids, and the numbers that they have or had.
#[derive(Debug, Default)]
pub(super) struct Taken {
    ids: FxHashSet<ClaimId>,
    numbers: FxHashSet<u32>,
    highest: u32,
}

impl Taken {
    pub(super) fn by(claims: &[Arc<Claim>]) -> Self {
        let mut taken = Self::default();
        claims.iter().for_each(|claim| taken.add(claim));
        taken
    }

    pub(super) fn has(&self, claim_id: &ClaimId) -> bool {
        self.ids.contains(claim_id)
    }

    pub(super) fn add(&mut self, claim: &Claim) {
        self.ids.insert(claim.id.clone());
        let numbers = claim.aliases.iter().chain([&claim.number]).copied();
        self.highest = numbers.clone().fold(self.highest, u32::max);
        self.numbers.extend(numbers);
    }
}

fn highest(claims: &[Arc<Claim>]) -> u32 {
    claims.iter().flat_map(|claim| claim.aliases.iter().chain([&claim.number])).max().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, ClaimId, Signature};

    fn claim(id: &str, number: u32, second: i64) -> Arc<Claim> {
        let at = jiff::Timestamp::from_second(second).unwrap();
        let made = Claim::new(ClaimId::new(id).unwrap(), ArticleId::new("a-1").unwrap(), Vec::new());
        Arc::new(Claim { number, created: Some(Signature { by: None, at }), ..made })
    }

    fn numbers(claims: Vec<Arc<Claim>>) -> Vec<(String, u32, Vec<u32>)> {
        let mut parts = Project::new("").parts().clone();
        parts.claims = claims;
        let project = Project::from_parts(parts);
        project.claims().iter().map(|claim| (claim.id.to_string(), claim.number, claim.aliases.clone())).collect()
    }

    #[test]
    fn an_old_file_is_numbered_in_the_order_in_which_claims_were_made() {
        let claims = vec![claim("c-a", 0, 9), claim("c-b", 0, 3), claim("c-c", 0, 3)];
        let expected = [("c-a", 3), ("c-b", 1), ("c-c", 2)].map(|(id, number)| (id.to_owned(), number, Vec::new()));
        assert_eq!(numbers(claims), expected);
    }

    #[test]
    fn of_two_with_one_number_the_older_keeps_it_and_the_other_has_it_as_an_alias() {
        let claims = vec![claim("c-a", 2, 9), claim("c-b", 2, 3), claim("c-c", 5, 4)];
        let expected = [("c-a", 6, vec![2]), ("c-b", 2, vec![]), ("c-c", 5, vec![])];
        assert_eq!(numbers(claims), expected.map(|(id, number, aliases)| (id.to_owned(), number, aliases)));
    }
}
