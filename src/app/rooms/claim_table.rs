//! The claim table: what is picked, shown and kept of it.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use crate::{
    Command,
    document::Document,
    model::{ClaimId, ClaimQuery, ClaimView, Edit},
    notice::NoticeKind,
    rooms::{Table, Workbench},
    table::{Lines, Pick, TableIntent, TableState},
    view::DigitStage,
};

impl Document {
    /// What the table shows.
    pub fn table_lines(&self) -> Arc<Lines> {
        let table = &self.view.table;
        let is_held = table.editing.is_some();
        self.table.borrow_mut().lines(self.visible(), self.shown_state(), &table.query, &table.folded, is_held)
    }

    /// The line of the claim in the inspector, if the table shows it.
    pub fn table_cursor(&self) -> Option<usize> {
        let index = self.shown().claim_index(self.focus().claim.as_ref()?)?;
        let lines = self.table_lines();
        let line = self.view.table.line;
        (lines.claim(line) == Some(index)).then_some(line).or_else(|| lines.line_of(index))
    }

    /// Whether the row of the cursor is drawn, as far as it is known.
    pub(crate) fn is_cursor_in_view(&self) -> bool {
        let in_view = |line| self.view.table.in_view.as_ref().is_none_or(|lines| lines.contains(&line));
        self.table_cursor().is_some_and(in_view)
    }

    /// Whether a row is drawn of those that are selected, as far as it is known; `None`: none is selected.
    pub(crate) fn is_selection_in_view(&self) -> Option<bool> {
        let table = &self.view.table;
        if table.selected.is_empty() || !self.is_in_table() {
            return None;
        }
        let Some(in_view) = table.in_view.clone() else { return Some(true) };
        let (lines, claims) = (self.table_lines(), self.shown().claims());
        let mut drawn = in_view.filter_map(|line| lines.claim(line));
        Some(drawn.any(|index| table.selected.contains(&claims[index].id)))
    }

    /// The view that is open, and whether something else is shown by now.
    pub fn table_view(&self) -> Option<(&Arc<ClaimView>, bool)> {
        let table = &self.view.table;
        let view = self.project().views().iter().find(|view| Some(&view.name) == table.view.as_ref())?;
        Some((view, view.query != table.query))
    }
}

impl Workbench<'_, Table> {
    pub(crate) fn table_intent(&mut self, intent: TableIntent) {
        match intent {
            TableIntent::Query(query) => self.query_table(*query),
            TableIntent::Width(column, width) => self.around.change_prefs(|prefs| {
                prefs.table.widths.insert(column, width);
            }),
            TableIntent::Pick(line, pick) => self.pick_line(line, pick),
            TableIntent::Move(by, selects) => self.move_in_table(by, selects),
            TableIntent::Toggle => self.toggle_at_cursor(),
            TableIntent::Fold(key) => self.with_table(|table| {
                if !table.folded.remove(&key) {
                    table.folded.insert(key);
                }
            }),
            TableIntent::FoldAll(is_folded) => {
                let document = &mut *self.document;
                let keys = document.table_lines().groups.iter().map(|group| group.key.clone()).collect();
                document.view.table.folded = if is_folded { keys } else { BTreeSet::new() };
            }
            TableIntent::InView(lines) => self.with_table(|table| table.in_view = Some(lines)),
            TableIntent::SelectNone => self.select(HashSet::clear),
            TableIntent::Write(claim_id) => self.write_statement(claim_id),
            TableIntent::OpenView(name) => self.open_view(name),
            TableIntent::SaveView(name) => self.save_view(&name),
            TableIntent::RenameView(name) => self.rename_view(&name),
            TableIntent::DeleteView => self.delete_view(),
        }
    }

    /// Selects the claim at the cursor, or not any more.
    pub(crate) fn toggle_at_cursor(&mut self) {
        if let Some(line) = self.document.table_cursor() {
            self.toggle_line(line);
        }
    }

    /// Shows the claim at the cursor in its article.
    pub(crate) fn go_to_cursor(&mut self) {
        if let Some(claim) = self.document.claim_here() {
            self.document.go_to_claim(&claim.id);
        }
    }

    /// Selects other rows: the next digit is their verdict.
    fn select(&mut self, change: impl FnOnce(&mut HashSet<ClaimId>)) {
        change(&mut self.document.view.table.selected);
        self.document.view.stage = DigitStage::Verdict;
    }

    fn with_table(&mut self, change: impl FnOnce(&mut TableState)) {
        change(&mut self.document.view.table);
    }

    fn query_table(&mut self, query: ClaimQuery) {
        let document = &mut *self.document;
        document.leave_field();
        let table = &mut document.view.table;
        if table.query.group != query.group {
            table.folded.clear();
        }
        (table.editing, table.query, table.in_view) = (None, query, None);

        self.remember_table();
    }

    fn remember_table(&mut self) {
        let document = &*self.document;
        let ClaimQuery { columns, sort, group, .. } = document.view.table.query.clone();
        self.around.change_prefs(|prefs| {
            (prefs.table.columns, prefs.table.sort, prefs.table.group) = (columns, sort, group);
        });
    }

    fn pick_line(&mut self, line: usize, pick: Pick) {
        let Some(claim_id) = self.claim_on(line) else { return };
        match pick {
            Pick::Only if self.document.view.table.selected.is_empty() => {}
            Pick::Only => self.select(HashSet::clear),
            Pick::Toggle => return self.toggle_line(line),
            Pick::Range => self.select_range(line),
        }
        self.put_cursor(line, &claim_id);
        if pick == Pick::Only {
            self.with_table(|table| table.anchor = Some(claim_id));
        }
    }

    fn claim_on(&self, line: usize) -> Option<ClaimId> {
        let document = &*self.document;
        let index = document.table_lines().claim(line)?;
        Some(document.shown().claims()[index].id.clone())
    }

    fn put_cursor(&mut self, line: usize, claim_id: &ClaimId) {
        self.document.select_claim(Some(claim_id.clone()));
        self.with_table(|table| table.line = line);
        self.reveal_cursor();
    }

    /// Brings the cursor into view with the next frame.
    fn reveal_cursor(&mut self) {
        self.with_table(|table| (table.reveals, table.in_view) = (true, None));
    }

    /// Brings what a key was to change into view where it was scrolled away, in place of changing it there: the first of the rows
    /// that are selected, else the cursor.
    pub(crate) fn bring_cursor_back(&mut self) {
        match self.document.is_selection_in_view() {
            Some(true) => {}
            Some(false) => {
                let lines = self.document.table_lines();
                let is_selected = |id: &ClaimId| self.document.view.table.selected.contains(id);
                let of = |line| self.claim_on(line).filter(is_selected).map(|id| (line, id));
                let Some((line, claim_id)) = (0..lines.lines.len()).find_map(of) else { return };
                self.put_cursor(line, &claim_id);
                self.around.tell(NoticeKind::Hint, "What is selected was out of view. Press the key again.", None);
            }
            None if self.document.table_cursor().is_some() && !self.document.is_cursor_in_view() => {
                self.reveal_cursor();
                self.around.tell(NoticeKind::Hint, "The claim was out of view. Press the key again.", None);
            }
            None => {}
        }
    }

    fn toggle_line(&mut self, line: usize) {
        let Some(claim_id) = self.claim_on(line) else { return };
        self.select(|selected| {
            if !selected.remove(&claim_id) {
                selected.insert(claim_id.clone());
            }
        });
        self.with_table(|table| table.anchor = Some(claim_id.clone()));
        self.put_cursor(line, &claim_id);
    }

    /// Selects every claim between the beginning of the selection and a line.
    fn select_range(&mut self, line: usize) {
        let document = &mut *self.document;
        let lines = document.table_lines();
        let claims = document.shown().claims();
        let anchor = document.view.table.anchor.clone().or_else(|| document.focus().claim.clone());
        let from = anchor.as_ref().and_then(|id| document.shown().claim_index(id));
        let from = from.and_then(|index| lines.line_of(index)).unwrap_or(line);
        let (first, last) = (from.min(line), from.max(line));
        let ids = (first..=last).filter_map(|line| lines.claim(line)).map(|index| claims[index].id.clone()).collect();
        document.view.table.anchor = anchor;
        self.select(|selected| *selected = ids);
    }

    fn move_in_table(&mut self, by: isize, selects: bool) {
        let document = &*self.document;
        let lines = document.table_lines();
        let claims: Vec<usize> = (0..lines.lines.len()).filter(|line| lines.claim(*line).is_some()).collect();
        let last = claims.len() as isize - 1;
        let to = match document.table_cursor().and_then(|line| claims.binary_search(&line).ok()) {
            Some(index) => (index as isize).saturating_add(by).clamp(0, last.max(0)),
            None if by < 0 => last,
            None => 0,
        };
        let Some((line, claim_id)) = claims.get(to as usize).and_then(|line| Some((*line, self.claim_on(*line)?)))
        else {
            return;
        };
        if selects {
            self.select_range(line);
        } else {
            self.with_table(|table| table.anchor = Some(claim_id.clone()));
        }
        self.put_cursor(line, &claim_id);
    }

    pub(crate) fn select_all_in_table(&mut self) {
        let lines = self.document.table_lines();
        let claims = self.document.shown().claims();
        let ids = lines.claims().map(|row| claims[row].id.clone()).collect();
        self.select(|selected| *selected = ids);
    }

    fn write_statement(&mut self, claim_id: Option<ClaimId>) {
        let document = &mut *self.document;
        document.leave_field();
        if claim_id.is_some() {
            document.view.stage = DigitStage::Verdict;
            document.focus_mut().claim.clone_from(&claim_id);
        }
        document.view.table.editing = claim_id;
    }

    /// Lets the statement of the claim at the cursor be written.
    pub(crate) fn write_here(&mut self) {
        let line = self.document.table_cursor();
        self.write_statement(line.and_then(|line| self.claim_on(line)));
        self.reveal_cursor();
    }

    /// Nothing is selected that is not shown: a change of many claims never reaches what cannot be seen.
    pub(crate) fn settle_table(&mut self) {
        let document = &mut *self.document;
        if document.view.table.selected.is_empty() {
            return;
        }
        let lines = document.table_lines();
        if document.view.table.settled.as_ref().is_some_and(|old| Arc::ptr_eq(old, &lines)) {
            return;
        }
        let claims = document.shown().claims();
        let shown: HashSet<&ClaimId> = lines.claims().map(|row| &claims[row].id).collect();
        let mut selected = document.view.table.selected.clone();
        selected.retain(|id| shown.contains(id));
        document.view.table.selected = selected;
        document.view.table.settled = Some(lines);
    }

    fn open_view(&mut self, name: Option<String>) {
        let document = &*self.document;
        let view = document.project().views().iter().find(|view| Some(&view.name) == name.as_ref()).cloned();
        if name.is_some() && view.is_none() {
            return;
        }
        let current = &document.view.table.query;
        let query = view.map_or_else(
            || ClaimQuery { columns: current.columns.clone(), ..ClaimQuery::default() },
            |view| view.query.clone(),
        );
        self.query_table(query);
        self.with_table(|table| {
            table.view = name;
            table.folded.clear();
            table.selected.clear();
        });
    }

    fn save_view(&mut self, name: &str) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let document = &*self.document;
        let view = ClaimView { name: name.to_owned(), query: document.view.table.query.clone() };
        if self.edit(&Edit::PutView(Arc::new(view))) {
            self.with_table(|table| table.view = Some(name.to_owned()));
        }
    }

    fn rename_view(&mut self, name: &str) {
        let name = name.trim().to_owned();
        let Some(from) = self.document.view.table.view.clone() else { return };
        if name.is_empty() || name == from {
            return;
        }
        let views = self.document.project().views();
        if views.iter().any(|view| view.name == name) {
            let text = format!("Could not rename the view: there is one called “{name}” already.");
            return self.around.tell(NoticeKind::Warning, text, None);
        }
        if self.edit(&Edit::RenameView { from, to: name.clone() }) {
            self.with_table(|table| table.view = Some(name));
        }
    }

    fn delete_view(&mut self) {
        let Some(name) = self.document.view.table.view.clone() else { return };
        if self.edit(&Edit::RemoveView(name.clone())) {
            self.with_table(|table| table.view = None);
            let undo = Some(("Undo", Command::Undo.into()));
            self.around.tell_with(NoticeKind::Done, format!("The view “{name}” is deleted."), None, undo);
        }
    }
}
