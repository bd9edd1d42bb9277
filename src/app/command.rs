//! Everything that can be done by name: one entry in [`COMMANDS`] feeds the menus, the palette, the shortcuts and the help.
//!
//! A command takes no argument. What needs one (a digit, a path, a new value) is an [`Intent`](super::Intent).

use super::keys::{Key, Shortcut, alt, ctrl, ctrl_shift, key, shift};

/// A named action without an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is described by its entry in COMMANDS")]
pub enum Command {
    NewFromArticle,
    OpenArticle,
    OpenAddress,
    OpenProject,
    PasteArticle,
    NewDraft,
    PasteDraft,
    FetchDraft,
    OpenSample,
    Save,
    SaveAs,
    ImportSources,
    Export,
    Import,
    FileVersions,
    CloseProject,
    Quit,
    Undo,
    Redo,
    CopyText,
    SelectAll,
    Find,
    FindNext,
    FindPrevious,
    MarkClaim,
    AddPassage,
    RemovePassage,
    NextClaim,
    PreviousClaim,
    NextOverlapping,
    NextOpenClaim,
    EditStatement,
    SignChecked,
    ClearVerdict,
    AddEvidence,
    OpenBeside,
    TakeWords,
    LikelyWords,
    SwitchPane,
    AcceptPlacement,
    Reattach,
    LetGo,
    DeleteClaim,
    CopyClaimLink,
    NextOpenSentence,
    DismissSentence,
    ReopenSentence,
    GrowSelection,
    ShrinkSelection,
    ReadArticle,
    ReviewDraft,
    OlderDraft,
    NewerDraft,
    ShowSources,
    ShowOverview,
    ShowReadiness,
    ShowClaims,
    ShowSettings,
    ToggleClaimList,
    ToggleSidebar,
    ToggleKeyCaps,
    SwitchTheme,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Palette,
    Help,
    Guide,
    Tour,
    Back,
}

/// Where a command stands in the menus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the heading of a menu")]
pub enum Group {
    File,
    Edit,
    Claim,
    View,
    Help,
}

impl Group {
    /// Every group, in menu order.
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::Claim, Self::View, Self::Help];

    /// The menu's heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Claim => "Claim",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// What must be there for a command to make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each says it by its name")]
pub enum Needs {
    Nothing,
    Project,
    Article,
    Selection,
    Claim,
}

/// One command with all that menus, palette, keys and help say of it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Its stable name in settings.
    pub id: &'static str,
    /// Its name for people; ends in … where a dialog follows.
    pub title: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Its menu.
    pub group: Group,
    /// What must be there.
    pub needs: Needs,
    /// Its keys, the one to show first.
    pub shortcuts: &'static [Shortcut],
}

impl Command {
    /// Its entry.
    pub fn entry(self) -> &'static Entry {
        // A test holds that every command has an entry, in the order of the enum.
        &COMMANDS[self as usize]
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        self.entry().title
    }

    /// The key to show beside it.
    pub fn shortcut(self) -> Option<Shortcut> {
        self.entry().shortcuts.first().copied()
    }
}

macro_rules! commands {
    ($($command:ident $id:literal $group:ident $needs:ident [$($shortcut:expr),*] $title:literal $help:literal;)+) => {
        /// Every command, by menu.
        pub static COMMANDS: &[Entry] = &[$(Entry {
            command: Command::$command,
            id: $id,
            title: $title,
            help: $help,
            group: Group::$group,
            needs: Needs::$needs,
            shortcuts: &[$($shortcut),*],
        },)+];
    };
}

commands! {
    NewFromArticle "new" File Nothing [ctrl('n')] "New project from an article…"
        "Opens an article and starts a project around it.";
    OpenArticle "open-article" File Nothing [ctrl('o')] "Open an article…"
        "Opens an article into this project, or starts one around it.";
    OpenAddress "open-address" File Nothing [ctrl('u')] "Open a web address…"
        "Fetches a page and opens it as an article.";
    OpenProject "open-project" File Nothing [ctrl_shift('o')] "Open a project…" "Opens a saved review project.";
    PasteArticle "paste-article" File Nothing [ctrl_shift('v')] "Article from the clipboard…"
        "Opens the text on the clipboard as an article.";
    NewDraft "new-draft" File Project [ctrl_shift('d')] "New draft of the article…"
        "Opens a corrected text of the article that is shown; its claims follow.";
    PasteDraft "paste-draft" File Project [] "New draft from the clipboard…"
        "Takes the text on the clipboard as a new draft of the article that is shown.";
    FetchDraft "fetch-draft" File Project [] "New draft from its address"
        "Fetches the page of the article that is shown once more, as a new draft; its claims follow.";
    OpenSample "sample" File Nothing [] "Open the sample project" "Opens a small finished review to look around in.";
    Save "save" File Project [ctrl('s')] "Save" "Writes the project to its file.";
    SaveAs "save-as" File Project [ctrl_shift('s')] "Save as…" "Writes the project to another file and goes on there.";
    ImportSources "import-sources" File Project [] "Import from a reference manager…"
        "Takes in sources that a reference manager wrote: RIS, BibTeX or CSL-JSON.";
    Export "export" File Project [ctrl('e')] "Export…" "Writes the claim list for other programs and readers.";
    Import "import" File Project [ctrl('i')] "Import claims…"
        "Takes in what was marked in another tool, each claim at its words.";
    FileVersions "versions" File Nothing [] "Earlier versions…" "Shows what was saved before, with what changed, and brings one back.";
    CloseProject "close" File Project [ctrl('w')] "Close the project" "Goes back to the start screen.";
    Quit "quit" File Nothing [ctrl('q')] "Quit" "Closes Claimdesk.";
    Undo "undo" Edit Project [ctrl('z')] "Undo" "Takes the last change back.";
    Redo "redo" Edit Project [ctrl_shift('z'), ctrl('y')] "Redo" "Makes the change again that was taken back.";
    CopyText "copy" Edit Selection [ctrl('c')] "Copy" "Copies the selected words.";
    SelectAll "select-all" Edit Article [ctrl('a')] "Select all" "Selects the whole article.";
    Find "find" Edit Article [ctrl('f')] "Find in the article" "Looks for words in the article.";
    FindNext "find-next" Edit Article [key(Key::F(3))] "Next match" "Goes to the next match.";
    FindPrevious "find-previous" Edit Article [shift(Key::F(3))] "Previous match" "Goes to the match before.";
    MarkClaim "mark" Claim Selection [key(Key::Char('c')), key(Key::Enter)] "Mark claim"
        "Makes a claim of the selected words.";
    AddPassage "add-passage" Claim Selection [key(Key::Char('a'))] "Add passage to the claim"
        "Adds the selected words to the claim as a further passage.";
    RemovePassage "remove-passage" Claim Claim [] "Remove the last passage" "Takes the last passage off a claim that has several.";
    NextClaim "next" Claim Article [key(Key::Char('n'))] "Next claim" "Goes to the next claim.";
    PreviousClaim "previous" Claim Article [key(Key::Char('p'))] "Previous claim" "Goes to the claim before.";
    NextOverlapping "overlapping" Claim Claim [key(Key::Char('o'))] "Next overlapping claim"
        "Goes through the claims on the same words.";
    NextOpenClaim "next-open" Claim Article [key(Key::Char('u'))] "Next open claim" "Goes to the next claim without a verdict.";
    EditStatement "statement" Claim Claim [key(Key::Char('e'))] "Edit the statement" "Puts the caret into the statement as checked.";
    SignChecked "sign" Claim Claim [key(Key::Char('s'))] "Sign as checked" "Sets the status to Checked, with your initials and the time.";
    ClearVerdict "clear-verdict" Claim Claim [key(Key::Char('0'))] "Clear the verdict" "Opens the claim again.";
    AddEvidence "add-evidence" Claim Claim [key(Key::Char('v')), ctrl('v')] "Add evidence"
        "Adds the link on the clipboard as evidence, or an empty entry to fill in.";
    OpenBeside "beside" Claim Claim [key(Key::Char('b'))] "Open the source beside"
        "Shows the document of the claim’s evidence beside the article.";
    TakeWords "take-words" Claim Claim [key(Key::Char('q'))] "Quote the selected words"
        "Makes the words selected in the source evidence of the claim, with their place.";
    LikelyWords "likely" Claim Claim [key(Key::Char('l'))] "Likely words in the source"
        "Selects the words of the source beside the article that are most like the claim; again: the next ones.";
    SwitchPane "switch-pane" View Project [key(Key::F(6))] "Go to the other text"
        "Gives the keys of the text to the source beside the article, or back.";
    AcceptPlacement "accept" Claim Claim [key(Key::Char('y'))] "Accept the passage"
        "Agrees with where the new draft has the claim, or that it is lost.";
    Reattach "reattach" Claim Claim [key(Key::Char('r'))] "Re-attach to the selected words"
        "Puts the claim on the words that are selected in the newest draft.";
    LetGo "let-go" Claim Claim [key(Key::Char('x'))] "Let the passage go"
        "Takes the claim off the newest draft. It stays in the list with its old words.";
    DeleteClaim "delete" Claim Claim [key(Key::Delete)] "Delete the claim" "Removes the claim. Undo brings it back.";
    CopyClaimLink "copy-link" Claim Claim [] "Copy link to the claim"
        "Copies the project’s path with the number of the claim: claimdesk opens it there.";
    NextOpenSentence "next-sentence" Claim Article [key(Key::Char('g'))] "Next open sentence"
        "Goes to the next sentence that is neither under a claim nor dismissed.";
    DismissSentence "dismiss" Claim Article [key(Key::Char('d'))] "Dismiss the sentence"
        "Notes that the sentence needs no check. Pressed again, it changes the reason.";
    ReopenSentence "reopen" Claim Article [shift(Key::Char('d'))] "Reopen the sentence" "Takes the dismissal back.";
    GrowSelection "grow" Claim Article [key(Key::Char(']'))] "Grow the selection" "Word, phrase, sentence, paragraph.";
    ShrinkSelection "shrink" Claim Article [key(Key::Char('['))] "Shrink the selection" "Paragraph, sentence, phrase, word.";
    ReadArticle "read" View Project [ctrl('1')] "Article" "Shows the article with its claims.";
    ReviewDraft "review" View Project [key(Key::Char('w'))] "Review the new draft"
        "Shows the last two drafts side by side, with the claims that need a look.";
    OlderDraft "older-draft" View Project [key(Key::Char(','))] "Older draft" "Reads the draft before, with the claims at their place in it.";
    NewerDraft "newer-draft" View Project [key(Key::Char('.'))] "Newer draft" "Reads the draft after, with the claims at their place in it.";
    ShowSources "sources" View Project [ctrl('2')] "Sources" "Shows the sources of the project.";
    ShowOverview "overview" View Project [ctrl('3')] "Overview" "How far the work has come, at a glance.";
    ShowReadiness "readiness" View Project [ctrl('4')] "Readiness" "What still blocks publication.";
    ShowClaims "table" View Project [ctrl('5')] "Claim table" "Every claim of the project: sort, filter, group, change many at once.";
    ShowSettings "settings" View Nothing [ctrl(',')] "Settings" "Project, reviewers, scale and appearance.";
    ToggleClaimList "claim-list" View Project [ctrl('l')] "Show or hide the claim list" "The table of claims under the article.";
    ToggleSidebar "sidebar" View Project [ctrl('b')] "Show or hide the sidebar" "Articles, lists and project pages at the left.";
    ToggleKeyCaps "key-caps" View Nothing [] "Show or hide keys" "The small key caps beside actions.";
    SwitchTheme "theme" View Nothing [ctrl_shift('l')] "Light or dark" "Changes between the light and the dark theme.";
    ZoomIn "zoom-in" View Nothing [ctrl('+'), ctrl('=')] "Zoom in" "Makes everything larger.";
    ZoomOut "zoom-out" View Nothing [ctrl('-')] "Zoom out" "Makes everything smaller.";
    ZoomReset "zoom-reset" View Nothing [ctrl('0')] "Actual size" "Goes back to the size of the system.";
    Palette "palette" Help Nothing [ctrl_shift('p')] "Find a command or a claim" "Everything that can be done, by name.";
    Help "help" Help Nothing [key(Key::F(1)), key(Key::Char('?'))] "Keys and help" "Every key, and how the program is meant.";
    Guide "guide" Help Nothing [] "User guide" "How things are done, page by page, with a search.";
    Tour "tour" Help Nothing [] "Guided tour" "Five minutes in the sample project, step by step.";
    Back "back" Help Nothing [key(Key::Escape), alt(Key::Left)] "Back"
        "Closes what is on top, then clears the selection, then the claim.";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn entries_stand_in_the_order_of_the_commands() {
        for (place, entry) in COMMANDS.iter().enumerate() {
            assert_eq!(entry.command as usize, place, "{}", entry.id);
        }
        assert_eq!(Command::Back as usize + 1, COMMANDS.len());
    }

    #[test]
    fn no_two_commands_share_an_id_a_title_or_a_key() {
        let (mut ids, mut titles, mut keys) = (HashSet::new(), HashSet::new(), HashSet::new());
        for entry in COMMANDS {
            assert!(ids.insert(entry.id), "two commands are called {}", entry.id);
            assert!(titles.insert(entry.title), "two commands are titled {}", entry.title);
            for shortcut in entry.shortcuts {
                assert!(keys.insert(*shortcut), "{} stands on two commands", shortcut.label(false));
            }
        }
    }

    #[test]
    fn only_titles_of_commands_with_a_dialog_end_in_an_ellipsis() {
        for entry in COMMANDS {
            assert!(!entry.title.ends_with("..."), "{}", entry.title);
            assert!(entry.help.ends_with('.'), "{}", entry.help);
        }
    }
}
