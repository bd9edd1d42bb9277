//! Why a block is proposed to stay out.

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[$doc:meta])* $reason:ident => $words:literal,)+) => {
        /// Why a block is proposed to stay out.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum LeftOut { $($(#[$doc])* $reason,)+ }

        impl LeftOut {
            /// The words for people.
            pub fn label(self) -> &'static str {
                match self { $(Self::$reason => $words,)+ }
            }
        }
    };
}

impl LeftOut {
    /// Whether it is about words that stand beside a text or in it without being part of it: they never come in unasked, whatever is
    /// chosen of the page.
    pub fn is_beside_text(self) -> bool {
        matches!(
            self,
            Self::Struck
                | Self::Note
                | Self::Reading
                | Self::NoteSign
                | Self::Control
                | Self::Drawing
                | Self::Embedded
                | Self::Fallback
        )
    }

    /// Whether it is about signs and readings, of which those of one block are listed together.
    pub(super) fn is_small(self) -> bool {
        matches!(self, Self::Reading | Self::NoteSign | Self::Drawing)
    }
}

reasons! {
    /// Struck out by the writer.
    Struck => "struck out",
    /// A foot- or endnote, which is no prose.
    Note => "a note, kept at the words it stands at",
    /// How a word is read aloud, printed beside it.
    Reading => "how the word is read, printed beside it",
    /// The sign of a note, or of a link to the place itself.
    NoteSign => "the sign of a note or a link to its own place",
    /// The words of a button or field.
    Control => "a button or a field",
    /// The words of a drawing.
    Drawing => "words in a drawing",
    /// A page shown within the page.
    Embedded => "another page shown in this one",
    /// What is shown where a picture or player cannot be.
    Fallback => "stands in for a player or picture",
    /// Hidden text of a document.
    Hidden => "hidden in the document",
    /// The text comes in from the page's data, which hold more of it.
    InData => "stands in the page's data as well, which hold more of the text",
    /// Links to other parts of a site.
    Navigation => "navigation",
    /// What stands at the foot of a page.
    Foot => "foot of the page",
    /// A box that lies over a page.
    Overlay => "a box over the page",
    /// Other articles.
    Related => "related items",
    /// A few words about another article.
    Teaser => "a teaser",
    /// An advertisement.
    Advertisement => "an advertisement",
    /// An invitation to a newsletter.
    Newsletter => "a newsletter box",
    /// Links to social networks.
    ShareBar => "a share bar",
    /// Readers' comments.
    Comments => "comments",
    /// A cookie notice.
    CookieNotice => "a cookie notice",
    /// What a page calls an aside.
    Beside => "beside the article",
    /// A byline or a note on the author.
    Author => "about the author",
    /// A caption away from the text.
    Caption => "a caption",
    /// A disclaimer or copyright note.
    Disclaimer => "a disclaimer",
    /// Keywords.
    Keywords => "keywords",
    /// Date, section and the like.
    AboutArticle => "about the article",
    /// No extractor takes it for text.
    Outside => "outside the article's body",
    /// A line that leads to another page.
    Pointer => "points to another page",
    /// The site speaks to its readers.
    SiteSpeaking => "the site to its readers",
    /// The headline once more.
    RepeatsHeadline => "repeats the headline",
    /// What a site adds under every article.
    Tail => "looks like the site's own words under the article",
    /// A note on the publisher.
    Publisher => "about the publisher",
    /// A book's cover.
    Cover => "the book's cover",
    /// A book's title page.
    TitlePage => "title page",
    /// A book's imprint.
    Imprint => "imprint",
    /// A dedication.
    Dedication => "dedication",
    /// Acknowledgments.
    Acknowledgments => "acknowledgments",
    /// A book's index.
    Index => "index",
    /// A bibliography.
    Bibliography => "bibliography",
    /// Credits.
    Credits => "credits",
    /// Other books of the house.
    PublisherAdvertising => "the publisher's advertising",
    /// A note on the author or the publisher.
    AuthorOrPublisher => "about the author or the publisher",
    /// A part that the book's reading order leaves out.
    BesideReadingOrder => "beside the book's reading order",
    /// What stands under a mail.
    MailSignature => "the sender's signature",
    /// A note of who made captions.
    CaptionNote => "a note in the captions, not spoken",
    /// How captions look and where they stand.
    CaptionSetup => "tells how the captions are shown",
    /// A tag in captions that no player knows.
    CaptionMarkup => "a tag in the captions that no player shows",
    /// A part of captions whose time is missing or damaged.
    Untimed => "stands in no caption: its time is missing or cannot be read",
    /// A turn of a transcript with nothing behind the name.
    NoWords => "a turn without words",
    /// What a chat program says in a chat.
    ChatProgram => "the chat program's own words",
    /// What stands in a chat for a picture, a recording or another file.
    ChatMedia => "stands in for a picture, a recording or a file of the chat",
    /// A comment in a document.
    DocumentComment => "a comment in the document, kept at the words it is about",
    /// A table of contents.
    Contents => "table of contents",
    /// Head or foot of every page.
    RunningHead => "head or foot of every page",
    /// A row that repeats on other pages.
    RepeatedRow => "repeats at the same place on other pages: running head or foot",
    /// A page number.
    PageNumber => "page number",
    /// A row alone at the edge of a page.
    LoneRow => "stands alone at the edge of the page: running head or foot",
    /// A comment at an empty cell, or on a slide as a whole.
    LooseComment => "a comment that stands at no words",
    /// A sheet that its workbook does not show.
    HiddenSheet => "on a sheet that is hidden in the workbook",
    /// A sheet without cells.
    EmptySheet => "a sheet without words or numbers",
    /// A first line that says how a table is written.
    TableMark => "says how the file parts its cells",
    /// A slide that is not shown.
    HiddenSlide => "on a slide that is hidden in the presentation",
    /// What a speaker wants to say.
    SpeakerNotes => "the speaker's notes, not on the slide",
}
