//! The query letter: every change request, by author, with quote, problem, suggested text and source. Markdown, a web page to
//! paste into an e-mail, or a Word document.

use std::{collections::HashMap, fmt::Write};

use crate::model::{Claim, Vouched};

use super::{
    Exported, Exporter, Family, Form, Lookup, Options, html,
    markdown::{escaped, line, quoted},
    told, wordml,
};

pub(super) const EXPORTER: Exporter = Exporter {
    id: "letter",
    name: "Letter with change requests",
    about: "For authors: every change asked for, with the words as printed, the problem, the words to print and the sources.",
    family: Family::People,
    leaves_out: "claims without a change request, places in the text.",
    extension: "md",
    opens_again: false,
    tables: &[],
    forms: &Form::ALL,
    choices: &[],
    export,
};

/// The requests to one author (or several who wrote together).
struct Letter {
    to: String,
    requests: Vec<Request>,
}

/// One change request; what is not known is empty.
struct Request {
    number: u32,
    article: String,
    quote: String,
    /// What keeps the request from being a check of the words that stand there, a sentence each.
    remarks: Vec<String>,
    problem: String,
    suggestion: String,
    sources: Vec<String>,
}

fn export(lookup: &Lookup, options: &Options) -> Exported {
    let letters = letters(lookup);
    let warning = letters.is_empty().then(|| "No claim has a change request, so the letter is empty.".to_owned());
    let exported = match options.letter {
        Form::Markdown => markdown(lookup, &letters).into(),
        Form::Html => web_page(lookup, &letters).into(),
        Form::Docx => Exported { bytes: docx(lookup, &letters), warnings: Vec::new() },
    };
    exported.warn(warning)
}

fn letters(lookup: &Lookup) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for claim in lookup.project.claims() {
        let Some(change) = claim.change.as_ref().filter(|change| !change.is_empty()) else { continue };
        let article = lookup.article(&claim.article);
        let to = article.map(|article| article.meta.authors.join(", ")).unwrap_or_default();
        let request = Request {
            number: claim.number,
            article: article.map(|article| article.display_title().to_owned()).unwrap_or_default(),
            quote: claim.quote(),
            remarks: remarks(lookup, claim),
            problem: change.problem.clone(),
            suggestion: change.suggestion.clone(),
            sources: sources(lookup, claim),
        };
        let index = *by_name.entry(to).or_insert_with_key(|to| {
            letters.push(Letter { to: to.clone(), requests: Vec::new() });
            letters.len() - 1
        });
        letters[index].requests.push(request);
    }
    letters
}

fn remarks(lookup: &Lookup, claim: &Claim) -> Vec<String> {
    if lookup.vouched(claim) == Vouched::Open {
        return vec!["This claim is not signed as checked.".to_owned()];
    }
    told::remarks(lookup, claim).into_iter().map(|(name, words)| format!("{name}: {}", line(&words))).collect()
}

fn sources(lookup: &Lookup, claim: &Claim) -> Vec<String> {
    let of = |evidence: &crate::model::Evidence| {
        let title = lookup.source_title(&evidence.source);
        let url = lookup.source(&evidence.source).map_or("", |source| &source.url);
        let captured = lookup.source(&evidence.source).and_then(|source| told::captured(source, Some(evidence)));
        let captured = captured.unwrap_or_default();
        let parts = [title, &evidence.locator, url, &captured].into_iter().enumerate();
        let parts = parts.filter(|(index, part)| !part.is_empty() && (*index == 0 || *part != title));
        parts.map(|(_, part)| line(part)).collect::<Vec<_>>().join(", ")
    };
    claim.evidence.iter().map(of).collect()
}

impl Letter {
    fn heading(&self) -> String {
        if self.to.is_empty() { "Changes asked for".to_owned() } else { format!("To {}", self.to) }
    }
}

fn markdown(lookup: &Lookup, letters: &[Letter]) -> String {
    let mut out = format!("# {}\n", escaped(&line(lookup.project.title())));
    for letter in letters {
        let _ = write!(out, "\n## {}\n", escaped(&line(&letter.heading())));
        for request in &letter.requests {
            let _ = write!(
                out,
                "\n### {}. {}\n\n{}\n",
                request.number,
                escaped(&line(&request.article)),
                quoted(&request.quote)
            );
            for remark in &request.remarks {
                let _ = write!(out, "\n{}\n", escaped(remark));
            }
            if !request.problem.is_empty() {
                let _ = write!(out, "\n{}\n", escaped(&line(&request.problem)));
            }
            if !request.suggestion.is_empty() {
                let _ = write!(out, "\nPlease print:\n\n{}\n", quoted(&request.suggestion));
            }
            for (index, source) in request.sources.iter().enumerate() {
                let _ = write!(out, "{}- {}", if index == 0 { "\nSources:\n\n" } else { "\n" }, escaped(source));
            }
            if !request.sources.is_empty() {
                out.push('\n');
            }
        }
    }
    out
}

fn web_page(lookup: &Lookup, letters: &[Letter]) -> String {
    let title = html::text(lookup.project.title());
    let mut body = html::page_start(&title, "", LETTER_CSS);
    let _ = writeln!(body, "<h1>{title}</h1>");
    for letter in letters {
        let _ = writeln!(body, "<h2 dir=\"auto\">{}</h2>", html::text(&letter.heading()));
        for request in &letter.requests {
            let Request { number, article, quote, remarks, problem, suggestion, sources } = request;
            let _ = writeln!(body, "<h3 dir=\"auto\">{number}. {}</h3>", html::text(article));
            let _ = writeln!(body, "<blockquote dir=\"auto\">{}</blockquote>", html::text(quote));
            for remark in remarks {
                let _ = writeln!(body, "<p dir=\"auto\">{}</p>", html::text(remark));
            }
            if !problem.is_empty() {
                let _ = writeln!(body, "<p dir=\"auto\">{}</p>", html::text(problem));
            }
            if !suggestion.is_empty() {
                let _ = writeln!(
                    body,
                    "<p>Please print:</p>\n<blockquote dir=\"auto\">{}</blockquote>",
                    html::text(suggestion)
                );
            }
            if !sources.is_empty() {
                let items: String =
                    sources.iter().map(|source| format!("<li dir=\"auto\">{}</li>", html::text(source))).collect();
                let _ = writeln!(body, "<p>Sources:</p>\n<ul>{items}</ul>");
            }
        }
    }
    body.push_str(html::PAGE_END);
    body
}

const LETTER_CSS: &str = "body{max-width:40em;margin:2em auto;padding:0 1em;font:16px/1.5 Georgia,serif}h1,h2,h3{line-height:1.25}\
                          blockquote{margin:0 0 1em;padding:.2em 1em;border-left:3px solid #888;white-space:pre-wrap}\
                          @media (prefers-color-scheme:dark){body{background:#16171a;color:#e8e5df}}";

fn docx(lookup: &Lookup, letters: &[Letter]) -> Vec<u8> {
    let title = lookup.project.title();
    let mut body = String::new();
    let mut add = |style: &str, words: &str| body.push_str(&wordml::paragraph(style, words, &wordml::run(words, "")));
    add("Title", title);
    for letter in letters {
        add("Heading1", &letter.heading());
        for request in &letter.requests {
            add("Heading2", &format!("{}. {}", request.number, request.article));
            add("Quote", &request.quote);
            request.remarks.iter().for_each(|remark| add("", remark));
            if !request.problem.is_empty() {
                add("", &request.problem);
            }
            if !request.suggestion.is_empty() {
                add("", "Please print:");
                add("Quote", &request.suggestion);
            }
            if !request.sources.is_empty() {
                add("", "Sources:");
                request.sources.iter().for_each(|source| add("ListParagraph", source));
            }
        }
    }
    wordml::document(title, &body, &[])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{
        super::{testing::tricky, zipped::unzipped},
        *,
    };
    use crate::model::{ChangeRequest, Project};

    fn project() -> Project {
        let mut parts = tricky().parts().clone();
        Arc::make_mut(&mut parts.articles[0]).meta.authors = vec!["Bo <b>".into()];
        let change = ChangeRequest { problem: "The sum is *2*.".into(), suggestion: "= 2 cells".into() };
        Arc::make_mut(&mut parts.claims[0]).change = Some(change);
        Project::from_parts(parts)
    }

    #[test]
    fn a_letter_reads_well() {
        let project = project();
        let letter = export(&Lookup::new(&project), &Options::default());
        insta::assert_snapshot!(String::from_utf8(letter.bytes).unwrap(), @r#"
        # A \<b\>review\</b\>, "quoted"

        ## To Bo \<b\>

        ### 1. \=cmd\|' /C calc'!A0

        > \=1+2 cells

        The sum is \*2\*.

        Please print:

        > \= 2 cells

        Sources:

        - \-count, "official" with a line end, p. 3, https://example.org/a?b=(c)
        "#);
    }

    #[test]
    fn each_form_holds_the_words() {
        let project = project();
        let lookup = Lookup::new(&project);
        let of = |letter| export(&lookup, &Options { letter, ..Options::default() }).bytes;
        let page = String::from_utf8(of(Form::Html)).unwrap();
        assert!(page.contains("<blockquote dir=\"auto\">=1+2 cells</blockquote>") && page.contains("To Bo &lt;b&gt;"));
        let files = unzipped(&of(Form::Docx));
        let document =
            String::from_utf8(files.iter().find(|(name, _)| name == "word/document.xml").unwrap().1.clone()).unwrap();
        assert!(document.contains("= 2 cells") && document.contains("The sum is *2*."));
    }

    #[test]
    fn a_project_without_change_requests_is_told() {
        let project = tricky();
        assert_eq!(
            export(&Lookup::new(&project), &Options::default()).warnings,
            ["No claim has a change request, so the letter is empty."]
        );
    }
}
