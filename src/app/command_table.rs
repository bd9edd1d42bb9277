//! The table of the commands: one entry each, with all that is said of it and what it does.
//!
//! `command.rs` makes of it what menus, palette, keys and help say, `command_work.rs` what is done. It is a macro, so that what names a
//! command need not know the rooms that do it.

/// Hands the table to another macro. Each entry: name, id, menu, where it works, what must be there, keys, title, help, what it does in
/// the scene where the reviewer is.
macro_rules! command_table {
    ($then:ident) => {
        $then! {
    NewFromArticle "new" File ANYWHERE, Nothing [ctrl('n')] "New project from an article…"
        "Opens an article and starts a project around it."
        => |s, _| s.leave_for(Then::PickArticle);
    OpenArticle "open-article" File ANYWHERE, Nothing [ctrl('o')] "Open an article…"
        "Opens an article into this project, or starts one around it."
        => |s, _| s.around().pick_article();
    OpenAddress "open-address" File ANYWHERE, Nothing [ctrl('u')] "Open a web address…"
        "Fetches a page and opens it as an article."
        => |s, _| s.dialog = Some(Dialog::TypeAddress);
    OpenProject "open-project" File ANYWHERE, Nothing [ctrl_shift('o')] "Open a project…"
        "Opens a saved review project."
        => |s, _| s.leave_for(Then::PickProject);
    PasteArticle "paste-article" File ANYWHERE, Nothing [ctrl_shift('v')] "Article from the clipboard…"
        "Opens the text on the clipboard as an article."
        => |s, _| s.around().read_clipboard(ClipboardUse::Article);
    NewDraft "new-draft" File TEXTS, Project [ctrl_shift('d')] "New draft of the article…"
        "Opens a corrected text of the article that is shown; its claims follow."
        => |s, _| s.at(room::Articles, |it| it.pick_draft());
    PasteDraft "paste-draft" File TEXTS, Project [] "New draft from the clipboard…"
        "Takes the text on the clipboard as a new draft of the article that is shown."
        => |s, _| s.at(room::Articles, |it| it.ask_clipboard_for_draft());
    FetchDraft "fetch-draft" File TEXTS, Project [] "New draft from its address"
        "Fetches the page of the article that is shown once more, as a new draft; its claims follow."
        => |s, _| s.at(room::Articles, |it| it.fetch_draft());
    OpenSample "sample" File ANYWHERE, Nothing [] "Open the sample project"
        "Opens a small finished review to look around in."
        => |s, _| s.leave_for(Then::Sample);
    Save "save" File SAVING, Project [ctrl('s')] "Save"
        "Writes the project to its file."
        => |s, _| s.at(room::Keeping, |it| it.save());
    SaveAs "save-as" File SAVING, Project [ctrl_shift('s')] "Save as…"
        "Writes the project to another file and goes on there."
        => |s, _| s.at(room::Keeping, |it| it.save_as());
    ImportSources "import-sources" File PROJECT, Project [] "Import from a reference manager…"
        "Takes in sources that a reference manager wrote: RIS, BibTeX or CSL-JSON."
        => |s, _| s.around().pick(Pick::Sources);
    Export "export" File PROJECT, Project [ctrl('e')] "Export…"
        "Writes the claim list for other programs and readers."
        => |s, _| s.dialog = Some(Dialog::Export);
    Import "import" File PROJECT, Project [ctrl('i')] "Import claims…"
        "Takes in what was marked in another tool or project, each claim at its words."
        => |s, _| s.around().pick(Pick::Claims);
    GiveOut "give-out" File PROJECT, Project [] "Give out first passes…"
        "Writes a file for each of several reviewers, with the article and the scale and nothing of what others found."
        => |s, _| s.dialog = Some(Dialog::GiveOut);
    FileVersions "versions" File ANYWHERE, Nothing [] "Earlier versions…"
        "Shows what was saved before, with what changed, and brings one back."
        => |s, _| s.list_versions();
    CloseProject "close" File PROJECT, Project [ctrl('w')] "Close the project"
        "Goes back to the start screen."
        => |s, _| s.leave_for(Then::CloseProject);
    Quit "quit" File ALWAYS, Nothing [ctrl('q')] "Quit"
        "Closes Claimdesk."
        => |s, _| s.leave_for(Then::Quit);
    Undo "undo" Edit PROJECT, Project [ctrl('z')] "Undo"
        "Takes the last change back."
        => |s, _| s.at(room::Whole, |it| it.undo());
    Redo "redo" Edit PROJECT, Project [ctrl_shift('z'), ctrl('y')] "Redo"
        "Makes the change again that was taken back."
        => |s, _| s.at(room::Whole, |it| it.redo());
    CopyText "copy" Edit TEXTS, Words [ctrl('c')] "Copy"
        "Copies the selected words."
        => |s, _| s.at(room::Reading, |it| it.copy_selection());
    SelectAll "select-all" Edit &[Article, Pane, Table], Text [ctrl('a')] "Select all"
        "Selects the whole article."
        => |s, scene| match scene { Table => s.at(room::Table, |it| it.select_all_in_table()), _ => s.with_document(Document::select_all) };
    Find "find" Edit &[Article, Pane, Table], Text [ctrl('f')] "Find in the article"
        "Looks for words in the article."
        => |s, scene| match scene { Table => s.with_document(|document| document.focus_field(Field::TableSearch)), _ => s.find(FindIntent::Open) };
    RemoveSource "remove-source" Edit &[Sources], Source [key(Key::Delete)] "Remove the source"
        "Removes the source that is shown; asks first when claims use it."
        => |s, _| s.at(room::Sources, |it| it.remove_shown_source());
    FindNext "find-next" Edit INSPECTOR, Text [key(Key::F(3))] "Next match"
        "Goes to the next match."
        => |s, _| s.find(FindIntent::Step(1));
    FindPrevious "find-previous" Edit INSPECTOR, Text [shift(Key::F(3))] "Previous match"
        "Goes to the match before."
        => |s, _| s.find(FindIntent::Step(-1));
    MarkClaim "mark" Claim &[Article], Words [key(Key::Char('c')), key(Key::Enter)] "Mark claim"
        "Makes a claim of the selected words."
        => |s, _| s.at(room::Claims, |it| it.mark_claim());
    AddPassage "add-passage" Claim &[Article], Words [key(Key::Char('a'))] "Add passage to the claim"
        "Adds the selected words to the claim as a further passage."
        => |s, _| s.at(room::Claims, |it| it.add_passage());
    RemovePassage "remove-passage" Claim INSPECTOR, Claim [] "Remove the last passage"
        "Takes the last passage off a claim that has several."
        => |s, _| s.at(room::Claims, |it| it.remove_passage());
    NextClaim "next" Claim DIFFERING, Text [key(Key::Char('n'))] "Next claim"
        "Goes to the next claim."
        => |s, scene| s.go_on(scene, 1);
    PreviousClaim "previous" Claim DIFFERING, Text [key(Key::Char('p'))] "Previous claim"
        "Goes to the claim before."
        => |s, scene| s.go_on(scene, -1);
    GoToClaim "go" Claim &[Table], Claim [key(Key::Enter)] "Go to the claim"
        "Shows the claim at the cursor of the table in its article."
        => |s, _| s.at(room::Table, |it| it.go_to_cursor());
    SelectRow "select-row" Claim &[Table], Claim [key(Key::Char(' '))] "Select the row"
        "Selects the claim at the cursor of the table, or not any more."
        => |s, _| s.at(room::Table, |it| it.toggle_at_cursor());
    NextOverlapping "overlapping" Claim INSPECTOR, Claim [key(Key::Char('o'))] "Next overlapping claim"
        "Goes through the claims on the same words."
        => |s, _| s.at(room::Reading, |it| it.next_overlapping());
    NextOpenClaim "next-open" Claim INSPECTOR, Text [key(Key::Char('u'))] "Next open claim"
        "Goes to the next claim without a verdict."
        => |s, _| s.at(room::Reading, |it| it.step_claim(1, Claim::is_open));
    EditStatement "statement" Claim &[Article, Pane, Table], Claim [key(Key::Char('e')), key(Key::F(2))] "Edit the statement"
        "Puts the caret into the statement as checked."
        => |s, scene| match scene { Table => s.at(room::Table, |it| it.write_here()), _ => s.with_document(|document| document.focus_field(Field::Statement)) };
    CheckedBefore "checked-before" Claim INSPECTOR, Claim [shift(Key::Char('b'))] "Checked before?"
        "Shows the earlier claims of the library that are most like this one, also those that are less like it. Again: only those that stand out."
        => |s, _| s.at(room::Earlier, |it| it.show_repeats());
    SignChecked "sign" Claim CLAIMS, Claim [key(Key::Char('s'))] "Sign as checked"
        "Sets the status to Checked, with your initials and the time."
        => |s, _| s.at(room::Claims, |it| it.sign_checked());
    SettleFirst "settle-first" Claim DIFFERING, Difference [alt(Key::Char('1'))] "Settle: the first value"
        "Of what two people’s work differs in, takes what stands first."
        => |s, _| s.at(room::Whole, |it| it.settle_at_claim(Choice::Value(0)));
    SettleSecond "settle-second" Claim DIFFERING, Difference [alt(Key::Char('2'))] "Settle: the second value"
        "Of what two people’s work differs in, takes what stands second."
        => |s, _| s.at(room::Whole, |it| it.settle_at_claim(Choice::Value(1)));
    SettleBoth "settle-both" Claim DIFFERING, Difference [alt(Key::Char('3'))] "Settle: both"
        "Of what two people’s work differs in, takes both where they go together."
        => |s, _| s.at(room::Whole, |it| it.settle_at_claim(Choice::Both));
    ClearVerdict "clear-verdict" Claim CLAIMS, Claim [key(Key::Char('0'))] "Clear the verdict"
        "Opens the claim again."
        => |s, _| s.at(room::Claims, |it| it.clear_verdict());
    AddEvidence "add-evidence" Claim INSPECTOR, Claim [key(Key::Char('v')), PASTE_KEY] "Add evidence"
        "Adds the link on the clipboard as evidence, or an empty entry to fill in."
        => |s, _| s.at(room::Claims, |it| it.evidence_from_clipboard());
    TakeFromDraft "take-from-draft" Claim INSPECTOR, Claim [key(Key::Char('t'))] "Take the source in the draft"
        "Makes the next link, note or comment at the words of the claim its evidence."
        => |s, _| s.at(room::Claims, |it| it.take_from_draft());
    OpenBeside "beside" Claim &[Article, Pane, Table], Claim [key(Key::Char('b'))] "Open the source beside"
        "Shows the document of the claim’s evidence beside the article."
        => |s, _| s.at(room::Reading, |it| it.open_beside());
    TakeWords "take-words" Claim INSPECTOR, Claim [key(Key::Char('q'))] "Quote the selected words"
        "Makes the words selected in the source evidence of the claim, with their place."
        => |s, _| s.at(room::Reading, |it| it.take_words(None));
    LikelyWords "likely" Claim INSPECTOR, Claim [key(Key::Char('l'))] "Likely words in the source"
        "Selects the words of the source beside the article that are most like the claim; again: the next ones."
        => |s, _| s.at(room::Reading, |it| it.likely_words());
    ListLikely "likely-list" Claim INSPECTOR, Claim [shift(Key::Char('l'))] "List places to look at in the source"
        "Lists the passages of the source beside the article that share words with the claim, with those words. Again: puts the list away."
        => |s, _| s.at(room::Reading, |it| it.list_likely());
    SwitchPane "switch-pane" View INSPECTOR, Project [key(Key::F(6))] "Go to the other text"
        "Gives the keys of the text to the source beside the article, or back."
        => |s, _| s.with_document(Document::switch_pane);
    SwitchLook "page-or-text" View INSPECTOR, Project [key(Key::Char('i'))] "Page or text"
        "Shows the page of a PDF as it looks, or the words of the page. Where no source is open, the page of the article."
        => |s, _| s.at(room::Pictures, |it| it.switch_look());
    NextPage "next-page" View INSPECTOR, Project [key(Key::Char('j'))] "Next page"
        "Turns to the next page of the PDF beside the article."
        => |s, _| s.at(room::Pictures, |it| it.turn_by(1));
    PreviousPage "previous-page" View INSPECTOR, Project [key(Key::Char('k'))] "Previous page"
        "Turns to the page before of the PDF beside the article."
        => |s, _| s.at(room::Pictures, |it| it.turn_by(-1));
    AcceptPlacement "accept" Claim TEXTS, Claim [key(Key::Char('y'))] "Accept the passage"
        "Agrees with where the new draft has the claim, or that it is lost."
        => |s, _| s.at(room::Articles, |it| it.accept_placement());
    Reattach "reattach" Claim TEXTS, Claim [key(Key::Char('r'))] "Re-attach to the selected words"
        "Puts the claim on the words that are selected in the newest draft."
        => |s, _| s.at(room::Articles, |it| it.reattach());
    LetGo "let-go" Claim TEXTS, Claim [key(Key::Char('x'))] "Let the passage go"
        "Takes the claim off the newest draft. It stays in the list with its old words."
        => |s, _| s.at(room::Articles, |it| it.let_go());
    DeleteClaim "delete" Claim CLAIMS, Claim [key(Key::Delete)] "Delete the claim"
        "Removes the claim. Undo brings it back."
        => |s, _| s.at(room::Claims, |it| it.delete_claim());
    CopyClaimLink "copy-link" Claim CLAIMS, Claim [] "Copy link to the claim"
        "Copies the project’s path with the number of the claim: claimdesk opens it there."
        => |s, _| s.at(room::Claims, |it| it.copy_claim_link());
    NextOpenSentence "next-sentence" Claim &[Article], Text [key(Key::Char('g'))] "Next open sentence"
        "Goes to the next sentence that is neither under a claim nor dismissed."
        => |s, _| s.at(room::Reading, |it| it.next_open_sentence());
    DismissSentence "dismiss" Claim &[Article], Text [key(Key::Char('d'))] "Dismiss the sentence"
        "Notes that the sentence needs no check. Pressed again, it changes the reason."
        => |s, _| s.at(room::Reading, |it| it.dismiss_sentence());
    ReopenSentence "reopen" Claim &[Article], Text [shift(Key::Char('d'))] "Reopen the sentence"
        "Takes the dismissal back."
        => |s, _| s.at(room::Reading, |it| it.reopen_sentence());
    GrowSelection "grow" Claim TEXTS, Text [key(Key::Char(']'))] "Grow the selection"
        "Word, phrase, sentence, paragraph."
        => |s, _| s.with_document(Document::grow_selection);
    ShrinkSelection "shrink" Claim TEXTS, Text [key(Key::Char('['))] "Shrink the selection"
        "Paragraph, sentence, phrase, word."
        => |s, _| s.with_document(Document::shrink_selection);
    ReadArticle "read" View PROJECT, Project [ctrl('1')] "Article"
        "Shows the article with its claims."
        => |s, _| s.show(Screen::Article);
    ReviewDraft "review" View PAGES, Project [key(Key::Char('w'))] "Review the new draft"
        "Shows the last two drafts side by side, with the claims that need a look."
        => |s, _| s.at(room::Articles, |it| it.show_review());
    OlderDraft "older-draft" View INSPECTOR, Project [key(Key::Char(','))] "Older draft"
        "Reads the draft before, with the claims at their place in it."
        => |s, _| s.at(room::Articles, |it| it.step_draft(-1));
    NewerDraft "newer-draft" View INSPECTOR, Project [key(Key::Char('.'))] "Newer draft"
        "Reads the draft after, with the claims at their place in it."
        => |s, _| s.at(room::Articles, |it| it.step_draft(1));
    ShowSources "sources" View PROJECT, Project [ctrl('2')] "Sources"
        "Shows the sources of the project."
        => |s, _| s.show(Screen::Sources);
    ShowOverview "overview" View PROJECT, Project [ctrl('3')] "Overview"
        "How far the work has come, at a glance."
        => |s, _| s.show(Screen::Overview);
    ShowReadiness "readiness" View PROJECT, Project [ctrl('4')] "Readiness"
        "What still blocks publication."
        => |s, _| s.show(Screen::Readiness);
    ShowCompare "compare" View PROJECT, Project [ctrl('6')] "Compare"
        "Lays the project beside those of others: who marked what, and how far you agree."
        => |s, _| s.show(Screen::Compare);
    ShowAdjudication "adjudication" View PROJECT, Project [ctrl('7')] "Adjudication"
        "What people’s work differs in, one after the other: who marked what, and which verdict holds."
        => |s, _| s.show(Screen::Adjudication);
    ShowChanges "changes" View PROJECT, Project [ctrl('8')] "What changed"
        "Shows what others did since you were here, and what each of two people did whose work was joined."
        => |s, _| s.show(Screen::Changes);
    ShowLibrary "library" View PROJECT, Project [ctrl('9')] "Library"
        "Looks through what the desk and others have checked before."
        => |s, _| s.show(Screen::Library);
    ShowClaims "table" View PROJECT, Project [ctrl('5')] "Claim table"
        "Every claim of the project: sort, filter, group, change many at once."
        => |s, _| s.show(Screen::Claims);
    ShowSettings "settings" View PROJECT, Project [ctrl(',')] "Settings"
        "Project, reviewers, scale and appearance."
        => |s, _| s.show(Screen::Settings);
    ChoosePerson "who" View PROJECT, Project [] "Who sits here…"
        "Chooses who signs from now on: a reviewer of the project, or somebody else."
        => |s, _| s.dialog = Some(Dialog::Person(None));
    RenameMyself "rename-myself" View PROJECT, Project [] "Rename yourself…"
        "Changes your own name and initials, here and in this project."
        => |s, _| s.around().ask_to_rename();
    ToggleClaimList "claim-list" View PROJECT, Project [ctrl('l')] "Show or hide the claim list"
        "The table of claims under the article."
        => |s, _| s.around().change_prefs(|prefs| prefs.claim_list = !prefs.claim_list);
    ToggleSidebar "sidebar" View PROJECT, Project [ctrl('b')] "Show or hide the sidebar"
        "Articles, lists and project pages at the left."
        => |s, _| s.around().change_prefs(|prefs| prefs.sidebar = !prefs.sidebar);
    ToggleKeyCaps "key-caps" View ANYWHERE, Nothing [] "Show or hide keys"
        "The small key caps beside actions."
        => |s, _| s.around().change_prefs(|prefs| prefs.key_caps = !prefs.key_caps);
    SwitchTheme "theme" View ANYWHERE, Nothing [ctrl_shift('l')] "Light or dark"
        "Changes between the light and the dark theme."
        => |s, _| s.around().change_prefs(|prefs| prefs.theme = other_theme(prefs.theme));
    ZoomIn "zoom-in" View ANYWHERE, Nothing [ctrl('+'), ctrl('=')] "Zoom in"
        "Makes everything larger."
        => |s, _| s.around().change_prefs(|prefs| prefs.zoom = (prefs.zoom * 1.1).min(3.0));
    ZoomOut "zoom-out" View ANYWHERE, Nothing [ctrl('-')] "Zoom out"
        "Makes everything smaller."
        => |s, _| s.around().change_prefs(|prefs| prefs.zoom = (prefs.zoom / 1.1).max(0.5));
    ZoomReset "zoom-reset" View ANYWHERE, Nothing [ctrl('0')] "Actual size"
        "Goes back to the size of the system."
        => |s, _| s.around().change_prefs(|prefs| prefs.zoom = 1.0);
    Palette "palette" Help ANYWHERE, Nothing [ctrl_shift('p')] "Find a command or a claim"
        "Everything that can be done, by name."
        => |s, _| s.toggle_overlay(Overlay::Palette);
    Help "help" Help ANYWHERE, Nothing [key(Key::F(1)), key(Key::Char('?'))] "Keys and help"
        "Every key, and how the program is meant."
        => |s, _| s.toggle_overlay(Overlay::Help);
    Guide "guide" Help ANYWHERE, Nothing [] "User guide"
        "How things are done, page by page, with a search."
        => |s, _| s.toggle_overlay(Overlay::Guide);
    Tour "tour" Help ANYWHERE, Nothing [] "Guided tour"
        "Five minutes in the sample project, step by step."
        => |s, _| s.leave_for(Then::Tour);
    Back "back" Help ALWAYS, Nothing [key(Key::Escape), alt(Key::Left)] "Back"
        "Closes what is on top, then clears the selection, then the claim."
        => |s, _| s.back();
        }
    };
}
