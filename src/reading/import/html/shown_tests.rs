//! Every word that a page shows is in a block that comes in, or in one that was left out with a reason.

use std::{fs, path::Path};

use proptest::prelude::*;

use crate::import::{self, DraftBlock, Input};

use super::shown;

/// What is shown of a page and neither came in nor was left out with a reason.
fn lost(page: &str) -> Vec<String> {
    let Ok(draft) =
        import::open(&Input { bytes: page.as_bytes(), name: "a.html", format: Some("html"), ..Input::default() })
    else {
        return shown::missing(page, &[]);
    };
    let said = |block: &&DraftBlock| block.keep || block.why.is_some();
    let texts: Vec<&str> = draft.blocks.iter().filter(said).map(|block| block.block.text.as_str()).collect();
    shown::missing(page, &texts)
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "html") {
            found.push(path);
        }
    }
}

#[test]
fn nothing_that_a_sample_shows_is_lost() {
    let mut pages = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests"), &mut pages);
    assert!(pages.len() > 60);
    let lost = pages.iter().flat_map(|path| {
        let page = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        lost(&page).into_iter().map(|word| format!("{}: {word}", path.display())).collect::<Vec<_>>()
    });
    let lost: Vec<String> = lost.collect();
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// The pages of the kinds, without the pieces that go into them.
#[test]
fn nothing_that_a_page_of_a_kind_shows_is_lost() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/kinds");
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let pages = text.split("\n== ").next().unwrap().split("\n@@ ").skip(1);
        for page in pages.filter_map(|page| page.split_once('\n')) {
            assert_eq!(lost(&page.1.replace("{}", "<p>A piece of text.</p>")), Vec::<String>::new(), "{}", page.0);
        }
    }
}

#[test]
fn tells_what_is_lost() {
    let page = "<p>One two</p><p hidden>three</p><math alttext='x squared'><mi>x</mi></math>";
    assert_eq!(shown::missing(page, &["One two", "x squared"]), Vec::<String>::new());
    assert!(shown::missing(page, &["One", "x squared"]).contains(&"two".to_owned()));
}

#[test]
fn words_in_places_where_they_are_easily_lost() {
    for page in [
        "<p>One <span style='display:none'>no</span>two</p>",
        "<select><option>One<option>Two</select><textarea>Three</textarea><p>Words of the page.</p>",
        "<object data=x>One <p>Two</p></object><p>Words of the page.</p>",
        "<table><tr><td>One</td><td>Two<del>Three</del></td></tr><tr><td>4</td></tr>Astray</table>",
        "<table><caption>Head</caption><colgroup><col></colgroup><tr><th>One<th>Two<tr><td>3<td>4<tr><th colspan=2>Five</table>",
        "<div role=table>One<div role=row><span role=cell>Two</span> <i>Three</i></div><div role=row><b role=cell>Four</b></div></div>",
        "<div role=grid><div role=row><b role=columnheader>One</b><b role=cell>Two</b></div><div><div role=row><b role=cell>Three</b></div></div></div>",
        "<dialog>One</dialog><p>Words.<sup>1</sup></p><p><sup>1</sup> A note.</p>",
        "<p>One <svg><title>Two</title><text>Three</text></svg></p><ruby>漢<rp>(</rp><rt>kan</rt></ruby>",
        "<template shadowrootmode=open><p>One</p></template><div><template shadowrootmode=open>Two <slot></slot></template>Three</div>",
        "<noframes>One</noframes><p>Words of the page.</p><xmp>Two</xmp><listing>Three</listing>",
    ] {
        assert_eq!(lost(page), Vec::<String>::new(), "{page}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_that_a_made_page_shows_is_lost(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        let page = shown::page_of(&bytes);
        prop_assert_eq!(lost(&page), Vec::<String>::new(), "{}", page);
    }
}
