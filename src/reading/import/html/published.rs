//! When a page was published. A day that only programs can read counts where an article is spoken of; what readers see goes before
//! where the two are a day apart, since programs often write the time of another zone.

use jiff::civil::Date;
use scraper::{ElementRef, Html};

use crate::{
    import::LeftOut,
    model::{ArticleMeta, BlockKind},
};

use super::{
    Piece, cues,
    data::Data,
    dates::{day_in, day_in_address, short_day_in},
    folded,
    meta::{headline_place, selector},
    rules, thresholds as set,
};

/// The names under which pages tell other sites when they were published.
const OPEN_GRAPH: &[&str] =
    &["article:published_time", "og:article:published_time", "article:published", "og:published_time", "og:pubdate"];

/// A day and where it was found.
type DayFound = (Date, &'static str);

/// A day that readers see, and whether the place where it was found says little about it.
struct Seen {
    found: DayFound,
    is_vague: bool,
}

/// The day that only the page's data name, where it was not believed.
pub fn unsure(page: &Html, data: &Data, pieces: &[Piece], meta: &ArticleMeta) -> Option<Date> {
    let page = Page { html: page, data, pieces, meta, is_american: meta.language.eq_ignore_ascii_case("en-us") };
    let open_graph = || data.meta(OPEN_GRAPH).and_then(|text| page.day(&text));
    let day = data.of_page("datePublished").find_map(|text| page.day(&text)).or_else(open_graph);
    day.filter(|day| day.year() > set::BEFORE_THE_WEB)
}

/// The day and where it was found, if there is one that can be believed.
pub fn find(page: &Html, data: &Data, pieces: &[Piece], meta: &ArticleMeta) -> Option<DayFound> {
    let page = Page { html: page, data, pieces, meta, is_american: meta.language.eq_ignore_ascii_case("en-us") };
    let seen = page.seen();
    let found = match page.stated(&seen) {
        Some(stated) => seen.iter().map(|seen| seen.found).find(|seen| is_near(seen.0, stated.0)).or(Some(stated)),
        None => page.unstated(&seen),
    };
    found.filter(|(day, _)| day.year() > set::BEFORE_THE_WEB)
}

fn is_near(one: Date, other: Date) -> bool {
    one.until(other).is_ok_and(|span| span.get_days().abs() <= 1)
}

struct Page<'a> {
    html: &'a Html,
    data: &'a Data,
    pieces: &'a [Piece],
    meta: &'a ArticleMeta,
    is_american: bool,
}

impl Page<'_> {
    fn day(&self, text: &str) -> Option<Date> {
        let day = day_in(text, self.is_american)?;
        if is_midnight(text, &self.meta.language) { day.tomorrow().ok() } else { Some(day) }
    }

    /// What the page's data say.
    fn stated(&self, seen: &[Seen]) -> Option<DayFound> {
        const CITATION: &[&str] = &[
            "citation_publication_date",
            "citation_date",
            "dc.date.issued",
            "dcterms.issued",
            "pubdate",
            "publishdate",
            "publish-date",
            "publication_date",
            "published",
            "datepublished",
            "sailthru.date",
            "parsely-pub-date",
            "cxenseparse:recs:publishtime",
            "article.published",
            "article_date_original",
            "originalpublicationdate",
        ];
        let key = "datePublished";
        let open_graph = self.data.meta(OPEN_GRAPH).and_then(|text| self.day(&text));
        let is_seen = |day: Date| seen.iter().any(|seen| is_near(seen.found.0, day));
        let article = self.data.of_article(key).find_map(|text| self.day(&text)).map(|day| (day, "JSON-LD"));
        let broken = || self.data.of_broken(key).and_then(|text| self.day(&text)).map(|day| (day, "JSON-LD"));
        let cited = || self.data.meta(CITATION).and_then(|text| self.day(&text)).map(|day| (day, "citation data"));
        if let Some((day, _)) = article {
            // Where the page's data contradict each other, the day that readers see holds.
            let other = open_graph.filter(|other| !is_near(*other, day) && !is_seen(day) && is_seen(*other));
            return other.map(|day| (day, "OpenGraph")).or(article);
        }
        let node = self.data.of_page(key).find_map(|text| self.day(&text));
        let is_article = self.data.has_meta("article:section") || self.data.has_meta("article:tag");
        let is_told_twice = node.zip(open_graph).is_some_and(|(one, other)| is_near(one, other));
        let can_be_seen = |day: &Date| is_article || is_told_twice || is_seen(*day) || self.is_on_page(*day);
        node.filter(can_be_seen)
            .map(|day| (day, "JSON-LD"))
            .or_else(|| open_graph.filter(can_be_seen).map(|day| (day, "OpenGraph")))
            .or_else(cited)
            .or_else(broken)
            .or_else(|| self.marked().map(|day| (day, "page data")))
    }

    /// Whether a short line of the page names the day, or one beside it.
    fn is_on_page(&self, day: Date) -> bool {
        let year = day.year().to_string();
        let lines = self.pieces.iter().map(|piece| &piece.draft.block.text);
        lines
            .filter(|text| text.len() < set::SHORT_TEXT && text.contains(&year))
            .any(|text| self.day(text).is_some_and(|found| is_near(found, day)))
    }

    /// The days that readers see as the page's own, best first.
    fn seen(&self) -> Vec<Seen> {
        let all = [
            (self.near_headline(), "line near the headline", false),
            (self.labelled(), "date line", false),
            (self.time_element(), "time element", false),
            (self.named(), "element called a date", true),
            (self.under_body(), "line under the text", true),
            (day_in_address(&self.meta.url), "address", true),
            (self.in_title(), "page title", true),
        ];
        let found = |(day, found_in, is_vague): (Option<Date>, _, _)| Some(Seen { found: (day?, found_in), is_vague });
        all.into_iter().filter_map(found).collect()
    }

    /// The best day of a page whose data say nothing.
    fn unstated(&self, seen: &[Seen]) -> Option<DayFound> {
        let clear = seen.iter().find(|seen| !seen.is_vague).map(|seen| seen.found);
        clear.or_else(|| self.made().map(|day| (day, "page data"))).or_else(|| seen.first().map(|seen| seen.found))
    }

    /// What often holds when a page was made or changed: a line near the headline goes before.
    fn made(&self) -> Option<Date> {
        const NAMES: &[&str] =
            &["dc.date", "dc.date.created", "dcterms.date", "dcterms.created", "date", "datecreated", "pub_date"];
        let nodes = ["dateCreated", "uploadDate"].into_iter().flat_map(|key| self.data.of_page(key));
        nodes.chain(self.data.meta(NAMES)).find_map(|text| self.day(&text))
    }

    fn in_title(&self) -> Option<Date> {
        let title: String = self.html.select(&selector("head title")).next()?.text().collect();
        self.day(&title)
    }

    /// Microdata and microformats.
    fn marked(&self) -> Option<Date> {
        const DATED: &str = "[itemprop~=datePublished], abbr.published, .dt-published, time[pubdate], time.published";
        let query = selector(DATED);
        let mut marked = self.html.select(&query).filter(|element| !is_aside(*element));
        marked.find_map(|element| self.moment(element))
    }

    fn moment(&self, element: ElementRef<'_>) -> Option<Date> {
        let values = ["content", "datetime", "title"].into_iter().filter_map(|name| element.attr(name));
        let text: String = element.text().collect();
        values.chain([text.as_str()]).find_map(|value| short_day_in(value, self.is_american))
    }

    /// The first `time` element that is not beside the article, or the only one. When the page was changed does not count.
    fn time_element(&self) -> Option<Date> {
        let query = selector("time:not([itemprop~=dateModified]):not(.updated:not(.published))");
        let shown = |element: ElementRef<'_>| {
            let text: String = element.text().collect();
            let printed = short_day_in(&text, self.is_american);
            self.told(printed, element.attr("datetime")).or_else(|| self.moment(element))
        };
        let mut times = self.html.select(&query).filter(|element| !is_aside(*element));
        times.find_map(shown).or_else(|| {
            // One day alone is the page's, if it is not that of its foot.
            let in_foot = |element: &ElementRef<'_>| {
                element.ancestors().filter_map(ElementRef::wrap).any(|outer| outer.value().name() == "footer")
            };
            let times = self.html.select(&query).filter(|element| !in_foot(element));
            let mut days: Vec<Date> = times.filter_map(shown).collect();
            days.dedup();
            if days.len() == 1 { days.pop() } else { None }
        })
    }

    /// The day that is printed, checked by the moment beside it. One in another zone is a day off; further apart, the printed day was
    /// read in the wrong order; and beside the midnight of the page's own zone a program in London printed it.
    fn told(&self, printed: Option<Date>, moment: Option<&str>) -> Option<Date> {
        let stated = moment.and_then(|moment| self.day(moment));
        let is_exact = || moment.is_some_and(|moment| is_midnight(moment, &self.meta.language));
        let is_printed = |day: &Date| stated.is_none_or(|stated| is_near(stated, *day) && !is_exact());
        printed.filter(is_printed).or(stated)
    }

    /// An element that is called a date.
    fn named(&self) -> Option<Date> {
        const DATED: &str = "[class*=date], [class*=Date], [class*=datum], [class*=publish], [class*=timestamp], \
            [class*=-time], [class*=created], [id*=date], [data-testid*=date]";
        let query = selector(DATED);
        let named = self.html.select(&query).filter(|element| !is_aside(*element));
        named.take(set::NAMED_DATES).find_map(|element| {
            let text = folded(&element.text().collect::<String>());
            short_day_in(&text, self.is_american).filter(|_| text.split_whitespace().count() <= set::NAMED_DATE)
        })
    }

    /// A date in a line around the headline, nearest first; without a headline around the start of the body.
    fn near_headline(&self) -> Option<Date> {
        let is_start = |piece: &Piece| {
            piece.draft.keep
                && piece.draft.block.kind == BlockKind::Paragraph
                && rules::count_words(&piece.draft.block.text) >= set::BODY_STARTS
        };
        let at = headline_place(self.pieces, &self.meta.title);
        let (before, after) = match at {
            Some(at) => (&self.pieces[..at], &self.pieces[at + 1..]),
            None => self.pieces.split_at(self.pieces.iter().position(is_start)?),
        };
        // A list above the body is one of other pages.
        let may_be = |piece: &&Piece| at.is_some() || piece.draft.block.kind != BlockKind::ListItem;
        let mut texts = 0;
        let after = after.iter().take(set::LINES_BELOW).take_while(move |piece| {
            texts += usize::from(is_start(piece));
            texts <= set::TEXTS_BELOW
        });
        let mut lines: Vec<(usize, &Piece)> = after.enumerate().collect();
        lines.extend(before.iter().rev().take(set::DATE_ABOVE).filter(may_be).enumerate());
        lines.sort_by_key(|(distance, _)| *distance);
        lines.into_iter().find_map(|(_, piece)| self.day_line(piece))
    }

    /// The day in a line that is about the article: a short one that is no sentence, or one that begins with a place and the day.
    fn day_line(&self, piece: &Piece) -> Option<Date> {
        let printed = self.printed_day(piece)?;
        self.told(Some(printed), piece.moment.as_ref().and_then(|moment| moment.stated.as_deref()))
    }

    fn printed_day(&self, piece: &Piece) -> Option<Date> {
        // A day in a box of figures is one of what the article is about.
        if matches!(piece.draft.block.kind, BlockKind::Caption | BlockKind::Table) {
            return None;
        }
        let text = &piece.draft.block.text;
        if is_cited(text) {
            return None;
        }
        // "Updated 5 May 2025, published 4 May 2025", of which a style sheet may hide one.
        if let Some(moment) = piece.moment.as_ref().filter(|moment| moment.is_chosen) {
            return short_day_in(&moment.printed, self.is_american);
        }
        let words = text.split_whitespace().count();
        // A longer line of the body may be what stands under a picture.
        let is_open = words <= set::DAY_LINE_OPEN && !piece.draft.keep && !text.ends_with(['.', '!', '?', ':']);
        if words <= set::DAY_LINE || is_open {
            return short_day_in(text, self.is_american);
        }
        // "Berlin, 4. Februar 2025 – The city …"
        let start: String = text.chars().take(set::DATELINE_CHARS).collect();
        let town = start.find(|char: char| char.is_ascii_digit()).map_or("", |at| &start[..at]);
        let is_place = town.is_empty() || town.contains(',') && town.split_whitespace().count() <= set::DATELINE_PLACE;
        self.day(&start).filter(|_| is_place || is_label(&cues::low(town)))
    }

    /// The day in one of the two lines behind the body.
    fn under_body(&self) -> Option<Date> {
        let last = self.pieces.iter().rposition(|piece| piece.draft.keep)?;
        let is_beside =
            |piece: &&Piece| matches!(piece.hint, Some(LeftOut::Beside | LeftOut::Related | LeftOut::Comments));
        let mut behind = self.pieces.iter().skip(last + 1).take(set::UNDER_BODY).filter(|piece| !is_beside(piece));
        behind.find_map(|piece| self.day_line(piece))
    }

    /// A short line that says when the page was published.
    fn labelled(&self) -> Option<Date> {
        let lines = self.pieces.iter().filter(|piece| piece.hint != Some(LeftOut::Comments));
        let lines = lines.filter(|piece| piece.draft.block.kind != BlockKind::Table);
        let lines = lines.map(|piece| &piece.draft.block.text).filter(|text| text.len() < set::SHORT_TEXT);
        lines.filter(|text| text.bytes().any(|byte| byte.is_ascii_digit())).find_map(|text| {
            short_day_in(text, self.is_american).filter(|_| is_label(&cues::low(text)) && !is_cited(text))
        })
    }
}

/// Whether a line names an address, so that its day is the one on which somebody looked at that.
fn is_cited(text: &str) -> bool {
    text.contains("://") || text.contains("www.")
}

/// Whether a moment is the first of a day in Central Europe, written as one of the day before in London.
fn is_midnight(text: &str, language: &str) -> bool {
    const EUROPEAN: &[&str] = &["de", "fr", "it", "nl", "pl", "sv", "da", "nb", "no", "cs", "sk", "sl", "hr", "hu"];
    let is_hour = text.contains("T22:00:00") || text.contains("T23:00:00");
    let language = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let is_london = text.trim_end().ends_with('Z') || text.trim_end().ends_with("+00:00");
    is_hour && is_london && EUROPEAN.contains(&language.as_str())
}

/// Whether a line in lower case says that something was published.
fn is_label(low: &str) -> bool {
    const LABELS: &[&str] = &[
        "published",
        "posted",
        "date:",
        "press release",
        "datum:",
        "erstellt",
        "veröffentlicht",
        "erschienen",
        "stand:",
        "autor:",
        "author:",
        "pressemitteilung",
        "publié",
        "publicado",
        "publicada",
        "pubblicato",
        "opublikowan",
        "gepubliceerd",
        "опубликовано",
        "опубліковано",
        "yayınlan",
        "julkaistu",
        "publicerad",
        "publisert",
        "offentliggjort",
        "publikováno",
        "gepostet",
        "publiziert",
        "mis en ligne",
        "postado em",
        "objavljeno",
        "közzétéve",
        "publicat",
        "发布时间",
        "发布于",
        "发表于",
        "公開日",
        "配信",
        "등록",
        "입력",
        "प्रकाशित",
        "نشر",
        "פורסם",
    ];
    LABELS.iter().any(|label| low.contains(label))
}

fn is_aside(element: ElementRef<'_>) -> bool {
    let named = |element: &ElementRef<'_>| {
        let names = [element.attr("class"), element.attr("id")];
        let names = names.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
        ["related", "teaser", "sidebar", "comment", "recommend"].iter().any(|sign| names.contains(sign))
    };
    element.ancestors().filter_map(ElementRef::wrap).any(|outer| {
        matches!(outer.value().name(), "aside" | "footer" | "nav")
            || !matches!(outer.value().name(), "body" | "html" | "main" | "article") && named(&outer)
    })
}

#[cfg(test)]
mod tests {
    use super::{
        super::{meta, pieces},
        *,
    };
    use crate::import::Draft;

    fn check(page: &str, day: &str, found_in: &str) {
        let html = Html::parse_document(page);
        let (data, pieces) = (Data::of(&html), pieces::pieces(&html));
        let mut draft = Draft::default();
        meta::name(&html, &data, &mut draft);
        let found = find(&html, &data, &pieces, &draft.meta).map(|(day, found_in)| (day.to_string(), found_in));
        let expected = (!day.is_empty()).then(|| (day.to_owned(), found_in));
        assert_eq!(found, expected, "{page}");
    }

    const WEB_PAGE: &str =
        r#"<script type="application/ld+json">{"@type":"WebPage","datePublished":"2025-02-04"}</script>"#;
    const ARTICLE: &str =
        r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-02-04T23:30:00Z"}</script>"#;
    const HEAD: &str = "<title>The bridge is closed</title><h1>The bridge is closed</h1>";

    #[test]
    fn an_undated_page_has_no_date() {
        check("<p>© 2021</p><footer><time datetime='2020-01-01'></time></footer>", "", "");
        check(
            &format!("{HEAD}<p>Since 4 May 2020 the old bridge has been closed to cars, and so it stays.</p>"),
            "",
            "",
        );
        check(&format!("{HEAD}<figure><figcaption>The bridge, 4 May 2020</figcaption></figure>"), "", "");
    }

    #[test]
    fn a_day_that_nobody_sees_counts_where_an_article_is_spoken_of() {
        check(WEB_PAGE, "", "");
        check(&format!("{WEB_PAGE}<meta property='article:section' content='News'>"), "2025-02-04", "JSON-LD");
        let told_twice = "<meta property='article:published_time' content='2025-02-04T10:00'>";
        check(told_twice, "", "");
        check(&format!("{WEB_PAGE}{told_twice}"), "2025-02-04", "JSON-LD");
        check(&format!("{WEB_PAGE}<p>Our page of 4 February 2025</p>"), "2025-02-04", "JSON-LD");
        check(ARTICLE, "2025-02-04", "JSON-LD");
    }

    #[test]
    fn what_readers_see_goes_before_a_time_of_another_zone() {
        check(&format!("{ARTICLE}{HEAD}<p>5 February 2025</p>"), "2025-02-05", "line near the headline");
        check(&format!("{ARTICLE}{HEAD}<p>8 February 2025</p>"), "2025-02-04", "JSON-LD");
    }

    #[test]
    fn midnight_in_central_europe_is_a_day_later_than_in_london() {
        let page = |language: &str| {
            format!(
                "<html lang={language}><meta property='article:section' content=a><meta property='article:published_time' content='2025-02-03T23:00:00.000Z'>"
            )
        };
        check(&page("de-DE"), "2025-02-04", "OpenGraph");
        check(&page("en-US"), "2025-02-03", "OpenGraph");
    }

    #[test]
    fn a_midnight_that_a_program_in_london_printed_is_the_next_day() {
        let page = |moment: &str| {
            format!("<html lang=de>{HEAD}<div><time datetime={moment}>3.2.25</time></div><p>Worte ohne Tag.</p>")
        };
        check(&page("2025-02-03T23:00:00.000Z"), "2025-02-04", "line near the headline");
        check(&page("2025-02-03T23:10:00.000Z"), "2025-02-03", "line near the headline");
    }

    #[test]
    fn of_two_days_in_one_line_the_one_of_publication_counts() {
        let line = "<time class=updated datetime=2025-02-05T10:00>5. Februar 2025</time><time class='entry-date published' \
            datetime=2025-02-04T10:00>4. Februar 2025</time>";
        check(&format!("{HEAD}<div>{line} von Ann</div>"), "2025-02-04", "line near the headline");
        check(&format!("{ARTICLE}{HEAD}<div>{line} von Ann</div>"), "2025-02-04", "line near the headline");
        let line = "<time datetime=2025-02-04T10:00>10 Uhr</time> am 4.2.2025";
        check(&format!("{HEAD}<div>{line}</div>"), "2025-02-04", "line near the headline");
    }

    #[test]
    fn where_data_contradict_each_other_what_is_seen_decides() {
        let graph = "<meta property='article:published_time' content='2025-02-10T10:00'>";
        check(&format!("{ARTICLE}{graph}{HEAD}<p>10 February 2025</p>"), "2025-02-10", "line near the headline");
        check(&format!("{ARTICLE}{graph}{HEAD}<p>4 February 2025</p>"), "2025-02-04", "line near the headline");
        check(&format!("{ARTICLE}{graph}{HEAD}"), "2025-02-04", "JSON-LD");
    }

    #[test]
    fn instructions_with_an_author_are_an_article() {
        let page = r#"<script type="application/ld+json">{"@type":"HowTo","datePublished":"2025-02-04T10:00:00:123Z"}</script>"#;
        check(page, "2025-02-04", "JSON-LD");
    }

    #[test]
    fn a_page_without_a_headline_has_its_day_above_its_text_in_any_script() {
        let text = "委员会星期一宣布，由于潜水员在两个桥墩上发现了裂缝，河上的旧桥已经关闭，渡轮将每十分钟开一班，直到工程结束为止，没有人知道需要多长时间。";
        check(&format!("<div>2025-02-04 09:20:26</div><div>{text}</div>"), "2025-02-04", "line near the headline");
    }

    #[test]
    fn a_day_of_looking_at_a_source_is_none_of_the_page() {
        check(
            &format!(
                "{HEAD}<ul><li>Coast guard, www.coast.example/report (Stand: 27.1.2025)</li></ul><p>Words of no day.</p>"
            ),
            "",
            "",
        );
        check(&format!("{HEAD}<p>Author: Ann on 04.02.2025, 13:36</p>"), "2025-02-04", "line near the headline");
    }

    #[test]
    fn finds_the_line_that_tells_the_day() {
        let near = "line near the headline";
        check(&format!("{HEAD}<p>News, 4.2.25</p>"), "2025-02-04", near);
        let text = "The city closed the old bridge over the river, divers said after they had found many cracks in two of its piers.";
        check(&format!("{HEAD}<p>Ferrytown, 4 February 2025 – {text}</p>"), "2025-02-04", near);
        check(&format!("{HEAD}<p>On 4 February 2025, {text}</p>"), "", "");
        let label = "<span>Erstellt am</span><span>04.02.2025</span>";
        check(&format!("{HEAD}<p>{text}</p><p>{text}</p><p>{text}</p><div>{label}</div>"), "2025-02-04", "date line");
        let label =
            "Dieser Beitrag wurde am 4. Februar 2025 um 23:03 Uhr gepostet und steht unter <a href=/a>Orte</a>.";
        check(&format!("{HEAD}<p>{text}</p><p>{text}</p><p>{text}</p><div>{label}</div>"), "2025-02-04", "date line");
        let times = "<time class=updated datetime=2025-03-01></time><time datetime=2025-02-04></time>";
        check(times, "2025-02-04", "time element");
        check("<link rel=canonical href='https://example.org/2025/02/04/a'>", "2025-02-04", "address");
    }
}
