//! Cases computed by hand, properties, and the published and other cases where they are at hand.

use proptest::prelude::*;

use super::{Level, NotComputable, Ratings, Weights};

/// Raters as words: a letter a unit, `a` the first category, `.` an empty cell.
fn ratings(raters: &[&str]) -> Ratings {
    let most = raters.iter().flat_map(|row| row.bytes()).filter(u8::is_ascii_lowercase).map(|byte| byte - b'a').max();
    let categories = most.map_or(0, |most| usize::from(most) + 1);
    let mut ratings = Ratings::new(raters.len(), (0..categories).map(|at| at as f64).collect());
    for unit in 0..raters.first().map_or(0, |row| row.len()) {
        let cell =
            |row: &&str| row.as_bytes().get(unit).filter(|byte| **byte != b'.').map(|byte| usize::from(byte - b'a'));
        ratings.push(&raters.iter().map(cell).collect::<Vec<_>>());
    }
    ratings
}

fn near(value: Result<f64, NotComputable>, expected: f64) {
    assert!(value.is_ok_and(|value| (value - expected).abs() < 1e-9), "{value:?} is not {expected}");
}

#[test]
fn two_raters_of_ten_units_as_worked_out_by_hand() {
    // Eight alike. First: 6 a, 4 b; second: 6 a, 4 b. By chance .36 + .16 = .52, so (.8 − .52) / .48.
    let ten = ratings(&["aaaaabbbab", "aaaaabbbba"]);
    near(ten.raw().value, 0.8);
    near(ten.cohen([0, 1], Weights::Plain).value, 0.28 / 0.48);
    // Of 20 ratings 12 a, 8 b: 2·12·8 / (20·19) expected, .2 observed.
    near(ten.alpha(Level::Nominal).value, 1.0 - 0.2 / (192.0 / 380.0));
    // As Fleiss, with replacement: 2·.6·.4.
    near(ten.fleiss().value, 1.0 - 0.2 / 0.48);
}

#[test]
fn what_lies_further_apart_weighs_more() {
    // Pairs: aa, ac, bb, cc. First: a 2, b 1, c 1; second: a 1, b 1, c 2.
    let four = ratings(&["aabc", "acbc"]);
    // Linear: observed 2/4. Expected over 16: a with b 2·1·1, a with c 2·2·2, b with a 1·1·1, b with c 1·2·1, c with a 1·1·2, c with b 1·1·1.
    near(four.cohen([0, 1], Weights::Linear).value, 1.0 - 0.5 / (16.0 / 16.0));
    // Quadratic: observed 4/4; the two places count 4 in place of 2.
    near(four.cohen([0, 1], Weights::Quadratic).value, 1.0 - 1.0 / (26.0 / 16.0));
    // Ratings: a 3, b 2, c 3. Observed 2·4, expected 2·(3·2·1 + 2·3·1 + 3·3·4) / 7.
    near(four.alpha(Level::Interval).value, 1.0 - 8.0 / (96.0 / 7.0));
    // Middles of ranks: a 1.5, b 4, c 6.5. Observed 2·25, expected 2·(6·6.25 + 6·6.25 + 9·25) / 7.
    near(four.alpha(Level::Ordinal).value, 1.0 - 50.0 / (600.0 / 7.0));
    // Values 0, 1, 2: a and b differ by all, so do a and c; b and c by a third.
    near(four.alpha(Level::Ratio).value, 1.0 - 2.0 / (2.0 * (6.0 + 9.0 + 6.0 / 9.0) / 7.0));
}

#[test]
fn an_empty_cell_is_counted_and_takes_no_part() {
    // Unit 3 has one rating, unit 4 none; three of the twelve cells are empty.
    let some = ratings(&["ab.", "abb", "a.."]);
    let some = {
        let mut some = some;
        some.push(&[None, None, None]);
        some
    };
    assert_eq!((some.units(), some.missing()), (4, 6));
    let alpha = some.alpha(Level::Nominal);
    assert_eq!((alpha.units, alpha.missing), (2, 6));
    near(alpha.value, 1.0);
    let kappa = some.cohen([0, 1], Weights::Plain);
    assert_eq!((kappa.units, kappa.missing), (2, 3));
    let fleiss = some.fleiss();
    assert_eq!((fleiss.units, fleiss.missing, fleiss.value), (1, 6, Err(NotComputable::OneCategory)));
}

#[test]
fn what_does_not_exist_says_why() {
    let all_alike = ratings(&["aaa", "aaa"]);
    for coefficient in [all_alike.cohen([0, 1], Weights::Plain), all_alike.fleiss(), all_alike.alpha(Level::Ordinal)] {
        assert_eq!((coefficient.value, coefficient.units), (Err(NotComputable::OneCategory), 3));
    }
    near(all_alike.raw().value, 1.0);
    let apart = ratings(&["ab..", "..ab"]);
    for coefficient in [apart.raw(), apart.cohen([0, 1], Weights::Linear), apart.fleiss(), apart.alpha(Level::Ratio)] {
        assert_eq!((coefficient.value, coefficient.units), (Err(NotComputable::NoPairs), 0));
    }
    let mut below = Ratings::new(2, vec![-1.0, 1.0]);
    below.push(&[Some(0), Some(1)]);
    assert_eq!(below.alpha(Level::Ratio).value, Err(NotComputable::NoRatio));
    assert!(below.alpha(Level::Interval).value.is_ok());
    let nobody = Ratings::new(0, Vec::new());
    assert_eq!(nobody.alpha(Level::Nominal).value, Err(NotComputable::NoPairs));
    assert_eq!(nobody.fleiss().value, Err(NotComputable::NoPairs));
    // Each used one category, and not the same: chance would never agree either.
    near(ratings(&["aa", "bb"]).cohen([0, 1], Weights::Plain).value, 0.0);
}

#[test]
fn a_category_that_does_not_exist_is_no_rating() {
    let mut two = Ratings::new(2, vec![0.0]);
    two.push(&[Some(0), Some(7)]);
    two.push(&[Some(0)]);
    assert_eq!((two.units(), two.missing()), (2, 2));
}

type Table = Vec<Vec<Option<usize>>>;

fn of(units: &Table, raters: usize) -> Ratings {
    let mut ratings = Ratings::new(raters, (0..5).map(f64::from).collect());
    units.iter().for_each(|unit| ratings.push(unit));
    ratings
}

fn all(ratings: &Ratings) -> Vec<super::Coefficient> {
    let alphas = Level::ALL.map(|level| ratings.alpha(level));
    let kappas = Weights::ALL.map(|weights| ratings.cohen([0, 1], weights));
    [ratings.raw(), ratings.fleiss()].into_iter().chain(alphas).chain(kappas).collect()
}

fn same(left: &[super::Coefficient], right: &[super::Coefficient]) -> bool {
    let is_near = |(a, b): (&super::Coefficient, &super::Coefficient)| match (a.value, b.value) {
        (Ok(x), Ok(y)) => (x - y).abs() < 1e-9 && a.units == b.units && a.missing == b.missing,
        _ => a == b,
    };
    left.iter().zip(right).all(is_near)
}

fn tables() -> impl Strategy<Value = Table> {
    let cell = prop_oneof![1 => Just(None), 4 => (0_usize..5).prop_map(Some)];
    prop::collection::vec(prop::collection::vec(cell, 3), 1..30)
}

proptest! {
    #[test]
    fn neither_the_order_of_units_nor_that_of_raters_counts(table in tables(), turn in 0_usize..30) {
        let found = all(&of(&table, 3));
        let mut turned = table.clone();
        turned.rotate_left(turn % table.len());
        prop_assert!(same(&found, &all(&of(&turned, 3))));
        let swapped: Table = table.iter().map(|unit| vec![unit[1], unit[0], unit[2]]).collect();
        prop_assert!(same(&found, &all(&of(&swapped, 3))));
    }

    #[test]
    fn whoever_agrees_on_everything_has_one(table in tables()) {
        let alike: Table = table.iter().map(|unit| vec![unit[0]; 3]).collect();
        for coefficient in all(&of(&alike, 3)) {
            prop_assert!(coefficient.value.map_or(true, |value| value == 1.0), "{coefficient:?}");
        }
    }

    #[test]
    fn rows_that_stand_for_many_are_the_same_as_many_rows(table in tables(), times in 1_usize..5) {
        let mut many = Ratings::new(3, (0..5).map(f64::from).collect());
        table.iter().for_each(|unit| many.push_many(unit, times));
        let repeated: Table = table.iter().flat_map(|unit| vec![unit.clone(); times]).collect();
        prop_assert!(same(&all(&many), &all(&of(&repeated, 3))));
    }

    #[test]
    fn none_is_above_one(table in tables()) {
        for coefficient in all(&of(&table, 3)) {
            prop_assert!(coefficient.value.map_or(true, |value| value <= 1.0 && value.is_finite()), "{coefficient:?}");
        }
    }

    #[test]
    fn two_categories_have_no_order(table in tables()) {
        let two: Table = table.iter().map(|unit| unit.iter().map(|cell| cell.map(|at| at % 2)).collect()).collect();
        let two = of(&two, 3);
        let [nominal, ordinal, interval, ratio] = Level::ALL.map(|level| two.alpha(level));
        prop_assert!(same(&[nominal, nominal, nominal], &[ordinal, interval, ratio]));
    }
}

/// The tables that are measured on, where they are at hand. They are no part of the product: they are read from `CLAIMDESK_DATA`, or from
/// `shared/data` beside the sources.
#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn the_given_tables_come_out_to_the_sixth_place() {
    let above = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/data"));
    let places = std::env::var_os("CLAIMDESK_DATA").map(Into::into).into_iter().chain(above);
    let mut folders = places.map(|place: std::path::PathBuf| place.join("suggest/agreement"));
    let Some(folder) = folders.find(|folder| folder.is_dir()) else {
        eprintln!("skipped: there is no suggest/agreement in CLAIMDESK_DATA or shared/data");
        return;
    };
    let mut compared = 0;
    for file in ["published.json", "random_cases.json"] {
        let cases: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap();
        for (at, case) in cases.as_array().unwrap().iter().enumerate() {
            for (key, expected) in case["expect"].as_object().unwrap() {
                let found = given(&table_of(case), key).value;
                let is_near = found.is_ok_and(|value| (value - expected.as_f64().unwrap()).abs() < 1e-6);
                assert!(is_near, "{file} {at} {key}: {found:?}, not {expected}");
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

fn given(ratings: &Ratings, key: &str) -> super::Coefficient {
    match key {
        "cohen_plain" => ratings.cohen([0, 1], Weights::Plain),
        "cohen_linear" => ratings.cohen([0, 1], Weights::Linear),
        "cohen_quadratic" => ratings.cohen([0, 1], Weights::Quadratic),
        "fleiss" => ratings.fleiss(),
        _ => ratings.alpha(Level::ALL.into_iter().find(|level| key == format!("alpha_{}", level.word())).unwrap()),
    }
}

/// Ratings by rater, counts by category, or a table of two raters; categories are whole numbers.
fn table_of(case: &serde_json::Value) -> Ratings {
    let numbers = |row: &serde_json::Value| -> Vec<Option<usize>> {
        row.as_array().unwrap().iter().map(|cell| cell.as_u64().map(|cell| cell as usize)).collect()
    };
    let rows =
        |key: &str| -> Vec<Vec<Option<usize>>> { case[key].as_array().into_iter().flatten().map(numbers).collect() };
    let (rated, counts, table) = (rows("ratings"), rows("counts"), rows("table"));
    let values = |most: usize| (0..=most).map(|at| at as f64).collect();
    let mut ratings = match (rated.len(), counts.first()) {
        (0, None) => Ratings::new(2, values(table.len())),
        (0, Some(first)) => Ratings::new(first.iter().flatten().sum(), values(first.len())),
        (raters, _) => Ratings::new(raters, values(rated.iter().flatten().flatten().copied().max().unwrap())),
    };
    for unit in 0..rated.first().map_or(0, Vec::len) {
        ratings.push(&rated.iter().map(|rater| rater[unit]).collect::<Vec<_>>());
    }
    for row in &counts {
        let of = row.iter().enumerate().flat_map(|(category, count)| vec![Some(category); count.unwrap()]);
        ratings.push(&of.collect::<Vec<_>>());
    }
    for (a, row) in table.iter().enumerate() {
        row.iter().enumerate().for_each(|(b, units)| ratings.push_many(&[Some(a), Some(b)], units.unwrap()));
    }
    ratings
}
