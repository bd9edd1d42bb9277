//! Claims that come as posts: addresses are no words, and a tag is the words that were run together in it.

/// A text without web addresses, and with its tags and names of accounts taken apart (`#AustralianFires`, `@real_name`).
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for token in text.split_whitespace() {
        let is_address = ["http://", "https://", "pic.twitter.com/", "www."];
        let end = is_address.iter().filter_map(|start| token.find(start)).min().unwrap_or(token.len());
        take_apart(&token[..end], &mut plain);
        plain.push(' ');
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn take_apart(token: &str, out: &mut String) {
    let mut before = None;
    let mut is_tag = false;
    for c in token.chars() {
        if matches!(c, '#' | '@') {
            (is_tag, before) = (true, None);
            out.push(' ');
            continue;
        }
        is_tag &= c.is_alphanumeric() || c == '_';
        let is_next =
            |before: char| !before.is_uppercase() && c.is_uppercase() || before.is_alphabetic() && c.is_numeric();
        if is_tag && before.is_some_and(is_next) {
            out.push(' ');
        }
        out.push(if is_tag && c == '_' { ' ' } else { c });
        before = Some(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_and_addresses_are_none() {
        let check = |text: &str, expected: &str| {
            assert_eq!(plain(text).split_whitespace().collect::<Vec<_>>().join(" "), expected);
        };
        check(
            "the #AustralianFires? pic.twitter.com/0eJtwJyS1J — Center (@CenterForBioDiv)",
            "the Australian Fires? — Center ( Center For Bio Div)",
        );
        check("#DefundTheCBChttps://t.co/CsHG8R9cHp see https://a.example/b", "Defund The CBC see");
        check("@real_name #Covid19 a.b c_d", "real name Covid 19 a.b c_d");
    }
}
