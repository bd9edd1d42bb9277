//! Web addresses: what a pasted text links to, and which links are opened: those that cannot do harm.

/// The address that a link opens; `None`: it is not opened. Links open as http, https, doi, or a mail to one person in which
/// nothing but subject and body is given, without spaces and marks that would make it read as what it is not.
pub(crate) fn target(link: &str) -> Option<String> {
    let link = link.trim();
    if link.chars().any(|char| char.is_control() || char.is_whitespace() || is_direction_mark(char)) {
        return None;
    }
    let lower = link.to_ascii_lowercase();
    if let Some(doi) = lower.strip_prefix("doi:") {
        return Some(format!("https://doi.org/{doi}"));
    }
    let is_web = ["http://", "https://"].iter().any(|scheme| lower.starts_with(scheme));
    (is_web || lower.strip_prefix("mailto:").is_some_and(is_plain_mail)).then(|| link.to_owned())
}

/// Whether a mail, in small letters, goes to one person with nothing given but subject and body: a mail program could be told
/// to attach a file, or to send a copy to somebody else.
fn is_plain_mail(mail: &str) -> bool {
    // A line end would begin another field in careless programs; in the body it is only a line end.
    let has_line_end = |text: &str| text.contains("%0a") || text.contains("%0d");
    let (to, fields) = mail.split_once('?').unwrap_or((mail, ""));
    let is_one = !to.is_empty() && ![",", ";", "%2c", "%3b"].iter().any(|sign| to.contains(sign)) && !has_line_end(to);
    let is_harmless = |field: &str| match field.split_once('=') {
        Some(("subject", words)) => !has_line_end(words),
        Some(("body", _)) => true,
        _ => false,
    };
    is_one && (fields.is_empty() || fields.split('&').all(is_harmless))
}

/// Whether a character turns the direction of writing, or joins and parts words without being seen.
fn is_direction_mark(char: char) -> bool {
    matches!(char, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The web address in a pasted text, if that is what it is.
pub fn link_in(text: &str) -> Option<&str> {
    let text = text.trim();
    let lower = text.get(..8.min(text.len())).unwrap_or_default().to_ascii_lowercase();
    let is_link = ["http://", "https://", "doi:", "www."].iter().any(|start| lower.starts_with(start));
    (is_link && !text.contains(char::is_whitespace) && text.len() > 8).then_some(text)
}

/// The host of a web address without `www.`.
pub(crate) fn site_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then(|| host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_that_cannot_do_harm_are_opened() {
        assert_eq!(target(" doi:10.1000/182 ").as_deref(), Some("https://doi.org/10.1000/182"));
        for link in ["https://example.org/a?b=(c)", "HTTP://example.org", "mailto:ann@example.org"] {
            assert_eq!(target(link).as_deref(), Some(link));
        }
        for link in
            ["file:///etc/passwd", "javascript:alert(1)", "https://a.org/ b", "https://a\u{202e}gro", "mailto:", "x"]
        {
            assert_eq!(target(link), None, "{link}");
        }
    }

    #[test]
    fn a_mail_has_subject_and_body_and_nothing_else() {
        for mail in ["?subject=Count&body=Dear%20Ann%0D%0Aplease", "?SUBJECT=a", "?"] {
            assert!(target(&format!("mailto:ann@example.org{mail}")).is_some(), "{mail}");
        }
        for mail in [
            "?attach=/etc/passwd",
            "?cc=x@example.org",
            "?subject=a&bcc=x@y.z",
            "?subject=a%0Abcc:x@y.z",
            ",x@y.z",
            "%2Cx@y.z",
        ] {
            assert_eq!(target(&format!("mailto:ann@example.org{mail}")), None, "{mail}");
        }
        assert_eq!(target("mailto:?to=ann@example.org"), None);
    }
}
