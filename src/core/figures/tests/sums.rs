//! Sums with figures, and hints: those planted are found, and texts that add up give none.

use crate::figures::{
    Figure, Shape,
    arithmetic::{Fit, Operation, SumError, beside, compute, fit},
    hints, read,
};

fn of(text: &str) -> Vec<Figure> {
    read(text, "en")
}

fn sum(operation: Operation, text: &str) -> Result<String, SumError> {
    let figures = of(text);
    compute(operation, &figures.iter().collect::<Vec<_>>()).map(|outcome| outcome.shown)
}

#[test]
fn says_the_sum_as_arithmetic() {
    let text = "About 300 soldiers were killed and 2,700 wounded of 11,000 troops: up to 50 per cent.";
    let figures = of(text);
    let outcome = compute(Operation::Share, &[&figures[0], &figures[1], &figures[2]]).expect("a share");
    assert_eq!(outcome.shown, "(300 + 2,700) ÷ 11,000 = 27.3 %");
    assert_eq!(beside(&outcome, &figures[3], text), "(300 + 2,700) ÷ 11,000 = 27.3 %; the text says up to 50 per cent");
    assert_eq!(fit(&outcome, &figures[3]), Fit::Fits);
}

#[test]
fn computes_each_operation() {
    assert_eq!(sum(Operation::Sum, "300 men, 20 women").as_deref(), Ok("300 + 20 = 320"));
    assert_eq!(sum(Operation::Difference, "300 men, 20 women").as_deref(), Ok("300 − 20 = 280"));
    assert_eq!(sum(Operation::Ratio, "300 men, 20 women").as_deref(), Ok("300 ÷ 20 = 15"));
    assert_eq!(sum(Operation::PercentChange, "40 men, 52 men").as_deref(), Ok("(52 − 40) ÷ 40 = 30 %"));
    assert_eq!(sum(Operation::Points, "4 %, then 6 %").as_deref(), Ok("6 % − 4 % = 2 percentage points"));
    assert_eq!(
        sum(Operation::DaysBetween, "1 March 2024 and 1 March 2025").as_deref(),
        Ok("2024-03-01 to 2025-03-01 = 365 days")
    );
    assert_eq!(
        sum(Operation::AgeOn, "2 March 1971 and 1 March 2025").as_deref(),
        Ok("born 1971-03-02, on 2025-03-01 = 53 years")
    );
    assert_eq!(sum(Operation::Weekday, "5 May 2025").as_deref(), Ok("2025-05-05 = Monday"));
    assert_eq!(sum(Operation::Sum, "3 km and 5 kg"), Err(SumError::Units));
    assert_eq!(sum(Operation::Ratio, "3 men, 0 women"), Err(SumError::Zero));
}

/// Numbers without chance: the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A sentence whose figures belong together; with an error when `wrong`.
fn planted(draw: &mut Draw, wrong: bool) -> String {
    let whole = 200 + draw.below(800);
    let part = 20 + draw.below(150);
    let off = if wrong { 7.0 + draw.below(20) as f64 } else { 0.0 };
    let share = part as f64 / whole as f64 * 100.0 + off;
    let old = 100 + draw.below(400);
    let new = old + 30 + draw.below(200);
    let rise = (new - old) as f64 / old as f64 * 100.0 + off;
    let kilometres = 11 + draw.below(80);
    let miles = kilometres as f64 / 1.609_344 * if wrong { 1.4 } else { 1.0 };
    let date = 1 + draw.below(28);
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    // 1 September 2025 was a Monday.
    let weekday = names[((date - 1 + u64::from(wrong) * 3) % 7) as usize];
    let born = 1900 + draw.below(40);
    let age = 60 + draw.below(25);
    let (men, women) = (3 + draw.below(20), 3 + draw.below(20));
    match draw.below(9) {
        0 => format!("Of the staff, {part} of {whole} workers ({share:.1}%) took part in the strike."),
        1 => format!("Only {share:.0}% ({part} of {whole}) of the samples passed the test."),
        2 => format!("The number of cases went up from {old} to {new}, a {rise:.0}% rise, the board said."),
        3 => format!("Complaints rose {rise:.0}% to {new} from {old} in the year before."),
        4 => format!("The camp lies {kilometres} km ({miles:.0} miles) north of the border."),
        5 => format!("The council met on {weekday}, {date} September 2025, in the old hall."),
        6 => format!("The painter, born in {born}, died in {} aged {}.", born + age, age + u64::from(wrong) * 5),
        7 => {
            format!("In all {} people ({men} men and {women} women) were rescued.", men + women + u64::from(wrong) * 2)
        }
        _ => format!("The rate rose from {}% to {}%, up {:.0}%, the bank said.", 4, 6, if wrong { 2.0 } else { 50.0 }),
    }
}

#[test]
fn finds_planted_errors_and_nothing_else() {
    let mut draw = Draw(7);
    let wrong: Vec<String> = (0..300).map(|_| planted(&mut draw, true)).collect();
    let right: Vec<String> = (0..300).map(|_| planted(&mut draw, false)).collect();
    let has = |text: &String| !hints(text, &of(text)).is_empty();
    let missed: Vec<&String> = wrong.iter().filter(|text| !has(text)).collect();
    let false_ones: Vec<&String> = right.iter().filter(|text| has(text)).collect();
    assert!(missed.len() <= 60, "{} missed {:#?}", missed.len(), &missed[..missed.len().min(12)]);
    assert!(false_ones.is_empty(), "{false_ones:#?}");
}

#[test]
fn tells_what_does_not_add_up() {
    let shape = |text: &str| hints(text, &of(text)).first().map(|hint| hint.shape);
    assert_eq!(shape("Scores were low (M = 3.45, n = 10) in the test."), Some(Shape::Mean));
    assert_eq!(shape("Scores were low (M = 3.40, n = 10) in the test."), None);
    assert_eq!(shape("City\tMen\nBonn\t20\nKöln\t30\nTrier\t11\nTotal\t71\n"), Some(Shape::Total));
    assert_eq!(shape("City\tMen\nBonn\t20\nKöln\t30\nTrier\t11\nTotal\t61\n"), None);
    assert_eq!(shape("One in five (21 per cent) agreed."), None);
    assert_eq!(shape("It reached 20°C (80°F) at noon."), Some(Shape::Units));
    assert_eq!(shape("It reached 20°C (68°F) at noon."), None);
}
