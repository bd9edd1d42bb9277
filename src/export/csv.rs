//! CSV after RFC 4180: comma, CRLF, quotes doubled, UTF-8, a header row. Spreadsheet-safe unless asked otherwise.

use csv::{Terminator, WriterBuilder};

use crate::model::{Claim, Project};

use super::{Exported, Exporter, Options, Table, first_position, reviewer_name, verdict_label};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "csv",
    name: "CSV table",
    about: "For spreadsheets and data tools: a row a claim, or a row a piece of evidence.",
    extension: "csv",
    opens_again: false,
    export,
};

fn export(project: &Project, options: &Options) -> Exported {
    let rows = match options.table {
        Table::Claims => claim_rows(project),
        Table::Evidence => evidence_rows(project),
    };
    let mut bytes = if options.byte_order_mark { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut bytes);
    for row in rows {
        let cells = row.iter().map(|cell| if options.raw_cells { cell.clone() } else { safe(cell) });
        writer
            .write_record(cells)
            .expect("writing to memory does not fail, and every row has as many cells as the header");
    }
    writer.flush().expect("writing to memory does not fail");
    drop(writer);
    Exported { bytes, warnings: Vec::new() }
}

/// A cell that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it. Numbers stay
/// as they are.
fn safe(cell: &str) -> String {
    let is_risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_risky && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

const CLAIM_HEADER: [&str; 28] = [
    "number",
    "id",
    "article",
    "article_title",
    "quote",
    "statement",
    "type",
    "priority",
    "tags",
    "claimant",
    "claimant_role",
    "claimant_organisation",
    "said_on",
    "verdict",
    "confidence",
    "confidence_reason",
    "status",
    "status_by",
    "status_at",
    "assigned",
    "sources",
    "evidence",
    "queries",
    "change_problem",
    "change_suggestion",
    "notes",
    "start",
    "end",
];

fn claim_rows(project: &Project) -> Vec<Vec<String>> {
    let header = CLAIM_HEADER.map(str::to_owned).to_vec();
    let claims = project.claims().iter().enumerate().map(|(index, claim)| claim_row(project, index + 1, claim));
    std::iter::once(header).chain(claims).collect()
}

fn claim_row(project: &Project, number: usize, claim: &Claim) -> Vec<String> {
    let article = project.article(&claim.article);
    let confidence = claim.confidence.as_ref();
    let signed = claim.signed.as_ref();
    let position = first_position(project, claim);
    let change = claim.change.clone().unwrap_or_default();
    vec![
        number.to_string(),
        claim.id.to_string(),
        claim.article.to_string(),
        article.map(|article| article.display_title().to_owned()).unwrap_or_default(),
        claim.quote(),
        claim.checked_statement(),
        claim.kind.map(|kind| kind.label().to_owned()).unwrap_or_default(),
        claim.priority.label().to_owned(),
        claim.tags.join("; "),
        claim.claimant.name.clone(),
        claim.claimant.role.clone(),
        claim.claimant.organisation.clone(),
        claim.claimant.said_on.clone(),
        verdict_label(project, claim),
        confidence.map(|confidence| confidence.degree.label()).unwrap_or_default(),
        confidence.map(|confidence| confidence.reason.clone()).unwrap_or_default(),
        claim.status.label().to_owned(),
        reviewer_name(project, signed.and_then(|signature| signature.by.as_ref())),
        signed.map(|signature| signature.at.to_string()).unwrap_or_default(),
        reviewer_name(project, claim.assigned.as_ref()),
        claim.evidence.len().to_string(),
        evidence_summary(project, claim),
        claim.queries.iter().map(|query| query.question.as_str()).collect::<Vec<_>>().join("; "),
        change.problem,
        change.suggestion,
        claim.notes.clone(),
        position.as_ref().map(|position| position.start.to_string()).unwrap_or_default(),
        position.map(|position| position.end.to_string()).unwrap_or_default(),
    ]
}

fn evidence_summary(project: &Project, claim: &Claim) -> String {
    let told = claim.evidence.iter().map(|evidence| {
        let source = project.source(&evidence.source);
        let title = source.map_or("unknown source", |source| source.display_title());
        let url = source.map(|source| source.url.as_str()).filter(|url| !url.is_empty() && *url != title);
        format!("{}: {title}{}", evidence.stance.label(), url.map(|url| format!(" <{url}>")).unwrap_or_default())
    });
    told.collect::<Vec<_>>().join("; ")
}

const EVIDENCE_HEADER: [&str; 17] = [
    "claim_number",
    "claim_id",
    "statement",
    "verdict",
    "stance",
    "quote",
    "locator",
    "note",
    "credibility",
    "source_id",
    "source_title",
    "source_kind",
    "source_level",
    "publisher",
    "published",
    "url",
    "reliability",
];

fn evidence_rows(project: &Project) -> Vec<Vec<String>> {
    let mut rows = vec![EVIDENCE_HEADER.map(str::to_owned).to_vec()];
    for (index, claim) in project.claims().iter().enumerate() {
        for evidence in &claim.evidence {
            let source = project.source(&evidence.source);
            let of =
                |field: fn(&crate::model::Source) -> String| source.map(|source| field(source)).unwrap_or_default();
            rows.push(vec![
                (index + 1).to_string(),
                claim.id.to_string(),
                claim.checked_statement(),
                verdict_label(project, claim),
                evidence.stance.label().to_owned(),
                evidence.quote.clone(),
                evidence.locator.clone(),
                evidence.note.clone(),
                evidence.credibility.map(|credibility| credibility.label().to_owned()).unwrap_or_default(),
                evidence.source.to_string(),
                of(|source| source.display_title().to_owned()),
                of(|source| source.kind.label().to_owned()),
                of(|source| source.level.map(|level| level.label().to_owned()).unwrap_or_default()),
                of(|source| source.publisher.clone()),
                of(|source| source.published.clone()),
                of(|source| source.url.clone()),
                of(|source| source.reliability.map(|grade| grade.label().to_owned()).unwrap_or_default()),
            ]);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{super::testing::tricky, *};

    fn cells(options: &Options) -> Vec<Vec<String>> {
        let exported = export(&tricky(), options);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(exported.bytes.as_slice());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn no_cell_is_a_formula() {
        for table in [Table::Claims, Table::Evidence] {
            for row in cells(&Options { table, ..Options::default() }) {
                for cell in row {
                    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(!is_formula || cell.parse::<f64>().is_ok(), "{cell:?}");
                }
            }
        }
    }

    #[test]
    fn raw_cells_are_the_words_themselves() {
        let rows = cells(&Options { raw_cells: true, ..Options::default() });
        let quotes: Vec<_> = rows[1..].iter().map(|row| row[4].as_str()).collect();
        assert_eq!(quotes, tricky().claims().iter().map(|claim| claim.quote()).collect::<Vec<_>>());
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!([safe("-5"), safe("+3.5"), safe("-5 cells"), safe("12")], ["-5", "+3.5", "'-5 cells", "12"]);
    }

    #[test]
    fn positions_are_code_points_of_the_text() {
        let project = tricky();
        let text: Vec<char> = project.articles()[0].latest().text().chars().collect();
        for row in &cells(&Options { raw_cells: true, ..Options::default() })[1..] {
            let (start, end): (usize, usize) = (row[26].parse().unwrap(), row[27].parse().unwrap());
            assert_eq!(text[start..end].iter().collect::<String>(), row[4]);
        }
    }

    #[test]
    fn lines_end_as_the_standard_says() {
        let options = Options { byte_order_mark: true, ..Options::default() };
        let text = String::from_utf8(export(&tricky(), &options).bytes).unwrap();
        assert!(text.starts_with("\u{feff}number,id,article,"));
        assert!(text.ends_with("\r\n"));
    }
}
