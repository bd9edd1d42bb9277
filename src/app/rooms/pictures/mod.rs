//! What is looked at beside the article: the pages of a PDF as they look, a source's or the article's own, or a picture. Each is drawn
//! away from the window, at the size at which it is seen, and the pages before and behind it are drawn ahead.

mod parts;

use std::sync::Arc;

use crate::{
    effect::{Effect, ImportFrom, Job, KeptFile, Purpose, Remote},
    intent::LookIntent,
    looks::{Drawing, Drawn},
    media::{PDF, ending},
    model::{Evidence, Source, Span, StoredFile, Version},
    notice::NoticeKind,
    picture::{MAX_DRAWN, Picture},
    preview::import_job,
    rooms::{Pictures, Workbench},
    text_view::{Reveal, Scroll, Selection, Side},
    view::{LookFile, LookKey, Looking, Pane, PictureView, Screen, Shows},
};

use crate::document::Document;

/// Pages that are larger are not drawn ahead, in pixels of the longer side: three of them would fill what is kept.
const LARGEST_AHEAD: u32 = 2896;

/// The PDF from which a text was read: a file of its own, or a page of a web archive. Of what is captured only a PDF has pages.
fn pdf_of(version: &Version) -> Option<LookFile<'_>> {
    let origin = &version.origin;
    let archived = origin.captured.as_ref();
    let is_pdf = match archived {
        Some(_) => version.blocks().iter().any(|block| block.page.is_some()),
        None => origin.format == "pdf",
    };
    let file = LookFile { name: &origin.file, sha256: &origin.sha256, media_type: PDF, archived };
    (is_pdf && !origin.sha256.is_empty()).then_some(file)
}

/// The file that was given for a source, where it is one of those that are wanted.
fn given(source: &Source, is_pdf: bool) -> Option<LookFile<'_>> {
    let file = source.file.as_ref()?;
    let is_wanted = if is_pdf { file.is_pdf() } else { file.is_picture() || file.is_recording() };
    let StoredFile { name, sha256, media_type, .. } = file;
    is_wanted.then_some(LookFile { name, sha256, media_type, archived: None })
}

/// The page on which words stand.
fn page_at(version: &Version, byte: usize) -> Option<u32> {
    version.blocks()[version.block_at(byte)?].page
}

/// Where the words of a page begin.
fn words_of_page(version: &Version, page: u32) -> Option<Span> {
    Some(version.blocks().iter().find(|block| block.page == Some(page))?.span)
}

impl Document {
    /// As what the document of the source in the pane is shown: as it is wanted, where it can be so.
    pub fn pane_shows(&self) -> Option<Shows> {
        let (pane, _) = self.pane()?;
        [pane.shows].into_iter().chain(Shows::ALL).find(|shows| self.pane_can_show(*shows))
    }

    /// Whether the document of the source in the pane can be shown so.
    pub fn pane_can_show(&self, shows: Shows) -> bool {
        self.pane().is_some_and(|(pane, source)| match shows {
            Shows::Text => source.latest().is_some(),
            Shows::Pages | Shows::File => file_of(pane, source, shows).is_some(),
        })
    }

    /// The file of the source in the pane, where it is shown rather than a text.
    pub fn pane_file(&self) -> Option<LookFile<'_>> {
        let (pane, source) = self.pane()?;
        file_of(pane, source, self.pane_shows()?)
    }

    /// The PDF of the article whose pages are shown beside it.
    pub fn own_pages(&self) -> Option<LookFile<'_>> {
        let is_free = self.view.screen == Screen::Article && self.pane().is_none();
        self.view.own_pages.as_ref().filter(|_| is_free)?;
        self.version().and_then(|version| pdf_of(version))
    }

    /// Whether the article was read from a PDF that is kept.
    pub fn has_own_pages(&self) -> bool {
        self.version().is_some_and(|version| pdf_of(version).is_some())
    }

    /// The file that is looked at: the source's in the pane, else the article's own.
    pub fn look_file(&self) -> Option<LookFile<'_>> {
        self.pane_file().or_else(|| self.own_pages())
    }

    /// The same where it can be opened by itself: a page of a web archive lies in it with all the others.
    pub fn file_to_open(&self) -> Option<LookFile<'_>> {
        self.look_file().filter(|file| file.archived.is_none())
    }

    fn looking(&self) -> Option<&Looking> {
        match self.pane() {
            Some((pane, _)) => Some(&pane.looking),
            None => self.view.own_pages.as_ref(),
        }
    }

    fn looking_mut(&mut self) -> Option<&mut Looking> {
        if self.pane().is_some() {
            return self.view.pane.as_mut().map(|pane| &mut pane.looking);
        }
        self.view.own_pages.as_mut()
    }

    /// Which page or picture is looked at: that on which the chosen evidence lies, else of the document that is read.
    pub fn look_key(&self) -> Option<LookKey> {
        let file = self.look_file().filter(|file| !file.is_recording())?;
        let looking = self.looking()?;
        let page = (file.media_type == PDF).then_some(looking.page);
        // The evidence may lie on an older file, which is kept as well.
        let of_evidence = looking.place.as_ref().filter(|place| {
            let is_kept = |source: &Source| source.copies().any(|copy| copy == place.sha256);
            place.page.is_some() == page.is_some() && self.pane().is_some_and(|(_, source)| is_kept(source))
        });
        let archived = file.archived.cloned();
        Some(
            of_evidence.map_or(LookKey { archived, ..LookKey::new(file.sha256, page) }, |place| LookKey {
                page,
                ..place.clone()
            }),
        )
    }

    /// What is looked at, once it was asked for.
    pub fn picture(&self) -> Option<&PictureView> {
        let key = self.look_key()?;
        self.looking()?.picture.as_ref().filter(|picture| picture.key == key)
    }

    /// How many pages the PDF has that is looked at, once one of them was drawn.
    pub fn page_count(&self) -> Option<u32> {
        let key = self.look_key().filter(|key| key.page.is_some())?;
        self.looks.pages_of(&key)
    }

    /// Whether one can turn so many pages on, or back where it is less than 0.
    pub fn can_turn(&self, by: i32) -> bool {
        let Some(page) = self.look_key().and_then(|key| key.page) else { return false };
        let is_missing = self.picture().is_some_and(|picture| matches!(picture.drawn, Some(Err(_))));
        let last = self.page_count().unwrap_or(if is_missing { u32::MAX } else { page });
        page.checked_add_signed(by).is_some_and(|to| (1..=last).contains(&to))
    }

    /// Whether there is a page to show, or to go back from.
    pub(crate) fn can_switch_look(&self) -> bool {
        match self.pane() {
            Some(_) => Shows::ALL.into_iter().filter(|shows| self.pane_can_show(*shows)).count() > 1,
            None => self.view.screen == Screen::Article && self.has_own_pages(),
        }
    }

    /// Whether recognition is of use for what is looked at: it holds no words that were read or recognised.
    pub fn can_recognise(&self) -> bool {
        let can_be_written = |key: &LookKey| self.access.is_editable() && key.archived.is_none();
        let Some(key) = self.look_key().filter(can_be_written) else { return false };
        let is_drawn = self
            .picture()
            .and_then(|picture| picture.drawn.as_ref()?.as_ref().ok())
            .is_some_and(|drawn| drawn.drawn.is_ok());
        let versions = match self.pane() {
            Some((_, source)) => &source.versions,
            None => self.article().map_or(&[][..], |article| &article.versions),
        };
        let has_words = versions.iter().filter(|version| version.origin.sha256 == key.sha256).any(|version| {
            version.origin.recognised.is_some() || key.page.is_some_and(|page| words_of_page(version, page).is_some())
        });
        is_drawn && !has_words
    }
}

/// The file of a source that is shown so.
fn file_of<'a>(pane: &Pane, source: &'a Source, shows: Shows) -> Option<LookFile<'a>> {
    match shows {
        Shows::Text => None,
        Shows::File => given(source, false),
        Shows::Pages => {
            let read = pane.text.version_of(&source.versions).and_then(|version| pdf_of(version));
            read.or_else(|| given(source, true))
        }
    }
}

impl Pane {
    /// Turns to where evidence lies: its words, its page, its part of a picture.
    pub(crate) fn turn_to(&mut self, evidence: Option<&Evidence>, source: &Source) {
        let region = evidence.and_then(|evidence| evidence.region.as_ref());
        self.looking.place = region.map(|region| LookKey::new(&region.sha256, region.page));
        if let Some(mark) = evidence.and_then(|evidence| evidence.mark.as_ref()) {
            self.text.turn_to(&source.versions, &mark.anchor.version);
            self.text.reveal = Some(Reveal::Words(mark.anchor.span));
        }
        if let Some(page) = evidence.and_then(|evidence| page_of(evidence, source)) {
            self.looking.page = page;
        }
    }
}

/// The page on which evidence lies, by its part of a page or its words.
fn page_of(evidence: &Evidence, source: &Source) -> Option<u32> {
    if let Some(region) = &evidence.region {
        return region.page;
    }
    let anchor = &evidence.mark.as_ref()?.anchor;
    page_at(source.version(&anchor.version)?, anchor.span.start())
}

impl Workbench<'_, Pictures> {
    pub(crate) fn look_intent(&mut self, intent: LookIntent) {
        match intent {
            LookIntent::Turn(page) => self.turn_page(page),
            LookIntent::Sharpen(longest) => {
                if let Some(looking) = self.document.looking_mut() {
                    looking.longest = longest.clamp(1, MAX_DRAWN);
                }
            }
            LookIntent::Recognise => self.recognise_look(),
            LookIntent::CloseOwn => self.document.view.own_pages = None,
        }
    }

    /// From the text to the page that has its words, and back to the words of the page. Beside the article its own pages come and go.
    pub(crate) fn switch_look(&mut self) {
        match self.document.pane_shows() {
            Some(shows) => {
                let mut others = Shows::ALL.into_iter().cycle().skip_while(|other| *other != shows).skip(1);
                let document = &*self.document;
                if let Some(next) = others.by_ref().take(2).find(|shows| document.pane_can_show(*shows)) {
                    self.show_as(next);
                }
            }
            None if self.document.view.own_pages.is_some() => self.document.view.own_pages = None,
            None => {
                let page = self.page_of_article();
                let page = page.unwrap_or(1);
                self.document.view.own_pages = Some(Looking { page, ..Looking::default() });
            }
        }
    }

    /// Shows the document in the pane so: at the page of the words that are selected or chosen, or at the words of the page.
    pub(crate) fn show_as(&mut self, shows: Shows) {
        let document = &*self.document;
        let (before, Some((pane, source))) = (document.pane_shows(), document.pane()) else { return };
        let version = pane.text.version_of(&source.versions);
        let selected = version.zip(pane.text.selection).and_then(|(version, at)| page_at(version, at.start()));
        let chosen = document.pane_evidence().and_then(|evidence| page_of(evidence, source));
        let page = selected.or(chosen).filter(|_| shows == Shows::Pages);
        let is_elsewhere = selected.or(chosen) != Some(pane.looking.page);
        let words = version.and_then(|version| words_of_page(version, pane.looking.page));
        let words = words.filter(|_| before == Some(Shows::Pages) && shows == Shows::Text && is_elsewhere);
        self.document.with_pane(|pane| {
            pane.shows = shows;
            if let Some(page) = page {
                pane.looking.page = page;
            }
            if let Some(span) = words {
                pane.text.reveal = Some(Reveal::Words(span));
            }
        });
    }

    /// The page of the selected words, else of the claim in the inspector, else of the first words in view.
    fn page_of_article(&self) -> Option<u32> {
        let version = self.document.version()?;
        let at = self.place_in_article().or_else(|| {
            let Scroll { block, .. } = self.document.focus().text.scroll;
            Some(version.blocks().get(block)?.span.start())
        })?;
        page_at(version, at)
    }

    fn place_in_article(&self) -> Option<usize> {
        let version = self.document.version()?;
        let selected = self.document.focus().text.selection.map(Selection::start);
        let of_claim = || Some(self.document.shown_claim()?.spans_in(&version.id).next()?.1.start());
        selected.or_else(of_claim)
    }

    pub(crate) fn turn_by(&mut self, by: i32) {
        let page = self.document.look_key().and_then(|key| key.page?.checked_add_signed(by));
        if let Some(page) = page.filter(|_| self.document.can_turn(by)) {
            self.turn_page(page);
        }
    }

    /// The article goes along with its own pages.
    fn turn_page(&mut self, page: u32) {
        let last = self.document.page_count().unwrap_or(u32::MAX);
        let Some(looking) = self.document.looking_mut() else { return };
        looking.page = page.clamp(1, last);
        let page = looking.page;
        if self.document.own_pages().is_some()
            && let Some(words) = self.document.version().and_then(|version| words_of_page(version, page))
            && let Some(text) = self.document.text_mut(Side::Article)
        {
            text.reveal = Some(Reveal::Words(words));
        }
    }

    /// The article's own pages go along with its words.
    fn follow_words(&mut self) {
        if self.document.own_pages().is_none() {
            return;
        }
        let place = self.place_in_article();
        let key = self.document.look_key();
        let page = self.document.version().zip(place).and_then(|(version, at)| page_at(version, at));
        let Some(looking) = &mut self.document.view.own_pages else { return };
        let is_beside = |view: &PictureView| key.as_ref().is_some_and(|key| key.is_beside(&view.key));
        if looking.picture.as_ref().is_some_and(|view| !is_beside(view)) {
            // Another article, or another draft, from a file of its own.
            (looking.page, looking.picture, looking.followed) = (1, None, None);
        }
        if std::mem::replace(&mut looking.followed, place) != place
            && let Some(page) = page
        {
            looking.page = page;
        }
    }

    /// Has drawn what is looked at, unless it is or is under way, and then what lies next to it.
    pub(crate) fn look_beside(&mut self) {
        self.follow_words();
        let document = &mut *self.document;
        if document.looking().is_none() {
            document.looks.clear();
        }
        let Some((key, longest)) = document.look_key().zip(document.looking().map(|looking| looking.longest)) else {
            return;
        };
        let is_known =
            document.looking().and_then(|looking| looking.picture.as_ref()).is_some_and(|view| view.key == key);
        if !is_known {
            document.looks.wanted_again(&key);
            let drawn = document.looks.best(&key).map(|picture| Ok(Arc::clone(picture)));
            let view = PictureView { key: key.clone(), drawn, selected: None };
            if let Some(looking) = document.looking_mut() {
                looking.picture = Some(view);
            }
        }
        let last = document.page_count();
        let ahead = [1, -1].into_iter().filter_map(|by| {
            let page = key.page?.checked_add_signed(by)?;
            let is_there = (1..=last?).contains(&page) && longest <= LARGEST_AHEAD;
            is_there.then(|| LookKey { page: Some(page), ..key.clone() })
        });
        let wanted: Vec<_> = [key.clone()].into_iter().chain(ahead).map(|of| Drawing { of, longest }).collect();
        if let Some(Drawing { of, longest }) = document.looks.next(wanted) {
            let job = self.kept_file(of, longest);
            self.around.run(Job::Look(job));
        }
    }

    fn kept_file(&self, key: LookKey, longest: u32) -> KeptFile {
        let bytes = self.document.originals.get(&key.sha256).cloned();
        KeptFile { key, longest, bytes, project: self.document.path.clone() }
    }

    /// A page or picture was drawn, or cannot be had.
    pub(crate) fn looked(&mut self, drawing: Drawing, drawn: Result<Box<Picture>, String>) {
        let drawn: Drawn = drawn.map(|picture| Arc::new(*picture));
        let document = &mut *self.document;
        document.looks.put(drawing.clone(), drawn.clone());
        let shown = document.looking_mut().and_then(|looking| looking.picture.as_mut());
        if let Some(shown) = shown.filter(|shown| shown.key == drawing.of)
            // A page that is there stays, where it cannot be had more sharply.
            && (drawn.is_ok() || !matches!(shown.drawn, Some(Ok(_))))
        {
            shown.drawn = Some(drawn);
        }
    }

    /// Has the system's own program open the file that is looked at.
    pub(crate) fn open_file(&mut self) {
        let Some((file, key)) = self.document.file_to_open().zip(self.file_to_open()) else { return };
        let Some(ending) = ending(file.media_type) else { return };
        // By what its bytes are and not by how it was called: what the system does with it depends on the ending.
        let stem = file.name.rsplit_once('.').map_or(file.name, |(stem, _)| stem);
        let stem: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
        let name = format!("{}.{ending}", stem.trim_matches('-'));
        let job = self.kept_file(key, 0);
        self.around.run(Job::TakeOut(job, name));
    }

    /// The file that is looked at, as a whole; that of a recording, of which nothing is drawn.
    fn file_to_open(&self) -> Option<LookKey> {
        let file = self.document.file_to_open()?;
        let drawn = self.document.look_key().map(|key| key.sha256);
        Some(LookKey::new(drawn.as_deref().unwrap_or(file.sha256), None))
    }

    pub(crate) fn taken_out(&mut self, name: String, bytes: Result<Arc<[u8]>, String>) {
        match bytes {
            Ok(bytes) => self.around.effects.push(Effect::OpenFile(name, bytes)),
            Err(why) => self.around.tell(NoticeKind::Error, format!("Could not open the file: {why}."), Some(name)),
        }
    }

    /// Offers to recognise the text of what is looked at: as a version of the source's document, or a draft of the article.
    fn recognise_look(&mut self) {
        let document = &*self.document;
        let (Some(file), Some(key)) = (document.look_file(), self.file_to_open()) else { return };
        let purpose = match (document.pane(), document.article()) {
            (Some((_, source)), _) => Purpose::Document(source.id.clone()),
            (None, Some(article)) => Purpose::NewDraft(article.id.clone()),
            (None, None) => return,
        };
        let (from, name) = (self.came_from(&key.sha256), file.name.to_owned());
        let from = ImportFrom::Kept { from, name, file: Box::new(self.kept_file(key, 0)) };
        self.around.look_for_recogniser(import_job(from, purpose));
    }

    /// The address from which a file was fetched that is kept, if it was.
    fn came_from(&self, sha256: &str) -> Option<Remote> {
        let document = &*self.document;
        let versions = match document.pane() {
            Some((_, source)) => &source.versions,
            None => &document.article()?.versions,
        };
        let opened =
            versions.iter().filter(|version| version.origin.sha256 == sha256).map(|version| &version.origin.url);
        let seals = document.pane().into_iter().flat_map(|(_, source)| &source.seals);
        let sealed = seals.filter(|seal| seal.sha256 == sha256).map(|seal| &seal.url);
        let address = opened.chain(sealed).find(|url| !url.is_empty())?.clone();
        Some(Remote { address, charset: None })
    }
}
